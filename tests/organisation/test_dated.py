"""Two clocks: what was true on a day, and what was known of it at a time."""

from datetime import date, timedelta

from sqlalchemy import select

from tests.cast import Cast
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import Assignment
from trainingtracker.organisation.dated import change_from, end
from trainingtracker.organisation.leadership import unit_of


def test_since_is_inclusive_and_until_exclusive(cast: Cast) -> None:
    change_from(
        Assignment, {"person_id": cast.employee.id}, {"unit_id": cast.unit_23.id}, date(2026, 7, 1)
    )
    assert unit_of(cast.employee.id, date(2026, 6, 30)) == cast.unit_1523.id
    assert unit_of(cast.employee.id, date(2026, 7, 1)) == cast.unit_23.id


def test_what_was_known_before_a_correction_can_still_be_asked(
    frozen: FrozenClock, cast: Cast
) -> None:
    as_known = clock.now()
    frozen.move_to(as_known + timedelta(days=1))
    change_from(
        Assignment, {"person_id": cast.employee.id}, {"unit_id": cast.unit_23.id}, date(2026, 1, 1)
    )
    known_then = db.session.scalars(
        select(Assignment.unit_id).where(
            Assignment.person_id == cast.employee.id,
            Assignment.valid(date(2026, 3, 3), known_at=as_known),
        )
    ).all()
    assert known_then == [cast.unit_1523.id]
    assert unit_of(cast.employee.id, date(2026, 3, 3)) == cast.unit_23.id


def test_a_change_drops_what_was_planned_for_later(cast: Cast) -> None:
    owner = {"person_id": cast.employee.id}
    change_from(Assignment, owner, {"unit_id": cast.unit_23.id}, date(2030, 1, 1))
    change_from(Assignment, owner, {"unit_id": cast.unit_18.id}, date(2029, 1, 1))
    assert unit_of(cast.employee.id, date(2031, 1, 1)) == cast.unit_18.id


def test_an_ended_assignment_leaves_nobody_in_two_units(cast: Cast) -> None:
    end(Assignment, {"person_id": cast.employee.id}, date(2026, 7, 1))
    assert unit_of(cast.employee.id, date(2026, 6, 30)) == cast.unit_1523.id
    assert unit_of(cast.employee.id, date(2026, 7, 1)) is None
