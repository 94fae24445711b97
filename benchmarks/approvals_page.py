"""A manager's approvals while five hundred requests wait."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

from sqlalchemy import select, update

from benchmarks.measuring import Figure
from benchmarks.pages import BarePage, measure
from benchmarks.workshop import Workshop
from trainingtracker import clock
from trainingtracker.extensions import begin, db
from trainingtracker.models import (
    Account,
    Assignment,
    Course,
    Enrolment,
    Leadership,
    Offering,
    Person,
)
from trainingtracker.privacy import bulk_insert
from trainingtracker.vocabulary import ApprovalStage, OfferingStatus, PersonKind, Status

_REQUESTS = 500
_WAITING = """
    SELECT person.first_name, person.last_name, course.title_de, requested_at, offering_id
    FROM enrolment JOIN person ON person.id = person_id
    JOIN offering ON offering.id = offering_id JOIN course ON course.id = course_id
    WHERE enrolment.status = 'requested' ORDER BY requested_at, enrolment.id LIMIT 50
"""
_TEMPLATE = (
    "{% for first, last, course, at, offering in requests %}<h2>{{ first }} {{ last }}: "
    "{{ course }}</h2><p>{{ at }}</p>{% for of, starts, ends in meetings if of == offering %}"
    "<li>{{ starts }}-{{ ends }}</li>{% endfor %}{% endfor %}"
)
_MEETINGS = f"""
    SELECT offering_id, starts_at, ends_at FROM meeting
    WHERE offering_id IN (SELECT offering_id FROM ({_WAITING}))
"""


def prepare(workshop: Workshop) -> None:
    """Five hundred more people in the manager's unit, each with a request."""
    workshop.make_city()
    path = workshop.copy(workshop.city, "approvals")
    with workshop.application(path):
        begin("write")
        _let_them_ask()
        db.session.commit()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ANALYZE")


def run(workshop: Workshop) -> Iterator[Figure]:
    bare = BarePage({"requests": _WAITING, "meetings": _MEETINGS}, _TEMPLATE)
    path = workshop.folder / "approvals.sqlite3"
    yield measure(workshop, "approvals_page", "manager", "/approvals", bare, path)


def _let_them_ask() -> None:
    unit_id = db.session.scalars(
        select(Leadership.unit_id)
        .join(Account, Account.person_id == Leadership.person_id)
        .where(Account.login == "manager")
    ).one()
    offerings = db.session.scalars(
        select(Offering.id)
        .join(Course, Course.id == Offering.course_id)
        .where(Offering.status == OfferingStatus.PUBLISHED, Offering.starts_at > clock.now())
        .order_by(Offering.starts_at)
        .limit(20)
    ).all()
    people = db.session.scalars(
        select(Person.id)
        .where(
            Person.kind == PersonKind.STAFF,
            Person.exit.is_(None),
            Person.id.not_in(select(Account.person_id)),
            Person.id.not_in(select(Leadership.person_id)),
            Person.id.not_in(
                select(Enrolment.person_id).where(Enrolment.offering_id.in_(offerings))
            ),
        )
        .order_by(Person.id)
        .limit(_REQUESTS)
    ).all()
    # They have always been there: what was elsewhere is of no interest here.
    db.session.execute(
        update(Assignment)
        .where(Assignment.person_id.in_(people), Assignment.until.is_(None))
        .values(unit_id=unit_id)
    )
    rows = [
        {
            "offering_id": offerings[number % len(offerings)],
            "person_id": person_id,
            "status": Status.REQUESTED,
            "awaiting": ApprovalStage.MANAGER,
            "requested_at": clock.now() - timedelta(hours=number),
        }
        for number, person_id in enumerate(people)
    ]
    bulk_insert(Enrolment, rows)
