"""Budgets of three years and the costs of their offerings: invoiced, committed, to be signed."""

from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from sqlalchemy import func, select

from trainingtracker import clock
from trainingtracker.costs import budgets
from trainingtracker.extensions import db
from trainingtracker.models import (
    CostItem,
    CostSheet,
    Course,
    EuProgramme,
    Meeting,
    Offering,
    OfferingTrainer,
    Topic,
    TrainerContract,
)
from trainingtracker.privacy import bulk_insert
from trainingtracker.vocabulary import ContractState, CostKind, CourseFormat, OfferingStatus

# In cents.
_FEE_OF_A_UNIT, _ROOM_OF_A_DAY = 9_500, 18_000
_INVOICED_AFTER = timedelta(days=20)
_PRODUCTS = {"eu_funding": "571.10", "languages": "111.22", "intercultural": "111.22"}
_ACCOUNTS = {"eu_funding": "5291 0100", "languages": "5291 0200", "intercultural": "5291 0300"}
_COST_CENTRE = "18140"
_PROGRAMMES = ("ERASMUS+", "CERV", "INTERREG-A")
# What the council grants, in percent of what turns out to be needed.
_GRANTED = {-1: (112, 108, 115), 0: (96, 118, 121), 1: (220, 260, 240)}
_ROUNDED_TO = 50_000


class _Held(NamedTuple):
    id: int
    starts_on: date
    ends_on: date
    meetings: int
    topic: str
    teaching_units: int
    online: bool
    draft: bool


def spend() -> None:
    """Write sheets for the offerings of last, this and next year, then budgets that fit them."""
    this_year = clock.today().year
    held = [one for one in _offerings() if abs(one.starts_on.year - this_year) <= 1]
    named = select(OfferingTrainer.offering_id, OfferingTrainer.person_id)
    trainers = dict(db.session.execute(named.order_by(OfferingTrainer.id)).all())
    known = dict(db.session.execute(select(EuProgramme.code, EuProgramme.id)).all())
    programmes = [known[code] for code in _PROGRAMMES if code in known]
    sheet_ids = bulk_insert(CostSheet, [_sheet(one, programmes) for one in held])
    sheets = list(zip(sheet_ids, held, strict=True))
    bulk_insert(CostItem, [row for sheet_id, one in sheets for row in _items(sheet_id, one)])
    bulk_insert(
        TrainerContract,
        [
            _contract(sheet_id, one, trainers[one.id])
            for sheet_id, one in sheets
            if one.id in trainers and not one.draft
        ],
    )
    for offset, percents in _GRANTED.items():
        _grant(this_year + offset, percents)


def _offerings() -> list[_Held]:
    meetings = (
        select(func.count(Meeting.id)).where(Meeting.offering_id == Offering.id).scalar_subquery()
    )
    rows = db.session.execute(
        select(
            Offering.id,
            Offering.starts_at,
            Offering.ends_at,
            Offering.status,
            Course.format,
            Course.teaching_units,
            Topic.key,
            meetings.label("meetings"),
        )
        .join(Course, Course.id == Offering.course_id)
        .join(Topic, Topic.id == Course.topic_id)
        .where(Offering.starts_at.is_not(None), Offering.status != OfferingStatus.CANCELLED)
        .order_by(Offering.id)
    )
    return [
        _Held(
            row.id,
            clock.local_day(row.starts_at),
            clock.local_day(row.ends_at),
            row.meetings,
            row.key,
            row.teaching_units,
            row.format is CourseFormat.ONLINE,
            row.status is OfferingStatus.DRAFT,
        )
        for row in rows
    ]


def _sheet(one: _Held, programmes: list[int]) -> dict[str, Any]:
    # A stream of its own for each offering: nothing else of the city depends on it.
    random = Random(one.id)
    funded = bool(programmes) and one.topic == "eu_funding" and random.random() < 0.3
    return {
        "offering_id": one.id,
        "budget_year": one.starts_on.year,
        "product": _PRODUCTS[one.topic],
        "account": _ACCOUNTS[one.topic],
        "cost_centre": _COST_CENTRE,
        "procurement_number": f"VG-{one.starts_on:%Y}-{one.id:04d}",
        "programme_id": random.choice(programmes) if funded else None,
        "funding": random.randrange(40_000, 120_000, 5_000) if funded else 0,
        "version": 1,
    }


def _items(sheet_id: int, one: _Held) -> list[dict[str, Any]]:
    """Planned round, invoiced to the cent once it is over and the invoice has come."""
    random = Random(-one.id)
    planned = {CostKind.FEE: one.teaching_units * _FEE_OF_A_UNIT}
    if not one.online:
        planned[CostKind.TRAVEL] = random.randrange(4_000, 20_000, 1_000)
        planned[CostKind.ROOM] = one.meetings * _ROOM_OF_A_DAY
    if random.random() < 0.15:
        planned[CostKind.CARE] = 12_000
    invoiced = one.ends_on + _INVOICED_AFTER < clock.today()
    return [
        {
            "sheet_id": sheet_id,
            "kind": kind,
            "note": "",
            "planned": cents,
            "actual": cents * random.randint(940, 1_030) // 1_000 if invoiced else None,
            "invoice_number": f"R-{one.ends_on:%y%m}-{one.id:03d}{number}" if invoiced else "",
        }
        for number, (kind, cents) in enumerate(planned.items(), 1)
    ]


def _contract(sheet_id: int, one: _Held, trainer_id: int) -> dict[str, Any]:
    """Signed well before the start; on its way for what begins in some weeks."""
    ahead = one.starts_on - clock.today()
    state = ContractState.SIGNED
    if ahead > timedelta(days=30):
        state = ContractState.SENT if ahead < timedelta(days=90) else ContractState.DRAFTED
    signed_on: date | None = min(one.starts_on, clock.today()) - timedelta(days=21)
    return {
        "sheet_id": sheet_id,
        "trainer_id": trainer_id,
        "number": f"HV-{one.starts_on:%Y}-{one.id:04d}",
        "dated": signed_on if state is ContractState.SIGNED else None,
        "state": state,
    }


def _grant(year: int, percents: tuple[int, ...]) -> None:
    for row, percent in zip(budgets.of_year(year).rows, percents, strict=True):
        assert row.topic_id is not None
        needed = max(row.sums.used, 10 * _ROUNDED_TO) * percent // 100
        amount = needed // _ROUNDED_TO * _ROUNDED_TO
        budgets.put(year, row.topic_id, amount, 0)
