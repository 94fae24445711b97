"""Rows of a table of which a page makes no more than it shows: from a statement, or one by one."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

from trainingtracker.extensions import db
from trainingtracker.reports.outgoing import batches
from trainingtracker.reports.report import Value

# Makes values of some of the rows; the ids are of the persons in them.
Values = Callable[[Iterable[Any], Collection[int]], Iterator[Sequence[Value]]]
Item = TypeVar("Item")
_AT_ONCE = 500
# So many people are worth a query, and few enough for a small sort.
_PEOPLE = 100
# Among so many people there are rows enough for a page, unless hardly anybody has any.
_FIRST_PEOPLE = 400


@dataclass(frozen=True)
class Selected:
    """What a rows function returns for a long table, so that a page reads only what it shows."""

    statement: Select[*tuple[Any, ...]]
    values: Values

    def __iter__(self) -> Iterator[Sequence[Value]]:
        for rows in db.session.execute(_streamed(self.statement)).partitions():
            yield from self.values(rows, _persons_in(rows))

    def count(self) -> int:
        inner = self.statement.order_by(None).subquery()
        return db.session.scalar(select(func.count()).select_from(inner)) or 0

    def some(self, limit: int, offset: int) -> list[Sequence[Value]]:
        rows = db.session.execute(self.statement.limit(limit).offset(offset)).all()
        return list(self.values(rows, _persons_in(rows)))


@dataclass(frozen=True)
class ByPeople(Selected):
    """The rows of a very long table whose order begins with its persons.

    All of it is read some persons at a time, so that neither here nor in the database a million
    rows are sorted at once. `persons` are the ids of all that may have rows, in their order;
    `among` is the statement for some of them.
    """

    persons: Select[int]
    among: Callable[[Collection[int]], Select[*tuple[Any, ...]]]

    def __iter__(self) -> Iterator[Sequence[Value]]:
        persons = db.session.scalars(self.persons.execution_options(yield_per=_AT_ONCE))
        for ids in batches(persons, _PEOPLE):
            yield from self.values(db.session.execute(_streamed(self.among(ids))), ids)

    def some(self, limit: int, offset: int) -> list[Sequence[Value]]:
        """The first rows are those of the first persons: nobody else's have to be sorted."""
        first = db.session.scalars(self.persons.limit(_FIRST_PEOPLE)).all()
        rows = db.session.execute(self.among(first).limit(limit).offset(offset)).all()
        if len(rows) < limit and len(first) == _FIRST_PEOPLE:
            return super().some(limit, offset)
        return list(self.values(rows, _persons_in(rows)))


@dataclass(frozen=True)
class OneByOne(Generic[Item]):
    """What a rows function returns where all is counted already and only the words are missing."""

    items: Sequence[Item]
    values: Callable[[Item], Sequence[Value]]

    def __iter__(self) -> Iterator[Sequence[Value]]:
        return map(self.values, self.items)

    def count(self) -> int:
        return len(self.items)

    def some(self, limit: int, offset: int) -> list[Sequence[Value]]:
        return [self.values(item) for item in self.items[offset : offset + limit]]


def _streamed(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return statement.execution_options(yield_per=_AT_ONCE)


def _persons_in(rows: Sequence[Any]) -> set[int]:
    return {row.person_id for row in rows if hasattr(row, "person_id")}
