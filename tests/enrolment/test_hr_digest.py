"""HR is told once a working day what has come to wait for its decision."""

from datetime import timedelta

import pytest

from tests.cast import Cast, an_offering
from tests.enrolment.acting import as_actor, mails_to
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.enrolment.operations import approve, request_place
from trainingtracker.extensions import db
from trainingtracker.jobs.approvals import tell_hr_of_requests
from trainingtracker.models import OutgoingMail, Person


def asks(cast: Cast, person: Person) -> int:
    offering = an_offering(cast.funding)
    return request_place(offering.id, person.id, as_actor(person)).id


def told(cast: Cast) -> int:
    """How many messages HR has got about it."""
    db.session.commit()
    tell_hr_of_requests(clock.now())
    return mails_to(cast.hr).count("waits_for_hr")


@pytest.fixture(autouse=True)
def monday(frozen: FrozenClock) -> FrozenClock:
    day = clock.today()
    frozen.move_to(clock.at(day + timedelta(days=(7 - day.weekday()))) + timedelta(hours=9))
    return frozen


def test_hr_is_told_of_the_second_stage_once_a_day(cast: Cast, monday: FrozenClock) -> None:
    cast.funding.needs_approval = cast.funding.needs_hr_approval = True
    enrolment_id = asks(cast, cast.employee)
    assert told(cast) == 0
    approve(enrolment_id, as_actor(cast.manager))
    assert [told(cast), told(cast)] == [1, 1]
    monday.move_to(clock.now() + timedelta(days=1))
    # What is not new is no reason for another message.
    assert told(cast) == 1
    approve(asks(cast, cast.employee), as_actor(cast.manager))
    assert told(cast) == 2
    mail = db.session.query(OutgoingMail).filter_by(kind="waits_for_hr").order_by("id").all()[-1]
    assert "warten: 2" in mail.subject
    assert "neu seit der letzten Nachricht: 1" in mail.body


def test_nobody_is_told_on_a_day_off_or_about_themselves(cast: Cast, monday: FrozenClock) -> None:
    cast.funding.needs_approval, cast.funding.needs_hr_approval = False, True
    asks(cast, cast.hr)
    assert told(cast) == 0
    asks(cast, cast.employee)
    monday.move_to(clock.now() - timedelta(days=1))
    assert told(cast) == 0
