"""Rows of a table of which a page makes no more than it shows: from a statement, or one by one."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

from sqlalchemy import BindParameter, Connection, Select, bindparam, func, select

from trainingtracker.extensions import db
from trainingtracker.models.among import Ids
from trainingtracker.reports.report import Value

# Makes values of some of the rows; the ids are of the persons in them.
Values = Callable[[Iterable[Any], Collection[int]], Iterator[Sequence[Value]]]
# By their ids in place of the ids alone.
ValuesOfPeople = Callable[[Iterable[Any], Mapping[int, Any]], Iterator[Sequence[Value]]]
Item = TypeVar("Item")
_AT_ONCE = 500
# So many people at first, then as many as have so many rows: worth a query, and kept in mind.
_PEOPLE, _ROWS, _MOST_PEOPLE = 20, 2500, 500
# Among so many there are rows enough for a page as a rule, else among so many: then all are read.
_FIRST_PEOPLE = (400, 2000)
PEOPLE: BindParameter[Any] = bindparam("people", type_=Ids())


@dataclass(frozen=True)
class _OfStatement:
    statement: Select[*tuple[Any, ...]]

    def count(self) -> int:
        inner = self.statement.order_by(None).subquery()
        return db.session.scalar(select(func.count()).select_from(inner)) or 0

    def _page(self, limit: int, offset: int) -> Sequence[Any]:
        return db.session.execute(self.statement.limit(limit).offset(offset)).all()


@dataclass(frozen=True)
class Selected(_OfStatement):
    """What a rows function returns for a long table, so that a page reads only what it shows."""

    values: Values

    def __iter__(self) -> Iterator[Sequence[Value]]:
        for rows in db.session.execute(_streamed(self.statement)).partitions():
            yield from self.values(rows, _persons_in(rows))

    def some(self, limit: int, offset: int) -> list[Sequence[Value]]:
        rows = self._page(limit, offset)
        return list(self.values(rows, _persons_in(rows)))


@dataclass(frozen=True)
class ByPeople(_OfStatement):
    """The rows of a very long table whose order begins with its persons.

    All of it is read some persons at a time, so that neither here nor in the database a million
    rows are sorted at once. `persons` are all that may have rows, in their order: the id, then
    what the values tell of a person. `among` has the columns of `statement`, of some of them, the
    PEOPLE: bare ones, of which the first is the person, each person's rows together and in their
    order.
    """

    values: ValuesOfPeople
    persons: Select[*tuple[Any, ...]]
    among: Select[*tuple[Any, ...]]

    def __iter__(self) -> Iterator[Sequence[Value]]:
        # Past the ORM, which would make each row once more.
        connection, number = db.session.connection(), _PEOPLE
        everybody = iter(connection.execute(_streamed(self.persons)))
        while people := _by_person(islice(everybody, number)):
            rows = self._theirs(connection, people)
            yield from self.values(rows, _those_of(rows, people))
            wanted = len(people) * _ROWS // max(1, len(rows))
            number = max(1, min(wanted, _MOST_PEOPLE))

    def some(self, limit: int, offset: int) -> list[Sequence[Value]]:
        """The first rows are those of the first persons: nobody else's are looked at for them."""
        connection = db.session.connection()
        for number in _FIRST_PEOPLE:
            first = _by_person(connection.execute(self.persons.limit(number)))
            rows = self._theirs(connection, first)
            if len(rows) >= offset + limit or len(first) < number:
                shown = rows[offset : offset + limit]
                return list(self.values(shown, _those_of(shown, first)))
        rows = list(self._page(limit, offset))
        theirs = self.persons.selected_columns[0].in_(_persons_in(rows))
        return list(self.values(rows, _by_person(db.session.execute(self.persons.where(theirs)))))

    def _theirs(self, connection: Connection, people: Mapping[int, Any]) -> list[Any]:
        """The rows of these people in their order."""
        place = {person_id: place for place, person_id in enumerate(people)}
        rows = connection.execute(_streamed(self.among), {PEOPLE.key: people}).all()
        return sorted(rows, key=lambda row: place[row[0]])


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


def _by_person(rows: Iterable[Any]) -> dict[int, Any]:
    return {row[0]: row for row in rows}


def _those_of(rows: Sequence[Any], people: Mapping[int, Any]) -> dict[int, Any]:
    return {person_id: people[person_id] for person_id in {row[0] for row in rows}}


def _persons_in(rows: Sequence[Any]) -> set[int]:
    return {row.person_id for row in rows if hasattr(row, "person_id")}
