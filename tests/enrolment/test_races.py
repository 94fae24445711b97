"""Many at once: the last place, overlapping dates, opposite moves, on both databases."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

from flask import Flask
from sqlalchemy import func, select

from tests.cast import Cast, a_person, an_offering
from tests.enrolment.acting import as_actor
from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.enrolment.changes.cancellation import cancel_offering
from trainingtracker.enrolment.changes.hand_over import hand_over
from trainingtracker.enrolment.changes.transfer import transfer
from trainingtracker.enrolment.operations import request_place, withdraw
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import begin, db
from trainingtracker.models import Enrolment, Offering
from trainingtracker.vocabulary import Status

Act = Callable[[], object]


def all_at_once(app: Flask, acts: list[Act]) -> list[Exception | None]:
    """Run every act in a thread and transaction of its own, started together.

    Returns what each raised; anything but a RuleViolation is a defect and raised here.
    """
    barrier = Barrier(len(acts))
    raised: list[Exception | None] = [None] * len(acts)

    def run(number: int, act: Act) -> None:
        with app.app_context():
            barrier.wait()
            begin("write")
            try:
                act()
                db.session.commit()
            except Exception as error:
                db.session.rollback()
                raised[number] = error

    threads = [Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # What this test read before the race was another snapshot.
    db.session.rollback()
    for error in raised:
        if error is not None and not isinstance(error, RuleViolation):
            raise error
    return raised


def requesting(offering_id: int, person_id: int) -> Act:
    return lambda: request_place(offering_id, person_id, Actor(person_id))


def giving_back(enrolment_id: int, person_id: int) -> Act:
    return lambda: withdraw(enrolment_id, Actor(person_id))


def statuses(offering: Offering) -> dict[Status, int]:
    rows = db.session.execute(
        select(Enrolment.status, func.count())
        .where(Enrolment.offering_id == offering.id)
        .group_by(Enrolment.status)
    )
    return {row[0]: row[1] for row in rows}


def test_fifteen_racers_for_five_places_get_five(app: Flask, cast: Cast) -> None:
    offering = an_offering(cast.funding, places=5)
    racers = [a_person(f"R{n}", "Renner", cast.unit_23, account=False).id for n in range(15)]
    db.session.commit()
    assert all_at_once(app, [requesting(offering.id, racer) for racer in racers]) == [None] * 15
    assert statuses(offering) == {Status.CONFIRMED: 5, Status.WAITLISTED: 10}
    places = db.session.scalars(
        select(Enrolment.place).where(Enrolment.place.is_not(None)).order_by(Enrolment.place)
    )
    assert list(places) == [1, 2, 3, 4, 5]


def test_one_person_gets_one_of_two_overlapping_offerings(app: Flask, cast: Cast) -> None:
    day = clock.today() + timedelta(days=60)
    offerings = [an_offering(cast.funding, starts_on=day) for _ in range(4)]
    db.session.commit()
    person_id = cast.employee.id
    raised = all_at_once(app, [requesting(offering.id, person_id) for offering in offerings])
    assert sum(error is None for error in raised) == 1
    assert sum(statuses(o).get(Status.CONFIRMED, 0) for o in offerings) == 1


def test_pressing_the_button_twice_enrols_once(app: Flask, cast: Cast) -> None:
    offering_id, person_id = cast.english_offering.id, cast.employee.id
    raised = all_at_once(app, [requesting(offering_id, person_id)] * 3)
    assert sum(error is None for error in raised) == 1
    assert statuses(cast.english_offering) == {Status.REQUESTED: 1}


def test_places_given_back_at_once_are_all_passed_on(app: Flask, cast: Cast) -> None:
    offering = an_offering(cast.funding, places=4)
    people = [a_person(f"W{n}", "Warter", cast.unit_23, account=False) for n in range(8)]
    enrolments = [request_place(offering.id, p.id, as_actor(cast.hr)) for p in people]
    db.session.commit()
    assert statuses(offering) == {Status.CONFIRMED: 4, Status.WAITLISTED: 4}
    acts = [giving_back(enrolment.id, enrolment.person_id) for enrolment in enrolments[:4]]
    assert all_at_once(app, acts) == [None] * 4
    assert statuses(offering) == {Status.CONFIRMED: 4, Status.WITHDRAWN: 4}


def test_giving_back_and_asking_in_two_offerings_at_once_blocks_nobody(
    app: Flask, cast: Cast
) -> None:
    hr = as_actor(cast.hr)
    first = an_offering(cast.funding, places=1)
    second = an_offering(cast.funding, places=1, starts_on=clock.today() + timedelta(days=70))
    people = [a_person(f"P{n}", "Paar", cast.unit_23, account=False) for n in range(4)]
    ahead = [request_place(first.id, people[0].id, hr), request_place(second.id, people[1].id, hr)]
    request_place(first.id, people[1].id, hr)  # each waits for the other's place
    request_place(second.id, people[0].id, hr)
    db.session.commit()

    acts: list[Act] = [
        *(giving_back(enrolment.id, enrolment.person_id) for enrolment in ahead),
        *(requesting(offering.id, p.id) for offering in (first, second) for p in people[2:]),
    ]
    assert all_at_once(app, acts) == [None] * 6
    for offering, successor in ((first, people[1]), (second, people[0])):
        assert statuses(offering) == {
            Status.CONFIRMED: 1,
            Status.WITHDRAWN: 1,
            Status.WAITLISTED: 2,
        }
        holder = db.session.scalars(
            select(Enrolment.person_id).where(
                Enrolment.offering_id == offering.id, Enrolment.place == 1
            )
        ).one()
        assert holder == successor.id


def test_opposite_changes_of_date_block_nobody_and_lose_no_place(app: Flask, cast: Cast) -> None:
    hr = as_actor(cast.hr)
    first = an_offering(cast.funding, places=3)
    second = an_offering(cast.funding, places=3, starts_on=clock.today() + timedelta(days=70))
    ways = [(first, second), (first, second), (second, first), (second, first)]
    acts: list[Act] = []
    for number, (left, target) in enumerate(ways):
        person = a_person(f"T{number}", "Tausch", cast.unit_23, account=False)
        held = request_place(left.id, person.id, hr)
        acts.append(lambda e=held.id, o=target.id: transfer(e, o, hr))  # type: ignore[misc]
    db.session.commit()
    all_at_once(app, acts)
    confirmed = [statuses(offering)[Status.CONFIRMED] for offering in (first, second)]
    assert sum(confirmed) == 4
    assert max(confirmed) <= 3


def test_a_date_is_cancelled_once_while_places_there_change_hands(app: Flask, cast: Cast) -> None:
    hr = as_actor(cast.hr)
    first = an_offering(cast.funding, places=4)
    later = an_offering(cast.funding, places=4, starts_on=clock.today() + timedelta(days=70))
    people = [a_person(f"A{n}", "Absage", cast.unit_23, account=False) for n in range(7)]
    held = [request_place(first.id, person.id, hr).id for person in people[:4]]
    ids, first_id, later_id = [person.id for person in people], first.id, later.id
    db.session.commit()
    acts: list[Act] = [
        *[lambda: cancel_offering(first_id, hr, "Krankheit", carry_to=later_id)] * 2,
        lambda: hand_over(held[0], ids[4], hr),
        lambda: transfer(held[1], later_id, hr),
        *(lambda p=person_id: request_place(later_id, p, hr) for person_id in ids[5:]),
    ]
    raised = all_at_once(app, acts)
    assert sum(error is None for error in raised[:2]) == 1
    assert Status.CONFIRMED not in statuses(first)
    assert statuses(later)[Status.CONFIRMED] == 4
