"""What was on record at an earlier moment, where it is not kept in dated rows.

Dated rows say themselves when they were recorded and replaced. Employment stands in one row a
person: what it said before is taken from the record of changes. Enrolments have their events.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, func, not_, or_, select

from trainingtracker.extensions import db
from trainingtracker.models import AuditEntry, Enrolment, EnrolmentEvent, Person
from trainingtracker.vocabulary import ChangeKind, Status


class Employment(NamedTuple):
    """The first and the last day, both inclusive."""

    entry: date | None
    exit: date | None

    def on(self, day: date) -> bool:
        return (self.entry or day) <= day <= (self.exit or day)


@dataclass(frozen=True)
class Known:
    """The record as it was at a moment; `otherwise` are those whose employment it told otherwise
    than now, None those whom it did not have.
    """

    at: datetime
    otherwise: Mapping[int, Employment | None] = field(default_factory=dict, compare=False)

    @classmethod
    def load(cls, at: datetime) -> "Known":
        """The oldest change after the moment says what was there before it."""
        before: dict[int, dict[str, date | None]] = {}
        absent: set[int] = set()
        for id_, kind, changes in db.session.execute(
            select(AuditEntry.row_id, AuditEntry.kind, AuditEntry.changes)
            .where(AuditEntry.table_name == Person.__tablename__, AuditEntry.at > at)
            .order_by(AuditEntry.id)
            .execution_options(yield_per=1000)
        ):
            if kind is ChangeKind.INSERT:
                absent.add(id_)
            for name in ("entry", "exit") if kind is ChangeKind.UPDATE else ():
                if name in changes:
                    was = changes[name][0]
                    before.setdefault(id_, {}).setdefault(name, was and date.fromisoformat(was))
        found: dict[int, Employment | None] = dict.fromkeys(absent)
        wanted = before.keys() - absent
        for id_, entry, exit_ in db.session.execute(
            select(Person.id, Person.entry, Person.exit).where(_among(wanted))
        ):
            found[id_] = Employment(before[id_].get("entry", entry), before[id_].get("exit", exit_))
        return cls(at, found)

    def employed(self, day: date, now: ColumnElement[bool]) -> ColumnElement[bool]:
        """Who was employed on the day; `now` is the same by what is on record now."""
        if not self.otherwise:
            return now
        were = {id_ for id_, each in self.otherwise.items() if each and each.on(day)}
        return or_(and_(now, not_(_among(self.otherwise))), _among(were))

    def completed(self) -> ColumnElement[bool]:
        """Enrolments that were completed then: the first event since says what they were before,
        and where there has been none they still are what they were.
        """
        event = EnrolmentEvent
        since = event.recorded_at > self.at
        first = select(func.min(event.id)).where(since).group_by(event.enrolment_id)
        moved_on = select(event.enrolment_id).where(
            event.id.in_(first), event.from_status == Status.COMPLETED
        )
        return or_(
            Enrolment.id.in_(moved_on),
            and_(
                Enrolment.status == Status.COMPLETED,
                Enrolment.requested_at <= self.at,
                Enrolment.id.not_in(select(event.enrolment_id).where(since)),
            ),
        )


def _among(ids: Collection[int]) -> ColumnElement[bool]:
    """Written into the statement: there may be more than a database takes as parameters."""
    return Person.id.in_(bindparam(None, sorted(ids), expanding=True, literal_execute=True))
