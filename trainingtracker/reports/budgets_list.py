"""The budgets of a year by topic, and its costs one by one, as workbooks: exact to the cent."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from trainingtracker import clock
from trainingtracker.costs.budgets import Year
from trainingtracker.costs.listing import ContractRow, ItemRow
from trainingtracker.labels import label
from trainingtracker.reports.report import Column, ListReport, Value
from trainingtracker.reports.styles import Kind
from trainingtracker.text import mark, sentence

_CHARGED = mark("Charged to the units for unused places (contained above)")
_BUDGET_COLUMNS = (
    Column(mark("Budget year"), 12),
    Column(mark("Topic"), 40),
    Column(mark("Budget"), 16, Kind.MONEY),
    Column(mark("Planned"), 16, Kind.MONEY),
    Column(mark("Committed"), 16, Kind.MONEY),
    Column(mark("Spent"), 16, Kind.MONEY),
    Column(mark("Left"), 16, Kind.MONEY),
    Column(mark("Third-party funding"), 16, Kind.MONEY),
)
_COST_COLUMNS = (
    Column(mark("Offering"), 18),
    Column(mark("Course"), 44),
    Column(mark("Topic"), 28),
    Column(mark("Start"), 12, Kind.DAY),
    Column(mark("Kind of cost"), 16),
    Column(mark("Note"), 28),
    Column(mark("Planned"), 14, Kind.MONEY),
    Column(mark("Actual"), 14, Kind.MONEY),
    Column(mark("Invoice number"), 18),
    Column(mark("Procurement number"), 18),
    Column(mark("Budget product"), 14),
    Column(mark("Budget account"), 14),
    Column(mark("Cost centre"), 14),
    Column(mark("Third-party funding"), 16),
    Column(mark("Contracts"), 50),
)


def budgets_report(year: int) -> ListReport:
    return ListReport("budgets", mark("Budgets"), _BUDGET_COLUMNS, about=str(year))


def costs_report(year: int) -> ListReport:
    return ListReport("costs", mark("Costs"), _COST_COLUMNS, about=str(year))


def euros(cents: int | None) -> Decimal | None:
    """Exactly: a float would not know most cents."""
    return None if cents is None else Decimal(cents).scaleb(-2)


def budget_rows(found: Year, language: str) -> Iterator[tuple[Value, ...]]:
    """A value a column, in the order of the page, the sums last."""
    for row in (*found.rows, found.total, found.external, found.altogether):
        sums = row.sums
        amounts = (
            row.budget, sums.planned, sums.committed, sums.spent, row.left, sums.funding
        )  # fmt: skip
        topic = row.topic.in_language(language) if row.topic else ""
        yield (str(row.year), topic, *(euros(amount) for amount in amounts))
    if found.charged.all is not None:
        charged = euros(found.charged.all.amount)
        year = str(found.total.year)
        yield (year, sentence(_CHARGED, language), None, None, None, charged, None, None)


def cost_rows(rows: Iterable[ItemRow], language: str) -> Iterator[tuple[Value, ...]]:
    for row in rows:
        yield (
            row.number,
            row.course.in_language(language),
            row.topic.in_language(language),
            clock.local_day(row.starts_at) if row.starts_at else None,
            sentence(label(row.kind), language) if row.kind else "",
            row.note or "",
            euros(row.planned),
            euros(row.actual),
            row.invoice_number or "",
            row.procurement_number,
            row.product,
            row.account,
            row.cost_centre,
            row.programme or "",
            "; ".join(_contract(one, language) for one in row.contracts),
        )


def _contract(one: ContractRow, language: str) -> str:
    """Who, which contract, how far its signature has got."""
    parts = (one.trainer, one.number, sentence(label(one.state), language))
    return ", ".join(part for part in parts if part)
