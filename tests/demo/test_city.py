"""The example city: plausible, the same every time, never mixed with real people."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.cast import Cast
from tests.conftest import on
from tests.support.databases import Databases
from tests.support.frozen import FrozenClock
from trainingtracker import clock, settings
from trainingtracker.accounts.sign_in import sign_in
from trainingtracker.app import create_app
from trainingtracker.cli import demo as command
from trainingtracker.demo.accounts import ACCOUNTS, PASSWORD
from trainingtracker.demo.city import build
from trainingtracker.extensions import db
from trainingtracker.models import (
    Enrolment,
    Holding,
    Leadership,
    Meeting,
    Offering,
    Person,
    Unit,
)
from trainingtracker.organisation.leadership import LeadershipMap, unit_of
from trainingtracker.vocabulary import OfferingStatus, PersonKind, Status

STAFF = 120


# One process builds each city once; the tests only read.
pytestmark = pytest.mark.xdist_group("city")


@pytest.fixture(scope="module")
def built(
    database_engine: str, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    with databases.copy(database_engine) as url:
        app = create_app(tmp_path_factory.mktemp("city"), on(url))
        held = FrozenClock()
        with app.app_context():
            build(STAFF, seed=7)
            db.session.commit()
        held.release()
        yield app
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def city(built: Flask, frozen: FrozenClock) -> Iterator[Flask]:
    with built.app_context():
        yield built
        db.session.rollback()


def number_of(entity: type, *conditions: object) -> int:
    return db.session.scalar(select(func.count()).select_from(entity).where(*conditions)) or 0


def test_the_city_has_what_every_page_needs(city: Flask) -> None:
    assert number_of(Person, Person.kind == PersonKind.STAFF) == STAFF
    assert number_of(Person, Person.kind == PersonKind.GUEST) == 3
    assert number_of(Person, Person.email.is_(None)) > 5
    assert number_of(Unit) == number_of(Leadership, Leadership.kind == "manager")
    assert number_of(Holding) > 50
    for status in (OfferingStatus.PUBLISHED, OfferingStatus.CLOSED):
        assert number_of(Offering, Offering.status == status) >= 5
    for enrolment in (Status.REQUESTED, Status.CONFIRMED, Status.COMPLETED, Status.WITHDRAWN):
        assert number_of(Enrolment, Enrolment.status == enrolment) > 0


def test_everybody_of_the_list_can_sign_in(city: Flask) -> None:
    for account in ACCOUNTS:
        assert sign_in(account.login, PASSWORD).person.full_name


def test_the_manager_finds_a_request_to_decide(city: Flask) -> None:
    manager = sign_in("manager", PASSWORD).person_id
    leadership = LeadershipMap.load(clock.today())
    requests = db.session.scalars(
        select(Enrolment.person_id).where(Enrolment.status == Status.REQUESTED)
    ).all()
    deciders = [leadership.deciders(p, unit_of(p, clock.today())) for p in requests]
    assert any(manager in found.managers for found in deciders)


def test_no_offering_has_more_people_than_places(city: Flask) -> None:
    rows = db.session.execute(
        select(Offering.max_places, func.count(Enrolment.place))
        .join(Enrolment, Enrolment.offering_id == Offering.id)
        .group_by(Offering.id, Offering.max_places)
    ).all()
    assert rows
    assert all(held <= places for places, held in rows)


def test_a_seed_gives_the_same_city_again(
    city: Flask, instance: Path, database_url: str, frozen: FrozenClock
) -> None:
    first = picture()
    again = create_app(instance, on(database_url))
    with again.app_context():
        build(STAFF, seed=7)
        assert picture() == first
        db.session.rollback()
        db.engine.dispose()


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
