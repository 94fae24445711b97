"""What unused places have cost by cost centre, as a workbook."""

from collections.abc import Iterator

from trainingtracker.enrolment.queries.unused_costs import Sums, UnusedCosts
from trainingtracker.reports.report import Column, ListReport, Value
from trainingtracker.reports.styles import Kind
from trainingtracker.text import counted, mark, mark_plural, sentence

# What stands in a cell whose group is too small, as on the page.
_NOT_SHOWN = mark("· (not shown)")
_OTHERS = mark_plural("%(number)s other cost centre", "%(number)s other cost centres together")

UNUSED = ListReport(
    key="unused-places",
    title=mark("Unused places"),
    columns=(
        Column("cost_centre", mark("Cost centre"), 30),
        Column("places", mark("Places"), 18, Kind.COUNT),
        Column("costs_in_euros", mark("Costs in euros"), 18, Kind.COUNT),
    ),
)


def unused_rows(costs: UnusedCosts, language: str) -> Iterator[tuple[Value, ...]]:
    """A row a cost centre, those that are not named in one row."""
    for centre, sums in costs.centres.items():
        yield _row(centre or sentence(mark("no cost centre on record"), language), sums, language)
    if costs.number_of_others:
        yield _row(counted(_OTHERS, costs.number_of_others, language), costs.others, language)


def _row(name: str, sums: Sums | None, language: str) -> tuple[Value, ...]:
    if sums is None:
        unseen = sentence(_NOT_SHOWN, language)
        return name, unseen, unseen
    return name, sums.places, sums.amount / 100
