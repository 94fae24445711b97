"""Withdrawing, and who moves up when a place becomes free."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.cast import Cast, an_enrolment, an_offering
from tests.enrolment.acting import as_actor, history, mails_to
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.enrolment.operations import request_place, withdraw
from trainingtracker.enrolment.waiting.waiting_list import fill_places, positions
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, OutgoingMail, Person
from trainingtracker.vocabulary import Status, WithdrawalReason


def enrolled(person: Person, cast: Cast) -> Enrolment:
    return request_place(cast.funding_offering.id, person.id, as_actor(cast.hr))


def test_the_place_goes_to_the_first_who_waits(frozen: FrozenClock, cast: Cast) -> None:
    first, second = enrolled(cast.employee, cast), enrolled(cast.colleague, cast)
    frozen.move_to(clock.now() + timedelta(minutes=1))
    third = enrolled(cast.outsider, cast)
    frozen.move_to(clock.now() + timedelta(minutes=1))
    fourth = enrolled(cast.international, cast)
    assert positions([cast.funding_offering.id]) == {third.id: 1, fourth.id: 2}

    withdraw(first.id, as_actor(cast.employee))

    assert (first.status, first.place) == (Status.WITHDRAWN, None)
    assert (third.status, third.place) == (Status.CONFIRMED, 1)
    assert second.place == 2
    assert positions([cast.funding_offering.id]) == {fourth.id: 1}
    assert mails_to(cast.outsider) == ["queued", "moved_up"]
    assert mails_to(cast.employee)[-1] == "withdrawn"
    assert history(third.id) == ["queue>waitlisted", "grant>confirmed"]


def test_somebody_who_waits_gives_up_without_freeing_a_place(cast: Cast) -> None:
    kept = [enrolled(cast.employee, cast), enrolled(cast.colleague, cast)]
    waiting = enrolled(cast.outsider, cast)
    withdraw(waiting.id, as_actor(cast.outsider))
    assert [e.place for e in kept] == [1, 2]


def test_a_waiter_with_another_date_at_that_time_is_passed_over_and_keeps_the_position(
    frozen: FrozenClock, cast: Cast
) -> None:
    first = enrolled(cast.employee, cast)
    enrolled(cast.colleague, cast)
    blocked = enrolled(cast.outsider, cast)
    frozen.move_to(clock.now() + timedelta(minutes=1))
    behind = enrolled(cast.international, cast)
    day = clock.local_day(cast.funding_offering.starts_at)
    other = an_enrolment(cast.outsider, an_offering(cast.english, starts_on=day))

    withdraw(first.id, as_actor(cast.employee))
    assert (blocked.status, behind.status) == (Status.WAITLISTED, Status.CONFIRMED)

    cast.funding_offering.max_places = 3
    assert fill_places(cast.funding_offering) == []
    withdraw(other.id, as_actor(cast.outsider))
    assert (blocked.status, blocked.place) == (Status.CONFIRMED, 3)


def test_a_free_place_is_not_given_past_a_waiter_who_could_take_it(cast: Cast) -> None:
    enrolled(cast.employee, cast)
    enrolled(cast.colleague, cast)
    waiting = enrolled(cast.outsider, cast)
    cast.funding_offering.max_places = 3
    newcomer = enrolled(cast.international, cast)
    assert (waiting.status, newcomer.status) == (Status.CONFIRMED, Status.WAITLISTED)


def test_after_the_deadline_a_reason_from_the_list_is_needed(
    frozen: FrozenClock, cast: Cast
) -> None:
    enrolment = enrolled(cast.employee, cast)
    frozen.move_to(cast.funding_offering.withdrawal_deadline + timedelta(hours=1))
    with pytest.raises(RuleViolation, match="deadline"):
        withdraw(enrolment.id, as_actor(cast.employee))
    withdraw(enrolment.id, as_actor(cast.employee), WithdrawalReason.OFFICIAL)
    assert enrolment.status is Status.WITHDRAWN


def test_once_the_course_has_begun_only_hr_withdraws(frozen: FrozenClock, cast: Cast) -> None:
    enrolment = enrolled(cast.employee, cast)
    frozen.move_to(cast.funding_offering.starts_at + timedelta(minutes=5))
    with pytest.raises(RuleViolation, match="has begun"):
        withdraw(enrolment.id, as_actor(cast.employee), WithdrawalReason.PERSONAL)
    withdraw(enrolment.id, as_actor(cast.hr), WithdrawalReason.PERSONAL)
    assert enrolment.status is Status.WITHDRAWN


def test_nobody_moves_up_into_an_offering_that_is_over(frozen: FrozenClock, cast: Cast) -> None:
    first = enrolled(cast.employee, cast)
    enrolled(cast.colleague, cast)
    waiting = enrolled(cast.outsider, cast)
    frozen.move_to(cast.funding_offering.ends_at + timedelta(days=1))
    withdraw(first.id, as_actor(cast.hr), WithdrawalReason.PERSONAL)
    assert waiting.status is Status.WAITLISTED


def test_nobody_withdraws_others_but_hr_and_their_coordinator(cast: Cast) -> None:
    enrolment = enrolled(cast.without_email, cast)
    for stranger in (cast.employee, cast.other_manager, cast.trainer):
        with pytest.raises(NotAllowed):
            withdraw(enrolment.id, as_actor(stranger))
    withdraw(enrolment.id, as_actor(cast.coordinator))
    assert enrolment.status is Status.WITHDRAWN


def test_what_is_over_cannot_be_withdrawn(cast: Cast) -> None:
    enrolment = an_enrolment(cast.employee, cast.english_offering, Status.COMPLETED)
    with pytest.raises(RuleViolation, match="not possible any more"):
        withdraw(enrolment.id, as_actor(cast.hr))


def test_a_withdrawal_by_a_coordinator_names_the_coordinator(cast: Cast) -> None:
    enrolment = enrolled(cast.without_email, cast)
    withdraw(enrolment.id, as_actor(cast.coordinator))
    letter = db.session.scalars(
        select(OutgoingMail.body).where(OutgoingMail.kind == "withdrawn")
    ).one()
    assert "Carla Meinhold hat Sie abgemeldet" in letter
