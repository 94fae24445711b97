"""The fixtures themselves: what other tests rely on."""

from datetime import date

from flask import Flask
from sqlalchemy import func, select, text

from tests.cast import Cast
from tests.conftest import CountQueries, SignIn
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import Level, Person
from trainingtracker.organisation.leadership import LeadershipMap


def test_a_test_begins_with_the_reference_lists_and_nobody(app_context: Flask) -> None:
    assert db.session.scalar(select(func.count()).select_from(Level))
    assert db.session.scalar(select(func.count()).select_from(Person)) == 0


def test_the_employee_is_decided_for_by_manager_and_deputy(cast: Cast) -> None:
    deciders = LeadershipMap.load(clock.today()).deciders(cast.employee.id, cast.unit_1523.id)
    assert deciders.managers == (cast.manager.id,)
    assert deciders.deputies == (cast.deputy.id,)


def test_whoever_is_signed_in_has_a_session(sign_in: SignIn, cast: Cast) -> None:
    with sign_in(cast.hr).session_transaction() as session:
        assert session["_user_id"].partition(".")[0].isdigit()


def test_statements_are_counted(app_context: Flask, count_queries: CountQueries) -> None:
    with count_queries() as queries:
        db.session.execute(text("SELECT 1"))
        db.session.execute(text("SELECT 2"))
    assert queries.number == 2


def test_the_clock_stands_where_it_was_put(frozen: FrozenClock) -> None:
    assert clock.today() == date(2026, 3, 3)
    frozen.move_to(date(2026, 7, 1))
    assert clock.today() == date(2026, 7, 1)
