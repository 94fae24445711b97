"""Reports for HR, and for coordinators about their units: choose the reference date, look at the
key figures and at the rows of the workbook, download it.
"""

from datetime import date
from typing import Any, NamedTuple

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _
from sqlalchemy import select

from trainingtracker import clock, text
from trainingtracker.accounts.scopes import people_administered
from trainingtracker.attainment.overview import overview
from trainingtracker.attainment.scope import EVERYONE, Scope
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Topic
from trainingtracker.organisation.tree import UnitTree
from trainingtracker.privacy import log_access
from trainingtracker.reports.report import ATTAINMENT, Filters
from trainingtracker.text import Bilingual, mark
from trainingtracker.vocabulary import AccessKind
from trainingtracker.web import arguments
from trainingtracker.web.access import HR_OR_COORDINATOR, access
from trainingtracker.web.downloads import attainment_workbook
from trainingtracker.web.paging import Page
from trainingtracker.web.requests import current_account, current_actor, reader_language
from trainingtracker.web.unit_choices import UnitChoices, unit_choices

BLUEPRINT = Blueprint("reports", __name__)


class _Topic(NamedTuple):
    id: int
    key: str
    title: Bilingual


class _Asked(NamedTuple):
    """The query of the address, understood; `unit` and `topic` as they were typed."""

    filters: Filters
    tree: UnitTree
    units: UnitChoices
    topics: list[_Topic]
    unit: str
    topic: str


@BLUEPRINT.get("/reports/attainment")
@access(HR_OR_COORDINATOR)
def attainment() -> str | tuple[str, int]:
    try:
        asked = _asked()
    except RuleViolation as refused:
        reason = text.sentence(refused.message, reader_language(), **refused.values)
        kept = _choices(clock.today(), request.args.get("unit", ""), request.args.get("topic", ""))
        return _page(kept, refused=reason), refused.status_code
    return _page(asked, **_content(asked))


def _content(asked: _Asked) -> dict[str, Any]:
    """The key figures and some rows of one sheet, made by the code that writes the workbook."""
    from trainingtracker.reports import (
        attainment_overview,
        attainment_preview,
        attainment_selection,
    )
    from trainingtracker.reports.attainment_preview import Part

    account, language = current_account(), reader_language()
    reader = account.person.full_name if account else ""
    chosen = attainment_selection.select(
        asked.filters, _scope(asked.filters.as_of), language, reader, asked.tree
    )
    in_all = overview(chosen.filters.as_of, chosen.scope, chosen.filters.topic_id)
    window = arguments.window()
    part = arguments.member("part", Part) or Part.UNITS
    found = attainment_preview.preview(part, chosen, limit=window.limit, offset=window.offset)
    if part.names_people:
        log_access(
            AccessKind.REPORT,
            actor_id=current_actor().person_id,
            row_count=len(found.rows),
            filters={"report": ATTAINMENT.key, "part": part, **arguments.for_the_log()},
        )
    return {
        "subtitle": chosen.subtitle,
        "reader": language,
        "figures": attainment_overview.figures(in_all, chosen),
        "topic_columns": attainment_overview.topic_columns(chosen),
        "topic_rows": list(attainment_overview.topic_rows(in_all, chosen)),
        "notes": attainment_selection.protection(chosen),
        "parts": [(each, _(title)) for each, title in attainment_preview.TITLES.items()],
        "preview": found,
        "page": Page(found.rows, found.total, window.number),
        "german_names": _only_in(asked.tree, language),
    }


def _only_in(tree: UnitTree, language: str) -> dict[str, str]:
    """Names of units that the reader gets in the other language, and which one that is."""
    return {
        node.name.in_language(language): other
        for node in tree.in_order()
        if (other := text.other_language(node.name, language))
    }


def _page(asked: _Asked, refused: str | None = None, **content: Any) -> str:
    return render_template(
        "reports/attainment.html",
        report=ATTAINMENT,
        asked=asked,
        as_of=request.args.get("as_of", "") if refused else asked.filters.as_of.isoformat(),
        refused=refused,
        **content,
    )


@BLUEPRINT.get("/reports/attainment.xlsx")
@access(HR_OR_COORDINATOR)
def workbook() -> Response | str | tuple[str, int]:
    def ask() -> tuple[Filters, Scope]:
        filters = _asked().filters
        return filters, _scope(filters.as_of)

    try:
        return attainment_workbook(ask)
    except RuleViolation:
        # The page of the report says what is wrong, beside what was asked for.
        db.session.rollback()
        return attainment()


def _scope(as_of: date) -> Scope:
    """Everybody for HR, the people of their units for coordinators.

    A coordinator names only those of today: who belonged to the units on another day is counted.
    """
    actor, today = current_actor(), clock.today()
    if actor.is_hr:
        return EVERYONE
    named = None if as_of == today else people_administered(actor, today)
    return Scope(unit_ids=actor.coordinated_units, named=named)


def _asked() -> _Asked:
    """What the query asks for; raises RuleViolation where that does not exist."""
    day = _reference_date()
    asked = _choices(day, request.args.get("unit", ""), request.args.get("topic", ""))
    if asked.unit and asked.filters.unit_id is None:
        raise RuleViolation(
            mark("Unit %(number)s did not exist on %(day)s. Choose another unit or another day."),
            number=asked.unit,
            day=asked.filters.as_of,
        )
    mine = _scope(clock.today()).unit_ids
    if asked.filters.unit_id is not None and mine is not None and asked.filters.unit_id not in mine:
        raise RuleViolation(
            mark("You are not responsible for unit %(number)s. Choose one of the list."),
            number=asked.unit,
        )
    if asked.topic and asked.filters.topic_id is None:
        raise RuleViolation(mark("There is no such topic. Choose one of the list."))
    return asked


def _choices(as_of: date, unit: str = "", topic: str = "") -> _Asked:
    tree = UnitTree.load(as_of)
    topics = [
        _Topic(row.id, row.key, Bilingual(row.title_de, row.title_en))
        for row in db.session.execute(
            select(Topic.id, Topic.key, Topic.title_de, Topic.title_en).order_by(
                Topic.position, Topic.id
            )
        )
    ]
    node = tree.by_number(unit) if unit else None
    topic_id = next((each.id for each in topics if each.key == topic), None)
    filters = Filters(as_of, node.id if node else None, topic_id)
    units = unit_choices(tree, filters.unit_id, _scope(clock.today()).unit_ids)
    return _Asked(filters, tree, units, topics, unit, topic)


def _reference_date() -> date:
    typed = request.args.get("as_of", "").strip()
    if not typed:
        return clock.today()
    day = arguments.plausible_day(typed)
    if day is None:
        raise RuleViolation(mark("The reference date is not a date. Example: 2026-06-30."))
    return day
