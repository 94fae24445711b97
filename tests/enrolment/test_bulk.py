"""The same for several people at once, beside others who do the same in another order."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask

from tests.cast import Cast, a_person, an_offering
from tests.enrolment.acting import as_actor
from trainingtracker import clock
from trainingtracker.enrolment.bulk import Given, carry_out
from trainingtracker.enrolment.operations import request_place, withdraw
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import begin, db
from trainingtracker.models import Enrolment
from trainingtracker.vocabulary import BulkVerb, Status


def test_two_who_withdraw_people_who_wait_for_each_others_places_do_not_wait_for_ever(
    app: Flask, cast: Cast
) -> None:
    """Whoever has a place in the one offering waits in the other."""
    hr = as_actor(cast.hr)
    one = an_offering(cast.funding, places=4)
    other = an_offering(cast.english, places=4, starts_on=clock.today() + timedelta(40))
    other.course.needs_approval = False
    people = [a_person(f"Vor{n}", f"Nach{n}", cast.unit_23, account=False) for n in range(8)]
    for person in people:
        request_place(one.id, person.id, hr)
    for person in (*people[4:], *people[:4]):
        request_place(other.id, person.id, hr)
    db.session.commit()
    ids = {
        offering.id: [
            e.id
            for e in db.session.query(Enrolment).filter_by(
                offering_id=offering.id, status=Status.CONFIRMED
            )
        ]
        for offering in (one, other)
    }
    db.session.commit()

    def give_back(offering_id: int) -> int:
        with app.app_context():
            begin("write")
            done = carry_out(offering_id, BulkVerb.WITHDRAW, ids[offering_id], hr, Given())
            db.session.commit()
            return done

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(give_back, ids)) == [4, 4]
    db.session.rollback()
    for offering in (one, other):
        held = [
            e.place
            for e in db.session.query(Enrolment).filter_by(offering_id=offering.id)
            if e.place
        ]
        assert sorted(held) == [1, 2, 3, 4]


def test_what_one_of_them_may_not_is_done_to_nobody(cast: Cast) -> None:
    hr = as_actor(cast.hr)
    offering = an_offering(cast.funding, places=2)
    held, waiting = (
        request_place(offering.id, p.id, as_actor(p)) for p in (cast.employee, cast.outsider)
    )
    withdraw(waiting.id, as_actor(cast.outsider))
    db.session.commit()
    with pytest.raises(RuleViolation, match="Olga Reimann"):
        carry_out(offering.id, BulkVerb.WITHDRAW, [held.id, waiting.id], hr, Given())
    db.session.rollback()
    assert held.status is Status.CONFIRMED
