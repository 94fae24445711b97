"""An offering made from demand invites those first who were interested before."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.cast import Cast, a_course, an_enrolment, an_offering
from tests.enrolment.acting import as_actor, mails_to
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.catalogue import offerings
from trainingtracker.catalogue.offering_facts import MeetingFacts
from trainingtracker.enrolment.early import opens_early, working_days
from trainingtracker.enrolment.operations import request_place
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.models import Course, Offering
from trainingtracker.needs import interest, invitations
from trainingtracker.vocabulary import OfferingStatus, Status


@pytest.fixture
def wanted(cast: Cast) -> Course:
    """Two people are interested in a course without dates that needs no approval."""
    course = a_course("PL-A1", "Polnisch für den Anfang", needs_approval=False)
    for person in (cast.employee, cast.without_email):
        interest.note_interest(course.id, person.id)
    return course


def made(cast: Cast, course: Course, days_ahead: int = 40, early_days: int = 3) -> Offering:
    """A draft for the interested with one meeting."""
    offering = invitations.make_offering(course.id, as_actor(cast.hr), early_days=early_days)
    start = clock.now() + timedelta(days=days_ahead)
    facts = offerings.facts_of(offering)
    meeting = MeetingFacts(start, start + timedelta(hours=3))
    return offerings.edit(offering.id, replace(facts, meetings=(meeting,)), offering.version)


def test_a_draft_is_made_for_those_on_the_list(cast: Cast, wanted: Course) -> None:
    offering = invitations.make_offering(wanted.id, as_actor(cast.hr), early_days=3)
    assert offering.status is OfferingStatus.DRAFT
    assert [each.person for each in invitations.invited(offering.id)] == [
        cast.employee,
        cast.without_email,
    ]
    assert mails_to(cast.employee) == []


def test_two_clicks_make_one_draft_and_take_in_who_came_since(cast: Cast, wanted: Course) -> None:
    first = invitations.make_offering(wanted.id, as_actor(cast.hr), early_days=3)
    interest.note_interest(wanted.id, cast.colleague.id)
    second = invitations.make_offering(wanted.id, as_actor(cast.hr), early_days=4)
    assert (second.id, second.early_days) == (first.id, 4)
    assert len(invitations.invited(first.id)) == 3


def test_those_waiting_elsewhere_come_too_when_hr_says_so(cast: Cast) -> None:
    an_enrolment(cast.colleague, cast.english_offering, Status.WAITLISTED)
    hr = as_actor(cast.hr)
    with pytest.raises(RuleViolation, match="Nobody is on the interest list"):
        invitations.make_offering(cast.english.id, hr, early_days=3)
    offering = invitations.make_offering(cast.english.id, hr, early_days=3, with_waiting=True)
    assert [each.person for each in invitations.invited(offering.id)] == [cast.colleague]
    assert offering.max_places == cast.english_offering.max_places


def test_making_offerings_is_hrs(cast: Cast, wanted: Course) -> None:
    with pytest.raises(NotAllowed):
        invitations.make_offering(wanted.id, as_actor(cast.manager), early_days=3)
    with pytest.raises(RuleViolation, match="from 0 to"):
        invitations.make_offering(wanted.id, as_actor(cast.hr), early_days=31)


def test_on_publication_they_are_told_and_may_ask_before_the_others(
    frozen: FrozenClock, cast: Cast, wanted: Course
) -> None:
    offering = invitations.publish(made(cast, wanted).id)
    # 3 March 2026 is a Tuesday: three working days later is Friday.
    assert offering.enrolment_opens == clock.at(clock.today() + timedelta(days=3))
    assert mails_to(cast.employee) == ["date_for_you"]
    assert mails_to(cast.without_email) == ["date_for_you"]  # a letter
    with pytest.raises(RuleViolation, match="not opened yet"):
        request_place(offering.id, cast.colleague.id, as_actor(cast.colleague))
    enrolment = request_place(offering.id, cast.employee.id, as_actor(cast.employee))
    assert enrolment.status is Status.CONFIRMED
    frozen.move_to(clock.now() + timedelta(days=3))
    request_place(offering.id, cast.colleague.id, as_actor(cast.colleague))


def test_where_enrolment_opens_later_the_invited_come_some_days_before(
    frozen: FrozenClock, cast: Cast, wanted: Course
) -> None:
    draft = made(cast, wanted)
    draft.enrolment_opens = clock.at(clock.today() + timedelta(days=14))
    offering = invitations.publish(draft.id)
    early = opens_early(offering)
    assert early == clock.at(working_days().before(clock.today() + timedelta(days=14), 3))
    with pytest.raises(RuleViolation, match="not opened yet"):
        request_place(offering.id, cast.employee.id, as_actor(cast.employee))
    assert early is not None
    frozen.move_to(early)
    request_place(offering.id, cast.employee.id, as_actor(cast.employee))


def test_an_opening_after_the_end_of_enrolment_is_refused(cast: Cast, wanted: Course) -> None:
    draft = made(cast, wanted, days_ahead=4, early_days=10)
    with pytest.raises(RuleViolation, match="after it closes"):
        invitations.publish(draft.id)


def test_an_ordinary_offering_tells_the_interested_of_its_date(cast: Cast, wanted: Course) -> None:
    offering = an_offering(wanted, status=OfferingStatus.DRAFT)
    invitations.publish(offering.id)
    assert mails_to(cast.employee) == ["date_for_you"]
    request_place(offering.id, cast.colleague.id, as_actor(cast.colleague))


def test_the_list_of_a_draft_can_be_changed_and_that_of_a_published_offering_not(
    cast: Cast, wanted: Course
) -> None:
    hr, draft = as_actor(cast.hr), made(cast, wanted)
    invitations.take_off(draft.id, cast.without_email.id, hr)
    invitations.change_early_days(draft.id, 0, hr)
    invitations.publish(draft.id)
    assert draft.enrolment_opens is None
    with pytest.raises(RuleViolation, match="already"):
        invitations.take_off(draft.id, cast.employee.id, hr)
    with pytest.raises(RuleViolation, match="already"):
        invitations.change_early_days(draft.id, 5, hr)
