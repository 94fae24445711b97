"""The costs of the year of the reference date, cost by cost, for HR."""

from collections.abc import Iterator

from trainingtracker.costs.listing import CostFilter, items
from trainingtracker.reports.lists.budgets import COST_COLUMNS, cost_rows
from trainingtracker.reports.report import Question, Table, Value
from trainingtracker.text import mark


def _rows(question: Question) -> Iterator[tuple[Value, ...]]:
    wanted = CostFilter(question.as_of.year, topic_id=question.filters.topic_id)
    return cost_rows(items(wanted), question.language)


def _shown(question: Question) -> bool:
    """Offerings belong to no unit: for a part of the administration there are no costs."""
    return question.of_now and not question.guarded and question.unit is None


COSTS = Table(
    key="costs",
    title=mark("Costs"),
    columns=COST_COLUMNS,
    rows=_rows,
    about=mark("The costs of the budget year of the reference date"),
    shown=_shown,
)
