"""The catalogue as everybody searches it: published courses with their next date."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, SQLColumnExpression, func, or_, select

from trainingtracker import clock
from trainingtracker.catalogue import availability
from trainingtracker.catalogue.availability import Availability
from trainingtracker.collation import like_pattern, search_words
from trainingtracker.extensions import db
from trainingtracker.models import Course, Language, Offering, Topic
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import CourseFormat, CourseStatus, OfferingStatus


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; `first` and `last` are days on which a date may start.

    `without` are offerings whose free places are none for them.
    """

    text: str = ""
    topic_id: int | None = None
    language_id: int | None = None
    format: CourseFormat | None = None
    first: date | None = None
    last: date | None = None
    free_only: bool = False
    without: frozenset[int] = frozenset()

    @property
    def asks_for_dates(self) -> bool:
        return bool(self.first or self.last or self.free_only)


class NextDate(NamedTuple):
    """The next offering of a course that fits, and how many fit in all."""

    offering_id: int
    starts_at: datetime
    ends_at: datetime
    places: Availability
    dates: int
    in_round: bool


class Found(NamedTuple):
    """One course of the catalogue; `next` is None where no date is planned."""

    id: int
    code: str
    title: Bilingual
    topic: Bilingual
    format: CourseFormat
    language: Bilingual | None
    teaching_units: int
    next: NextDate | None


class CoursesFound(NamedTuple):
    rows: list[Found]
    total: int


SORTS = ("title", "date", "length")


def courses(
    wanted: Wanted, *, sort: str = "title", limit: int = 50, offset: int = 0
) -> CoursesFound:
    """One page of the catalogue, in four queries."""
    next_id = _next_offering(wanted)
    conditions = _conditions(wanted)
    if wanted.asks_for_dates:
        conditions.append(next_id.is_not(None))
    total = db.session.scalar(select(func.count(Course.id)).where(*conditions)) or 0
    rows = db.session.execute(
        select(
            Course.id,
            Course.code,
            Course.title,
            Topic.title.label("topic"),
            Course.format,
            Language.name.label("language"),
            Course.teaching_units,
            next_id.label("next_id"),
        )
        .join(Topic, Topic.id == Course.topic_id)
        .outerjoin(Language, Language.id == Course.language_id)
        .where(*conditions)
        .order_by(*_order(sort, wanted), Course.sort_key, Course.id)
        .limit(limit)
        .offset(offset)
    ).all()
    dates = _next_dates({row.next_id: row.id for row in rows if row.next_id}, wanted)
    return CoursesFound(
        [
            Found(
                row.id,
                row.code,
                row.title,
                row.topic,
                row.format,
                row.language if row.language.de else None,
                row.teaching_units,
                dates.get(row.id),
            )
            for row in rows
        ],
        total,
    )


def languages() -> list[Language]:
    """The languages in which published courses are held."""
    used = select(Course.language_id).where(Course.status == CourseStatus.PUBLISHED)
    return list(
        db.session.scalars(select(Language).where(Language.id.in_(used)).order_by(Language.name_de))
    )


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Course.status == CourseStatus.PUBLISHED]
    conditions += [
        Course.search_text.like(like_pattern(word), escape="\\")
        for word in search_words(wanted.text)
    ]
    if wanted.topic_id is not None:
        conditions.append(Course.topic_id == wanted.topic_id)
    if wanted.language_id is not None:
        conditions.append(Course.language_id == wanted.language_id)
    if wanted.format is not None:
        conditions.append(Course.format == wanted.format)
    return conditions


def _fitting(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Offerings still to come that fit; a free place counts while one can ask for it."""
    now = clock.now()
    conditions: list[ColumnElement[bool]] = [
        Offering.status == OfferingStatus.PUBLISHED,
        Offering.starts_at > now,
    ]
    if wanted.first is not None:
        conditions.append(Offering.starts_at >= clock.at(wanted.first))
    if wanted.last is not None:
        conditions.append(Offering.starts_at < clock.end_of(wanted.last))
    if wanted.free_only:
        conditions += [
            availability.places_held() < Offering.max_places,
            Offering.id.not_in(wanted.without),
            or_(Offering.enrolment_opens.is_(None), Offering.enrolment_opens <= now),
            or_(Offering.enrolment_closes.is_(None), Offering.enrolment_closes > now),
        ]
    return conditions


def _next_offering(wanted: Wanted) -> ScalarSelect[int]:
    return (
        select(Offering.id)
        .where(Offering.course_id == Course.id, *_fitting(wanted))
        .order_by(Offering.starts_at, Offering.id)
        .limit(1)
        .correlate(Course)
        .scalar_subquery()
    )


def _order(sort: str, wanted: Wanted) -> list[SQLColumnExpression[Any]]:
    if sort == "length":
        return [Course.teaching_units]
    if sort == "date":
        first_start = (
            select(func.min(Offering.starts_at))
            .where(Offering.course_id == Course.id, *_fitting(wanted))
            .correlate(Course)
            .scalar_subquery()
        )
        return [first_start.is_(None), first_start]
    return []


def _next_dates(next_ids: dict[int, int], wanted: Wanted) -> dict[int, NextDate]:
    """Course id -> its next date, for offerings given as offering id -> course id."""
    counts = (
        select(Offering.course_id, func.count().label("dates"))
        .where(Offering.course_id.in_(list(next_ids.values())), *_fitting(wanted))
        .group_by(Offering.course_id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            Offering.id,
            Offering.course_id,
            Offering.starts_at,
            Offering.ends_at,
            counts.c.dates,
            Offering.in_round.label("in_round"),
        )
        .join(counts, counts.c.course_id == Offering.course_id)
        .where(Offering.id.in_(list(next_ids)))
    ).all()
    places = availability.of_offerings(next_ids)
    return {
        row.course_id: NextDate(
            row.id, row.starts_at, row.ends_at, places[row.id], row.dates, row.in_round
        )
        for row in rows
    }
