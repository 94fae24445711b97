"""Demand by course, unit and quarter as a workbook."""

from collections.abc import Iterable, Iterator

from trainingtracker.needs.demand import Demand
from trainingtracker.reports.report import Column, ListReport, Value
from trainingtracker.reports.styles import Kind
from trainingtracker.text import mark

DEMAND = ListReport(
    key="demand",
    title=mark("Demand"),
    columns=(
        Column("course_code", mark("Course code"), 14),
        Column("course", mark("Course"), 52),
        Column("unit", mark("Unit"), 40),
        Column("quarter", mark("Quarter"), 15),
        Column("needed", mark("Needed"), 12, Kind.COUNT),
        Column("interested", mark("Interested"), 12, Kind.COUNT),
        Column("on_waiting_lists", mark("On waiting lists"), 14, Kind.COUNT),
        Column("notes", mark("Notes"), 60, indent=1),
    ),
)


def demand_rows(rows: Iterable[Demand], language: str) -> Iterator[tuple[Value, ...]]:
    """A value a column, in the order of the page."""
    for row in rows:
        yield (
            row.course.code,
            row.course.title.in_language(language),
            row.unit.in_language(language) if row.unit else "",
            row.quarter.in_language(language) if row.quarter else "",
            row.needed,
            row.interested,
            row.waiting,
            "; ".join(row.notes),
        )
