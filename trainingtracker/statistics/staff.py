"""The staff of some days: what the shares of participations are compared with."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import or_, select

from trainingtracker.attainment.people import in_headcount
from trainingtracker.attainment.read import STAFF
from trainingtracker.extensions import db
from trainingtracker.kept import kept
from trainingtracker.models import Person
from trainingtracker.statistics.people_then import DATED, PeopleThen, Then
from trainingtracker.vocabulary import Gender


class Alike(NamedTuple):
    """People of the headcount of a day who are alike in everything that is counted."""

    gender: Gender | None
    then: Then
    persons: int


class Change(NamedTuple):
    """Somebody who is not on one day what they were on another; None is not employed."""

    before: Alike | None
    after: Alike | None


def staff_of(days: tuple[date, ...]) -> list[tuple[Alike, ...]]:
    """The headcount of `attainment/people.py` on each day, people on leave included.

    Nothing that people take part in changes it: kept until people, their units or what is dated of
    them change.
    """
    return kept(("staff of days", days), lambda: _staff(days, PeopleThen()), of=(STAFF, *DATED))


def _staff(days: Sequence[date], people: PeopleThen) -> list[tuple[Alike, ...]]:
    """One query."""
    conditions = [in_headcount(day) for day in days]
    found: list[Counter[tuple[Gender | None, Then]]] = [Counter() for _ in days]
    for person_id, gender, *here in db.session.execute(
        select(Person.id, Person.gender, *conditions).where(or_(*conditions))
    ):
        for tally, day, employed in zip(found, days, here, strict=True):
            if employed:
                tally[gender, people.on(person_id, day)] += 1
    return [tuple(Alike(*alike, persons) for alike, persons in tally.items()) for tally in found]


def changes(before: date, after: date, people: PeopleThen) -> list[Change]:
    """Whoever counts differently on two days: came, left, or became something else. One query."""
    days = (before, after)
    conditions = [in_headcount(day) for day in days]
    found = []
    for person_id, gender, *here in db.session.execute(
        select(Person.id, Person.gender, *conditions).where(or_(*conditions))
    ):
        one = Change(
            *(
                Alike(gender, people.on(person_id, day), 1) if employed else None
                for day, employed in zip(days, here, strict=True)
            )
        )
        if one.before != one.after:
            found.append(one)
    return found
