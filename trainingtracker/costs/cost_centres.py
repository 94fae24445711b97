"""What a budget year has planned and spent by cost centre; amounts in cents."""

from typing import NamedTuple

from sqlalchemy import select

from trainingtracker.costs.budgets import committed, planned, spent
from trainingtracker.costs.sums import Sums
from trainingtracker.extensions import db
from trainingtracker.models import CostItem, CostSheet, Offering
from trainingtracker.vocabulary import OfferingStatus


class CentreSums(NamedTuple):
    """A cost centre (empty: none is stated), its offerings with costs, and their sums."""

    cost_centre: str
    offerings: int
    sums: Sums


def by_cost_centre(year: int) -> list[CentreSums]:
    """In the order of the cost centres; two queries."""
    amounts = {
        row.cost_centre: row
        for row in db.session.execute(
            select(
                CostSheet.cost_centre,
                planned().label("planned"),
                committed().label("committed"),
                spent().label("spent"),
            )
            .select_from(CostItem)
            .join(CostSheet, CostSheet.id == CostItem.sheet_id)
            .join(Offering, Offering.id == CostSheet.offering_id)
            .where(CostSheet.budget_year == year)
            .group_by(CostSheet.cost_centre)
        )
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
        CentreSums(centre, len(paid), _sums(amounts.get(centre), sum(paid)))
        for centre, paid in sorted(sheets.items())
    ]


def _sums(row: object, funding: int) -> Sums:
    """The sums of a cost centre; without costs all but the funding are nothing."""
    amounts = [int(getattr(row, name, 0) or 0) for name in ("planned", "committed", "spent")]
    return Sums(amounts[0], amounts[1], amounts[2], funding)
