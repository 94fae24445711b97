"""Recording who was there."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.cast import Cast, an_enrolment
from tests.enrolment.acting import as_actor
from tests.support.frozen import FrozenClock
from trainingtracker.enrolment.presence.attendance import Entry, attended_shares, record
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Attendance
from trainingtracker.vocabulary import Presence, Status

HERE, AWAY = Entry(Presence.PRESENT), Entry(Presence.UNEXCUSED)


@pytest.fixture
def under_way(frozen: FrozenClock, cast: Cast) -> Cast:
    """The English course, after both of its meetings of 210 minutes."""
    frozen.move_to(cast.english_offering.ends_at + timedelta(hours=1))
    return cast


def test_the_share_is_by_minutes_and_rounded_down(under_way: Cast) -> None:
    cast = under_way
    first, second = cast.english_offering.meetings
    erik = an_enrolment(cast.employee, cast.english_offering)
    kira = an_enrolment(cast.colleague, cast.english_offering)
    hr = as_actor(cast.hr)
    record(first.id, {erik.id: HERE, kira.id: AWAY}, hr)
    record(second.id, {erik.id: Entry(Presence.PRESENT, 125), kira.id: HERE}, hr)
    shares = attended_shares([first, second], [erik.id, kira.id])
    assert (shares[erik.id].percent, shares[kira.id].percent) == (79, 50)  # 335 of 420 is 79.76 %
    assert shares[erik.id].unrecorded == 0


def test_recording_again_changes_and_taking_back_removes(under_way: Cast) -> None:
    cast = under_way
    meeting = cast.english_offering.meetings[0]
    erik = an_enrolment(cast.employee, cast.english_offering)
    trainer = as_actor(cast.trainer)
    record(meeting.id, {erik.id: HERE}, trainer)
    record(meeting.id, {erik.id: Entry(Presence.EXCUSED)}, trainer)
    assert db.session.scalars(select(Attendance)).one().presence is Presence.EXCUSED
    record(meeting.id, {erik.id: None}, trainer)
    assert db.session.scalars(select(Attendance)).all() == []


def test_nobody_records_before_the_meeting_begins(cast: Cast) -> None:
    erik = an_enrolment(cast.employee, cast.english_offering)
    with pytest.raises(RuleViolation, match="begins on"):
        record(cast.english_offering.meetings[0].id, {erik.id: HERE}, as_actor(cast.hr))


def test_only_hr_and_the_courses_own_trainers_record(under_way: Cast) -> None:
    cast = under_way
    erik = an_enrolment(cast.employee, cast.english_offering)
    meeting = cast.english_offering.meetings[0]
    for stranger in (cast.manager, cast.employee, cast.coordinator):
        with pytest.raises(NotAllowed):
            record(meeting.id, {erik.id: HERE}, as_actor(stranger))
    funding = an_enrolment(cast.employee, cast.funding_offering)
    with pytest.raises(NotAllowed):
        record(cast.funding_offering.meetings[0].id, {funding.id: HERE}, as_actor(cast.trainer))


def test_somebody_without_a_place_is_on_no_attendance_list(under_way: Cast) -> None:
    cast = under_way
    waiting = an_enrolment(cast.employee, cast.english_offering, Status.WAITLISTED)
    with pytest.raises(RuleViolation, match="no longer has a confirmed place"):
        record(cast.english_offering.meetings[0].id, {waiting.id: HERE}, as_actor(cast.hr))


@pytest.mark.parametrize("minutes", [0, -5, 211])
def test_minutes_that_cannot_be_are_refused(under_way: Cast, minutes: int) -> None:
    cast = under_way
    erik = an_enrolment(cast.employee, cast.english_offering)
    with pytest.raises(RuleViolation, match="cannot be right"):
        record(
            cast.english_offering.meetings[0].id,
            {erik.id: Entry(Presence.PRESENT, minutes)},
            as_actor(cast.hr),
        )
