"""What unused places have cost by cost centre, as a workbook."""

from collections.abc import Iterator

from trainingtracker.enrolment.queries.unused_costs import UnusedCosts
from trainingtracker.reports.report import Column, ListReport, Value
from trainingtracker.reports.styles import Kind
from trainingtracker.text import mark, sentence

# What stands in a cell whose group is too small, as on the page.
_NOT_SHOWN = mark("· (not shown)")

UNUSED = ListReport(
    key="unused-places",
    title=mark("Unused places"),
    columns=(
        Column(mark("Cost centre"), 20),
        Column(mark("Withdrawn late"), 18, Kind.COUNT),
        Column(mark("Not attended"), 18, Kind.COUNT),
        Column(mark("Costs in euros"), 18, Kind.COUNT),
    ),
)


def unused_rows(costs: UnusedCosts, language: str) -> Iterator[tuple[Value, ...]]:
    """A row a cost centre."""
    unseen = sentence(_NOT_SHOWN, language)
    for row in costs.centres:
        name = row.cost_centre or sentence(mark("no cost centre on record"), language)
        if row.shown:
            yield name, row.withdrawn_late, row.not_attended, row.amount / 100
        else:
            yield name, unseen, unseen, unseen
