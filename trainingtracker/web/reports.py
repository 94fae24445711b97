"""Reports for HR: choose the reference date, look at the key figures, download the workbook."""

from datetime import date
from typing import NamedTuple

from flask import Blueprint, Response, render_template, request
from sqlalchemy import select

from trainingtracker import clock, text
from trainingtracker.attainment.overview import overview
from trainingtracker.attainment.scope import EVERYONE
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Topic
from trainingtracker.organisation.tree import UnitTree
from trainingtracker.reports.report import ATTAINMENT, Filters
from trainingtracker.text import Bilingual, mark
from trainingtracker.web.access import HR, access
from trainingtracker.web.downloads import attainment_workbook
from trainingtracker.web.requests import reader_language

BLUEPRINT = Blueprint("reports", __name__)

_EARLIEST, _LATEST = date(1950, 1, 1), date(2100, 12, 31)


class _Topic(NamedTuple):
    id: int
    key: str
    title: Bilingual


class _Asked(NamedTuple):
    """The query of the address, understood; `unit` and `topic` as they were typed."""

    filters: Filters
    tree: UnitTree
    topics: list[_Topic]
    unit: str
    topic: str


@BLUEPRINT.get("/reports/attainment")
@access(HR)
def attainment() -> str | tuple[str, int]:
    try:
        asked = _asked()
    except RuleViolation as refused:
        reason = text.sentence(refused.message, reader_language(), **refused.values)
        kept = _choices(clock.today(), request.args.get("unit", ""), request.args.get("topic", ""))
        return _page(kept, refused=reason), refused.status_code
    return _page(asked)


def _page(asked: _Asked, refused: str | None = None) -> str:
    scope = EVERYONE
    if asked.filters.unit_id is not None:
        scope = scope.within(asked.tree.subtree_ids(asked.filters.unit_id))
    figures = None if refused else overview(asked.filters.as_of, scope, asked.filters.topic_id)
    return render_template(
        "reports/attainment.html",
        report=ATTAINMENT,
        asked=asked,
        as_of=request.args.get("as_of", "") if refused else asked.filters.as_of.isoformat(),
        overview=figures,
        refused=refused,
    )


@BLUEPRINT.get("/reports/attainment.xlsx")
@access(HR)
def workbook() -> Response:
    return attainment_workbook(lambda: (_asked().filters, EVERYONE))


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
    return _Asked(filters, tree, topics, unit, topic)


def _reference_date() -> date:
    typed = request.args.get("as_of", "").strip()
    if not typed:
        return clock.today()
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        day = date.min
    if not _EARLIEST <= day <= _LATEST:
        raise RuleViolation(mark("The reference date is not a date. Example: 2026-06-30."))
    return day
