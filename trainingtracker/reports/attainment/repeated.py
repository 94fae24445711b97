"""What stands in many rows of participations: read once, put into words once."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import select

from trainingtracker.attainment.participations import Source
from trainingtracker.extensions import db
from trainingtracker.labels import label
from trainingtracker.models import CostSheet, Course, Offering, Topic
from trainingtracker.reports.attainment.person import wall_clock
from trainingtracker.reports.report import Value
from trainingtracker.text import mark, sentence
from trainingtracker.vocabulary import Result, Status

_SOURCES = {Source.OFFERING.value: mark("Offering"), Source.IMPORTED.value: mark("Imported")}
_RESULTS = {
    Source.OFFERING.value: label(Status.COMPLETED),
    Source.IMPORTED.value: label(Result.PASSED),
}


class CourseCells(NamedTuple):
    """Code, title and topic stand in front of the offering, format and length behind it."""

    named: tuple[Value, Value, Value]
    form: str
    units: int


class OfferingCells(NamedTuple):
    """Number, start and end; the cost centre."""

    held: tuple[Value, Value, Value]
    cost_centre: str | None


class Repeated(NamedTuple):
    """Courses and offerings by their ids; result and name of a source by its key."""

    courses: dict[int, CourseCells]
    offerings: dict[int | None, OfferingCells]
    sources: dict[str, tuple[str, str]]

    @classmethod
    def load(cls, language: str, rows: Sequence[Any] | None) -> "Repeated":
        """In two queries; what these rows need, or all there is."""
        courses = select(
            Course.id, Course.code, Course.title, Topic.title, Course.format, Course.teaching_units
        ).join(Topic, Topic.id == Course.topic_id)
        held, centre = Offering, CostSheet.cost_centre
        offerings = select(held.id, held.number, held.starts_at, held.ends_at, centre).outerjoin(
            CostSheet, CostSheet.offering_id == held.id
        )
        if rows is not None:
            courses = courses.where(Course.id.in_({row.course_id for row in rows}))
            offerings = offerings.where(Offering.id.in_({row.offering_id for row in rows}))
        return cls(
            {
                id_: CourseCells(
                    (code, title.in_language(language), topic.in_language(language)),
                    sentence(label(form), language),
                    units,
                )
                for id_, code, title, topic, form, units in db.session.execute(courses)
            },
            {None: OfferingCells((None, None, None), None)}
            | {
                id_: OfferingCells((number, wall_clock(start), wall_clock(end)), centre or None)
                for id_, number, start, end, centre in db.session.execute(offerings)
            },
            {
                source: (sentence(_RESULTS[source], language), sentence(name, language))
                for source, name in _SOURCES.items()
            },
        )
