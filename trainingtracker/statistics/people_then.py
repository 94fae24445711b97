"""What was true of a person on a day: division, status group, working time, leadership.

Loaded once for a report; every answer comes from memory.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, select

from trainingtracker.extensions import db
from trainingtracker.models import (
    Assignment,
    Enrolment,
    ImportedParticipation,
    Leadership,
    StatusGroupMembership,
    UnitVersion,
    WorkingTime,
)
from trainingtracker.vocabulary import LeadershipKind, UnitKind

Fact = TypeVar("Fact")

FULL_TIME = 100
# The tables in which it stands.
DATED = (Assignment, StatusGroupMembership, WorkingTime, Leadership, UnitVersion)


class Then(NamedTuple):
    """A person on a day. `division_id` is None for whoever belongs to no division."""

    division_id: int | None
    status_group_id: int | None
    part_time: bool
    manager: bool


class _History(Generic[Fact]):
    """Dated facts of persons or units; of two that hold at once the first counts."""

    def __init__(self, rows: Iterable[tuple[int, date, date | None, Fact]]) -> None:
        self._periods: dict[int, list[tuple[date, date | None, Fact]]] = defaultdict(list)
        for whose, since, until, fact in rows:
            self._periods[whose].append((since, until, fact))

    def on(self, whose: int, day: date) -> Fact | None:
        for since, until, fact in self._periods.get(whose, ()):
            if since <= day and (until is None or day < until):
                return fact
        return None


def who_ever_asked(offering_ids: Collection[int] | None = None) -> Select[int]:
    """Everybody with an enrolment or an imported participation, by id; or with one in these."""
    asked, imported = select(Enrolment.person_id), select(ImportedParticipation.person_id)
    if offering_ids is not None:
        return asked.where(Enrolment.offering_id.in_(offering_ids))
    return select(asked.union(imported).subquery().c.person_id)


class PeopleThen:
    """Five queries, whatever is asked afterwards, of these people or of everybody."""

    def __init__(self, among: Select[int] | None = None) -> None:
        def history(kind: _Dated, fact: object, *which: ColumnElement[bool]) -> _History[int]:
            whose = () if among is None else (kind.person_id.in_(among),)
            return _History(_rows(_dated(kind, fact).where(*which, *whose)))

        self._units = history(Assignment, Assignment.unit_id)
        self._groups = history(StatusGroupMembership, StatusGroupMembership.status_group_id)
        self._percents = history(WorkingTime, WorkingTime.percent)
        self._led = history(
            Leadership, Leadership.unit_id, Leadership.kind == LeadershipKind.MANAGER
        )
        self._places: _History[tuple[UnitKind | None, int | None]] = _History(
            (unit_id, since, until, (kind, parent_id))
            for unit_id, since, until, kind, parent_id in db.session.execute(
                select(
                    UnitVersion.unit_id,
                    UnitVersion.since,
                    UnitVersion.until,
                    UnitVersion.kind,
                    UnitVersion.parent_id,
                )
                .where(UnitVersion.known())
                .order_by(UnitVersion.since, UnitVersion.id)
            )
        )
        self._divisions: dict[tuple[int, date], int | None] = {}

    def on(self, person_id: int, day: date) -> Then:
        percent = self._percents.on(person_id, day)
        return Then(
            division_id=self._division(self._units.on(person_id, day), day),
            status_group_id=self._groups.on(person_id, day),
            part_time=percent is not None and percent < FULL_TIME,
            manager=self._led.on(person_id, day) is not None,
        )

    def _division(self, unit_id: int | None, day: date) -> int | None:
        """The division that the unit is, or is part of, on the day."""
        if unit_id is None:
            return None
        if (unit_id, day) not in self._divisions:
            self._divisions[unit_id, day] = self._climb(unit_id, day)
        return self._divisions[unit_id, day]

    def _climb(self, unit_id: int, day: date) -> int | None:
        seen: set[int] = set()
        at: int | None = unit_id
        while at is not None and at not in seen:
            place = self._places.on(at, day)
            if place is None:
                return None
            kind, parent_id = place
            if kind is UnitKind.DIVISION:
                return at
            seen.add(at)
            at = parent_id
        return None


_Dated = type[Assignment | StatusGroupMembership | WorkingTime | Leadership]


def _dated(kind: _Dated, fact: object) -> Select[int, date, date | None, int]:
    rows: Select[int, date, date | None, int] = (
        select(kind.person_id, kind.since, kind.until, fact)  # type: ignore[call-overload]
        .where(kind.known())
        .order_by(kind.since, kind.id)
    )
    return rows


def _rows(
    statement: Select[int, date, date | None, int],
) -> Iterable[tuple[int, date, date | None, int]]:
    # Past the ORM, which would make each row once more.
    return db.session.connection().execute(statement)
