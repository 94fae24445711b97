"""The public page beside the annual statistics: both are of the same people, and everybody may keep
both.

Who took part in a year and who has been reached by the end of a quarter are two groups. Where only
few belong to one of them and not to the other, as in the first year of a tracker, the number that
is published later is hidden, and what would give it away. Headcounts are on the public page: the
statistics hide none (statistics/small_groups.py). Nothing else of one is a sum of the other.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from datetime import date
from typing import TypeAlias

from sqlalchemy import func, select

from trainingtracker.attainment import released
from trainingtracker.attainment.groups import ALL
from trainingtracker.attainment.participations import participations
from trainingtracker.attainment.people import is_staff
from trainingtracker.attainment.reach import ANY
from trainingtracker.extensions import db
from trainingtracker.models import Course, Person, Release
from trainingtracker.privacy.suppression import Cell
from trainingtracker.statistics import annual
from trainingtracker.statistics.annual import Grouping
from trainingtracker.statistics.facts import Facts, facts
from trainingtracker.statistics.people_then import PeopleThen
from trainingtracker.statistics.traits import is_staff as is_of_staff

# A number of the annual statistics, and the cell of the public page that it could be taken from.
OfTheYear: TypeAlias = tuple[Grouping, Hashable]
People: TypeAlias = frozenset[int]


def took_part(found: Facts, year: int) -> dict[OfTheYear, People]:
    """Whom the annual statistics count, by all groups that the public page has as well."""
    people: dict[OfTheYear, set[int]] = defaultdict(set)
    for fact in filter(is_of_staff, found.participations):
        if fact.day.year == year:
            for grouping in (annual.in_all, annual.by_topic, annual.by_quarter, annual.by_division):
                people[grouping, grouping(fact)].add(fact.person_id)
    return {of: frozenset(persons) for of, persons in people.items()}


def cell_beside(of: OfTheYear) -> Cell:
    """The cell of the public page that is of the same people."""
    grouping, group = of
    if grouping is annual.by_topic:
        return ALL, group
    return (group, ANY) if grouping is annual.by_division else (ALL, ANY)


class Reached:
    """Whom the public page counts: two queries and those of PeopleThen, whatever the days."""

    def __init__(self, last: date) -> None:
        part = participations(last)
        self._then = PeopleThen()
        self._first: dict[int, dict[int, date]] = defaultdict(dict)
        for person_id, topic_id, first in db.session.execute(
            select(part.c.person_id, Course.topic_id, func.min(part.c.day))
            .join(Course, Course.id == part.c.course_id)
            .group_by(part.c.person_id, Course.topic_id)
        ):
            self._first[person_id][topic_id] = first
        self._employed = {
            person_id: (entry or date.min, exit_ or date.max)
            for person_id, entry, exit_ in db.session.execute(
                select(Person.id, Person.entry, Person.exit).where(is_staff())
            )
        }

    def on(self, day: date) -> dict[Cell, People]:
        people: dict[Cell, set[int]] = defaultdict(set)
        for person_id, topics in self._first.items():
            entry, exit_ = self._employed.get(person_id, (date.max, date.min))
            taken = [topic for topic, first in topics.items() if first <= day]
            if entry <= day <= exit_ and taken:
                people[ALL, ANY].add(person_id)
                people[self._then.on(person_id, day).division_id, ANY].add(person_id)
                for topic in taken:
                    people[ALL, topic].add(person_id)
        return {cell: frozenset(persons) for cell, persons in people.items()}


def few_apart(
    year: Mapping[OfTheYear, People], reached: Mapping[Cell, People], smallest: int
) -> Iterator[tuple[OfTheYear, Cell]]:
    """The pairs of numbers that differ by few people."""
    nobody: People = frozenset()
    for of, people in year.items():
        cell = cell_beside(of)
        if 0 < len(people ^ reached.get(cell, nobody)) < smallest:
            yield of, cell


def beside_the_public_page(
    found: Facts, year: int, smallest: int
) -> dict[Grouping, frozenset[tuple[Hashable, int, str]]]:
    """What the statistics of a year must not show beside what is on the public page."""
    releases, people = released.releases(), took_part(found, year)
    dots: dict[Grouping, set[tuple[Hashable, int, str]]] = defaultdict(set)
    if not releases:
        return {}
    reached = Reached(max(each.as_of for each in releases))
    for release in releases:
        for (grouping, group), cell in few_apart(people, reached.on(release.as_of), smallest):
            if _shows(release, cell):
                dots[grouping].add((group, year, "taken"))
    return {grouping: frozenset(cells) for grouping, cells in dots.items()}


def beside_the_statistics(
    as_of: date, published: Mapping[int, Release], smallest: int
) -> frozenset[Cell]:
    """What the public page must not show of a day beside the statistics of years."""
    if not published:
        return frozenset()
    reached = Reached(as_of).on(as_of)
    return frozenset(
        cell
        for year, release in published.items()
        for of, cell in few_apart(took_part(facts(release.as_of), year), reached, smallest)
        if _tells(release, of)
    )


def _shows(release: Release, cell: Cell) -> bool:
    """Whether a release of the public page has a number there."""
    unit, topic = cell
    return release.cells.get(str(unit), {}).get(str(topic)) is not None


_SHEETS = {
    annual.in_all: "overview",
    annual.by_topic: "topics",
    annual.by_quarter: "quarters",
    annual.by_division: "divisions",
}


def _tells(release: Release, of: OfTheYear) -> bool:
    """Whether a release of the annual statistics has a number of persons there."""
    grouping, group = of
    return release.cells.get(f"{_SHEETS[grouping]}/{group}", {}).get("persons") is not None
