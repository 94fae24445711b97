"""The costs of one offering: what is stored, what a new sheet proposes, saving, copying."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any, Protocol, TypeVar

from sqlalchemy import func, select

from trainingtracker import clock
from trainingtracker.costs import rules
from trainingtracker.costs.facts import Contract, CostFacts, CostLine
from trainingtracker.extensions import db
from trainingtracker.models import (
    CareCostClaim,
    CostItem,
    CostSheet,
    Course,
    Enrolment,
    EuProgramme,
    Offering,
    TrainerContract,
)
from trainingtracker.organisation.versions import take_version
from trainingtracker.vocabulary import ClaimStatus, CostKind

_COLUMNS = (
    "budget_year", "product", "account", "cost_centre", "procurement_number", "programme_id",
    "funding",
)  # fmt: skip
_LINE = ("kind", "note", "planned", "actual", "invoice_number")
_CONTRACT = ("trainer_id", "number", "dated", "state")


class _Stated(Protocol):
    @property
    def id(self) -> int | None: ...


Stored = TypeVar("Stored", CostItem, TrainerContract)


def sheet_of(offering_id: int) -> CostSheet | None:
    return db.session.scalar(
        select(CostSheet)
        .where(CostSheet.offering_id == offering_id)
        .execution_options(populate_existing=True)
    )


def facts_of(sheet: CostSheet) -> CostFacts:
    """What is stored about the costs of an offering."""
    return CostFacts(
        **{name: getattr(sheet, name) for name in _COLUMNS},
        lines=tuple(
            CostLine(**{name: getattr(item, name) for name in _LINE}, id=item.id)
            for item in sheet.items
        ),
        contracts=tuple(
            Contract(**{name: getattr(one, name) for name in _CONTRACT}, id=one.id)
            for one in sheet.contracts
        ),
    )


def proposed(offering: Offering) -> CostFacts:
    """What a new sheet begins with: the year of the start, and where the topic was booked last."""
    last = db.session.scalar(
        select(CostSheet)
        .join(Offering, Offering.id == CostSheet.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .where(Course.topic_id == offering.course.topic_id)
        .order_by(CostSheet.id.desc())
        .limit(1)
    )
    booked = (
        {name: getattr(last, name) for name in ("product", "account", "cost_centre")}
        if last
        else {}
    )
    return CostFacts(
        budget_year=_year_of(offering),
        **booked,
        lines=tuple(CostLine(kind) for kind in CostKind if kind is not CostKind.OTHER),
    )


def save(offering_id: int, facts: CostFacts, version: int) -> CostSheet:
    """Replace what is stored about the costs of an offering; rows keep their identity by their id.

    `version` is that of the sheet as it was seen, 0 where there was none. Saving what is stored
    already is no change. Costs can be written as long as invoices come, also of closed offerings.
    """
    _locked(offering_id)
    sheet = sheet_of(offering_id)
    if sheet is not None and _same(facts_of(sheet), facts):
        return sheet
    if sheet is None:
        sheet = CostSheet(offering_id=offering_id, version=0, items=[], contracts=[])
    take_version(sheet, version)
    rules.check(facts)
    return _write(sheet, facts)


def copy_planned(offering_id: int, copy: Offering) -> CostSheet | None:
    """Take what is planned over to a copy: nothing of what was spent, signed or procured."""
    sheet = sheet_of(offering_id)
    if sheet is None:
        return None
    facts = facts_of(sheet)
    planned = replace(
        facts,
        budget_year=_year_of(copy),
        procurement_number="",
        lines=tuple(
            CostLine(line.kind, line.note, line.planned)
            for line in facts.lines
            if line.planned or line.note
        ),
        contracts=(),
    )
    new = CostSheet(offering_id=copy.id, version=1, items=[], contracts=[])
    return _write(new, planned)


def granted_care(offering_id: int) -> int:
    """What HR has granted the participants of an offering for care, in cents."""
    total = db.session.scalar(
        select(func.coalesce(func.sum(CareCostClaim.amount), 0))
        .join(Enrolment, Enrolment.id == CareCostClaim.enrolment_id)
        .where(Enrolment.offering_id == offering_id, CareCostClaim.status == ClaimStatus.GRANTED)
    )
    return int(total or 0)


def programmes() -> list[EuProgramme]:
    """The programmes that can pay, by name."""
    return list(db.session.scalars(select(EuProgramme).order_by(EuProgramme.name)))


def _year_of(offering: Offering) -> int:
    return clock.local(offering.starts_at or clock.now()).year


def _locked(offering_id: int) -> Offering:
    """Two people who write the first costs of an offering queue here."""
    return db.session.get_one(Offering, offering_id, with_for_update=True)


def _same(stored: CostFacts, typed: CostFacts) -> bool:
    """Whether both state the same; a row that was sent twice as new has no id yet."""
    return _without_ids(stored) == _without_ids(typed)


def _without_ids(facts: CostFacts) -> dict[str, Any]:
    plain = asdict(facts)
    for row in (*plain["lines"], *plain["contracts"]):
        del row["id"]
    return plain


def _write(sheet: CostSheet, facts: CostFacts) -> CostSheet:
    for name in _COLUMNS:
        setattr(sheet, name, getattr(facts, name))
    sheet.items = _rows(CostItem, sheet.items, facts.lines, _LINE)
    sheet.contracts = _rows(TrainerContract, sheet.contracts, facts.contracts, _CONTRACT)
    db.session.add(sheet)
    db.session.flush()
    return sheet


def _rows(
    model: type[Stored], stored: Iterable[Stored], stated: Sequence[_Stated], names: Iterable[str]
) -> list[Stored]:
    on_record = {row.id: row for row in stored}
    written = []
    for one in stated:
        row = on_record.pop(one.id, None) if one.id is not None else None
        row = row or model()
        for name in names:
            setattr(row, name, getattr(one, name))
        written.append(row)
    return written
