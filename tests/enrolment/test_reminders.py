"""Reminders of a decision and its escalation, counted in working days."""

from datetime import date, timedelta

import pytest
from flask import Flask

from tests.cast import Cast, an_offering
from tests.enrolment.acting import as_actor, mails_to
from tests.support.frozen import FrozenClock
from trainingtracker import clock, settings
from trainingtracker.cli.worker import worker
from trainingtracker.enrolment.approval.interest import Interest
from trainingtracker.enrolment.approval.reminders import remind_now
from trainingtracker.enrolment.operations import approve, request_place
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import begin, db
from trainingtracker.jobs.approvals import follow_up_requests
from trainingtracker.models import Approval, Enrolment, Leadership
from trainingtracker.vocabulary import OfficialInterest

# A Thursday; the Thursday after Easter is five working days later, because of two holidays.
MAUNDY_THURSDAY = date(2026, 4, 2)


@pytest.fixture
def waiting(cast: Cast, frozen: FrozenClock) -> int:
    """The id of the employee's request, made on Maundy Thursday."""
    frozen.move_to(MAUNDY_THURSDAY)
    offering = an_offering(cast.english, starts_on=MAUNDY_THURSDAY + timedelta(60))
    enrolment = request_place(offering.id, cast.employee.id, as_actor(cast.employee))
    db.session.commit()
    return enrolment.id


def later(frozen: FrozenClock, day: date) -> int:
    """Let the job run on a day; returns on how many requests it acted."""
    frozen.move_to(day)
    db.session.rollback()
    done = follow_up_requests(clock.now())
    begin("write")
    return done


def test_deciders_are_reminded_after_working_days(
    cast: Cast, frozen: FrozenClock, waiting: int
) -> None:
    assert later(frozen, date(2026, 4, 8)) == 0
    assert later(frozen, date(2026, 4, 9)) == 1
    assert mails_to(cast.manager) == ["approval_needed", "approval_reminder"]
    assert mails_to(cast.deputy) == ["approval_needed", "approval_reminder"]
    assert later(frozen, date(2026, 4, 10)) == 0
    assert mails_to(cast.division_manager) == []


def test_then_the_next_one_above_may_decide_in_their_place(
    cast: Cast, frozen: FrozenClock, waiting: int
) -> None:
    later(frozen, date(2026, 4, 9))
    assert later(frozen, date(2026, 4, 14)) == 1
    assert mails_to(cast.division_manager) == ["approval_escalated"]
    assert later(frozen, date(2026, 4, 20)) == 0
    approve(waiting, as_actor(cast.division_manager))
    approval = db.session.scalars(db.select(Approval)).one()
    assert approval.in_place_of_id == cast.manager.id


def test_before_that_the_next_one_above_does_not_decide(
    cast: Cast, frozen: FrozenClock, waiting: int
) -> None:
    with pytest.raises(NotAllowed):
        approve(waiting, as_actor(cast.division_manager))


def test_where_nobody_is_above_hr_is_told(cast: Cast, frozen: FrozenClock, waiting: int) -> None:
    above = (cast.division_manager.id, cast.head.id)
    db.session.execute(db.delete(Leadership).where(Leadership.person_id.in_(above)))
    db.session.commit()
    later(frozen, date(2026, 4, 14))
    assert mails_to(cast.hr) == ["approval_escalated"]


def test_the_days_are_a_setting(cast: Cast, frozen: FrozenClock, waiting: int) -> None:
    settings.put("reminder_days", 1)
    settings.put("escalation_days", 2)
    db.session.commit()
    assert later(frozen, date(2026, 4, 7)) == 1
    assert later(frozen, date(2026, 4, 8)) == 1
    assert mails_to(cast.division_manager) == ["approval_escalated"]


def test_the_second_stage_counts_from_the_first_decision(
    cast: Cast, frozen: FrozenClock, waiting: int
) -> None:
    cast.english.needs_hr_approval = cast.english.asks_interest = True
    db.session.commit()
    later(frozen, date(2026, 4, 9))
    approve(waiting, as_actor(cast.manager), Interest(OfficialInterest.FULL))
    db.session.commit()
    assert later(frozen, date(2026, 4, 13)) == 0
    assert later(frozen, date(2026, 4, 14)) == 1
    assert mails_to(cast.hr) == ["approval_reminder"]


@pytest.mark.parametrize("gone", ["decided", "over"])
def test_nobody_is_reminded_of_what_is_decided_or_over(
    cast: Cast, frozen: FrozenClock, waiting: int, gone: str
) -> None:
    if gone == "decided":
        approve(waiting, as_actor(cast.manager))
        db.session.commit()
    assert later(frozen, date(2026, 4, 9) if gone == "decided" else date(2026, 8, 1)) == 0


def test_the_coordinator_reminds_by_hand_once(cast: Cast, frozen: FrozenClock) -> None:
    offering = an_offering(cast.english)
    enrolment = request_place(offering.id, cast.outsider.id, as_actor(cast.outsider))
    told = remind_now(enrolment.id, as_actor(cast.coordinator))
    assert told == [cast.other_manager, cast.other_deputy]
    with pytest.raises(RuleViolation, match="a moment ago"):
        remind_now(enrolment.id, as_actor(cast.coordinator))
    for person in (cast.outsider, cast.manager):
        with pytest.raises(NotAllowed):
            remind_now(enrolment.id, as_actor(person))


def test_the_worker_does_it(app: Flask, cast: Cast, frozen: FrozenClock, waiting: int) -> None:
    frozen.move_to(date(2026, 4, 9))
    db.session.rollback()
    done = app.test_cli_runner().invoke(worker, ["--once"])
    assert done.exit_code == 0, done.output
    db.session.rollback()
    assert db.session.get_one(Enrolment, waiting).reminded_at == clock.now()
