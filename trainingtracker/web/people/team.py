"""My team: what direct reports hold and attend, and their part of the workbook."""

from typing import Any

from flask import Blueprint, Response, render_template, request
from sqlalchemy import ColumnElement
from werkzeug.wrappers import Response as Answer

from trainingtracker import clock, settings
from trainingtracker.accounts.scopes import direct_reports
from trainingtracker.catalogue import topics
from trainingtracker.competence.consent import readable_by
from trainingtracker.competence.matrix import Matrix, matrix
from trainingtracker.enrolment.queries import team as queries
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.organisation import people
from trainingtracker.privacy import log_access
from trainingtracker.reports import scopes
from trainingtracker.reports.asking import ask
from trainingtracker.reports.attainment import ATTAINMENT
from trainingtracker.reports.report import Filters, Question
from trainingtracker.reports.runs.keeping import OF_THE_TEAM
from trainingtracker.reports.typed import NO_DAY
from trainingtracker.text import sentence
from trainingtracker.vocabulary import AccessKind
from trainingtracker.web import arguments
from trainingtracker.web.access import MANAGER, access
from trainingtracker.web.filters import local
from trainingtracker.web.paging import Page
from trainingtracker.web.reports.files import report_file
from trainingtracker.web.requests import current_account, current_actor, leadership, reader_language

BLUEPRINT = Blueprint("team", __name__)


# Whoever has more direct reports turns the page; a table of so many still loads at once.
_MATRIX_ROWS = 200


@BLUEPRINT.get("/team")
@access(MANAGER)
def team() -> str:
    """The team as a matrix of people and competences, or as a list with their courses."""
    return _page()


def _page(refused: str = "") -> str:
    """The page of the team; `refused` says why its workbook could not be made as asked."""
    actor, today = current_actor(), clock.today()
    topic_id, text = arguments.number("topic"), arguments.words("q")
    visible = direct_reports(actor, today, leadership()) & people.named(text)
    as_list = arguments.words("view") == "list"
    show = _list if as_list else _matrix
    page, table = show(visible, topic_id)
    if page.rows:
        log_access(
            AccessKind.TEAM,
            actor_id=actor.person_id,
            row_count=len(page.rows),
            filters={"searched": bool(text), "topic": topic_id} if text or topic_id else None,
        )
    return render_template(
        "team/list.html" if as_list else "team/matrix.html",
        page=page,
        matrix=table,
        text=text,
        topic_id=topic_id,
        today=today,
        expiring_days=settings.get("expiring_days"),
        topic_choices=[(topic.id, local(topic.title)) for topic in topics.in_order()],
        refused=refused,
        as_of=request.args.get("as_of", "") if refused else today.isoformat(),
    )


def _list(visible: ColumnElement[bool], topic_id: int | None) -> tuple[Page[Any], None]:
    window = arguments.window()
    rows, total = queries.team(
        visible,
        readable_by(current_actor(), leadership()),
        leadership().tree,
        clock.today(),
        topic_id=topic_id,
        limit=window.limit,
        offset=window.offset,
    )
    return Page(rows, total, window.number, window.limit), None


def _matrix(visible: ColumnElement[bool], topic_id: int | None) -> tuple[Page[Any], Matrix]:
    window = arguments.window(_MATRIX_ROWS)
    rows, total = queries.names(
        visible, leadership().tree, clock.today(), limit=window.limit, offset=window.offset
    )
    table = matrix(
        queries.shown_ids(rows),
        clock.today(),
        readable_by(current_actor(), leadership()),
        expiring_days=settings.get("expiring_days"),
        topic_id=topic_id,
    )
    return Page(rows, total, window.number, window.limit), table


@BLUEPRINT.get("/team/attainment.xlsx")
@access(MANAGER)
def workbook() -> Response | Answer | tuple[str, int]:
    typed = {"as_of": arguments.words("as_of"), "names": "1", OF_THE_TEAM: "1"}
    try:
        return report_file(ATTAINMENT, "xlsx", _question, typed, may_wait=False)
    except RuleViolation as violation:
        db.session.rollback()
        refused = sentence(violation.message, reader_language(), **violation.values)
        return _page(refused), violation.status_code


def _question() -> Question:
    """The direct reports of today, with names; filters narrow that, never widen it."""
    actor, account = current_actor(), current_account()
    as_of = arguments.day("as_of")
    if as_of is None and request.args.get("as_of", "").strip():
        raise RuleViolation(NO_DAY)
    filters = Filters(as_of or clock.today(), topic_id=arguments.number("topic"), names=True)
    reader = account.person.full_name if account else ""
    scope = scopes.team(actor, filters.as_of)
    return ask(ATTAINMENT, filters, actor, reader_language(), reader, scope=scope)
