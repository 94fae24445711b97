"""What stands in many rows of participations: read once, put into words once."""

from typing import NamedTuple

from sqlalchemy import select

from trainingtracker.attainment.participations import Source
from trainingtracker.extensions import db
from trainingtracker.labels import label
from trainingtracker.models import CostSheet, Course, Offering, Topic
from trainingtracker.reports.attainment.person import wall_clock
from trainingtracker.reports.report import Value
from trainingtracker.text import mark, sentence
from trainingtracker.vocabulary import Result, Status

SOURCES = {Source.OFFERING.value: mark("Offering"), Source.IMPORTED.value: mark("Imported")}
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


class Repeated:
    """Courses and offerings by their ids; result and name of a source by its key."""

    def __init__(self, language: str) -> None:
        self.courses: dict[int, CourseCells] = {}
        self.offerings: dict[int | None, OfferingCells] = {
            None: OfferingCells((None, None, None), None)
        }
        self.sources = {
            source: (sentence(_RESULTS[source], language), sentence(name, language))
            for source, name in SOURCES.items()
        }
        self._language = language

    def learn(self, courses: set[int], offerings: set[int | None]) -> None:
        """Those that were not needed before: two queries at most."""
        if unknown := courses - self.courses.keys():
            self._learn_courses(unknown)
        if further := offerings - self.offerings.keys():
            self._learn_offerings(further)

    def _learn_courses(self, ids: set[int]) -> None:
        language = self._language
        for id_, code, title, topic, form, units in db.session.execute(
            select(
                Course.id,
                Course.code,
                Course.title,
                Topic.title,
                Course.format,
                Course.teaching_units,
            )
            .join(Topic, Topic.id == Course.topic_id)
            .where(Course.id.in_(ids))
        ):
            named = (code, title.in_language(language), topic.in_language(language))
            self.courses[id_] = CourseCells(named, sentence(label(form), language), units)

    def _learn_offerings(self, ids: set[int | None]) -> None:
        held = Offering
        for id_, number, start, end, cost_centre in db.session.execute(
            select(held.id, held.number, held.starts_at, held.ends_at, CostSheet.cost_centre)
            .outerjoin(CostSheet, CostSheet.offering_id == held.id)
            .where(held.id.in_(ids))
        ):
            times = (number, wall_clock(start), wall_clock(end))
            self.offerings[id_] = OfferingCells(times, cost_centre or None)
