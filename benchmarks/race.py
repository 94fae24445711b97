"""Two hundred signed-in browsers that ask for twenty places at the same moment, over HTTP.

The server is gunicorn with two processes, as in production. Beside it stands what the database
cannot be spared: for each request one transaction that locks the person and the offering, counts
the places and inserts the very rows that the request has written, from as many connections as the
server has threads.
"""

import statistics
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Table, func, insert, select, update

from benchmarks.measuring import Figure
from benchmarks.workshop import fill
from rig.crowd import Answer, Press, all_at_once, visitors
from rig.server import Server, serving
from trainingtracker import clock
from trainingtracker.accounts.sign_in import create_account
from trainingtracker.app import create_app
from trainingtracker.catalogue import offerings
from trainingtracker.catalogue.offering_facts import MeetingFacts, OfferingFacts
from trainingtracker.enrolment.waiting import waiting_list
from trainingtracker.extensions import Model, begin, db
from trainingtracker.models import (
    Account,
    AuditEntry,
    Course,
    Enrolment,
    EnrolmentEvent,
    Offering,
    OutgoingMail,
    Person,
)
from trainingtracker.vocabulary import PersonKind, Status

PEOPLE, PLACES = 200, 20
# The aim: seconds until the last of them has an answer.
WITHIN = 5.0
_WORKERS, _THREADS = 2, 8
_RACE, _WARM_UP = "race", "warm-up"
_WRITTEN: tuple[type[Model], ...] = (Enrolment, EnrolmentEvent, OutgoingMail, AuditEntry)


@dataclass(frozen=True)
class Outcome:
    """What one race took, the most memory of a process of the server, and what was written."""

    seconds: float
    peak_mb: float
    rows: list[list[tuple[Table, dict[str, Any]]]]


def prepare_race(instance: Path, url: str, staff: int) -> None:
    """An example city in the migrated, empty database, with one more offering to race for."""
    with app_on(instance, url).app_context():
        fill(staff)
        begin("write")
        course = db.session.scalars(select(Course).where(Course.code == "EU-01")).one()
        for number, days in ((_RACE, 300), (_WARM_UP, 301)):
            _offer(course, number, clock.today() + timedelta(days=days))
        people = db.session.scalars(_free_people(course)).all()
        for number, invited in ((_RACE, people[:PEOPLE]), (_WARM_UP, people[PEOPLE:])):
            for person in invited:
                create_account(person, f"{number}-{person.id}")
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


def _offer(course: Course, number: str, day: date) -> None:
    starts = clock.at(day) + timedelta(hours=9)
    meeting = MeetingFacts(starts, starts + timedelta(hours=3), venue="Rathaus, Raum 214")
    facts = OfferingFacts(course.id, max_places=PLACES, meetings=(meeting,))
    offerings.publish(offerings.create(facts).id).number = number


def race(instance: Path, url: str) -> Outcome:
    """One race on a database of its own; raises ValueError where it does not end as it must."""
    app = app_on(instance, url)
    with app.app_context():
        with serving(instance, url, workers=_WORKERS) as server:
            # Both processes have answered such requests before it counts.
            warm_up = _requests(app, server, _WARM_UP)
            if set(all_at_once(warm_up).values()) != {303}:
                raise ValueError("the server does not answer")
            offering_id = _offering_id(_RACE)
            before = {model: _last_id(model) for model in _WRITTEN}
            requests = _requests(app, server, _RACE)
            begun = time.perf_counter()
            answers = all_at_once(requests)
            seconds = time.perf_counter() - begun
            peak = max(_peak_mb(pid) for pid in server.workers)
        _check(answers, offering_id)
        rows = _rows_by_request(before)
        db.session.remove()
        db.engine.dispose()
    return Outcome(seconds, peak, rows)


def bare(instance: Path, url: str, outcome: Outcome) -> float:
    """Seconds for the same transactions without HTTP, pages and rules."""
    with app_on(instance, url).app_context():
        offering_id = _offering_id(_RACE)
        db.session.remove()
        # A write locks SQLite from its beginning, as it must.
        engine = db.engine.execution_options(begin_mode="write")

    def enrol(rows: list[tuple[Table, dict[str, Any]]]) -> None:
        person_id = rows[0][1]["person_id"]
        with engine.begin() as connection:
            for model, row_id in ((Person, person_id), (Offering, offering_id)):
                table = model.__table__
                assert isinstance(table, Table)
                counter = table.c.lock_counter + 1
                connection.execute(
                    update(table).where(table.c.id == row_id).values(lock_counter=counter)
                )
            connection.execute(
                select(func.count(Enrolment.id)).where(Enrolment.offering_id == offering_id)
            )
            for table, row in rows:
                connection.execute(insert(table), row)

    begun = time.perf_counter()
    with ThreadPoolExecutor(_WORKERS * _THREADS) as pool:
        list(pool.map(enrol, outcome.rows))
    seconds = time.perf_counter() - begun
    engine.dispose()
    return seconds


def figure(name: str, staff: int, outcomes: list[Outcome], limits: list[float]) -> Figure:
    """The median of the races beside the median of the bare transactions."""
    return Figure(
        name,
        statistics.median(outcome.seconds for outcome in outcomes),
        statistics.median(limits),
        max(outcome.peak_mb for outcome in outcomes),
        staff,
    )


def _free_people(course: Course) -> Any:
    """Members of staff without an account who were never in the course: for race and warm-up."""
    known = select(Account.person_id)
    asked = (
        select(Enrolment.person_id)
        .join(Offering, Offering.id == Enrolment.offering_id)
        .where(Offering.course_id == course.id)
    )
    return (
        select(Person)
        .where(
            Person.kind == PersonKind.STAFF,
            Person.exit.is_(None),
            Person.id.not_in(known),
            Person.id.not_in(asked),
        )
        .order_by(Person.id)
        .limit(PEOPLE + PLACES)
    )


def app_on(instance: Path, url: str) -> Flask:
    """The application on this database, with as many connections as a server has threads."""
    return create_app(
        instance,
        {
            "SQLALCHEMY_DATABASE_URI": url,
            "SQLALCHEMY_ENGINE_OPTIONS": {"pool_size": _WORKERS * _THREADS},
        },
    )


def _requests(app: Flask, server: Server, number: str) -> dict[int, Press]:
    """Person -> asking for a place in the offering of this number, for all who have come for it."""
    path = f"/offerings/{_offering_id(number)}/enrolments"
    people = select(Account.person_id).where(Account.login.startswith(f"{number}-"))
    browsers = visitors(app, list(db.session.scalars(people)))
    return {each: partial(browser.post, server.port, path) for each, browser in browsers.items()}


def _offering_id(number: str) -> int:
    return db.session.scalars(select(Offering.id).filter_by(number=number)).one()


def _check(answers: dict[int, Answer], offering_id: int) -> None:
    db.session.rollback()
    if set(answers.values()) != {303} or len(answers) != PEOPLE:
        raise ValueError(f"not everybody got an answer: {Counter(answers.values())}")
    found = db.session.scalars(
        select(Enrolment).where(Enrolment.offering_id == offering_id).order_by(Enrolment.id)
    ).all()
    statuses = Counter(enrolment.status for enrolment in found)
    if statuses != {Status.CONFIRMED: PLACES, Status.WAITLISTED: PEOPLE - PLACES}:
        raise ValueError(f"not {PLACES} confirmed and the others waiting: {statuses}")
    places = sorted(e.place or 0 for e in found if e.status is Status.CONFIRMED)
    positions = waiting_list.positions([offering_id])
    order = [e.id for e in found if e.status is Status.WAITLISTED]
    if places != list(range(1, PLACES + 1)) or sorted(order, key=positions.__getitem__) != order:
        raise ValueError("places or positions are not in the order of arrival")
    if max(e.id for e in found if e.status is Status.CONFIRMED) > min(order):
        raise ValueError("somebody passed those who were waiting")


def _rows_by_request(before: dict[type[Model], int]) -> list[list[tuple[Table, dict[str, Any]]]]:
    """What each request has written, the enrolment first."""
    requests: dict[int, list[tuple[Table, dict[str, Any]]]] = {}
    enrolments: dict[int, int] = {}
    for model in _WRITTEN:
        table = model.__table__
        assert isinstance(table, Table)
        found = db.session.execute(
            select(table).where(table.c.id > before[model]).order_by(table.c.id)
        )
        for row in found.mappings():
            values = dict(row)
            if model is Enrolment:
                enrolments[values["id"]] = values["person_id"]
            person_id = values.get("person_id") or enrolments.get(
                values.get("enrolment_id") or 0, values.get("actor_id") or 0
            )
            requests.setdefault(person_id, []).append((table, values))
    return [rows for rows in requests.values() if rows[0][0].name == Enrolment.__tablename__]


def _last_id(model: type[Model]) -> int:
    table = model.__table__
    assert isinstance(table, Table)
    return db.session.scalar(select(func.max(table.c.id))) or 0


def _peak_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0
