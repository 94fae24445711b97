"""Closing an offering: the preview, and all of it at once or nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.cast import Cast, an_enrolment
from tests.enrolment.acting import as_actor, mails_to
from tests.support.frozen import FrozenClock
from trainingtracker.enrolment.presence.attendance import Entry, record
from trainingtracker.enrolment.presence.closing import close_offering, preview
from trainingtracker.errors import NotAllowed, RuleViolation, StaleVersion
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Holding
from trainingtracker.vocabulary import Action, OfferingStatus, Presence, Result, Status


@pytest.fixture
def over(frozen: FrozenClock, cast: Cast) -> Cast:
    """The English course is over; four had a place, one request and one waiter are left."""
    frozen.move_to(cast.english_offering.ends_at + timedelta(days=1))
    for person in (cast.employee, cast.colleague, cast.outsider, cast.international):
        an_enrolment(person, cast.english_offering)
    an_enrolment(cast.other_deputy, cast.english_offering, Status.REQUESTED)
    an_enrolment(cast.without_email, cast.english_offering, Status.WAITLISTED)
    db.session.commit()
    return cast


def of(cast: Cast, person_id: int) -> Enrolment:
    return db.session.scalars(
        select(Enrolment).where(
            Enrolment.offering_id == cast.english_offering.id, Enrolment.person_id == person_id
        )
    ).one()


def record_all(cast: Cast) -> None:
    """Erik and Inês attend both meetings, Kira one of two, Olga none."""
    here, away = Entry(Presence.PRESENT), Entry(Presence.UNEXCUSED)
    for number, meeting in enumerate(cast.english_offering.meetings):
        entries = {
            of(cast, cast.employee.id).id: here,
            of(cast, cast.international.id).id: here,
            of(cast, cast.colleague.id).id: away if number else here,
            of(cast, cast.outsider.id).id: away,
        }
        record(meeting.id, entries, as_actor(cast.hr))


def test_the_preview_says_what_will_happen_to_everybody(over: Cast) -> None:
    record_all(over)
    failed = {of(over, over.international.id).id: Result.FAILED}
    plan = preview(over.english_offering, failed)
    assert plan.possible
    assert {line.enrolment.person_id: line.action for line in plan.lines} == {
        over.employee.id: Action.COMPLETE,
        over.international.id: Action.FAIL,
        over.colleague.id: Action.FAIL,
        over.outsider.id: Action.MISS,
        over.other_deputy.id: Action.DECLINE,
        over.without_email.id: Action.WITHDRAW,
    }


def test_closing_does_what_the_preview_said(over: Cast) -> None:
    record_all(over)
    failed = {of(over, over.international.id).id: Result.FAILED}
    close_offering(over.english_offering.id, as_actor(over.hr), failed)
    assert over.english_offering.status is OfferingStatus.CLOSED
    assert {person.id: of(over, person.id).status for person in (
        over.employee, over.international, over.colleague, over.outsider, over.other_deputy,
        over.without_email,
    )} == {
        over.employee.id: Status.COMPLETED,
        over.international.id: Status.NOT_COMPLETED,
        over.colleague.id: Status.NOT_COMPLETED,
        over.outsider.id: Status.NO_SHOW,
        over.other_deputy.id: Status.DECLINED,
        over.without_email.id: Status.WITHDRAWN,
    }  # fmt: skip
    holders = db.session.scalars(select(Holding.person_id)).all()
    assert holders == [over.employee.id]
    assert mails_to(over.other_deputy) == ["declined"]
    assert mails_to(over.without_email) == ["waiting_ended"]


def test_missing_attendance_is_named_and_nothing_changes(over: Cast) -> None:
    with pytest.raises(RuleViolation, match="Attendance is missing"):
        close_offering(over.english_offering.id, as_actor(over.hr))
    assert over.english_offering.status is OfferingStatus.PUBLISHED
    assert len(preview(over.english_offering).meetings_unrecorded) == 2


def test_an_offering_is_closed_once(over: Cast) -> None:
    record_all(over)
    close_offering(over.english_offering.id, as_actor(over.hr))
    with pytest.raises(RuleViolation, match="not open any more"):
        close_offering(over.english_offering.id, as_actor(over.hr))
    assert db.session.scalar(select(func.count()).select_from(Holding)) == 2


def test_an_offering_still_running_cannot_be_closed(cast: Cast) -> None:
    with pytest.raises(RuleViolation, match="last meeting has ended"):
        close_offering(cast.english_offering.id, as_actor(cast.hr))


def test_a_participant_who_came_after_the_preview_is_not_closed_unseen(over: Cast) -> None:
    record_all(over)
    seen = preview(over.english_offering).seen
    an_enrolment(over.manager, over.english_offering, Status.REQUESTED)
    with pytest.raises(StaleVersion, match="have changed"):
        close_offering(over.english_offering.id, as_actor(over.hr), seen=seen)
    seen = preview(over.english_offering).seen
    close_offering(over.english_offering.id, as_actor(over.hr), seen=seen)
    assert over.english_offering.status is OfferingStatus.CLOSED


def test_whoever_takes_part_does_not_close(over: Cast) -> None:
    own = an_enrolment(over.hr, over.english_offering)
    record_all(over)
    hr_too = as_actor(over.hr)
    for meeting in over.english_offering.meetings:
        record(meeting.id, {own.id: Entry(Presence.PRESENT)}, as_actor(over.trainer))
    with pytest.raises(NotAllowed, match="take part yourself"):
        close_offering(over.english_offering.id, hr_too)


def test_closing_is_hrs(over: Cast) -> None:
    with pytest.raises(NotAllowed):
        close_offering(over.english_offering.id, as_actor(over.trainer))
