"""Completing, failing, missing and correcting, and what a person holds afterwards."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.cast import Cast, an_enrolment
from tests.enrolment.acting import as_actor, history
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.enrolment.presence.attendance import Entry, record
from trainingtracker.enrolment.results import complete, correct, fail, miss
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Holding, Person
from trainingtracker.vocabulary import Basis, Evidence, Presence, Status


@pytest.fixture
def over(frozen: FrozenClock, cast: Cast) -> Cast:
    frozen.move_to(cast.funding_offering.ends_at + timedelta(days=1))
    return cast


def attended(person: Person, cast: Cast, presence: Presence | None) -> Enrolment:
    enrolment = an_enrolment(person, cast.funding_offering)
    if presence:
        meeting = cast.funding_offering.meetings[0]
        record(meeting.id, {enrolment.id: Entry(presence)}, as_actor(cast.hr))
    return enrolment


def holdings_of(person: Person) -> list[Holding]:
    return list(
        db.session.scalars(select(Holding).where(Holding.person_id == person.id, Holding.known()))
    )


def test_completing_writes_what_the_course_gives(over: Cast) -> None:
    enrolment = attended(over.employee, over, Presence.PRESENT)
    complete(enrolment.id, as_actor(over.hr))
    assert enrolment.status is Status.COMPLETED
    assert enrolment.attended_percent == 100
    assert enrolment.certificate_token
    (holding,) = holdings_of(over.employee)
    last_day = clock.local_day(over.funding_offering.ends_at)
    assert (holding.competence.key, holding.level.code) == ("eu:call_search", "1")
    assert (holding.since, holding.until) == (last_day, clock.add_months(last_day, 36))
    assert (holding.evidence, holding.basis) == (Evidence.COURSE, Basis.OFFICIAL)


def test_too_little_attendance_cannot_complete(over: Cast) -> None:
    enrolment = attended(over.employee, over, Presence.EXCUSED)
    with pytest.raises(RuleViolation, match="attended 0 %"):
        complete(enrolment.id, as_actor(over.hr))
    assert holdings_of(over.employee) == []


def test_a_threshold_of_the_course_is_reached_exactly(over: Cast) -> None:
    over.funding.attendance_threshold = 50
    enrolment = an_enrolment(over.employee, over.funding_offering)
    meeting = over.funding_offering.meetings[0]
    record(meeting.id, {enrolment.id: Entry(Presence.PRESENT, 105)}, as_actor(over.hr))
    complete(enrolment.id, as_actor(over.hr))
    assert (enrolment.status, enrolment.attended_percent) == (Status.COMPLETED, 50)


def test_failing_gives_nothing(over: Cast) -> None:
    enrolment = attended(over.employee, over, Presence.PRESENT)
    fail(enrolment.id, as_actor(over.hr))
    assert enrolment.status is Status.NOT_COMPLETED
    assert holdings_of(over.employee) == []


def test_missing_is_for_people_who_never_came(over: Cast) -> None:
    absent = attended(over.employee, over, Presence.UNEXCUSED)
    there = attended(over.colleague, over, Presence.PRESENT)
    miss(absent.id, as_actor(over.hr))
    assert absent.status is Status.NO_SHOW
    with pytest.raises(RuleViolation, match="not right"):
        miss(there.id, as_actor(over.hr))


def test_a_correction_takes_back_what_was_given_and_keeps_the_record(over: Cast) -> None:
    enrolment = attended(over.employee, over, Presence.PRESENT)
    complete(enrolment.id, as_actor(over.hr))
    with pytest.raises(RuleViolation, match="say why"):
        correct(enrolment.id, as_actor(over.hr), " ")
    correct(enrolment.id, as_actor(over.hr), "Verwechselt")
    assert (enrolment.status, enrolment.certificate_token) == (Status.CONFIRMED, None)
    assert holdings_of(over.employee) == []
    assert db.session.scalars(select(Holding)).one().superseded_at is not None
    assert history(enrolment.id) == ["complete>completed", "correct>confirmed"]
    complete(enrolment.id, as_actor(over.hr))
    assert len(holdings_of(over.employee)) == 1


def test_results_wait_for_the_end_of_the_course(cast: Cast) -> None:
    enrolment = an_enrolment(cast.employee, cast.funding_offering)
    with pytest.raises(RuleViolation, match="runs until"):
        fail(enrolment.id, as_actor(cast.hr))


def test_results_are_hrs(over: Cast) -> None:
    enrolment = attended(over.employee, over, Presence.PRESENT)
    for stranger in (over.manager, over.trainer, over.employee, over.coordinator):
        with pytest.raises(NotAllowed):
            complete(enrolment.id, as_actor(stranger))


def test_months_are_counted_to_the_last_day_of_a_shorter_month() -> None:
    assert clock.add_months(date(2027, 8, 31), 6) == date(2028, 2, 29)
    assert clock.add_months(date(2026, 12, 15), 1) == date(2027, 1, 15)


def test_nobody_enters_their_own_attendance_or_result(over: Cast) -> None:
    own = an_enrolment(over.hr, over.funding_offering)
    meeting = over.funding_offering.meetings[0]
    with pytest.raises(NotAllowed, match="take part yourself"):
        record(meeting.id, {own.id: Entry(Presence.PRESENT)}, as_actor(over.hr))
    with pytest.raises(NotAllowed, match="take part yourself"):
        fail(own.id, as_actor(over.hr))
