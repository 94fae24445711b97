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
    Column("budget_year", mark("Budget year"), 12),
    Column("topic", mark("Topic"), 40),
    Column("budget", mark("Budget"), 16, Kind.MONEY),
    Column("planned", mark("Planned"), 16, Kind.MONEY),
    Column("committed", mark("Committed"), 16, Kind.MONEY),
    Column("spent", mark("Spent"), 16, Kind.MONEY),
    Column("left", mark("Left"), 16, Kind.MONEY),
    Column("third_party_funding", mark("Third-party funding"), 16, Kind.MONEY),
)
COST_COLUMNS = (
    Column("offering", mark("Offering"), 18),
    Column("course", mark("Course"), 44),
    Column("topic", mark("Topic"), 28),
    Column("start", mark("Start"), 12, Kind.DAY),
    Column("kind_of_cost", mark("Kind of cost"), 16),
    Column("note", mark("Note"), 28),
    Column("planned", mark("Planned"), 14, Kind.MONEY),
    Column("actual", mark("Actual"), 14, Kind.MONEY),
    Column("invoice_number", mark("Invoice number"), 18),
    Column("procurement_number", mark("Procurement number"), 18),
    Column("budget_product", mark("Budget product"), 14),
    Column("budget_account", mark("Budget account"), 14),
    Column("cost_centre", mark("Cost centre"), 14),
    Column("third_party_funding", mark("Third-party funding"), 16),
    Column("contracts", mark("Contracts"), 50),
)


def budgets_report(year: int) -> ListReport:
    return ListReport("budgets", mark("Budgets"), _BUDGET_COLUMNS, about=str(year))


def costs_report(year: int) -> ListReport:
    return ListReport("costs", mark("Costs"), COST_COLUMNS, about=str(year))


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
