"""A place that is offered: taken, refused, lapsed; and what happens close to the start."""

from datetime import date, timedelta

import pytest

from tests.cast import Cast, a_course, a_holding, an_enrolment, an_offering
from tests.enrolment.acting import as_actor, history, mails_to
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.enrolment.operations import request_place, withdraw
from trainingtracker.enrolment.waiting.offers import (
    accept_offer,
    lapse_offer,
    place_directly,
    refuse_offer,
    resume_waiting,
)
from trainingtracker.enrolment.waiting.waiting_list import positions
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.jobs.offers import let_offers_lapse
from trainingtracker.models import CourseAudience, Enrolment, Offering
from trainingtracker.vocabulary import MovingUp, Status

SEARCH = ("eu:call_search", "1")


@pytest.fixture
def offering(frozen: FrozenClock, cast: Cast) -> Offering:
    """One place, passed on by offers with three working days to answer; today is a Tuesday."""
    made = an_offering(cast.funding, places=1)
    made.moving_up = MovingUp.OFFER
    db.session.flush()
    return made


@pytest.fixture
def offered(offering: Offering, cast: Cast) -> Enrolment:
    """The outsider has been offered the place that the employee gave back; two more wait."""
    first = request_place(offering.id, cast.employee.id, as_actor(cast.employee))
    second = request_place(offering.id, cast.outsider.id, as_actor(cast.outsider))
    request_place(offering.id, cast.colleague.id, as_actor(cast.colleague))
    withdraw(first.id, as_actor(cast.employee))
    return second


def behind(offered: Enrolment, cast: Cast) -> Enrolment:
    """The enrolment of the one who waits behind."""
    return db.session.query(Enrolment).filter_by(person_id=cast.colleague.id).one()


def test_a_place_is_kept_until_the_end_of_the_third_working_day(
    offered: Enrolment, cast: Cast
) -> None:
    assert (offered.status, offered.place) == (Status.OFFERED, 1)
    # Tuesday, 3 March 2026, and three working days.
    assert offered.offer_expires_at == clock.end_of(date(2026, 3, 6))
    assert mails_to(cast.outsider)[-1] == "offered"
    assert positions([offered.offering_id]) == {behind(offered, cast).id: 1}


def test_an_offer_accepted_is_a_place(offered: Enrolment, cast: Cast) -> None:
    accept_offer(offered.id, as_actor(cast.outsider))
    assert (offered.status, offered.place) == (Status.CONFIRMED, 1)
    assert offered.offer_expires_at is None
    assert mails_to(cast.outsider)[-1] == "confirmed"
    with pytest.raises(RuleViolation, match="No place is offered"):
        accept_offer(offered.id, as_actor(cast.outsider))


def test_an_offer_refused_goes_to_the_next(offered: Enrolment, cast: Cast) -> None:
    refuse_offer(offered.id, as_actor(cast.outsider))
    assert (offered.status, offered.place) == (Status.WITHDRAWN, None)
    assert behind(offered, cast).status is Status.OFFERED


def test_nobody_answers_for_somebody_else(offered: Enrolment, cast: Cast) -> None:
    for answer in (accept_offer, refuse_offer):
        with pytest.raises(NotAllowed):
            answer(offered.id, as_actor(cast.colleague))


def test_an_offer_that_overlaps_a_date_taken_meanwhile_is_refused(
    offered: Enrolment, cast: Cast
) -> None:
    assert offered.offering.starts_at is not None
    day = clock.local_day(offered.offering.starts_at)
    an_enrolment(cast.outsider, an_offering(cast.english, starts_on=day))
    with pytest.raises(RuleViolation, match="overlap"):
        accept_offer(offered.id, as_actor(cast.outsider))


def test_an_offer_is_not_taken_by_somebody_whom_the_course_is_not_for_any_more(
    offered: Enrolment, cast: Cast
) -> None:
    offered.offering.course.audiences = [CourseAudience(unit_id=cast.unit_15.id)]
    db.session.flush()
    with pytest.raises(RuleViolation, match="This course is for"):
        accept_offer(offered.id, as_actor(cast.outsider))
    assert offered.status is Status.OFFERED


def test_an_offer_lapses_pauses_and_goes_to_the_next(
    frozen: FrozenClock, offered: Enrolment, cast: Cast
) -> None:
    expires_at = offered.offer_expires_at
    assert expires_at is not None
    db.session.commit()
    assert let_offers_lapse(expires_at - timedelta(seconds=1)) == 0
    frozen.move_to(expires_at)
    with pytest.raises(RuleViolation, match="The offer ended on"):
        accept_offer(offered.id, as_actor(cast.outsider))
    db.session.rollback()
    assert let_offers_lapse(expires_at) == 1
    assert (offered.status, offered.paused, offered.place) == (Status.WAITLISTED, True, None)
    assert behind(offered, cast).status is Status.OFFERED
    assert mails_to(cast.outsider)[-1] == "lapsed"
    assert history(offered.id)[-2:] == ["offer>offered", "lapse>waitlisted"]
    db.session.rollback()
    assert let_offers_lapse(expires_at) == 0


def test_whoever_is_paused_gets_nothing_until_they_ask_again_at_the_end(
    frozen: FrozenClock, offered: Enrolment, cast: Cast
) -> None:
    assert offered.offer_expires_at is not None
    late = request_place(offered.offering_id, cast.international.id, as_actor(cast.international))
    frozen.move_to(offered.offer_expires_at)
    lapse_offer(offered.id, clock.now())
    with pytest.raises(RuleViolation, match="not paused"):
        resume_waiting(late.id, as_actor(cast.international))
    refuse_offer(behind(offered, cast).id, as_actor(cast.colleague))
    assert late.status is Status.OFFERED
    assert positions([offered.offering_id]) == {}
    resume_waiting(offered.id, as_actor(cast.outsider))
    assert (offered.paused, positions([offered.offering_id])) == (False, {offered.id: 1})


def test_asking_again_while_the_place_is_free_brings_the_next_offer(
    frozen: FrozenClock, offered: Enrolment, cast: Cast
) -> None:
    assert offered.offer_expires_at is not None
    withdraw(behind(offered, cast).id, as_actor(cast.colleague))
    frozen.move_to(offered.offer_expires_at)
    lapse_offer(offered.id, clock.now())
    assert offered.status is Status.WAITLISTED
    resume_waiting(offered.id, as_actor(cast.outsider))
    assert offered.status is Status.OFFERED


def test_two_working_days_before_the_start_nobody_moves_up_and_hr_is_told(
    frozen: FrozenClock, cast: Cast
) -> None:
    # Tuesday, 7 April 2026 is the day after Easter Monday: two working days before are Maundy
    # Thursday and Wednesday, 1 April.
    offering = an_offering(cast.funding, places=1, starts_on=date(2026, 4, 7))
    held = request_place(offering.id, cast.employee.id, as_actor(cast.employee))
    waiting = request_place(offering.id, cast.outsider.id, as_actor(cast.outsider))
    frozen.move_to(clock.at(date(2026, 4, 1)))
    offering.withdrawal_deadline = None
    withdraw(held.id, as_actor(cast.hr))
    assert waiting.status is Status.WAITLISTED
    assert mails_to(cast.hr)[-1] == "place_left_open"

    with pytest.raises(NotAllowed):
        place_directly(waiting.id, as_actor(cast.manager), "Wird gebraucht")
    with pytest.raises(RuleViolation, match="say why"):
        place_directly(waiting.id, as_actor(cast.hr), " ")
    place_directly(waiting.id, as_actor(cast.hr), "Ist die Nächste auf der Liste")
    assert waiting.status is Status.CONFIRMED
    assert mails_to(cast.outsider)[-1] == "confirmed"


def test_a_moment_earlier_the_next_moves_up(frozen: FrozenClock, cast: Cast) -> None:
    offering = an_offering(cast.funding, places=1, starts_on=date(2026, 4, 7))
    offering.withdrawal_deadline = None
    held = request_place(offering.id, cast.employee.id, as_actor(cast.employee))
    waiting = request_place(offering.id, cast.outsider.id, as_actor(cast.outsider))
    frozen.move_to(clock.at(date(2026, 4, 1)) - timedelta(seconds=1))
    withdraw(held.id, as_actor(cast.hr))
    assert waiting.status is Status.CONFIRMED


def test_close_to_the_start_a_newcomer_does_not_pass_those_who_wait(
    frozen: FrozenClock, cast: Cast
) -> None:
    offering = an_offering(cast.funding, places=1, starts_on=date(2026, 4, 7))
    offering.withdrawal_deadline = None
    held = request_place(offering.id, cast.employee.id, as_actor(cast.employee))
    request_place(offering.id, cast.outsider.id, as_actor(cast.outsider))
    frozen.move_to(clock.at(date(2026, 4, 2)))
    withdraw(held.id, as_actor(cast.hr))
    newcomer = request_place(offering.id, cast.colleague.id, as_actor(cast.hr))
    assert newcomer.status is Status.WAITLISTED


def test_moving_up_checks_again_what_was_checked_at_the_request(
    frozen: FrozenClock, cast: Cast
) -> None:
    course = a_course("T-EU2", "EU-Vertiefung", needs_approval=False, requires=SEARCH)
    offering = an_offering(course, places=1)
    asked = [cast.employee, cast.outsider, cast.colleague]
    holdings = [a_holding(person, *SEARCH) for person in asked]
    held, lost, kept = (request_place(offering.id, p.id, as_actor(p)) for p in asked)
    holdings[1].superseded_at = clock.now()
    withdraw(held.id, as_actor(cast.employee))
    assert (lost.status, kept.status) == (Status.WAITLISTED, Status.CONFIRMED)
