"""Handing a place over to a substitute."""

from datetime import timedelta

import pytest

from tests.cast import Cast, a_holding, an_enrolment, an_offering
from tests.enrolment.acting import as_actor, history, mails_to
from trainingtracker import clock
from trainingtracker.enrolment.changes.hand_over import hand_over, take_back
from trainingtracker.enrolment.changes.substitutes import pending_substitute
from trainingtracker.enrolment.operations import approve, decline, request_place, withdraw
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.models import Enrolment
from trainingtracker.vocabulary import Status


@pytest.fixture
def place(cast: Cast) -> Enrolment:
    """The employee's place in a full offering without approval; the outsider waits."""
    offering = an_offering(cast.funding, places=1)
    found = request_place(offering.id, cast.employee.id, as_actor(cast.employee))
    request_place(offering.id, cast.outsider.id, as_actor(cast.outsider))
    return found


@pytest.fixture
def english(cast: Cast) -> Enrolment:
    """The employee's place in a course that needs approval, the only one."""
    cast.english_offering.max_places = 1
    request = request_place(cast.english_offering.id, cast.employee.id, as_actor(cast.employee))
    return approve(request.id, as_actor(cast.manager))


def test_the_place_goes_over_past_the_waiting_list(cast: Cast, place: Enrolment) -> None:
    found = hand_over(place.id, cast.colleague.id, as_actor(cast.employee))
    assert (found.status, found.place) == (Status.CONFIRMED, 1)
    assert place.status is Status.WITHDRAWN
    assert history(place.id)[-1] == "hand_over>withdrawn"
    assert mails_to(cast.employee)[-1] == "handed_over"
    assert mails_to(cast.colleague) == ["place_taken_over"]
    assert mails_to(cast.outsider) == ["queued"]


def test_where_approval_is_needed_the_substitutes_manager_decides(
    cast: Cast, english: Enrolment
) -> None:
    request = hand_over(english.id, cast.outsider.id, as_actor(cast.employee))
    assert (request.status, english.status) == (Status.REQUESTED, Status.CONFIRMED)
    assert mails_to(cast.other_manager)[-1] == "approval_needed"
    approve(request.id, as_actor(cast.other_manager))
    assert (request.status, english.status) == (Status.CONFIRMED, Status.WITHDRAWN)
    assert mails_to(cast.outsider) == ["substitute_named", "place_taken_over"]


def test_a_declined_substitute_leaves_the_place_where_it_is(cast: Cast, english: Enrolment) -> None:
    request = hand_over(english.id, cast.outsider.id, as_actor(cast.employee))
    decline(request.id, as_actor(cast.other_manager), "Vertretung im Team fehlt")
    assert english.status is Status.CONFIRMED
    assert mails_to(cast.employee)[-1] == "substitute_fell_through"
    assert hand_over(english.id, cast.colleague.id, as_actor(cast.employee))


def test_a_substitute_whose_place_is_gone_is_approved_like_anybody_else(
    cast: Cast, english: Enrolment
) -> None:
    request = hand_over(english.id, cast.outsider.id, as_actor(cast.employee))
    waiter = request_place(cast.english_offering.id, cast.colleague.id, as_actor(cast.colleague))
    approve(waiter.id, as_actor(cast.manager))
    withdraw(english.id, as_actor(cast.employee))
    assert waiter.status is Status.CONFIRMED
    approve(request.id, as_actor(cast.other_manager))
    assert request.status is Status.WAITLISTED


def test_who_was_named_can_be_taken_back(cast: Cast, english: Enrolment) -> None:
    request = hand_over(english.id, cast.outsider.id, as_actor(cast.employee))
    with pytest.raises(RuleViolation, match="named as the substitute already"):
        hand_over(english.id, cast.colleague.id, as_actor(cast.employee))
    with pytest.raises(NotAllowed):
        take_back(english.id, as_actor(cast.colleague))
    take_back(english.id, as_actor(cast.employee))
    assert (request.status, english.status) == (Status.WITHDRAWN, Status.CONFIRMED)
    assert pending_substitute(english.id) is None
    assert mails_to(cast.outsider)[-1] == "no_longer_named"


def test_whoever_hands_over_moves_up_where_they_wait_at_that_time(
    cast: Cast, place: Enrolment
) -> None:
    day = clock.local_day(place.offering.starts_at)  # type: ignore[arg-type]
    clashing = an_offering(cast.english, starts_on=day, places=1)
    waiting = an_enrolment(cast.employee, clashing, Status.WAITLISTED)
    hand_over(place.id, cast.colleague.id, as_actor(cast.employee))
    assert waiting.status is Status.CONFIRMED


def test_a_substitute_has_to_fulfil_what_is_checked_at_a_request(cast: Cast) -> None:
    a_holding(cast.employee, "eng", "B1")
    place = an_enrolment(cast.employee, cast.advanced_offering)
    with pytest.raises(RuleViolation, match="cannot take over this place") as refused:
        hand_over(place.id, cast.colleague.id, as_actor(cast.employee))
    assert "B1" not in str(refused.value)
    with pytest.raises(RuleViolation, match="prerequisite"):
        hand_over(place.id, cast.colleague.id, as_actor(cast.hr))


def test_a_substitute_with_another_date_at_the_time_is_refused(
    cast: Cast, place: Enrolment
) -> None:
    day = clock.local_day(place.offering.starts_at)  # type: ignore[arg-type]
    an_enrolment(cast.colleague, an_offering(cast.english, starts_on=day))
    with pytest.raises(RuleViolation, match="overlap"):
        hand_over(place.id, cast.colleague.id, as_actor(cast.hr))


def test_nobody_hands_over_what_is_not_theirs_or_has_begun(cast: Cast, place: Enrolment) -> None:
    with pytest.raises(NotAllowed):
        hand_over(place.id, cast.colleague.id, as_actor(cast.outsider))
    with pytest.raises(RuleViolation, match="somebody else"):
        hand_over(place.id, cast.employee.id, as_actor(cast.employee))
    assert place.offering.starts_at is not None
    with (
        clock.frozen(place.offering.starts_at + timedelta(minutes=1)),
        pytest.raises(RuleViolation, match="has begun"),
    ):
        hand_over(place.id, cast.colleague.id, as_actor(cast.employee))
