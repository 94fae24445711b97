"""Changing to another date of the same course."""

from datetime import date, time, timedelta

import pytest

from tests.cast import Cast, an_enrolment, an_offering
from tests.enrolment.acting import as_actor, history, mails_to
from trainingtracker import clock
from trainingtracker.enrolment.changes.transfer import other_dates, transfer
from trainingtracker.enrolment.operations import approve, request_place
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.models import Enrolment, Offering
from trainingtracker.vocabulary import Status


@pytest.fixture
def place(cast: Cast) -> Enrolment:
    """The employee's place, the only one; the outsider waits for it."""
    offering = an_offering(cast.funding, places=1)
    found = request_place(offering.id, cast.employee.id, as_actor(cast.employee))
    request_place(offering.id, cast.outsider.id, as_actor(cast.outsider))
    return found


@pytest.fixture
def later(cast: Cast) -> Offering:
    return an_offering(cast.funding, starts_on=clock.today() + timedelta(days=60), places=1)


def day_of(place: Enrolment) -> date:
    assert place.offering.starts_at is not None
    return clock.local_day(place.offering.starts_at)


def test_the_place_moves_and_the_old_one_goes_to_the_waiting_list(
    cast: Cast, place: Enrolment, later: Offering
) -> None:
    found = transfer(place.id, later.id, as_actor(cast.employee))
    assert (found.status, found.transferred_from_id) == (Status.CONFIRMED, place.id)
    assert history(place.id)[-1] == "transfer>withdrawn"
    assert mails_to(cast.employee)[-1] == "transferred"
    assert mails_to(cast.outsider)[-1] == "moved_up"


def test_two_dates_that_overlap_are_no_obstacle(cast: Cast, place: Enrolment) -> None:
    overlapping = an_offering(cast.funding, starts_on=day_of(place), begins=time(10))
    found = transfer(place.id, overlapping.id, as_actor(cast.employee))
    assert found.status is Status.CONFIRMED


def test_another_confirmed_course_at_the_time_is_one(cast: Cast, place: Enrolment) -> None:
    when = clock.today() + timedelta(days=70)
    an_enrolment(cast.employee, an_offering(cast.english, starts_on=when))
    with pytest.raises(RuleViolation, match="overlap"):
        transfer(place.id, an_offering(cast.funding, starts_on=when).id, as_actor(cast.employee))
    assert place.status is Status.CONFIRMED


def test_a_full_date_is_refused_also_for_hr(cast: Cast, place: Enrolment, later: Offering) -> None:
    an_enrolment(cast.colleague, later)
    for person in (cast.employee, cast.hr):
        with pytest.raises(RuleViolation, match="No place is free"):
            transfer(place.id, later.id, as_actor(person))


def test_the_waiting_list_of_the_other_date_goes_first(
    cast: Cast, place: Enrolment, later: Offering
) -> None:
    waiter = an_enrolment(cast.colleague, later, Status.WAITLISTED)
    with pytest.raises(RuleViolation, match="No place is free"):
        transfer(place.id, later.id, as_actor(cast.employee))
    assert waiter.status is Status.CONFIRMED


def test_only_dates_of_the_same_course(cast: Cast, place: Enrolment) -> None:
    for offering in (cast.english_offering, place.offering):
        with pytest.raises(RuleViolation, match="same course"):
            transfer(place.id, offering.id, as_actor(cast.employee))


def test_after_the_withdrawal_deadline_hr_changes_the_date(
    cast: Cast, place: Enrolment, later: Offering
) -> None:
    place.offering.withdrawal_deadline = clock.now() - timedelta(days=1)
    with pytest.raises(RuleViolation, match="ask HR"):
        transfer(place.id, later.id, as_actor(cast.employee))
    assert transfer(place.id, later.id, as_actor(cast.hr)).status is Status.CONFIRMED


def test_nobody_changes_the_date_of_others(cast: Cast, place: Enrolment, later: Offering) -> None:
    with pytest.raises(NotAllowed):
        transfer(place.id, later.id, as_actor(cast.colleague))


def test_the_approval_counts_and_whoever_gave_it_is_told(cast: Cast) -> None:
    request = request_place(cast.english_offering.id, cast.employee.id, as_actor(cast.employee))
    approve(request.id, as_actor(cast.manager))
    other = an_offering(cast.english, starts_on=clock.today() + timedelta(days=90))
    found = transfer(request.id, other.id, as_actor(cast.employee))
    assert found.status is Status.CONFIRMED
    assert mails_to(cast.manager)[-1] == "transferred_for_decider"


def test_the_dates_to_choose_from_say_what_is_in_the_way(
    cast: Cast, place: Enrolment, later: Offering
) -> None:
    full = an_offering(cast.funding, starts_on=clock.today() + timedelta(days=61), places=1)
    an_enrolment(cast.colleague, full)
    closed = an_offering(
        cast.funding, starts_on=clock.today() + timedelta(days=62), closes_on=clock.today()
    )
    closed.enrolment_closes = clock.now() - timedelta(days=1)
    found = {each.offering.id: each.refusal for each in other_dates(place, by_hr=False)}
    assert found[later.id] is None
    assert found[full.id] is not None
    assert found[closed.id] is not None
    assert place.offering_id not in found
    by_hr = {each.offering.id: each.refusal for each in other_dates(place, by_hr=True)}
    assert by_hr[closed.id] is None
