"""The costs of a budget year by cost centre, and what unused places have cost them."""

from collections.abc import Iterator

from trainingtracker import clock
from trainingtracker.costs.cost_centres import by_cost_centre
from trainingtracker.costs.sums import Sums as YearSums
from trainingtracker.enrolment.queries.unused_costs import Sums, unused_costs
from trainingtracker.privacy.suppression import DOT
from trainingtracker.reports import audiences, scopes
from trainingtracker.reports.lists.budgets import euros
from trainingtracker.reports.report import Column, Line, Question, Report, Table, Value
from trainingtracker.reports.styles import Kind
from trainingtracker.text import counted, mark, mark_plural, sentence

_CENTRE = Column("cost_centre", mark("Cost centre"), 30)
_COSTS = (
    _CENTRE,
    Column("offerings", mark("Offerings"), 14, Kind.COUNT),
    Column("planned", mark("Planned"), 16, Kind.MONEY),
    Column("committed", mark("Committed"), 16, Kind.MONEY),
    Column("spent", mark("Spent"), 16, Kind.MONEY),
    Column("third_party_funding", mark("Third-party funding"), 18, Kind.MONEY),
)
_UNUSED = (
    _CENTRE,
    Column("places", mark("Places left empty"), 16, Kind.COUNT),
    Column("amount", mark("Amount"), 16, Kind.MONEY),
)
_OTHERS = mark_plural("%(number)s other cost centre", "%(number)s other cost centres")


def _year(question: Question) -> int:
    return question.filters.year or clock.today().year


def _costs(question: Question) -> Iterator[Line]:
    found = by_cost_centre(_year(question))
    none = sentence(mark("None stated"), question.language)
    for each in found:
        yield Line((each.cost_centre or none, each.offerings, *_amounts([each.sums])))
    if found:
        total = sentence(mark("Total"), question.language)
        offerings = sum(each.offerings for each in found)
        yield Line((total, offerings, *_amounts([each.sums for each in found])), total=True)


def _amounts(sums: list[YearSums]) -> Iterator[Value]:
    for name in ("planned", "committed", "spent", "funding"):
        yield euros(sum(getattr(each, name) for each in sums))


def _unused(question: Question) -> Iterator[Line]:
    found = unused_costs(_year(question))
    none = sentence(mark("None stated"), question.language)
    for centre, sums in found.centres.items():
        yield Line((centre or none, *_places(sums)))
    if found.number_of_others:
        others = counted(_OTHERS, found.number_of_others, question.language)
        yield Line((others, *_places(found.others)))
    if found.centres or found.number_of_others:
        total = sentence(mark("Total"), question.language)
        yield Line((total, *_places(found.all)), total=True)


def _places(sums: Sums | None) -> tuple[Value, Value]:
    return (sums.places, euros(sums.amount)) if sums else (DOT, DOT)


COST_CENTRES = Report(
    key="cost_centres",
    title=mark("Costs by cost centre"),
    purpose=mark("What a budget year has planned, committed and spent, by cost centre."),
    audience=audiences.hr,
    takes=frozenset({"year"}),
    scope=scopes.everyone,
    tables=(
        Table(
            key="costs",
            title=mark("Costs"),
            columns=_COSTS,
            rows=_costs,
            to_read=True,
            about=mark("The sums of the offerings of the budget year"),
        ),
        Table(
            key="unused",
            title=mark("Unused places"),
            columns=_UNUSED,
            rows=_unused,
            note=mark(
                "\u2022 Cost centres of fewer than %(smallest)s people are in one row without "
                "names, with those that would give them away."
            ),
            to_read=True,
            about=mark("What places have cost that stayed empty"),
        ),
    ),
)
