"""The page for everybody and the annual statistics tell no more together than each by itself."""

from collections import Counter, defaultdict
from collections.abc import Hashable
from datetime import date
from itertools import product
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.cast import Cast, a_person, an_enrolment, an_offering
from tests.privacy import attack
from tests.privacy.test_suppression import QUICKLY
from tests.support.frozen import FrozenClock
from trainingtracker.attainment import released
from trainingtracker.attainment.reach import ANY
from trainingtracker.extensions import db
from trainingtracker.models import Unit
from trainingtracker.privacy.suppression import Cell, Dimension, Table, hidden_cells
from trainingtracker.reports.releases import publishing
from trainingtracker.reports.releases.public_page import cell_beside, few_apart
from trainingtracker.statistics import annual
from trainingtracker.statistics.annual import ALL
from trainingtracker.statistics.small_groups import hidden
from trainingtracker.vocabulary import OfferingStatus, Status

SMALLEST = 5
_TOPICS, _DIVISIONS = (1, 2), (15, 18)
_SOME = [frozenset[int](), frozenset([1]), frozenset([2]), frozenset([1, 2])]


class _Person(NamedTuple):
    """The division at a participation, and at the end of the year (None: has left); what they took
    part in before the year, and in it.
    """

    then: int
    now: int | None
    before: frozenset[int]
    in_the_year: frozenset[int]


class _Taken(NamedTuple):
    person_id: int
    topic_id: int
    division: int


_EVERY = [_Person(*each) for each in product(_DIVISIONS, (None, *_DIVISIONS), _SOME, _SOME)]
people = some.lists(some.sampled_from(_EVERY), max_size=40)


def _by_topic(fact: _Taken) -> int:
    return fact.topic_id


def _by_division(fact: _Taken) -> int:
    return fact.division


def _of_the_year(group: Hashable, person: _Person) -> bool:
    return bool(
        person.in_the_year if group == ALL or group == person.then else {group} & person.in_the_year
    )


def _reached(cell: Cell, person: _Person) -> bool:
    unit, topic = cell
    taken = person.before | person.in_the_year
    return (
        person.now is not None
        and unit in (ALL, person.now)
        and bool(taken if topic == ANY else {topic} & taken)
    )


_GROUPS = {annual.in_all: (ALL,), annual.by_topic: _TOPICS, annual.by_division: _DIVISIONS}
_CELLS = [(ALL, ANY), *((ALL, topic) for topic in _TOPICS), *((div, ANY) for div in _DIVISIONS)]


@QUICKLY
@given(people)
def test_nothing_hidden_in_one_can_be_computed_from_both(found: list[_Person]) -> None:
    on_the_page = _hidden_on_the_page(found)
    year = {
        (grouping, group): frozenset(
            number for number, each in enumerate(found) if _of_the_year(group, each)
        )
        for grouping, groups in _GROUPS.items()
        for group in groups
    }
    reached = {
        cell: frozenset(number for number, each in enumerate(found) if _reached(cell, each))
        for cell in _CELLS
    }
    close: dict[Any, set[Hashable]] = defaultdict(set)
    for (grouping, group), cell in few_apart(year, reached, SMALLEST):
        if cell not in on_the_page:
            close[grouping].add((group, "taken"))
    dots = _hidden_in_the_year(found, close)
    rows = {("page", cell): frozenset(p for p in _EVERY if _reached(cell, p)) for cell in _CELLS}
    for grouping, groups in _GROUPS.items():
        for group in groups:
            rows["year", group] = frozenset(p for p in _EVERY if _of_the_year(group, p))
            if group not in dots and (cell := cell_beside((grouping, group))) not in on_the_page:
                apart = len(year[grouping, group] ^ reached[cell])
                assert apart not in range(1, SMALLEST)
    table = Table((Dimension(rows),), Counter((each,) for each in found), [(row,) for row in rows])
    unknown = {(("page", cell),) for cell in on_the_page} | {(("year", each),) for each in dots}
    assert attack.computable(table, unknown & table.shown) == set()


def _hidden_on_the_page(found: list[_Person]) -> frozenset[Cell]:
    """As the page hides: topics of people, beside a headcount that everybody knows."""
    there = [each for each in found if each.now is not None]
    kinds = {topics: topics for topics in _SOME}
    nodes = {topic: frozenset(k for k in kinds if topic in k) for topic in _TOPICS}
    topics = Dimension(
        {**nodes, ANY: frozenset(k for k in kinds if k), "headcount": frozenset(kinds)},
        whole="headcount",
        adds_up=False,
    )
    units = Dimension({div: frozenset([div]) for div in _DIVISIONS} | {ALL: frozenset(_DIVISIONS)})
    counts = Counter((each.now, each.before | each.in_the_year) for each in there)
    table = Table((units, topics), counts, list(product(units.nodes, topics.nodes)))
    return hidden_cells(table, SMALLEST)


def _hidden_in_the_year(found: list[_Person], close: dict[Any, set[Hashable]]) -> set[Hashable]:
    facts = [
        _Taken(number, topic, each.then)
        for number, each in enumerate(found)
        for topic in sorted(each.in_the_year)
    ]
    also = {
        _by_topic: close[annual.by_topic] | close[annual.in_all],
        _by_division: close[annual.by_division] | close[annual.in_all],
    }
    taken = [{"taken": lambda _fact: True}]
    hidden_by = hidden(facts, [_by_topic, _by_division], taken, SMALLEST, also)  # type: ignore[arg-type]
    return {group for cells in hidden_by.values() for group, _ in cells}


@pytest.fixture(autouse=True)
def _a_morning_in_march(frozen: FrozenClock) -> None:
    """The cast is made on the day that the clock shows: 3 March 2026."""


def _took_part(cast: Cast, unit: Unit, number: int, last_day: date | None = None) -> None:
    day = date(2025, 5, 6)
    offering = an_offering(cast.english, starts_on=day, places=60, status=OfferingStatus.CLOSED)
    for place in range(number):
        person = a_person("Person", f"{unit.number} {place} {last_day}", unit, account=False)
        person.entry, person.exit = date(2020, 1, 1), last_day
        an_enrolment(person, offering, Status.COMPLETED, finished_on=day)


@pytest.mark.parametrize("page_first", [True, False])
@pytest.mark.parametrize("database_engine", ["sqlite"], scope="session")
def test_the_few_who_took_part_and_have_left_are_in_neither_of_the_two(
    cast: Cast, page_first: bool
) -> None:
    for unit in (cast.unit_1523, cast.unit_1814, cast.unit_23):
        _took_part(cast, unit, 12)
    _took_part(cast, cast.unit_23, 3, last_day=date(2025, 9, 30))
    db.session.flush()
    end = date(2025, 12, 31)
    if page_first:
        publishing.publish_quarter(end, released_by=None)
        publishing.publish(2025, released_by=None)
    else:
        publishing.publish(2025, released_by=None)
        publishing.publish_quarter(end, released_by=None)
    (page,), (year,) = released.releases(), publishing.published()
    told = page.cells[ALL][ANY], year.cells["overview/all"]["persons"]
    assert told == ((36, None) if page_first else (None, 39))
    assert page.cells[ALL]["headcount"] == year.cells["overview/all"]["staff"]
