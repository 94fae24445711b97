"""People by competences: what each of them holds, at which level, and for how long."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, select, true

from trainingtracker.extensions import db
from trainingtracker.models import Competence, Holding, Level, Topic
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import Activity, Basis


class Validity(StrEnum):
    """How a cell stands on the day of the matrix."""

    VALID = "valid"  # without end, or with one that is far off
    EXPIRING = "expiring"
    EXPIRED = "expired"


class Cell(NamedTuple):
    """The best that a person holds of a competence, or the last that they held."""

    level: Bilingual
    activity: Activity | None
    validity: Validity
    last_day: date | None
    stated: bool = False  # by the person, with consent; nothing official is valid


class Column(NamedTuple):
    competence_id: int
    name: Bilingual
    key: str = ""


class TopicColumns(NamedTuple):
    """Neighbouring columns of one topic."""

    topic: Bilingual
    columns: list[Column]


class Matrix(NamedTuple):
    """`cells` by person and competence; a person without any has no entry."""

    topics: list[TopicColumns]
    cells: dict[int, dict[int, Cell]]

    @property
    def columns(self) -> list[Column]:
        return [column for group in self.topics for column in group.columns]


class _Rank(NamedTuple):
    """What is better, compared from the left."""

    valid: bool
    official: bool
    overall: bool
    level: int
    until: date


def held(
    as_of: date,
    readable: ColumnElement[bool],
    topic_id: int | None = None,
    known_at: datetime | None = None,
) -> ColumnElement[bool]:
    """What somebody holds on the day, or held until then, in one topic or any.

    `readable` says what the reader may see of it: `consent.readable_by(actor)`. The query joins
    Holding with Competence.
    """
    topic = true() if topic_id is None else Competence.topic_id == topic_id
    return and_(Holding.known(known_at), Holding.since <= as_of, readable, topic)


def columns_held(persons: Select[int], which: ColumnElement[bool]) -> list[Column]:
    """The competences of which any of these people holds something, in their order."""
    found = db.session.execute(
        select(Competence.id, Competence.name, Competence.key)
        .join(Topic, Topic.id == Competence.topic_id)
        .where(
            Competence.id.in_(
                select(Holding.competence_id)
                .join(Competence, Competence.id == Holding.competence_id)
                .where(which, Holding.person_id.in_(persons))
            )
        )
        .order_by(Topic.position, Topic.id, Competence.position, Competence.id)
    )
    return [Column(row.id, row.name, row.key) for row in found]


def matrix(
    person_ids: Collection[int],
    as_of: date,
    readable: ColumnElement[bool],
    *,
    expiring_days: int,
    topic_id: int | None = None,
    known_at: datetime | None = None,
) -> Matrix:
    """What these people hold on the day, or held until then, in one query.

    A competence is a column when somebody among them holds it or held it last; of several levels
    the cell has the valid one, before what the person states the official one, then the overall
    one, the highest.
    """
    query = (
        select(
            Holding.person_id,
            Holding.competence_id,
            Competence.name,
            Competence.key,
            Topic.id.label("topic_id"),
            Topic.title,
            Level.rank,
            Level.name.label("level"),
            Holding.activity,
            Holding.until,
            Holding.basis,
        )
        .join(Competence, Competence.id == Holding.competence_id)
        .join(Topic, Topic.id == Competence.topic_id)
        .join(Level, Level.id == Holding.level_id)
        .where(Holding.person_id.in_(list(person_ids)), held(as_of, readable, topic_id, known_at))
        .order_by(Topic.position, Topic.id, Competence.position, Competence.id, Holding.id)
    )
    groups: dict[int, TopicColumns] = {}
    best: dict[tuple[int, int], _Rank] = {}
    cells: dict[int, dict[int, Cell]] = defaultdict(dict)
    for row in db.session.execute(query):
        topic = row.title
        columns = groups.setdefault(row.topic_id, TopicColumns(topic, [])).columns
        if not columns or columns[-1].competence_id != row.competence_id:
            columns.append(Column(row.competence_id, row.name, row.key))
        until = row.until or date.max
        official = row.basis is Basis.OFFICIAL
        rank = _Rank(until > as_of, official, row.activity is None, row.rank, until)
        key = (row.person_id, row.competence_id)
        if key not in best or rank > best[key]:
            best[key] = rank
            cells[row.person_id][row.competence_id] = Cell(
                row.level,
                row.activity,
                _validity(row.until, as_of, expiring_days),
                row.until - timedelta(days=1) if row.until else None,
                not official,
            )
    return Matrix(list(groups.values()), dict(cells))


def _validity(until: date | None, as_of: date, expiring_days: int) -> Validity:
    if until is None:
        return Validity.VALID
    if until <= as_of:
        return Validity.EXPIRED
    return Validity.EXPIRING if until <= as_of + timedelta(days=expiring_days) else Validity.VALID
