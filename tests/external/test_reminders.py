"""Requests for external trainings that nobody decides: reminded of, then passed upwards."""

from datetime import timedelta

from tests.cast import Cast
from tests.enrolment.acting import as_actor, mails_to
from tests.external.acting import asked, steps
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.external import decisions, reminders
from trainingtracker.external.queries import waiting
from trainingtracker.jobs.external import follow_up_trainings
from trainingtracker.organisation.leadership import LeadershipMap
from trainingtracker.vocabulary import ExternalStatus


def test_the_manager_is_reminded_and_then_the_next_one_above_may_decide(
    frozen: FrozenClock, cast: Cast
) -> None:
    training = asked(cast)
    db.session.commit()
    assert follow_up_trainings(clock.now()) == 0
    days = {}
    for _ in range(15):
        frozen.move_to(clock.now() + timedelta(days=1))
        db.session.rollback()
        if follow_up_trainings(clock.now()):
            days[clock.today()] = (mails_to(cast.manager)[-1], mails_to(cast.division_manager))
    assert list(days.values()) == [
        ("external_reminder", []),
        ("external_reminder", ["external_escalated"]),
    ]
    assert all(day.weekday() < 5 for day in days)
    above = as_actor(cast.division_manager)
    leadership = LeadershipMap.load(clock.today())
    (line,) = waiting.to_decide(above, leadership)
    assert line.in_place_of == "Marek Lindner"
    decisions.approve(training.id, above, ExternalStatus.REQUESTED)
    assert steps(training)[-1] == ("endorse", cast.division_manager.id, cast.manager.id)
    # HR's days count from here.
    assert reminders.due(clock.now()) == []
    assert (training.reminded_at, training.escalated_at) == (None, None)


def test_hr_is_reminded_of_its_own_decision(frozen: FrozenClock, cast: Cast) -> None:
    asked(cast, status=ExternalStatus.ENDORSED)
    db.session.commit()
    frozen.move_to(clock.now() + timedelta(days=60))
    db.session.rollback()
    assert follow_up_trainings(clock.now()) == 1
    assert mails_to(cast.hr) == ["external_escalated"]
    db.session.rollback()
    assert follow_up_trainings(clock.now()) == 0
