"""Participations: completed enrolments and imported ones, as one table for every count and list.

A participation is one enrolment with status completed, on the day it was finished, or one imported
participation with result passed, on the day it was held. Attendance is not attainment: nothing here
says what anybody can do.
"""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BindParameter,
    Date,
    Integer,
    Subquery,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)

from trainingtracker.attainment.known import Known
from trainingtracker.models import Enrolment, ImportedParticipation, Offering
from trainingtracker.models.among import among
from trainingtracker.vocabulary import Result, Status


class Source(StrEnum):
    """Where a participation is on record."""

    OFFERING = "offering"
    IMPORTED = "imported"


def participations(
    as_of: date, people: BindParameter[Any] | None = None, known: Known | None = None
) -> Subquery:
    """All participations up to and including the day, of staff and guests alike, or of some people.

    With `known` those that were on record at that moment. Of a result taken back since, the day is
    that of the offering's end; what has been deleted since is missing.

    Columns: person_id, course_id, day, source, offering_id, enrolment_id, imported_id; the last
    three are null where they do not apply.
    """
    nothing = cast(null(), Integer)
    completed, finished = Enrolment.status == Status.COMPLETED, Enrolment.finished_on.expression
    if known is not None:
        completed = known.completed()
        finished = func.coalesce(finished, func.date(Offering.ends_at, type_=Date), type_=Date)
    enrolled = (
        select(
            Enrolment.person_id.label("person_id"),
            Offering.course_id.label("course_id"),
            finished.label("day"),
            literal(Source.OFFERING.value).label("source"),
            Enrolment.offering_id.label("offering_id"),
            Enrolment.id.label("enrolment_id"),
            nothing.label("imported_id"),
        )
        .join(Offering, Offering.id == Enrolment.offering_id)
        .where(completed, finished <= as_of)
    )
    imported = select(
        ImportedParticipation.person_id,
        ImportedParticipation.course_id,
        ImportedParticipation.held_on,
        literal(Source.IMPORTED.value),
        nothing,
        nothing,
        ImportedParticipation.id,
    ).where(ImportedParticipation.result == Result.PASSED, ImportedParticipation.held_on <= as_of)
    if known is not None:
        imported = imported.where(ImportedParticipation.recorded_at <= known.at)
    if people is not None:
        # In both parts: SQLite would not carry it there from outside.
        enrolled = enrolled.where(among(Enrolment.person_id, people))
        imported = imported.where(among(ImportedParticipation.person_id, people))
    return union_all(enrolled, imported).subquery("participation")
