"""What happened in one person's working life that is on record: one list, the latest first.

Official facts only, as in the record. Why somebody was declined or withdrew is left to the page of
that enrolment.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import aliased

from trainingtracker import clock
from trainingtracker.enrolment.queries.record import earlier, holdings
from trainingtracker.enrolment.queries.story import Decided, decisions_about, matched
from trainingtracker.extensions import db
from trainingtracker.external.queries.of_person import recorded
from trainingtracker.labels import label
from trainingtracker.models import (
    Course,
    Enrolment,
    EnrolmentEvent,
    Offering,
    Person,
)
from trainingtracker.organisation import person_facts
from trainingtracker.organisation.person_facts import AssignmentRow
from trainingtracker.text import Bilingual, Localised, Message, mark
from trainingtracker.vocabulary import Action, LeadershipKind, Result, Status

_ONE_DAY = timedelta(days=1)


class Kind(StrEnum):
    """What a line of the timeline is about; decides the order within a day."""

    EMPLOYMENT = "employment"
    UNIT = "unit"
    LEADERSHIP = "leadership"
    COURSE = "course"
    COMPETENCE = "competence"


KINDS: dict[Kind, str] = {
    Kind.EMPLOYMENT: mark("Employment"),
    Kind.UNIT: mark("Units"),
    Kind.LEADERSHIP: mark("Leadership"),
    Kind.COURSE: mark("Courses"),
    Kind.COMPETENCE: mark("Competences"),
}


@dataclass(frozen=True)
class Line:
    """One thing that happened; `at` where the time of day is on record, `by` who decided it.

    `subject` is the unit, course or competence, `prefix` the number of a unit, `note` what else is
    to be said of it.
    """

    day: date
    kind: Kind
    what: Message
    prefix: str = ""
    subject: Bilingual | None = None
    note: Localised | str | None = None
    at: datetime | None = None
    by: str | None = None
    in_place_of: str | None = None
    automatic: bool = False
    enrolment_id: int | None = None
    offering_id: int | None = None
    outcome: Status | None = None

    @property
    def year(self) -> int:
        return self.day.year


def timeline(person: Person, assignments: list[AssignmentRow], as_of: date) -> list[Line]:
    """Everything on record, the latest first; seven queries whatever there is to tell."""
    lines = [
        *_employment(person),
        *_units(assignments),
        *_leadership(person.id, as_of),
        *_courses(person.id),
        *_imported(person.id),
        *_external(person.id),
        *_competences(person.id),
    ]
    order = list(Kind)
    # Stable: what happened later on the same day stands above what happened before it.
    lines.sort(key=lambda line: (line.day, order.index(line.kind)))
    return lines[::-1]


def _employment(person: Person) -> Iterator[Line]:
    if person.entry:
        yield Line(person.entry, Kind.EMPLOYMENT, Message(mark("First day of employment")))
    if person.exit:
        yield Line(person.exit, Kind.EMPLOYMENT, Message(mark("Last day of employment")))


def _units(assignments: list[AssignmentRow]) -> Iterator[Line]:
    """Each beginning; an end only where nothing follows on the next day."""
    begins = {row.since for row in assignments}
    for row in sorted(assignments, key=lambda each: each.since):
        what = Message(mark("Belongs to the unit"))
        yield Line(row.since, Kind.UNIT, what, row.unit_number, row.unit_name)
        if row.until is not None and row.until not in begins:
            left = Message(mark("Last day in the unit"))
            yield Line(row.until - _ONE_DAY, Kind.UNIT, left, row.unit_number, row.unit_name)


_BEGINS = {
    LeadershipKind.MANAGER: mark("Leads the unit"),
    LeadershipKind.DEPUTY: mark("Deputises for the head of the unit"),
}
_ENDS = {
    LeadershipKind.MANAGER: mark("Last day of leading the unit"),
    LeadershipKind.DEPUTY: mark("Last day of deputising in the unit"),
}


def _leadership(person_id: int, as_of: date) -> Iterator[Line]:
    for row in person_facts.leaderships(person_id, as_of):
        begun, ended = Message(_BEGINS[row.kind]), Message(_ENDS[row.kind])
        yield Line(row.since, Kind.LEADERSHIP, begun, row.unit_number, row.unit_name)
        if row.until is not None:
            last = row.until - _ONE_DAY
            yield Line(last, Kind.LEADERSHIP, ended, row.unit_number, row.unit_name)


def _courses(person_id: int) -> Iterator[Line]:
    """Every move of every enrolment, with who decided; and decisions that moved nothing yet."""
    actor = aliased(Person)
    rows = db.session.execute(
        select(EnrolmentEvent, Enrolment.offering_id, Offering.number, Course, actor)
        .join(Enrolment, Enrolment.id == EnrolmentEvent.enrolment_id)
        .join(Offering, Offering.id == Enrolment.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .outerjoin(actor, actor.id == EnrolmentEvent.actor_id)
        .where(Enrolment.person_id == person_id)
        .order_by(EnrolmentEvent.effective_at, EnrolmentEvent.id)
    ).all()
    decided = decisions_about(person_id)
    lines = []
    for enrolment_id, group in groupby(
        sorted(rows, key=lambda row: row[0].enrolment_id), key=lambda row: row[0].enrolment_id
    ):
        moves = list(group)
        _, offering_id, number, course, _ = moves[0]
        actors = {event.id: _name(by) for event, *_, by in moves}
        own = [each for each in decided if each.approval.enrolment_id == enrolment_id]
        for moment in matched([event for event, *_ in moves], own):
            event, decision = moment
            by = decision.by if decision else actors[event.id] if event else None
            lines.append(
                Line(
                    clock.local_day(moment.at),
                    Kind.COURSE,
                    _what(event, decision),
                    subject=course.title,
                    note=number,
                    at=moment.at,
                    by=by,
                    in_place_of=decision.in_place_of if decision else None,
                    automatic=by is None,
                    enrolment_id=enrolment_id,
                    offering_id=offering_id,
                    outcome=event.to_status if event else Status.REQUESTED,
                )
            )
    yield from sorted(lines, key=lambda line: line.at or _EVER)


_EVER = datetime.min.replace(tzinfo=UTC)


def _what(event: EnrolmentEvent | None, decision: Decided | None) -> Message:
    if event is None:
        return Message(mark("Approved, the next decision follows"))
    if event.from_status is Status.REQUESTED and decision is None:
        if event.action is Action.GRANT:
            return Message(mark("In the round: place granted"))
        if event.action is Action.QUEUE:
            return Message(mark("In the round: put on the waiting list"))
    if event.from_status is Status.REQUESTED and event.action is Action.GRANT:
        return Message(mark("Approved: place granted"))
    if event.from_status is Status.REQUESTED and event.action is Action.QUEUE:
        return Message(mark("Approved: put on the waiting list"))
    if event.late and event.action is Action.WITHDRAW:
        return Message(mark("Withdrawn after the deadline"))
    return Message(label(event.action))


def _name(person: Person | None) -> str | None:
    return None if person is None else person.full_name


def _imported(person_id: int) -> Iterator[Line]:
    for row in reversed(earlier(person_id)):
        passed = row.result is Result.PASSED
        what = mark("Took part (imported)") if passed else mark("Not passed (imported)")
        yield Line(row.held_on, Kind.COURSE, Message(what), subject=row.course)


def _external(person_id: int) -> Iterator[Line]:
    for row in reversed(recorded(person_id)):
        yield Line(
            row.ends_on,
            Kind.COURSE,
            Message(mark("Training outside the catalogue")),
            subject=Bilingual(row.title, row.title),
            note=row.provider,
        )


def _competences(person_id: int) -> Iterator[Line]:
    for row in reversed(holdings(person_id)):
        level = Message(
            mark("%(level)s, evidence: %(evidence)s"),
            {"level": row.level, "evidence": Message(label(row.evidence))},
        )
        gained, ended = Message(mark("Competence gained")), Message(mark("Last day of validity"))
        yield Line(row.since, Kind.COMPETENCE, gained, subject=row.competence, note=level)
        if row.last_day is not None:
            yield Line(row.last_day, Kind.COMPETENCE, ended, subject=row.competence, note=row.level)
