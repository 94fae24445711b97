"""People by competences: what each of them holds, at which level, and for how long."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, select, true

from trainingtracker.extensions import db
from trainingtracker.models import Competence, Holding, Level, Person, Topic
from trainingtracker.models.among import among
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


# By person and competence; a person without any has no entry.
Cells = dict[int, dict[int, Cell]]


class Matrix(NamedTuple):
    topics: list[TopicColumns]
    cells: Cells

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
    """The competences of which any of these people (ids of Person) holds something, in order."""
    # Each competence is asked for its first holder, and not everybody for all they hold.
    anybody = (
        select(Holding.id)
        .where(
            Holding.competence_id == Competence.id,
            which,
            persons.where(Person.id == Holding.person_id).correlate(Holding).exists(),
        )
        .correlate(Competence)
        .exists()
    )
    found = db.session.execute(
        select(Competence.id, Competence.name, Competence.key)
        .join(Topic, Topic.id == Competence.topic_id)
        .where(anybody)
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
    facts = _facts()
    query = _held_by(
        facts.add_columns(Competence.name, Competence.key, Topic.id.label("topic_id"), Topic.title),
        person_ids,
        held(as_of, readable, topic_id, known_at),
    )
    rows = db.session.execute(
        query.join(Topic, Topic.id == Competence.topic_id).order_by(
            Topic.position, Topic.id, Competence.position, Competence.id, Holding.id
        )
    ).all()
    groups: dict[int, TopicColumns] = {}
    for row in rows:
        columns = groups.setdefault(row.topic_id, TopicColumns(row.title, [])).columns
        if not columns or columns[-1].competence_id != row.competence_id:
            columns.append(Column(row.competence_id, row.name, row.key))
    of_cells = len(facts.column_descriptions)
    return Matrix(
        list(groups.values()), _best((row[:of_cells] for row in rows), as_of, expiring_days)
    )


def cells(
    person_ids: Collection[int],
    as_of: date,
    readable: ColumnElement[bool],
    *,
    expiring_days: int,
    topic_id: int | None = None,
    known_at: datetime | None = None,
) -> Cells:
    """The cells of the same matrix, where its columns are known."""
    query = _held_by(_facts(), person_ids, held(as_of, readable, topic_id, known_at))
    return _best(db.session.execute(query.order_by(Holding.id)), as_of, expiring_days)


def _facts() -> Select[*tuple[Any, ...]]:
    """Whose cell it is, and what it says."""
    return select(
        Holding.person_id,
        Holding.competence_id,
        Level.rank,
        Level.name.label("level"),
        Holding.activity,
        Holding.until,
        Holding.basis,
    )


def _held_by(
    statement: Select[*tuple[Any, ...]], person_ids: Collection[int], which: ColumnElement[bool]
) -> Select[*tuple[Any, ...]]:
    return (
        statement.join(Competence, Competence.id == Holding.competence_id)
        .join(Level, Level.id == Holding.level_id)
        .where(among(Holding.person_id, person_ids), which)
    )


def _best(rows: Iterable[Sequence[Any]], as_of: date, expiring_days: int) -> Cells:
    best: dict[tuple[int, int], _Rank] = {}
    found: Cells = defaultdict(dict)
    for person_id, competence_id, level_rank, level, activity, until, basis in rows:
        end, official = until or date.max, basis is Basis.OFFICIAL
        rank = _Rank(end > as_of, official, activity is None, level_rank, end)
        key = (person_id, competence_id)
        if key not in best or rank > best[key]:
            best[key] = rank
            found[person_id][competence_id] = Cell(
                level,
                activity,
                _validity(until, as_of, expiring_days),
                until - timedelta(days=1) if until else None,
                not official,
            )
    return dict(found)


def _validity(until: date | None, as_of: date, expiring_days: int) -> Validity:
    if until is None:
        return Validity.VALID
    if until <= as_of:
        return Validity.EXPIRED
    return Validity.EXPIRING if until <= as_of + timedelta(days=expiring_days) else Validity.VALID
