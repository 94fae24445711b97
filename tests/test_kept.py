"""Counts that are kept until anything changes."""

import gc
import weakref
from collections.abc import Sequence
from datetime import time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Select, Table, func, select, text
from sqlalchemy.sql.visitors import iterate

from tests.cast import Cast, a_person, a_unit
from tests.conftest import CountQueries
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.attainment.overview import overview
from trainingtracker.attainment.scope import EVERYONE, Scope
from trainingtracker.changes import Change, Part, Tables
from trainingtracker.extensions import begin, db
from trainingtracker.kept import as_of_now, kept, outdated
from trainingtracker.models import Leadership, Leave, Person
from trainingtracker.organisation import leadership, tree
from trainingtracker.organisation.leadership import LeadershipMap
from trainingtracker.organisation.tree import UnitTree
from trainingtracker.vocabulary import ChangeKind, LeadershipKind


def _people() -> int:
    return db.session.scalar(select(func.count(Person.id))) or 0


def count_people() -> int:
    return kept("people", _people)


def test_a_second_look_counts_nothing(cast: Cast, count_queries: CountQueries) -> None:
    with count_queries() as queries:
        first = overview(clock.today(), EVERYONE)
        counting = queries.number
        assert overview(clock.today(), EVERYONE) == first
    assert queries.number == counting + 1


def test_any_change_counts_anew(cast: Cast) -> None:
    before = count_people()
    a_person("Nora", "Neumann", cast.unit_23)
    db.session.commit()
    assert count_people() == before + 1


def test_a_change_that_was_taken_back_leaves_no_trace(cast: Cast) -> None:
    before = count_people()
    db.session.rollback()
    begin("write")
    a_person("Nora", "Neumann", cast.unit_23)
    assert count_people() == before + 1
    db.session.rollback()
    begin("read")
    assert count_people() == before


class _Large:
    """What would fill the memory if each change left one behind."""


def test_a_figure_makes_room_for_the_one_after_the_next_change(cast: Cast) -> None:
    before = weakref.ref(kept("large", _Large, large=True))
    assert kept("large", _Large, large=True) is before()
    a_person("Nora", "Neumann", cast.unit_23)
    db.session.commit()
    kept("large", _Large, large=True)
    gc.collect()
    assert before() is None


@pytest.mark.parametrize(("took", "second"), [(0.5, True), (2.0, False)])
def test_what_takes_long_is_shown_for_a_while_whatever_changes(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, took: float, second: bool
) -> None:
    now = 0.0

    def count() -> int:
        nonlocal now
        now += took
        return db.session.scalar(select(func.count(Person.id))) or 0

    monkeypatch.setattr("trainingtracker.kept.thread_time", lambda: now)
    monkeypatch.setattr("trainingtracker.kept.monotonic", lambda: now)
    before = kept("long", count, long=True)
    a_person("Nora", "Neumann", cast.unit_23)
    db.session.commit()
    assert kept("long", count, long=True) == before + second
    now += 120
    assert kept("long", count, long=True) == before + 1


@pytest.fixture
def takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is counted to look at is good for hours."""
    monkeypatch.setattr("trainingtracker.kept._LONG_SECONDS", 0)
    monkeypatch.setattr("trainingtracker.kept._GOOD_FOR", 10**9)


@pytest.mark.usefixtures("takes_long")
def test_what_is_made_of_an_outdated_figure_is_as_old(cast: Cast, frozen: FrozenClock) -> None:
    def twice() -> int:
        return kept("people", _people, long=True) * 2

    before, counted = kept("twice", twice), clock.now()
    assert outdated() is None
    frozen.move_to(clock.today(), time(10, 30))
    a_person("Nora", "Neumann", cast.unit_23)
    db.session.commit()
    assert kept("twice as many", twice) == before
    found = outdated()
    assert found
    assert (found.counted, found.until > clock.now()) == (counted, True)
    as_of_now()
    assert kept("twice as many", twice) == before + 2


def test_a_change_that_makes_no_difference_counts_nothing_anew(cast: Cast) -> None:
    of = (Part(Person, lambda change: "exit" in change.fields),)
    first = kept("leavers", object, of=of)
    cast.employee.last_name = "Winter"
    db.session.commit()
    assert kept("leavers", object, of=of) is first
    cast.employee.exit = clock.today()
    db.session.commit()
    assert kept("leavers", object, of=of) is not first


def test_a_figure_can_be_mended_by_what_has_changed(cast: Cast) -> None:
    seen: list[Change] = []

    def mend(_before: int, changed: Sequence[Change]) -> int | None:
        seen.extend(changed)
        return None if len(seen) > 1 else -1

    def look(still: int = 0) -> int:
        return kept("people", _people, of=(Person,), mend=mend, still=still)

    before = look()
    nora = a_person("Nora", "Neumann", cast.unit_23)
    db.session.commit()
    assert look() == look() == -1
    assert [(each.table, each.row_id, each.kind) for each in seen] == [
        ("person", nora.id, ChangeKind.INSERT)
    ]
    assert look(still=1) == before + 1
    a_person("Nils", "Neumann", cast.unit_23)
    db.session.commit()
    assert look(still=1) == before + 2


def test_few_large_figures_are_kept_and_the_longest_unused_goes_first(cast: Cast) -> None:
    first = weakref.ref(kept(("large", 0), _Large, large=True))
    for number in range(1, 40):
        kept(("large", number), _Large, large=True)
    gc.collect()
    assert first() is None
    latest = kept(("large", 39), _Large, large=True)
    assert kept(("large", 39), _Large, large=True) is latest


def test_each_scope_has_its_own_figures(cast: Cast) -> None:
    everyone = overview(clock.today(), EVERYONE)
    team = overview(clock.today(), Scope.team([cast.employee.id]))
    assert (team.headcount.persons, everyone.headcount.persons > 1) == (1, True)


def test_the_tree_and_who_leads_it_are_read_again_only_after_they_have_changed(cast: Cast) -> None:
    db.session.commit()
    units, leaders = UnitTree.load(clock.today()), LeadershipMap.load(clock.today())
    a_person("Nora", "Neumann", cast.unit_23)
    db.session.commit()
    assert UnitTree.load(clock.today()) is units
    assert LeadershipMap.load(clock.today()) is not leaders
    added = a_unit("15.99", "Europa", cast.unit_15)
    db.session.commit()
    assert UnitTree.load(clock.today())[added.id].parent_id == cast.unit_15.id


@pytest.mark.parametrize("change", ["leadership", "leave", "exit", "unit"])
def test_every_change_that_decides_who_leads_is_seen_by_the_next_look(
    cast: Cast, change: str
) -> None:
    today, manager = clock.today(), cast.manager
    before = LeadershipMap.load(today)
    if change == "leadership":
        db.session.add(
            Leadership(
                person_id=cast.employee.id,
                unit_id=cast.unit_23.id,
                kind=LeadershipKind.DEPUTY,
                since=today,
            )
        )
    elif change == "leave":
        db.session.add(Leave(person_id=manager.id, since=today, until=None))
    elif change == "exit":
        manager.exit = today - timedelta(days=1)
    else:
        a_unit("15.99", "Europa", cast.unit_15)
    db.session.commit()
    after = LeadershipMap.load(today)
    seen = {
        "leadership": after.of(cast.unit_23.id) != before.of(cast.unit_23.id),
        "leave": manager.id in after.on_leave - before.on_leave,
        "exit": not after.led_by(manager.id) and bool(before.led_by(manager.id)),
        "unit": len(after.tree) == len(before.tree) + 1,
    }
    assert seen[change]


def test_a_transaction_that_writes_sees_what_was_kept_until_it_changes_it(cast: Cast) -> None:
    today = clock.today()
    units = UnitTree.load(today)
    db.session.rollback()
    begin("write")
    assert UnitTree.load(today) is units
    added = a_unit("15.99", "Europa", cast.unit_15)
    assert added.id in UnitTree.load(today)
    db.session.rollback()
    begin("read")
    assert UnitTree.load(today) is units


@pytest.mark.parametrize("database_engine", ["postgresql"])
def test_what_was_kept_holds_while_somebody_else_writes_and_what_is_counted_then_is_not_kept(
    cast: Cast,
) -> None:
    db.session.commit()
    before = count_people()
    with db.engine.connect() as other:
        other.execute(text("LOCK TABLE audit_entry IN ROW EXCLUSIVE MODE"))
        assert count_people() == before
        first, second = (kept("of now", object) for _ in range(2))
    assert first is not second


@pytest.mark.parametrize("database_engine", ["sqlite"])
def test_whatever_is_read_for_a_tree_or_its_leaders_is_named_as_what_can_change(
    app_context: Flask,
) -> None:
    read: dict[Tables, Select[Any]] = {
        tree.READ: tree._versions(clock.today()),
        leadership.READ: leadership._leaderships(clock.today()),
    }
    for models, statement in read.items():
        tables = {each for each in iterate(statement) if isinstance(each, Table)}
        assert tables <= {model.__table__ for model in models}
