"""The pages of the accounts that visitors sign in with have something to show."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.accounts.sign_in import sign_in
from trainingtracker.demo.accounts import PASSWORD
from trainingtracker.enrolment.presence import attendance
from trainingtracker.enrolment.waiting import waiting_list
from trainingtracker.extensions import db
from trainingtracker.models import Approval, Enrolment, Holding, Offering, OfferingTrainer, Person
from trainingtracker.organisation.leadership import LeadershipMap, unit_of, units_of
from trainingtracker.vocabulary import Allocation, ApprovalStage, OfficialInterest, Status


def person(login: str) -> int:
    return sign_in(login, PASSWORD).person_id


def enrolments_of(person_id: int, status: Status) -> list[Enrolment]:
    return list(
        db.session.scalars(
            select(Enrolment).where(Enrolment.person_id == person_id, Enrolment.status == status)
        )
    )


def test_the_employee_has_dates_a_request_a_wait_and_something_that_expires(city: Flask) -> None:
    employee = person("employee")
    assert len(enrolments_of(employee, Status.CONFIRMED)) == 2
    collected, waits = sorted(
        enrolments_of(employee, Status.REQUESTED), key=lambda e: not e.offering.in_round
    )
    assert collected.offering.in_round
    assert not waits.offering.in_round
    (waiting,) = enrolments_of(employee, Status.WAITLISTED)
    assert waiting_list.positions([waiting.offering_id])[waiting.id] == 2
    holdings = db.session.scalars(
        select(Holding).where(Holding.person_id == employee, Holding.valid(clock.today()))
    ).all()
    soon = clock.today() + timedelta(days=90)
    assert any(holding.until and holding.until <= soon for holding in holdings)
    assert any(holding.until is None for holding in holdings)


def test_the_manager_leads_a_dozen_and_finds_four_requests(city: Flask) -> None:
    manager, today = person("manager"), clock.today()
    leadership = LeadershipMap.load(today)
    requests = db.session.scalars(
        select(Enrolment.person_id)
        .join(Offering, Offering.id == Enrolment.offering_id)
        .where(
            Enrolment.awaiting == ApprovalStage.MANAGER,
            Offering.allocation == Allocation.FIRST_COME,
        )
    ).all()
    own = [
        person_id
        for person_id in requests
        if manager in leadership.deciders(person_id, unit_of(person_id, today)).managers
    ]
    assert len(own) == 4
    everybody = units_of(db.session.scalars(select(Person.id)), today)
    (unit,) = leadership.led_by(manager)
    assert 10 <= sum(home == unit for home in everybody.values()) - 1 <= 14


def test_a_colleague_deputises_for_the_manager_and_has_decided(city: Flask) -> None:
    manager = person("manager")
    enrolment = db.session.scalars(
        select(Enrolment)
        .join(Approval, Approval.enrolment_id == Enrolment.id)
        .where(Enrolment.awaiting == ApprovalStage.HR, Approval.in_place_of_id == manager)
    ).one()
    approval = db.session.scalars(
        select(Approval).where(Approval.enrolment_id == enrolment.id)
    ).one()
    assert approval.interest is OfficialInterest.PARTLY
    unit = unit_of(enrolment.person_id, clock.today())
    assert unit is not None
    assert approval.decided_by_id in LeadershipMap.load(clock.today()).of(unit).deputies
    escalated = db.session.scalars(
        select(Enrolment).where(Enrolment.escalated_at.is_not(None))
    ).one()
    assert escalated.awaiting is ApprovalStage.MANAGER
    assert escalated.reminded_at < escalated.escalated_at  # type: ignore[operator]


def test_the_trainer_has_a_course_under_way_with_attendance_to_record(city: Flask) -> None:
    trainer = person("trainer")
    running = db.session.scalars(
        select(Offering)
        .join(OfferingTrainer, OfferingTrainer.offering_id == Offering.id)
        .where(
            OfferingTrainer.person_id == trainer,
            Offering.starts_at < clock.now(),
            Offering.ends_at > clock.now(),
        )
    ).all()
    held = [m for offering in running for m in offering.meetings if m.ends_at < clock.now()]
    enrolled = db.session.scalars(
        select(Enrolment.id).where(
            Enrolment.offering_id.in_([o.id for o in running]),
            Enrolment.status == Status.CONFIRMED,
        )
    ).all()
    shares = attendance.attended_shares(held, enrolled)
    assert enrolled
    assert any(share.unrecorded for share in shares.values())
    assert any(share.unrecorded < len(held) for share in shares.values())
