"""What is on record about the staff of the example city: where they belong, who leads, how much
they work, who is on leave.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from trainingtracker.demo import people
from trainingtracker.demo.access import give_accounts, trainers_of
from trainingtracker.demo.organisation import Site
from trainingtracker.demo.people import Employee
from trainingtracker.extensions import db
from trainingtracker.models import (
    Assignment,
    Leadership,
    Leave,
    StatusGroup,
    StatusGroupMembership,
    WorkingTime,
)
from trainingtracker.privacy import bulk_insert


@dataclass(frozen=True)
class Staff:
    """Everybody, the persons behind the accounts by login, and who teaches (by id)."""

    employees: list[Employee]
    by_login: dict[str, int]
    trainers: list[int]


def build(random: Random, sites: list[Site], units: dict[str, int], today: date) -> Staff:
    """The members of staff and three guests, with their assignments, leaderships and accounts."""
    employees, guests = people.build(random, sites, today)
    _assign(employees, units)
    _lead(random, employees, units, today)
    _employ(random, employees)
    _grant_leave(random, employees, today)
    by_login = give_accounts(employees, units, today)
    return Staff(employees, by_login, trainers_of(employees, guests, by_login, today))


def _assign(employees: list[Employee], units: dict[str, int]) -> None:
    rows: list[dict[str, Any]] = []
    for e in employees:
        end = e.exit + timedelta(days=1) if e.exit else None
        if e.before and e.moved:
            rows.append(_dated(e.id, e.entry, e.moved, unit_id=units[e.before]))
        rows.append(_dated(e.id, e.moved or e.entry, end, unit_id=units[e.unit]))
    bulk_insert(Assignment, rows)


def _lead(random: Random, employees: list[Employee], units: dict[str, int], today: date) -> None:
    """Leaders have led since before the first offering on record."""
    rows = []
    for e in employees:
        if e.leads:
            years = max(0, (today - e.entry).days - 1_300)
            since = e.entry + timedelta(days=random.randint(0, years))
            rows.append(_dated(e.id, since, None, unit_id=units[e.unit], kind=e.leads))
    bulk_insert(Leadership, rows)


def _employ(random: Random, employees: list[Employee]) -> None:
    """Status group and working time; trainees are learning full time."""
    groups = {group.key: group.id for group in db.session.scalars(select(StatusGroup))}
    memberships, shares = [], []
    for e in employees:
        if e.trainee:
            key, percent = "trainee", 100
        else:
            servant = e.unit.startswith("37.1") or random.random() < (0.45 if e.leads else 0.26)
            key = "civil_servant" if servant else "employee"
            usual = (90, 6, 3, 1, 0) if e.leads else (62, 10, 10, 8, 10)
            percent = random.choices((100, 80, 75, 60, 50), usual)[0]
        memberships.append(_dated(e.id, e.entry, None, status_group_id=groups[key]))
        shares.append(_dated(e.id, e.entry, None, percent=percent))
    bulk_insert(StatusGroupMembership, memberships)
    bulk_insert(WorkingTime, shares)


def _grant_leave(random: Random, employees: list[Employee], today: date) -> None:
    rows = []
    for e in employees:
        if e.leads or e.exit or e.trainee or random.random() > 0.025:
            continue
        begin = today - timedelta(days=random.randint(30, 400))
        if begin > e.entry:
            rows.append(_dated(e.id, begin, begin + timedelta(days=random.randint(450, 900))))
    bulk_insert(Leave, rows)


def _dated(person_id: int, since: date, until: date | None, **values: Any) -> dict[str, Any]:
    return {"person_id": person_id, "since": since, "until": until, **values}
