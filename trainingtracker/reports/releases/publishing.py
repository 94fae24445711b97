"""Publishing the statistics of a year that is over: as they are then.

Whoever keeps what was published can compare it. Staff are those of the last day of a year: where
only few came to or left a group between two published years, the number of the later release is
hidden, and what would give it away. What people took part in and asked for counts in one year only.
The page for everybody is compared as well (public_page.py).
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from trainingtracker import clock, settings
from trainingtracker.attainment import released
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.kept import kept
from trainingtracker.models import Release
from trainingtracker.reports.annual_statistics import ANNUAL_STATISTICS
from trainingtracker.reports.annual_statistics import tables as annual_tables
from trainingtracker.reports.annual_statistics.behind import Behind, behind, not_to_show
from trainingtracker.reports.annual_statistics.hiding import OF_STAFF, Hidden, hidden_of
from trainingtracker.reports.annual_statistics.numbers import Cells, Sheet, to_keep
from trainingtracker.reports.equality import EQUALITY
from trainingtracker.reports.equality import tables as equality_tables
from trainingtracker.reports.releases import public_page
from trainingtracker.statistics import families
from trainingtracker.statistics.annual import Grouping
from trainingtracker.statistics.facts import Facts, count_facts
from trainingtracker.statistics.people_then import PeopleThen
from trainingtracker.statistics.small_groups import few_changed
from trainingtracker.statistics.staff import changes
from trainingtracker.statistics.years import SIDE_BY_SIDE
from trainingtracker.text import Bilingual, mark

PUBLISHED: Mapping[str, tuple[Sheet, ...]] = {
    ANNUAL_STATISTICS.key: annual_tables.SHEETS,
    EQUALITY.key: equality_tables.SHEETS,
}
NOT_OVER = mark("Only a year that is over can be published, and no more than three years later.")
_ALREADY = mark("The statistics of %(year)s have been published already.")
# The first release of a year has none.
NO_REASON = Bilingual("", "")


class Prospect(NamedTuple):
    """What publishing a year would show: how many numbers, and how many dots."""

    cells: Mapping[str, Cells]
    behind: Behind
    shown: int
    hidden: int


def published() -> list[Release]:
    """The releases of the annual statistics that are in force, the newest year first."""
    newest: dict[date, Release] = {}
    for each in all_releases():
        newest.setdefault(each.as_of, each)
    return list(newest.values())


def all_releases() -> list[Release]:
    """Those that have been replaced as well: the newest year first, its newest release first."""
    return list(
        db.session.scalars(
            select(Release)
            .where(Release.table_key == ANNUAL_STATISTICS.key)
            .order_by(Release.as_of.desc(), Release.number.desc())
        )
    )


def published_with(release: Release) -> list[Release]:
    """What was published together, by report."""
    return list(
        db.session.scalars(
            select(Release).where(
                Release.table_key.in_(PUBLISHED),
                Release.as_of == release.as_of,
                Release.number == release.number,
            )
        )
    )


def years_open() -> range:
    """The years that are over and not too long ago, the newest first."""
    this = clock.today().year
    return range(this - 1, this - 1 - SIDE_BY_SIDE, -1)


def to_publish() -> list[int]:
    """The years that can still be published, the newest first."""
    done = {each.as_of.year for each in published()}
    return [year for year in years_open() if year not in done]


def prospect(year: int) -> Prospect:
    """What is published of a year; RuleViolation where it has been, or the year is not over."""
    if year not in to_publish():
        done = any(each.as_of.year == year for each in published())
        raise RuleViolation(_ALREADY, year=str(year)) if done else RuleViolation(NOT_OVER)
    return as_it_is_now(year)


def publish(year: int, *, released_by: int | None) -> list[Release]:
    """Publish the statistics of a year; RuleViolation as for `prospect`."""
    return put_on_record(year, prospect(year), released_by, RuleViolation(_ALREADY, year=str(year)))


def publish_quarter(as_of: date, *, released_by: int | None) -> Release:
    """Publish the persons reached on a day, beside the statistics of years; see `released`."""
    of_years = {each.as_of.year: each for each in published()}
    smallest = settings.get("small_group")
    hidden = public_page.beside_the_statistics(as_of, of_years, smallest)
    return released.publish(as_of, released_by=released_by, also=hidden)


def as_it_is_now(year: int, earlier: Sequence[Release] = ()) -> Prospect:
    """What is shown of a year now, also beside earlier releases of the same year.

    Counted anew after every change, however long that takes: it is looked at to be published.
    """
    key = ("year to publish", year, *(each.id for each in earlier), clock.today())
    return kept(key, lambda: _as_it_is_now(year, earlier), large=True)


def _as_it_is_now(year: int, earlier: Sequence[Release]) -> Prospect:
    last, smallest = date(year, 12, 31), settings.get("small_group")
    found = count_facts(last)
    # The years before say which groups there are; only this one is counted.
    found = replace(found, years=found.years[-1:])
    also = _together(
        _few_came_or_left(last), public_page.beside_the_public_page(found, year, smallest)
    )
    for each in earlier:
        also = _together(also, not_to_show(each.behind or {}, found, year, smallest))
    dots = hidden_of(found, smallest, also)
    return _prospect(_cells(found, dots, year), behind(found, year, dots))


def with_cells(found: Prospect, cells: Mapping[str, Cells]) -> Prospect:
    """The same with other numbers."""
    return _prospect(cells, found.behind)


def put_on_record(
    year: int,
    found: Prospect,
    released_by: int | None,
    refusal: RuleViolation,
    *,
    number: int = 1,
    reason: Bilingual = NO_REASON,
) -> list[Release]:
    """Raises the refusal where somebody else has published it at the same moment."""
    releases = [
        Release(
            table_key=key,
            as_of=date(year, 12, 31),
            number=number,
            reason_de=reason.de,
            reason_en=reason.en,
            cells=cells,
            behind=found.behind if key == ANNUAL_STATISTICS.key else None,
            released_by_id=released_by,
        )
        for key, cells in found.cells.items()
    ]
    try:
        with db.session.begin_nested():
            db.session.add_all(releases)
    except IntegrityError:
        raise refusal from None
    return releases


def _prospect(cells: Mapping[str, Cells], behind_it: Behind) -> Prospect:
    values = [
        value for of in cells.values() for figures in of.values() for value in figures.values()
    ]
    hidden = sum(value is None for value in values)
    return Prospect(cells, behind_it, len(values) - hidden, hidden)


def _cells(found: Facts, dots: Mapping[Grouping, Hidden], year: int) -> dict[str, Cells]:
    cells: dict[str, Cells] = {}
    for key, sheets in PUBLISHED.items():
        cells[key] = {}
        for sheet in sheets:
            for numbers in sheet.counted(found, dots):
                cells[key] |= to_keep(sheet.key, numbers, year)
    return cells


def _together(
    one: Mapping[Grouping, Hidden], other: Mapping[Grouping, Hidden]
) -> dict[Grouping, Hidden]:
    nothing: Hidden = frozenset()
    return {each: one.get(each, nothing) | other.get(each, nothing) for each in {**one, **other}}


def _few_came_or_left(last: date) -> Mapping[Grouping, Hidden]:
    """The numbers of staff that differ from those of another published year by few people."""
    days = [each.as_of for each in published() if each.as_of != last]
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
