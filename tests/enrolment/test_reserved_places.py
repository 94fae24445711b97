"""Places kept for some until a day: who gets them, who is passed over, what happens afterwards."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.cast import (
    Cast,
    a_person,
    a_quota,
    a_status_group,
    an_enrolment,
    an_offering,
    assigned,
)
from tests.conftest import CountQueries
from tests.enrolment.acting import as_actor, mails_to
from tests.enrolment.test_races import all_at_once, giving_back, requesting, statuses
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.enrolment import places
from trainingtracker.enrolment.operations import approve, request_place, withdraw
from trainingtracker.enrolment.reserved import Reserved
from trainingtracker.enrolment.waiting.offers import refuse_offer
from trainingtracker.enrolment.waiting.waiting_list import positions
from trainingtracker.extensions import db
from trainingtracker.jobs.waiting_lists import move_waiting_lists_on, open_reserved_places
from trainingtracker.models import Enrolment, Offering, Person
from trainingtracker.vocabulary import MovingUp, Status

OF_FIRST, OF_SECOND, OF_BOTH, OF_NONE = (
    frozenset({1}),
    frozenset({2}),
    frozenset({1, 2}),
    frozenset[int](),
)


def ask(offering: Offering, person: Person) -> Enrolment:
    return request_place(offering.id, person.id, as_actor(person))


def test_only_members_get_the_last_places_that_are_kept_for_them() -> None:
    reserved = Reserved({1: 2})
    assert reserved.open_to(OF_NONE, free=3) == 1
    assert reserved.open_to(OF_FIRST, free=3) == 3
    assert reserved.open_to(OF_NONE, free=2) == 0


def test_a_member_uses_up_a_kept_place_first() -> None:
    reserved = Reserved({1: 2}, [OF_FIRST])
    assert reserved.kept == 1
    assert reserved.open_to(OF_NONE, free=2) == 1


@pytest.mark.parametrize("holders", [[OF_BOTH, OF_FIRST], [OF_FIRST, OF_BOTH]])
def test_of_two_groups_somebody_uses_what_leaves_most_to_others(
    holders: list[frozenset[int]],
) -> None:
    reserved = Reserved({1: 1, 2: 1}, holders)
    assert reserved.kept == 0
    assert reserved.open_to(OF_SECOND, free=1) == 1
    assert reserved.open_to(OF_NONE, free=1) == 1


def test_others_wait_while_the_free_places_are_kept_and_members_do_not(cast: Cast) -> None:
    offering = an_offering(cast.funding, places=3)
    a_quota(offering, 2, unit=cast.unit_15)
    assert ask(offering, cast.outsider).status is Status.CONFIRMED
    waits = ask(offering, cast.coordinator)
    assert waits.status is Status.WAITLISTED
    # 15.23 lies below 15: its people are of the unit.
    assert ask(offering, cast.employee).status is Status.CONFIRMED
    assert ask(offering, cast.colleague).status is Status.CONFIRMED
    assert positions([offering.id]) == {waits.id: 1}


def test_an_approval_gives_no_place_that_is_kept_for_others(cast: Cast) -> None:
    offering = an_offering(cast.english, places=1)
    a_quota(offering, 1, unit=cast.unit_15)
    asked = ask(offering, cast.outsider)
    approve(asked.id, as_actor(cast.other_manager))
    assert asked.status is Status.WAITLISTED


def test_a_place_given_back_passes_over_a_waiter_it_is_not_open_to(cast: Cast) -> None:
    trainees = a_status_group("trainee", cast.employee, cast.colleague)
    offering = an_offering(cast.funding, places=1)
    a_quota(offering, 1, group=trainees)
    first = ask(offering, cast.employee)
    other, member = ask(offering, cast.outsider), ask(offering, cast.colleague)
    withdraw(first.id, as_actor(cast.employee))
    assert member.status is Status.CONFIRMED
    assert (other.status, positions([offering.id])) == (Status.WAITLISTED, {other.id: 1})


def test_an_offer_refused_goes_to_somebody_it_is_open_to(cast: Cast) -> None:
    offering = an_offering(cast.funding, places=1)
    offering.moving_up = MovingUp.OFFER
    a_quota(offering, 1, unit=cast.unit_15)
    held = an_enrolment(cast.employee, offering, Status.OFFERED)
    held.offer_expires_at = clock.now() + timedelta(days=1)
    other, member = ask(offering, cast.outsider), ask(offering, cast.colleague)
    refuse_offer(held.id, as_actor(cast.employee))
    assert (other.status, member.status) == (Status.WAITLISTED, Status.OFFERED)


def test_after_the_last_day_the_worker_gives_what_is_left_to_the_waiting_list(
    frozen: FrozenClock, cast: Cast
) -> None:
    offering = an_offering(cast.funding, places=2)
    quota = a_quota(offering, 2, unit=cast.unit_15)
    first, second = ask(offering, cast.outsider), ask(offering, cast.coordinator)
    third = ask(offering, cast.section_head)
    last_day = quota.last_day
    db.session.commit()
    frozen.move_to(last_day)
    assert open_reserved_places(clock.today()) == 0
    frozen.move_to(last_day + timedelta(days=1))
    assert open_reserved_places(clock.today()) == 1
    assert [e.status for e in (first, second, third)] == [
        Status.CONFIRMED,
        Status.CONFIRMED,
        Status.WAITLISTED,
    ]
    assert mails_to(cast.outsider)[-1] == "moved_up"
    assert quota.released_at is not None
    db.session.rollback()
    assert open_reserved_places(clock.today()) == 0


def test_close_to_the_start_hr_is_told_once_of_what_was_reserved(
    frozen: FrozenClock, cast: Cast
) -> None:
    offering = an_offering(cast.funding, places=1)
    start = clock.local_day(offering.meetings[0].starts_at)
    a_quota(offering, 1, unit=cast.unit_15, last_day=start - timedelta(days=2))
    waits = ask(offering, cast.outsider)
    db.session.commit()
    frozen.move_to(clock.at(start - timedelta(days=1)))
    open_reserved_places(clock.today())
    open_reserved_places(clock.today())
    assert waits.status is Status.WAITLISTED
    assert mails_to(cast.hr).count("place_left_open") == 1


def test_somebody_who_moves_to_the_unit_gets_the_place_that_is_kept_for_it(cast: Cast) -> None:
    offering = an_offering(cast.funding, places=1)
    a_quota(offering, 1, unit=cast.unit_15)
    newcomer = a_person("Neu", "Zugang", account=False)
    other = ask(offering, cast.outsider)
    waits = request_place(offering.id, newcomer.id, as_actor(cast.hr))
    db.session.commit()
    assert move_waiting_lists_on() == 0
    assigned(newcomer, cast.unit_1523)
    db.session.commit()
    assert move_waiting_lists_on() == 1
    assert (waits.status, other.status) == (Status.CONFIRMED, Status.WAITLISTED)


def test_racers_get_no_place_that_is_kept_for_others(app: Flask, cast: Cast) -> None:
    offering = an_offering(cast.funding, places=4)
    a_quota(offering, 2, unit=cast.unit_15)
    others = [a_person(f"R{n}", "Renner", cast.unit_23, account=False).id for n in range(5)]
    members = [a_person(f"M{n}", "Renner", cast.unit_1523, account=False).id for n in range(3)]
    db.session.commit()
    racers = [each for pair in zip(others, [*members, *members], strict=False) for each in pair]
    racers = list(dict.fromkeys([*racers, *others]))
    assert all_at_once(app, [requesting(offering.id, each) for each in racers]) == [None] * 8
    assert statuses(offering) == {Status.CONFIRMED: 4, Status.WAITLISTED: 4}
    held = set(
        db.session.scalars(
            select(Enrolment.person_id).where(
                Enrolment.offering_id == offering.id, Enrolment.status == Status.CONFIRMED
            )
        )
    )
    assert len(held & set(members)) >= 2


def test_a_withdrawal_and_a_request_race_for_a_place_that_is_kept(app: Flask, cast: Cast) -> None:
    offering = an_offering(cast.funding, places=1)
    a_quota(offering, 1, unit=cast.unit_15)
    held = ask(offering, cast.employee)
    other, member = ask(offering, cast.outsider), ask(offering, cast.colleague)
    late = a_person("Lars", "Spät", cast.unit_1523, account=False)
    db.session.commit()
    acts = [giving_back(held.id, cast.employee.id), requesting(offering.id, late.id)]
    assert all_at_once(app, acts) == [None, None]
    db.session.expire_all()
    assert (member.status, other.status) == (Status.CONFIRMED, Status.WAITLISTED)
    assert statuses(offering)[Status.WAITLISTED] == 2


def test_deciding_takes_seven_queries_however_many_reservations_there_are(
    cast: Cast, count_queries: CountQueries
) -> None:
    offering = an_offering(cast.funding, places=9)
    a_quota(offering, 2, unit=cast.unit_15)
    a_quota(offering, 2, unit=cast.unit_23)
    an_enrolment(cast.outsider, offering)
    with count_queries() as queries:
        assert places.open_to(offering, cast.employee.id) == 7
    assert queries.number <= 7
