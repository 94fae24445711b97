"""What a budget year has planned and spent by cost centre; amounts in cents."""

from typing import NamedTuple

from sqlalchemy import select

from trainingtracker.costs.budgets import items_by
from trainingtracker.costs.sums import Sums
from trainingtracker.extensions import db
from trainingtracker.models import CostSheet, Offering
from trainingtracker.vocabulary import OfferingStatus


class CentreSums(NamedTuple):
    """A cost centre (empty: none is stated), its offerings with costs, and their sums."""

    cost_centre: str
    offerings: int
    sums: Sums


def by_cost_centre(year: int) -> list[CentreSums]:
    """In the order of the cost centres; two queries."""
    items = items_by(CostSheet.cost_centre).where(CostSheet.budget_year == year)
    amounts = {
        centre: (int(planned), int(committed), int(spent))
        for centre, planned, committed, spent in db.session.execute(items)
    }
    sheets: dict[str, list[int]] = {}
    for centre, funding, status in db.session.execute(
        select(CostSheet.cost_centre, CostSheet.funding, Offering.status)
        .join(Offering, Offering.id == CostSheet.offering_id)
        .where(CostSheet.budget_year == year)
    ):
        paid = 0 if status is OfferingStatus.CANCELLED else funding
        sheets.setdefault(centre, []).append(paid)
    return [
        CentreSums(centre, len(paid), Sums(*amounts.get(centre, (0, 0, 0)), sum(paid)))
        for centre, paid in sorted(sheets.items())
    ]
