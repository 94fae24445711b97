"""Publishing the statistics of a year that is over: once, and as they are then.

Whoever keeps what was published can compare it. Staff are those of the last day of a year: where
only few came to or left a group between two published years, the number of the later release is
hidden, and what would give it away. What people took part in and asked for counts in one year only.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from trainingtracker import clock, settings
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Release
from trainingtracker.reports.annual_statistics import ANNUAL_STATISTICS
from trainingtracker.reports.annual_statistics import tables as annual_tables
from trainingtracker.reports.annual_statistics.hiding import OF_STAFF, Hidden, hidden_of
from trainingtracker.reports.annual_statistics.numbers import Cells, Sheet, to_keep
from trainingtracker.reports.equality import EQUALITY
from trainingtracker.reports.equality import tables as equality_tables
from trainingtracker.statistics import annual, families
from trainingtracker.statistics.annual import Grouping
from trainingtracker.statistics.people_then import PeopleThen
from trainingtracker.statistics.small_groups import few_changed
from trainingtracker.statistics.staff import changes
from trainingtracker.statistics.years import SIDE_BY_SIDE
from trainingtracker.text import mark

_PUBLISHED: Mapping[str, tuple[Sheet, ...]] = {
    ANNUAL_STATISTICS.key: annual_tables.SHEETS,
    EQUALITY.key: equality_tables.SHEETS,
}
_NOT_OVER = mark("Only a year that is over can be published, and no more than three years later.")
_ALREADY = mark("The statistics of %(year)s have been published already.")


class Prospect(NamedTuple):
    """What publishing a year would show: how many numbers, and how many dots."""

    cells: Mapping[str, Cells]
    shown: int
    hidden: int


def published() -> list[Release]:
    """The releases of the annual statistics, the newest year first."""
    return list(
        db.session.scalars(
            select(Release)
            .where(Release.table_key == ANNUAL_STATISTICS.key)
            .order_by(Release.as_of.desc())
        )
    )


def to_publish() -> list[int]:
    """The years that can still be published, the newest first."""
    done = {each.as_of.year for each in published()}
    this = clock.today().year
    return [year for year in range(this - 1, this - 1 - SIDE_BY_SIDE, -1) if year not in done]


def prospect(year: int) -> Prospect:
    """What is published of a year; RuleViolation where it has been, or the year is not over."""
    if year not in to_publish():
        done = any(each.as_of.year == year for each in published())
        raise RuleViolation(_ALREADY, year=str(year)) if done else RuleViolation(_NOT_OVER)
    last = date(year, 12, 31)
    found = annual.facts(last)
    # The years before say which groups there are; only this one is counted.
    found = replace(found, years=found.years[-1:])
    dots = hidden_of(found, settings.get("small_group"), _few_came_or_left(last))
    cells: dict[str, Cells] = {}
    for key, sheets in _PUBLISHED.items():
        cells[key] = {}
        for sheet in sheets:
            for numbers in sheet.counted(found, dots):
                cells[key] |= to_keep(sheet.key, numbers, year)
    values = [
        value for of in cells.values() for figures in of.values() for value in figures.values()
    ]
    hidden = sum(value is None for value in values)
    return Prospect(cells, len(values) - hidden, hidden)


def publish(year: int, *, released_by: int | None) -> list[Release]:
    """Publish the statistics of a year; RuleViolation as for `prospect`."""
    found = prospect(year)
    releases = [
        Release(table_key=key, as_of=date(year, 12, 31), cells=cells, released_by_id=released_by)
        for key, cells in found.cells.items()
    ]
    try:
        with db.session.begin_nested():
            db.session.add_all(releases)
    except IntegrityError:
        # Somebody else has published it at the same moment.
        raise RuleViolation(_ALREADY, year=str(year)) from None
    return releases


def _few_came_or_left(last: date) -> Mapping[Grouping, Hidden]:
    """The numbers of staff that differ from those of another published year by few people."""
    days = [each.as_of for each in published()]
    if not days:
        return {}
    people, smallest = PeopleThen(), settings.get("small_group")
    found: dict[Grouping, set[tuple[Hashable, int, str]]] = defaultdict(set)
    for day in days:
        moved = few_changed(changes(day, last, people), OF_STAFF, _traits(), smallest)
        for grouping, numbers in moved.items():
            found[grouping].update((group, last.year, str(trait)) for group, trait in numbers)
    return {grouping: frozenset(cells) for grouping, cells in found.items()}


def _traits() -> dict[str, families.Trait]:
    """All but how many there are, which everybody knows."""
    return {
        name: trait
        for family in families.STAFF
        for name, trait in family.items()
        if name not in families.HEADCOUNTS
    }
