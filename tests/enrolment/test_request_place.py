"""Asking for a place: what happens, and every reason for which it is refused."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from tests.cast import (
    Cast,
    a_course,
    a_holding,
    a_person,
    an_enrolment,
    an_offering,
    granted,
)
from tests.enrolment.acting import as_actor, history, mails_to
from tests.support.frozen import FrozenClock
from trainingtracker import clock, text
from trainingtracker.enrolment.operations import request_place
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import ImportedParticipation, Offering, OutgoingMail, Person
from trainingtracker.text import sentence
from trainingtracker.vocabulary import (
    Basis,
    CourseStatus,
    Evidence,
    OfferingStatus,
    Role,
    Status,
)


def ask(person: Person, offering: Offering) -> Status:
    return request_place(offering.id, person.id, as_actor(person)).status


def refusal(person: Person, offering: Offering, actor: Person | None = None) -> str:
    """The sentence of the refusal, in German as people read it."""
    with pytest.raises(RuleViolation) as refused:
        request_place(offering.id, person.id, as_actor(actor or person))
    return sentence(refused.value.message, "de", **refused.value.values)


def test_a_course_with_approval_waits_for_the_manager(cast: Cast) -> None:
    enrolment = request_place(cast.english_offering.id, cast.employee.id, as_actor(cast.employee))
    assert enrolment.status is Status.REQUESTED
    assert enrolment.place is None
    assert history(enrolment.id) == ["request>requested"]
    assert mails_to(cast.employee) == ["requested"]
    assert mails_to(cast.manager) == ["approval_needed"]
    assert mails_to(cast.deputy) == ["approval_needed"]


def test_a_course_without_approval_gives_a_place_at_once(cast: Cast) -> None:
    enrolment = request_place(cast.funding_offering.id, cast.employee.id, as_actor(cast.employee))
    assert (enrolment.status, enrolment.place) == (Status.CONFIRMED, 1)
    assert mails_to(cast.employee) == ["confirmed"]


def test_a_full_offering_puts_people_on_the_waiting_list(cast: Cast) -> None:
    assert ask(cast.employee, cast.funding_offering) is Status.CONFIRMED
    assert ask(cast.colleague, cast.funding_offering) is Status.CONFIRMED
    assert ask(cast.outsider, cast.funding_offering) is Status.WAITLISTED
    assert mails_to(cast.outsider) == ["queued"]


def test_enrolment_that_has_not_opened_is_refused_with_the_day(cast: Cast) -> None:
    offering = cast.english_offering
    offering.enrolment_opens = clock.at(clock.today() + timedelta(days=2), time(8))
    assert "noch nicht begonnen" in refusal(cast.employee, offering)


def test_enrolment_after_the_closing_date_is_refused(cast: Cast) -> None:
    last_day = clock.today() - timedelta(days=1)
    offering = an_offering(cast.english, closes_on=last_day)
    offering.enrolment_closes = clock.end_of(last_day)
    # The last day is told, not the midnight after it.
    assert f"endete am {text.day(last_day, 'de')}." in refusal(cast.employee, offering)


def test_without_a_closing_date_enrolment_ends_when_the_course_begins(
    frozen: FrozenClock, cast: Cast
) -> None:
    offering = an_offering(cast.english, starts_on=date(2026, 3, 10), meetings=2)
    offering.enrolment_closes = None
    frozen.move_to(date(2026, 3, 10), time(9, 1))
    assert refusal(cast.employee, offering).startswith("Die Anmeldung endete am")


def test_hr_adds_people_after_the_closing_date(cast: Cast) -> None:
    offering = an_offering(cast.english, closes_on=clock.today() - timedelta(days=1))
    enrolment = request_place(offering.id, cast.employee.id, as_actor(cast.hr))
    assert enrolment.status is Status.REQUESTED


def test_an_offering_that_is_over_is_refused_even_for_hr(frozen: FrozenClock, cast: Cast) -> None:
    offering = an_offering(cast.english, starts_on=date(2026, 3, 2))
    assert "vorbei" in refusal(cast.employee, offering, actor=cast.hr)


def test_an_unpublished_offering_is_refused(cast: Cast) -> None:
    draft = an_offering(cast.english, status=OfferingStatus.DRAFT)
    assert "noch nicht veröffentlicht" in refusal(cast.employee, draft)


def test_an_offering_of_an_archived_course_is_refused(cast: Cast) -> None:
    cast.english.status = CourseStatus.ARCHIVED
    assert "noch nicht veröffentlicht" in refusal(cast.employee, cast.english_offering)


def test_a_missing_competence_is_named_with_its_level(cast: Cast) -> None:
    said = refusal(cast.employee, cast.advanced_offering)
    assert "Englisch auf dem Niveau B1 oder höher" in said


@pytest.mark.parametrize(("level", "enough"), [("A2+", False), ("B1", True), ("C1", True)])
def test_a_level_counts_by_its_rank(cast: Cast, level: str, enough: bool) -> None:
    a_holding(cast.employee, "eng", level)
    if enough:
        assert ask(cast.employee, cast.advanced_offering) is Status.REQUESTED
    else:
        assert "B1" in refusal(cast.employee, cast.advanced_offering)


def test_a_holding_that_ends_before_the_course_starts_does_not_count(cast: Cast) -> None:
    starts = clock.local_day(cast.advanced_offering.starts_at)
    a_holding(cast.employee, "eng", "B2", until=starts)
    assert "B1" in refusal(cast.employee, cast.advanced_offering)


def test_what_somebody_stated_voluntarily_counts_for_themselves_and_tells_nobody_else(
    cast: Cast,
) -> None:
    a_holding(cast.employee, "eng", "C1", evidence=Evidence.SELF_ASSESSMENT, basis=Basis.CONSENT)
    assert "B1" in refusal(cast.employee, cast.advanced_offering, actor=cast.hr)
    assert ask(cast.employee, cast.advanced_offering) is Status.REQUESTED


def test_a_missing_course_is_named(cast: Cast) -> None:
    follow_up = a_course("T-EU2", "EU-Antrag", requires_course=cast.funding)
    offering = an_offering(follow_up)
    assert "der Kurs T-EU „EU-Förderung im Überblick“" in refusal(cast.employee, offering)


def test_a_course_completed_before_the_tracker_counts(cast: Cast) -> None:
    follow_up = a_course("T-EU2", "EU-Antrag", requires_course=cast.funding)
    db.session.add(
        ImportedParticipation(
            person_id=cast.employee.id, course_id=cast.funding.id, held_on=date(2019, 5, 2)
        )
    )
    assert ask(cast.employee, an_offering(follow_up)) is Status.REQUESTED


def test_two_live_enrolments_in_one_offering_are_refused(cast: Cast) -> None:
    ask(cast.employee, cast.english_offering)
    assert "schon angemeldet" in refusal(cast.employee, cast.english_offering)


def test_after_a_withdrawal_one_may_ask_again(cast: Cast) -> None:
    an_enrolment(cast.employee, cast.english_offering, Status.WITHDRAWN)
    assert ask(cast.employee, cast.english_offering) is Status.REQUESTED


def test_an_overlap_with_a_confirmed_meeting_is_refused_with_its_course(cast: Cast) -> None:
    day = clock.today() + timedelta(days=40)
    an_enrolment(cast.employee, an_offering(cast.english, starts_on=day))
    overlapping = an_offering(cast.funding, starts_on=day, begins=time(12), ends=time(16))
    assert "„Englisch für die Verwaltung“" in refusal(cast.employee, overlapping)


def test_a_meeting_that_begins_when_another_ends_is_no_overlap(cast: Cast) -> None:
    day = clock.today() + timedelta(days=40)
    an_enrolment(cast.employee, an_offering(cast.english, starts_on=day))
    afterwards = an_offering(cast.funding, starts_on=day, begins=time(12, 30), ends=time(16))
    assert ask(cast.employee, afterwards) is Status.CONFIRMED


def test_waiting_somewhere_else_at_that_time_is_no_overlap(cast: Cast) -> None:
    day = clock.today() + timedelta(days=40)
    an_enrolment(cast.employee, an_offering(cast.english, starts_on=day), Status.WAITLISTED)
    assert ask(cast.employee, an_offering(cast.funding, starts_on=day)) is Status.CONFIRMED


def test_somebody_who_has_left_is_refused(cast: Cast) -> None:
    gone = a_person("Gerd", "Gegangen", cast.unit_23, exit=clock.today() - timedelta(days=1))
    assert "nicht beschäftigt" in refusal(gone, cast.english_offering, actor=cast.hr)


def test_somebody_who_leaves_before_the_end_is_refused(cast: Cast) -> None:
    leaving = a_person("Gerd", "Geht", cast.unit_23, exit=clock.today() + timedelta(days=3))
    assert "nicht beschäftigt" in refusal(leaving, cast.english_offering)


def test_nobody_asks_for_others_but_hr_and_their_coordinator(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        request_place(cast.english_offering.id, cast.employee.id, as_actor(cast.colleague))
    with pytest.raises(NotAllowed):
        request_place(cast.english_offering.id, cast.employee.id, as_actor(cast.coordinator))
    enrolment = request_place(
        cast.english_offering.id, cast.without_email.id, as_actor(cast.coordinator)
    )
    assert enrolment.status is Status.REQUESTED


def test_a_coordinator_role_that_has_ended_allows_nothing(cast: Cast) -> None:
    granted(cast.colleague, Role.COORDINATOR, unit=cast.unit_1523, until=clock.today())
    with pytest.raises(NotAllowed):
        request_place(cast.english_offering.id, cast.employee.id, as_actor(cast.colleague))


def test_somebody_without_an_address_gets_a_letter(cast: Cast) -> None:
    request_place(cast.english_offering.id, cast.without_email.id, as_actor(cast.hr))
    letter = db.session.scalars(
        select(OutgoingMail).where(OutgoingMail.person_id == cast.without_email.id)
    ).one()
    assert (letter.channel.value, letter.address) == ("letter", None)
