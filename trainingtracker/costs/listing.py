"""The costs of a budget year offering by offering, for a page, and cost by cost, for a workbook."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, SQLColumnExpression, func, select

from trainingtracker.catalogue.offering_list import matching
from trainingtracker.costs.budgets import committed, planned, spent
from trainingtracker.costs.sums import Sums
from trainingtracker.extensions import db
from trainingtracker.models import (
    CostItem,
    CostSheet,
    Course,
    EuProgramme,
    Offering,
    Person,
    Topic,
    TrainerContract,
)
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import ContractState, CostKind, OfferingStatus

SORTS = ("date", "course", "planned", "committed", "spent")


class Open(StrEnum):
    """What is still to be done about the costs of an offering."""

    INVOICE = "invoice"
    SIGNATURE = "signature"


@dataclass(frozen=True)
class CostFilter:
    year: int
    text: str = ""
    topic_id: int | None = None
    open: Open | None = None


class CostRow(NamedTuple):
    """The costs of one offering."""

    offering_id: int
    number: str
    course: Bilingual
    starts_at: datetime | None
    status: OfferingStatus
    programme: str | None
    unsigned: int
    sums: Sums


class CostsFound(NamedTuple):
    rows: list[CostRow]
    total: int
    sums: Sums


class ItemRow(NamedTuple):
    """One cost with all that bookkeeping asks; where there is none, no amounts."""

    number: str
    course: Bilingual
    topic: Bilingual
    starts_at: datetime | None
    kind: CostKind | None
    note: str | None
    planned: int | None
    actual: int | None
    invoice_number: str | None
    procurement_number: str
    product: str
    account: str
    cost_centre: str
    programme: str | None
    contracts: "tuple[ContractRow, ...]"


class ContractRow(NamedTuple):
    sheet_id: int
    number: str
    state: ContractState
    trainer: str


def costs(
    wanted: CostFilter,
    *,
    sort: str = "date",
    descending: bool = False,
    limit: int | None = 50,
    offset: int = 0,
) -> CostsFound:
    """One page of the offerings that have costs in a year, and the sums of all; three queries."""
    conditions = list(_conditions(wanted))
    total = db.session.scalar(
        select(func.count(CostSheet.id))
        .join(Offering, Offering.id == CostSheet.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .where(*conditions)
    )
    amounts = (
        select(
            CostItem.sheet_id,
            planned().label("planned"),
            committed().label("committed"),
            spent().label("spent"),
        )
        .join(CostSheet, CostSheet.id == CostItem.sheet_id)
        .join(Offering, Offering.id == CostSheet.offering_id)
        # Those of the other years are many, and none of them is in the list.
        .where(CostSheet.budget_year == wanted.year)
        .group_by(CostItem.sheet_id)
        .subquery()
    )
    keys: dict[str, SQLColumnExpression[Any]] = {
        "date": Offering.starts_at,
        "course": Course.sort_key,
        **{name: func.coalesce(amounts.c[name], 0) for name in ("planned", "committed", "spent")},
    }
    order = keys.get(sort, Offering.starts_at)
    found = db.session.execute(
        select(
            Offering.id,
            Offering.number,
            Course.title.label("course"),
            Offering.starts_at,
            Offering.status,
            EuProgramme.code.label("programme"),
            CostSheet.funding,
            _unsigned().label("unsigned"),
            amounts.c.planned,
            amounts.c.committed,
            amounts.c.spent,
        )
        .select_from(CostSheet)
        .join(Offering, Offering.id == CostSheet.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .outerjoin(EuProgramme, EuProgramme.id == CostSheet.programme_id)
        .outerjoin(amounts, amounts.c.sheet_id == CostSheet.id)
        .where(*conditions)
        .order_by(
            Offering.starts_at.is_(None),
            order.desc() if descending else order.asc(),
            Offering.starts_at,
            Offering.id,
        )
        .limit(limit)
        .offset(offset)
    )
    rows = [
        CostRow(
            row.id, row.number, row.course, row.starts_at, row.status, row.programme, row.unsigned,
            Sums(
                int(row.planned or 0), int(row.committed or 0), int(row.spent or 0),
                0 if row.status is OfferingStatus.CANCELLED else row.funding,
            ),
        )
        for row in found
    ]  # fmt: skip
    return CostsFound(rows, total or 0, _together(conditions))


def items(wanted: CostFilter) -> list[ItemRow]:
    """Every cost of the offerings that the filter lets through; two queries."""
    conditions = list(_conditions(wanted))
    contracts = _contracts(conditions)
    found = db.session.execute(
        select(
            CostSheet.id,
            Offering.number,
            Course.title.label("course"),
            Topic.title.label("topic"),
            Offering.starts_at,
            CostItem.kind,
            CostItem.note,
            CostItem.planned,
            CostItem.actual,
            CostItem.invoice_number,
            CostSheet.procurement_number,
            CostSheet.product,
            CostSheet.account,
            CostSheet.cost_centre,
            EuProgramme.code.label("programme"),
        )
        .select_from(CostSheet)
        .join(Offering, Offering.id == CostSheet.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .join(Topic, Topic.id == Course.topic_id)
        .outerjoin(EuProgramme, EuProgramme.id == CostSheet.programme_id)
        .outerjoin(CostItem, CostItem.sheet_id == CostSheet.id)
        .where(*conditions)
        .order_by(Offering.starts_at.is_(None), Offering.starts_at, Offering.id, CostItem.id)
    )
    rows = []
    for row in found.mappings():
        values: dict[str, Any] = dict(row)
        own = contracts.get(values.pop("id"), [])
        rows.append(ItemRow(**values, contracts=tuple(own)))
    return rows


def _conditions(wanted: CostFilter) -> Iterable[ColumnElement[bool]]:
    yield CostSheet.budget_year == wanted.year
    yield from matching(wanted.text)
    if wanted.topic_id is not None:
        yield Course.topic_id == wanted.topic_id
    if wanted.open is not None:
        yield Offering.status != OfferingStatus.CANCELLED
    if wanted.open is Open.INVOICE:
        yield CostSheet.id.in_(
            select(CostItem.sheet_id).where(CostItem.actual.is_(None), CostItem.planned > 0)
        )
    if wanted.open is Open.SIGNATURE:
        yield CostSheet.id.in_(
            select(TrainerContract.sheet_id).where(TrainerContract.state != ContractState.SIGNED)
        )


def _unsigned() -> ColumnElement[int]:
    return (
        select(func.count(TrainerContract.id))
        .where(
            TrainerContract.sheet_id == CostSheet.id,
            TrainerContract.state != ContractState.SIGNED,
        )
        .correlate(CostSheet)
        .scalar_subquery()
    )


def _together(conditions: Iterable[ColumnElement[bool]]) -> Sums:
    row = db.session.execute(
        select(planned().label("planned"), committed().label("committed"), spent().label("spent"))
        .select_from(CostItem)
        .join(CostSheet, CostSheet.id == CostItem.sheet_id)
        .join(Offering, Offering.id == CostSheet.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .where(*conditions)
    ).one()
    return Sums(int(row.planned), int(row.committed), int(row.spent))


def _contracts(conditions: Iterable[ColumnElement[bool]]) -> dict[int, list[ContractRow]]:
    found = db.session.execute(
        select(
            TrainerContract.sheet_id,
            TrainerContract.number,
            TrainerContract.state,
            Person.last_name,
            Person.first_name,
        )
        .join(Person, Person.id == TrainerContract.trainer_id)
        .join(CostSheet, CostSheet.id == TrainerContract.sheet_id)
        .join(Offering, Offering.id == CostSheet.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .where(*conditions)
        .order_by(TrainerContract.id)
    )
    rows: dict[int, list[ContractRow]] = defaultdict(list)
    for row in found:
        name = f"{row.last_name}, {row.first_name}"
        rows[row.sheet_id].append(ContractRow(row.sheet_id, row.number, row.state, name))
    return rows
