"""My team: what direct reports hold and attend, and their part of the workbook."""

from flask import Blueprint, Response, render_template, request

from trainingtracker import clock, settings
from trainingtracker.accounts.scopes import direct_reports
from trainingtracker.attainment.scope import Scope
from trainingtracker.catalogue import topics
from trainingtracker.enrolment.queries import team as queries
from trainingtracker.errors import RuleViolation
from trainingtracker.privacy import log_access
from trainingtracker.reports.report import Filters
from trainingtracker.text import mark
from trainingtracker.vocabulary import AccessKind
from trainingtracker.web import arguments
from trainingtracker.web.access import MANAGER, access
from trainingtracker.web.downloads import attainment_workbook
from trainingtracker.web.paging import Page
from trainingtracker.web.requests import current_actor, leadership

BLUEPRINT = Blueprint("team", __name__)


@BLUEPRINT.get("/team")
@access(MANAGER)
def team() -> str:
    actor, today, window = current_actor(), clock.today(), arguments.window()
    rows, total = queries.team(
        direct_reports(actor, today, leadership()),
        leadership().tree,
        today,
        limit=window.limit,
        offset=window.offset,
    )
    if rows:
        log_access(AccessKind.TEAM, actor_id=actor.person_id, row_count=len(rows))
    return render_template(
        "team/team.html",
        page=Page(rows, total, window.number, window.limit),
        today=today,
        expiring_days=settings.get("expiring_days"),
        topics=topics.in_order(),
    )


@BLUEPRINT.get("/team/attainment.xlsx")
@access(MANAGER)
def workbook() -> Response:
    return attainment_workbook(_asked)


def _asked() -> tuple[Filters, Scope]:
    """The direct reports of today as of the day asked for; filters narrow that, never widen it."""
    actor = current_actor()
    ids = queries.person_ids(direct_reports(actor, clock.today(), leadership()))
    as_of = arguments.day("as_of")
    if as_of is None and request.args.get("as_of", "").strip():
        raise RuleViolation(mark("The reference date is not a date. Example: 2026-06-30."))
    filters = Filters(as_of or clock.today(), topic_id=arguments.number("topic"))
    return filters, Scope.team(ids)
