"""Changes after the fact in the example city."""

from flask import Flask
from sqlalchemy import func, select

from trainingtracker import clock
from trainingtracker.accounts.sign_in import sign_in
from trainingtracker.demo.accounts import PASSWORD
from trainingtracker.enrolment.changes import minimum
from trainingtracker.enrolment.queries.unused_costs import unused_costs
from trainingtracker.extensions import db
from trainingtracker.models import Attendance, Enrolment, EnrolmentEvent, Offering
from trainingtracker.vocabulary import Action, OfferingStatus, Status

# One city for all of them.


def test_a_date_was_cancelled_and_everybody_came_along(city: Flask) -> None:
    cancelled = db.session.scalars(
        select(Offering).where(Offering.status == OfferingStatus.CANCELLED)
    ).one()
    left = select(Enrolment.id).where(Enrolment.offering_id == cancelled.id)
    carried = db.session.scalars(
        select(Enrolment.status).where(Enrolment.transferred_from_id.in_(left))
    ).all()
    assert len(carried) == db.session.scalar(select(func.count()).select_from(left.subquery()))
    assert Status.WAITLISTED in carried


def test_an_offering_is_to_be_decided_today(city: Flask) -> None:
    due = db.session.scalars(select(Offering).where(minimum.decision_due())).all()
    assert [offering.decide_on for offering in due] == [clock.today()]


def test_one_substitute_has_the_place_and_one_waits_for_approval(city: Flask) -> None:
    found = db.session.scalars(
        select(Enrolment.status).where(Enrolment.substitute_for_id.is_not(None))
    ).all()
    assert sorted(found) == [Status.CONFIRMED, Status.REQUESTED]


def test_unused_places_of_last_year_are_charged_to_cost_centres(city: Flask) -> None:
    years = (clock.today().year, clock.today().year - 1)
    assert any(unused_costs(year).number_of_others for year in years)


def test_hr_has_placed_somebody_directly_and_put_a_result_right(city: Flask) -> None:
    by_hr = select(EnrolmentEvent.enrolment_id, EnrolmentEvent.reason).where(
        EnrolmentEvent.actor_id == sign_in("hr", PASSWORD).person_id
    )
    placed = db.session.execute(
        by_hr.where(
            EnrolmentEvent.action == Action.GRANT,
            EnrolmentEvent.from_status == Status.WAITLISTED,
        )
    ).one()
    assert placed.reason
    corrected = db.session.execute(by_hr.where(EnrolmentEvent.action == Action.CORRECT)).one()
    assert corrected.reason
    enrolment = db.session.get_one(Enrolment, corrected.enrolment_id)
    assert enrolment.status is Status.COMPLETED
    late = select(Attendance.minutes).where(Attendance.enrolment_id == enrolment.id)
    assert any(db.session.scalars(late))
