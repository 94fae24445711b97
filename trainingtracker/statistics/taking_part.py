"""Participations of a span of days, one by one, with what was true of the person on the day.

They are those of `attainment/participations.py`, so that both reports count the same ones.
"""

from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from trainingtracker.attainment.participations import participations
from trainingtracker.extensions import db
from trainingtracker.models import Course, Person
from trainingtracker.statistics.offerings import of_topic
from trainingtracker.statistics.people_then import PeopleThen, Then
from trainingtracker.statistics.span import Span
from trainingtracker.vocabulary import CourseFormat, Gender, PersonKind


class Participation(NamedTuple):
    """One participation; without `offering_id` it was imported."""

    person_id: int
    kind: PersonKind
    gender: Gender | None
    topic_id: int
    format: CourseFormat
    day: date
    teaching_units: int
    offering_id: int | None
    then: Then


def taking_part(span: Span, people: PeopleThen, topic_id: int | None = None) -> list[Participation]:
    """Participations of staff and guests within the span: one query."""
    taken = participations(span.last)
    rows = db.session.execute(
        select(
            taken.c.person_id,
            Person.kind,
            Person.gender,
            Course.topic_id,
            Course.format,
            taken.c.day,
            Course.teaching_units,
            taken.c.offering_id,
        )
        .join(Person, Person.id == taken.c.person_id)
        .join(Course, Course.id == taken.c.course_id)
        .where(taken.c.day >= span.first, *span.has(taken.c.offering_id), *of_topic(topic_id))
    )
    return [Participation(*row, people.on(row[0], row[5])) for row in rows]  # type: ignore[call-arg]
