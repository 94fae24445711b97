"""Places used, money spent and satisfaction: what facts about offerings come to."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from trainingtracker.statistics.counts import days
from trainingtracker.statistics.money import Care, Cost
from trainingtracker.statistics.satisfaction import Satisfaction


class Spending(NamedTuple):
    """Cents. `invoiced_units` are the teaching units of everybody who took part in what was
    invoiced: what the costs of a participant day are reckoned with.
    """

    planned: int
    actual: int
    third_party: int
    care: int
    care_persons: int
    invoiced_units: int

    @property
    def per_participant_day(self) -> float | None:
        """Cents; None where nobody took part in anything that was invoiced."""
        return self.actual / days(self.invoiced_units) if self.invoiced_units else None


class Opinions(NamedTuple):
    """The answers on scales from 1 to 5, and the sum of their scores."""

    answers: int
    score: int

    @property
    def mean(self) -> float | None:
        return self.score / self.answers if self.answers else None


def spending(costs: Iterable[Cost], care: Iterable[Care], units_of: Mapping[int, int]) -> Spending:
    """`units_of` are the teaching units of all participants of an offering."""
    costs, care = list(costs), list(care)
    return Spending(
        planned=sum(cost.planned for cost in costs),
        actual=sum(cost.actual or 0 for cost in costs),
        third_party=sum(cost.third_party for cost in costs),
        care=sum(claim.amount for claim in care),
        care_persons=len({claim.person_id for claim in care}),
        invoiced_units=sum(
            units_of.get(cost.offering_id, 0) for cost in costs if cost.actual is not None
        ),
    )


def opinions(facts: Iterable[Satisfaction]) -> Opinions:
    facts = list(facts)
    return Opinions(sum(fact.answers for fact in facts), sum(fact.score for fact in facts))
