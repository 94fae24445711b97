"""Budgets by year and topic: set, committed, spent, left. Amounts are in euro cents."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, case, func, select
from sqlalchemy.orm import InstrumentedAttribute

from trainingtracker import clock
from trainingtracker.catalogue import topics
from trainingtracker.costs import rules
from trainingtracker.costs.besides import external_trainings
from trainingtracker.costs.sums import Sums
from trainingtracker.enrolment.queries.unused_costs import UnusedCosts, unused_costs
from trainingtracker.extensions import db
from trainingtracker.kept import kept
from trainingtracker.models import (
    Budget,
    CostItem,
    CostSheet,
    Course,
    EuProgramme,
    Offering,
    Topic,
)
from trainingtracker.organisation.versions import check_version, take_version
from trainingtracker.text import Localised, Message, mark
from trainingtracker.vocabulary import OfferingStatus

Group = TypeVar("Group")


@dataclass(frozen=True)
class Standing:
    """A budget (None: nobody has set one) beside what was committed and spent of it."""

    year: int
    budget: int | None
    sums: Sums
    topic_id: int | None = None
    topic: Localised | None = None

    @property
    def left(self) -> int | None:
        return None if self.budget is None else self.budget - self.sums.used

    @property
    def exceeded_by(self) -> int:
        """By how much more is committed and spent than there is; 0 where it suffices."""
        return max(-(self.left or 0), 0)


class Funding(NamedTuple):
    """What a programme pays in a year, and towards how many offerings."""

    code: str
    name: str
    offerings: int
    amount: int


class Booked(NamedTuple):
    """Where something is booked, as the municipal budget calls it."""

    product: str
    account: str
    cost_centre: str
    committed: int
    spent: int


class Year(NamedTuple):
    """Everything of a budget year: a standing for each topic, and all of them together.

    Trainings outside the catalogue belong to no topic; `altogether` has them, too. What was
    `charged` to the units for unused places is in the costs of the offerings already.
    """

    rows: list[Standing]
    total: Standing
    external: Standing
    altogether: Standing
    charged: UnusedCosts
    funding: list[Funding]
    booked: list[Booked]


_ALL_TOPICS = mark("All topics")
_EXTERNAL = mark("External trainings")
_ALTOGETHER = mark("Altogether")
_alive = Offering.status != OfferingStatus.CANCELLED


def planned() -> ColumnElement[int]:
    return _sum(case((_alive, CostItem.planned), else_=0))


def committed() -> ColumnElement[int]:
    return _sum(case((_alive & CostItem.actual.is_(None), CostItem.planned), else_=0))


def spent() -> ColumnElement[int]:
    return _sum(CostItem.actual)


def items_by(group: InstrumentedAttribute[Group]) -> Select[Group, int, int, int]:
    """What the items of offerings come to for each value of a column: planned, committed, spent."""
    return (
        select(group, planned(), committed(), spent())
        .select_from(CostItem)
        .join(CostSheet, CostSheet.id == CostItem.sheet_id)
        .join(Offering, Offering.id == CostSheet.offering_id)
        .group_by(group)
    )


def of_year(year: int) -> Year:
    """The standings of a year in the order of the topics, added up once until anything changes."""
    return kept(("budgets", year, clock.lately()), lambda: _of_year(year))


def _of_year(year: int) -> Year:
    budgets = dict(
        db.session.execute(select(Budget.topic_id, Budget.amount).where(Budget.year == year)).all()
    )
    sums = _sums(year)
    rows = [
        Standing(year, budgets.get(topic.id), sums.get(topic.id, Sums()), topic.id, topic.title)
        for topic in topics.in_order()
    ]
    together = sum((row.sums for row in rows), Sums())
    whole = sum(budgets.values()) if budgets else None
    external = external_trainings(year)
    return Year(
        rows,
        Standing(year, whole, together, topic=Message(_ALL_TOPICS)),
        Standing(year, None, external, topic=Message(_EXTERNAL)),
        Standing(year, whole, together + external, topic=Message(_ALTOGETHER)),
        unused_costs(year),
        _funding(year),
        _booked(year),
    )


def standing(year: int, topic_id: int) -> Standing:
    """How one budget stands; three queries."""
    topic = db.session.get_one(Topic, topic_id)
    budget = budget_of(year, topic_id)
    sums = _sums(year, topic_id).get(topic_id, Sums())
    return Standing(year, budget.amount if budget else None, sums, topic_id, topic.title)


def years() -> list[int]:
    """The years that have a budget or costs, last, this and next year besides, latest first."""
    now = clock.today().year
    found = db.session.scalars(select(Budget.year).union(select(CostSheet.budget_year)))
    return sorted({*found, now - 1, now, now + 1}, reverse=True)


def budget_of(year: int, topic_id: int) -> Budget | None:
    return db.session.scalar(
        select(Budget)
        .where(Budget.year == year, Budget.topic_id == topic_id)
        .execution_options(populate_existing=True)
    )


def put(year: int, topic_id: int, amount: int | None, version: int) -> None:
    """Set the budget of a topic; None takes it away.

    `version` is that of the budget as it was seen, 0 where there was none. Setting what is stored
    already is no change.
    """
    # Two people who set the first budget of a topic queue here.
    db.session.get_one(Topic, topic_id, with_for_update=True)
    stored = budget_of(year, topic_id)
    if (stored.amount if stored else None) == amount:
        return
    rules.check_year(year)
    rules.check_amount(amount or 0)
    if stored is None:
        check_version(0, version)
        db.session.add(Budget(year=year, topic_id=topic_id, amount=amount))
    else:
        take_version(stored, version)
        if amount is None:
            db.session.delete(stored)
        else:
            stored.amount = amount
    db.session.flush()


def _sum(value: SQLColumnExpression[int | None] | ColumnElement[int]) -> ColumnElement[int]:
    return func.coalesce(func.sum(value), 0)


def _of(year: int, topic_id: int | None) -> Iterable[ColumnElement[bool]]:
    yield CostSheet.budget_year == year
    if topic_id is not None:
        yield Course.topic_id == topic_id


def _sums(year: int, topic_id: int | None = None) -> dict[int, Sums]:
    """By topic. Funding is one amount a sheet, so it is added up apart from the items."""
    items = items_by(Course.topic_id).join(Course, Course.id == Offering.course_id)
    found = {
        row[0]: Sums(int(row[1]), int(row[2]), int(row[3]))
        for row in db.session.execute(items.where(*_of(year, topic_id)))
    }
    funded = db.session.execute(
        select(Course.topic_id, _sum(CostSheet.funding).label("funding"))
        .select_from(CostSheet)
        .join(Offering, Offering.id == CostSheet.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .where(_alive, *_of(year, topic_id))
        .group_by(Course.topic_id)
    )
    for row in funded:
        found[row.topic_id] = found.get(row.topic_id, Sums()) + Sums(funding=int(row.funding))
    return found


def _funding(year: int) -> list[Funding]:
    rows = db.session.execute(
        select(
            EuProgramme.code,
            EuProgramme.name,
            func.count(CostSheet.id).label("offerings"),
            _sum(CostSheet.funding).label("amount"),
        )
        .join(CostSheet, CostSheet.programme_id == EuProgramme.id)
        .join(Offering, Offering.id == CostSheet.offering_id)
        .where(_alive, CostSheet.budget_year == year)
        .group_by(EuProgramme.id, EuProgramme.code, EuProgramme.name)
        .order_by(EuProgramme.name)
    )
    return [Funding(row.code, row.name, row.offerings, int(row.amount)) for row in rows]


def _booked(year: int) -> list[Booked]:
    """What has been committed or spent, by where it is booked."""
    places = (CostSheet.product, CostSheet.account, CostSheet.cost_centre)
    rows = db.session.execute(
        select(*places, committed().label("committed"), spent().label("spent"))
        .select_from(CostItem)
        .join(CostSheet, CostSheet.id == CostItem.sheet_id)
        .join(Offering, Offering.id == CostSheet.offering_id)
        .where(CostSheet.budget_year == year)
        .group_by(*places)
        .order_by(*places)
    )
    return [
        Booked(row.product, row.account, row.cost_centre, int(row.committed), int(row.spent))
        for row in rows
        if row.committed or row.spent
    ]
