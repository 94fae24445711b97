"""HR's list of courses: every course whatever its status, filtered, sorted, in pages."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, SQLColumnExpression, func, select

from trainingtracker.collation import like_pattern, search_words
from trainingtracker.extensions import db
from trainingtracker.models import Course, Offering, Topic
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import CourseFormat, CourseStatus, OfferingStatus


@dataclass(frozen=True)
class CourseFilter:
    """What the list asks for; an empty field asks for nothing."""

    text: str = ""
    topic_id: int | None = None
    status: CourseStatus | None = None


class CourseRow(NamedTuple):
    """One course; `offerings` counts those that are published and not closed."""

    id: int
    code: str
    title: Bilingual
    topic: Bilingual
    format: CourseFormat
    teaching_units: int
    status: CourseStatus
    offerings: int


class CoursesFound(NamedTuple):
    rows: list[CourseRow]
    total: int


_PUBLISHED_OFFERINGS = (
    select(func.count(Offering.id))
    .where(Offering.course_id == Course.id, Offering.status == OfferingStatus.PUBLISHED)
    .correlate(Course)
    .scalar_subquery()
)

SORTS: dict[str, SQLColumnExpression[Any]] = {
    "title": Course.sort_key,
    "code": Course.code,
    "topic": Topic.position,
    "length": Course.teaching_units,
    "offerings": _PUBLISHED_OFFERINGS,
}


def courses(
    wanted: CourseFilter,
    *,
    sort: str = "title",
    descending: bool = False,
    limit: int = 50,
    offset: int = 0,
) -> CoursesFound:
    """One page of the list, in two queries."""
    conditions = _conditions(wanted)
    total = db.session.scalar(select(func.count(Course.id)).where(*conditions)) or 0
    order = SORTS.get(sort, Course.sort_key)
    rows = db.session.execute(
        select(
            Course.id,
            Course.code,
            Course.title,
            Topic.title.label("topic"),
            Course.format,
            Course.teaching_units,
            Course.status,
            _PUBLISHED_OFFERINGS.label("offerings"),
        )
        .join(Topic, Topic.id == Course.topic_id)
        .where(*conditions)
        .order_by(order.desc() if descending else order.asc(), Course.sort_key, Course.id)
        .limit(limit)
        .offset(offset)
    )
    return CoursesFound(
        [
            CourseRow(
                row.id,
                row.code,
                row.title,
                row.topic,
                row.format,
                row.teaching_units,
                row.status,
                row.offerings,
            )
            for row in rows
        ],
        total,
    )


class CourseChoice(NamedTuple):
    """A course to choose from in a form."""

    id: int
    code: str
    title: Bilingual
    status: CourseStatus


def choices() -> list[CourseChoice]:
    """All courses by title, in one query."""
    rows = db.session.execute(
        select(Course.id, Course.code, Course.title, Course.status).order_by(
            Course.sort_key, Course.id
        )
    )
    return [CourseChoice(row.id, row.code, row.title, row.status) for row in rows]


def _conditions(wanted: CourseFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        Course.search_text.like(like_pattern(word), escape="\\")
        for word in search_words(wanted.text)
    ]
    if wanted.topic_id is not None:
        conditions.append(Course.topic_id == wanted.topic_id)
    if wanted.status is not None:
        conditions.append(Course.status == wanted.status)
    return conditions
