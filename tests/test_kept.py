"""Counts that are kept until anything changes."""

from sqlalchemy import func, select

from tests.cast import Cast, a_person
from tests.conftest import CountQueries
from trainingtracker import clock
from trainingtracker.attainment.overview import overview
from trainingtracker.attainment.scope import EVERYONE, Scope
from trainingtracker.extensions import begin, db
from trainingtracker.kept import kept
from trainingtracker.models import Person


def count_people() -> int:
    return kept("people", lambda: db.session.scalar(select(func.count(Person.id))) or 0)


def test_a_second_look_counts_nothing(cast: Cast, count_queries: CountQueries) -> None:
    first = overview(clock.today(), EVERYONE)
    with count_queries() as queries:
        assert overview(clock.today(), EVERYONE) == first
    assert queries.number == 1


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


def test_each_scope_has_its_own_figures(cast: Cast) -> None:
    everyone = overview(clock.today(), EVERYONE)
    team = overview(clock.today(), Scope.team([cast.employee.id]))
    assert (team.headcount.persons, everyone.headcount.persons > 1) == (1, True)
