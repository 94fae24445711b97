"""The example city: plausible, the same every time, never mixed with real people."""

from collections import Counter
from datetime import date, time
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.cast import Cast
from tests.demo.conftest import STAFF
from tests.support.applications import on
from tests.support.frozen import FrozenClock
from trainingtracker import clock, settings
from trainingtracker.accounts.actor import actor_for
from trainingtracker.accounts.correspondence import waiting_post
from trainingtracker.accounts.sign_in import sign_in
from trainingtracker.app import create_app
from trainingtracker.cli import demo as command
from trainingtracker.collation import fold, search_text, sort_key
from trainingtracker.demo import organisation, schedule
from trainingtracker.demo.accounts import ACCOUNTS, PASSWORD
from trainingtracker.demo.city import build
from trainingtracker.extensions import db
from trainingtracker.models import (
    Course,
    Enrolment,
    Holding,
    Leadership,
    Leave,
    Meeting,
    Offering,
    Person,
    StatusGroup,
    StatusGroupMembership,
    Unit,
    WorkingTime,
)
from trainingtracker.vocabulary import Basis, Evidence, OfferingStatus, PersonKind, Status


def number_of(entity: type, *conditions: object) -> int:
    return db.session.scalar(select(func.count()).select_from(entity).where(*conditions)) or 0


def test_the_city_has_what_every_page_needs(city: Flask) -> None:
    assert number_of(Person, Person.kind == PersonKind.STAFF) == STAFF
    assert number_of(Person, Person.kind == PersonKind.GUEST) == 9
    assert number_of(Person, Person.email.is_(None)) > 5
    assert number_of(Unit) == number_of(Leadership, Leadership.kind == "manager")
    assert number_of(Leave) > 0
    assert number_of(WorkingTime, WorkingTime.percent < 100) > STAFF // 10
    assert number_of(Course) == 24
    assert number_of(Holding) > 50
    for status in (OfferingStatus.PUBLISHED, OfferingStatus.CLOSED):
        assert number_of(Offering, Offering.status == status) >= 5
    assert number_of(Offering, Offering.status == OfferingStatus.DRAFT) >= 3
    for enrolment in (
        Status.REQUESTED, Status.WAITLISTED, Status.CONFIRMED, Status.COMPLETED, Status.WITHDRAWN,
    ):  # fmt: skip
        assert number_of(Enrolment, Enrolment.status == enrolment) > 0


def test_the_international_office_is_offered_a_place_behind_a_waiter_who_is_paused(
    city: Flask,
) -> None:
    offered = db.session.scalars(select(Enrolment).where(Enrolment.status == Status.OFFERED)).one()
    account = sign_in("international", PASSWORD)
    assert offered.person_id == account.person_id
    assert offered.offer_expires_at is not None
    assert offered.offer_expires_at > clock.now()
    assert (
        number_of(
            Enrolment, Enrolment.paused.is_(True), Enrolment.offering_id == offered.offering_id
        )
        == 1
    )


def test_the_coordinator_has_a_letter_to_print_and_hr_a_mail_that_did_not_arrive(
    city: Flask,
) -> None:
    coordinator = actor_for(sign_in("coordinator", PASSWORD))
    assert waiting_post(coordinator).letters >= 1
    assert waiting_post(actor_for(sign_in("hr", PASSWORD))).undeliverable == 1


def test_everybody_of_the_list_can_sign_in(city: Flask) -> None:
    for account in ACCOUNTS:
        assert sign_in(account.login, PASSWORD).person.full_name


@pytest.mark.parametrize("database_engine", ["sqlite"])
def test_a_seed_gives_the_same_city_again_at_any_hour_of_the_day(
    city: Flask, instance: Path, database_url: str, frozen: FrozenClock
) -> None:
    first = picture()
    again = create_app(instance, on(database_url))
    with again.app_context(), clock.frozen(clock.at(clock.today(), time(20))):
        build(STAFF, seed=7)
        assert picture() == first
        db.session.rollback()
        db.engine.dispose()


def test_languages_are_known_by_evidence_of_every_kind(city: Flask) -> None:
    rows = db.session.execute(select(Holding.evidence, Holding.basis).distinct())
    found = {(evidence, basis) for evidence, basis in rows}
    voluntary = {Evidence.SELF_ASSESSMENT, Evidence.PROFICIENT_SPEAKER, Evidence.PRACTICE}
    assert found == {
        (evidence, Basis.CONSENT if evidence in voluntary else Basis.OFFICIAL)
        for evidence in Evidence
    }
    certificate = Holding.evidence == Evidence.CERTIFICATE
    assert number_of(Holding, certificate, Holding.score.is_(None)) == 0
    assert number_of(Holding, certificate, Holding.scheme_id.is_(None)) == 0


def test_whoever_leads_is_no_trainee_and_has_been_there_for_years(city: Flask) -> None:
    rows = db.session.execute(
        select(StatusGroup.key, Person.entry, Person.exit)
        .select_from(Leadership)
        .join(Person, Person.id == Leadership.person_id)
        .join(StatusGroupMembership, StatusGroupMembership.person_id == Person.id)
        .join(StatusGroup, StatusGroup.id == StatusGroupMembership.status_group_id)
    ).all()
    assert {key for key, _, _ in rows} == {"civil_servant", "employee"}
    assert all(entry < date(2022, 4, 1) and exit_ is None for _, entry, exit_ in rows)


def test_every_stored_name_fits_the_person(city: Flask) -> None:
    for person in db.session.scalars(select(Person)):
        assert person.sort_key == sort_key(person.last_name, person.first_name)
        parts = (person.first_name, person.last_name, person.personnel_number)
        assert person.search_text == search_text(*parts)
    addresses = db.session.scalars(select(Person.email).where(Person.email.is_not(None))).all()
    assert len(addresses) == len(set(addresses))
    guest = db.session.scalars(select(Person).where(Person.kind == PersonKind.GUEST)).first()
    assert guest is not None
    assert guest.email is not None
    assert guest.email.startswith(fold(guest.first_name)[:2])


@pytest.mark.parametrize("staff", [100, 500, 2_000, 5_000, 11_000])
def test_the_units_employ_everybody_and_nobody_leads_too_many(staff: int) -> None:
    sites = organisation.plan(staff)
    assert sum(site.people for site in sites) == staff
    assert len({site.number for site in sites}) == len(sites)
    sizes = {site.number: site.people for site in sites}
    for unit, accounts in Counter(account.unit for account in ACCOUNTS).items():
        assert sizes[unit] >= accounts
    below = Counter(site.parent for site in sites)
    reports = [site.people - 1 + below[site.number] for site in sites]
    assert max(reports) <= 40
    if staff > 10_000:
        assert min(reports) >= 5
        assert len(sites) > 300


def test_a_course_without_dates_has_none_however_many_people_there_are(city: Flask) -> None:
    courses = {course.code: course for course in db.session.scalars(select(Course))}
    trainers = [person.id for person in db.session.scalars(select(Person).limit(5))]
    planned = schedule.plan(Random(7), courses, trainers, clock.today(), 110_000)
    ends = [p.span[1] for p in planned if p.course.code in schedule.DATELESS]
    assert len(ends) > 80
    assert max(ends) < clock.today()


def picture() -> list[tuple[object, ...]]:
    people = db.session.execute(
        select(Person.personnel_number, Person.last_name, Person.first_name, Person.entry).order_by(
            Person.personnel_number
        )
    ).all()
    enrolments = db.session.execute(
        select(Offering.number, Person.sort_key, Enrolment.status)
        .join(Offering, Enrolment.offering_id == Offering.id)
        .join(Person, Enrolment.person_id == Person.id)
        .order_by(Offering.number, Person.sort_key, Enrolment.requested_at)
    ).all()
    meetings = db.session.execute(select(Meeting.starts_at).order_by(Meeting.starts_at)).all()
    return [tuple(row) for rows in (people, enrolments, meetings) for row in rows]


def test_pages_are_told_that_it_is_an_example(city: Flask) -> None:
    assert settings.get("example_data") is True


def test_an_example_is_never_mixed_with_real_people(cast: Cast) -> None:
    assert not command.is_empty()
    command.fill_if_empty()
    assert not settings.get("example_data")
