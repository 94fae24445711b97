"""HR's list of offerings: filtered, sorted, in pages, each with its places."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    SQLColumnExpression,
    and_,
    false,
    func,
    or_,
    select,
)

from trainingtracker import clock
from trainingtracker.catalogue import availability
from trainingtracker.catalogue.availability import Availability
from trainingtracker.collation import like_pattern, search_words
from trainingtracker.extensions import db
from trainingtracker.models import Course, Offering, OfferingTrainer
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import OfferingStage, OfferingStatus


@dataclass(frozen=True)
class OfferingFilter:
    """What the list asks for; `first` and `last` are days on which an offering may start."""

    text: str = ""
    topic_id: int | None = None
    course_id: int | None = None
    stage: OfferingStage | None = None
    with_closed: bool = True
    first: date | None = None
    last: date | None = None
    trainer_id: int | None = None


class OfferingRow(NamedTuple):
    id: int
    number: str
    course: Bilingual
    status: OfferingStatus
    stage: OfferingStage
    starts_at: datetime | None
    ends_at: datetime | None
    places: Availability


class OfferingsFound(NamedTuple):
    rows: list[OfferingRow]
    total: int


SORTS: dict[str, SQLColumnExpression[Any]] = {
    "date": Offering.starts_at,
    "number": Offering.number,
    "course": Course.sort_key,
    "free": Offering.max_places - availability.places_held(),
}


def offerings(
    wanted: OfferingFilter,
    *,
    sort: str = "date",
    descending: bool = False,
    limit: int | None = 50,
    offset: int = 0,
) -> OfferingsFound:
    """One page of the list, in three queries; offerings without dates come last.

    Without a `limit` it is the whole list.
    """
    conditions = _conditions(wanted)
    counted = select(func.count(Offering.id)).join(Course).where(*conditions)
    total = db.session.scalar(counted) or 0
    order = SORTS.get(sort, Offering.starts_at)
    ordered = order.desc() if descending else order.asc()
    return OfferingsFound(rows(conditions, order=(ordered,), limit=limit, offset=offset), total)


def rows(
    conditions: Iterable[ColumnElement[bool]],
    *,
    order: Iterable[SQLColumnExpression[Any]] = (),
    limit: int | None = 50,
    offset: int = 0,
) -> list[OfferingRow]:
    """Offerings with their places, the earliest first unless asked otherwise; two queries."""
    statement = _listed(conditions, order).limit(limit).offset(offset)
    return _with_places(db.session.execute(statement).all())


def foremost(
    conditions: Iterable[ColumnElement[bool]], limit: int, offset: int = 0
) -> tuple[list[OfferingRow], int]:
    """The earliest of these offerings and how many there are in all; two queries.

    Beyond the last of them nothing is counted.
    """
    statement = _listed(conditions).add_columns(func.count().over()).limit(limit).offset(offset)
    found = db.session.execute(statement).all()
    return _with_places(found), found[0][-1] if found else 0


def _listed(
    conditions: Iterable[ColumnElement[bool]], order: Iterable[SQLColumnExpression[Any]] = ()
) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Offering.id,
            Offering.number,
            Course.title,
            Offering.status,
            Offering.starts_at,
            Offering.ends_at,
        )
        .join(Course, Course.id == Offering.course_id)
        .where(*conditions)
        .order_by(Offering.starts_at.is_(None), *order, Offering.starts_at, Offering.id)
    )


def _with_places(found: Sequence[Row[*tuple[Any, ...]]]) -> list[OfferingRow]:
    places = availability.of_offerings(row.id for row in found)
    return [
        OfferingRow(
            row.id,
            row.number,
            row.title,
            row.status,
            stage(row.status, row.starts_at, row.ends_at),
            row.starts_at,
            row.ends_at,
            places[row.id],
        )
        for row in found
    ]


def stage(
    status: OfferingStatus, starts_at: datetime | None, ends_at: datetime | None
) -> OfferingStage:
    """The stage of an offering at this moment."""
    if status is not OfferingStatus.PUBLISHED:
        return OfferingStage(status.value)
    now = clock.now()
    if ends_at is not None and ends_at <= now:
        return OfferingStage.OVER
    return (
        OfferingStage.RUNNING
        if starts_at is not None and starts_at <= now
        else OfferingStage.UPCOMING
    )


def matching(text: str) -> list[ColumnElement[bool]]:
    """Every word stands in the number of the offering or in what can be searched of its course."""
    return [
        or_(
            Course.search_text.like(like_pattern(word), escape="\\"),
            func.lower(Offering.number).like(like_pattern(word), escape="\\"),
        )
        for word in search_words(text)
    ]


def _conditions(wanted: OfferingFilter) -> list[ColumnElement[bool]]:
    conditions = matching(wanted.text)
    if wanted.topic_id is not None:
        conditions.append(Course.topic_id == wanted.topic_id)
    if wanted.course_id is not None:
        conditions.append(Offering.course_id == wanted.course_id)
    if not wanted.with_closed:
        over = (OfferingStatus.CLOSED, OfferingStatus.CANCELLED)
        conditions.append(Offering.status.not_in(over))
    if wanted.stage is not None:
        conditions.append(in_stage(wanted.stage))
    if wanted.first is not None:
        conditions.append(Offering.starts_at >= clock.at(wanted.first))
    if wanted.last is not None:
        conditions.append(Offering.starts_at < clock.end_of(wanted.last))
    if wanted.trainer_id is not None:
        conditions.append(_led_by(wanted.trainer_id))
    return conditions


def in_stage(wanted: OfferingStage) -> ColumnElement[bool]:
    """Offerings that are in a stage at this moment."""
    now = clock.now()
    published = Offering.status == OfferingStatus.PUBLISHED
    over = func.coalesce(Offering.ends_at <= now, false())
    begun = func.coalesce(Offering.starts_at <= now, false())
    match wanted:
        case OfferingStage.DRAFT | OfferingStage.CLOSED | OfferingStage.CANCELLED:
            return Offering.status == OfferingStatus(wanted.value)
        case OfferingStage.OVER:
            return and_(published, over)
        case OfferingStage.RUNNING:
            return and_(published, begun, ~over)
        case OfferingStage.UPCOMING:
            return and_(published, ~begun)


def _led_by(person_id: int) -> ColumnElement[bool]:
    return Offering.id.in_(
        select(OfferingTrainer.offering_id).where(OfferingTrainer.person_id == person_id)
    )
