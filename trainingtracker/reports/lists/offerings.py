"""The list of offerings as a workbook."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from trainingtracker import clock
from trainingtracker.catalogue.offering_list import OfferingRow
from trainingtracker.enrolment.queries import places_open
from trainingtracker.labels import label
from trainingtracker.reports.report import Column, ListReport, Value
from trainingtracker.reports.styles import Kind
from trainingtracker.text import mark, sentence

OFFERINGS = ListReport(
    key="offerings",
    title=mark("Offerings"),
    columns=(
        Column("offering", mark("Offering"), 18),
        Column("course", mark("Course"), 52),
        Column("begins_on", mark("Begins on"), 12, Kind.DAY),
        Column("ends_on", mark("Ends on"), 12, Kind.DAY),
        Column("status", mark("Status"), 24),
        Column("minimum", mark("Minimum"), 12, Kind.COUNT),
        Column("places", mark("Places"), 10, Kind.COUNT),
        Column("taken", mark("Taken"), 10, Kind.COUNT),
        Column("free", mark("Free"), 10, Kind.COUNT),
        Column("of_these_reserved", mark("Of these reserved"), 12, Kind.COUNT),
        Column("waiting_list", mark("Waiting list"), 12, Kind.COUNT),
        Column("awaiting_approval", mark("Awaiting approval"), 16, Kind.COUNT),
    ),
)


def offering_rows(rows: Iterable[OfferingRow], language: str) -> Iterator[tuple[Value, ...]]:
    """A value a column, in the order of the list."""
    listed = list(rows)
    kept = places_open.kept(row.id for row in listed)
    for row in listed:
        yield (
            row.number,
            row.course.in_language(language),
            _day(row.starts_at),
            _day(row.ends_at),
            sentence(label(row.stage), language),
            row.places.min_places,
            row.places.max_places,
            row.places.held,
            row.places.free,
            kept.get(row.id, 0),
            row.places.waiting,
            row.places.requested,
        )


def _day(instant: datetime | None) -> date | None:
    return clock.local_day(instant) if instant else None
