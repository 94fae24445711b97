"""Rows of a table of which a page makes no more than it shows: from a statement, or one by one."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

from trainingtracker.extensions import db
from trainingtracker.reports.report import Value

# Makes values of rows; the ids are of the persons in them where only some are shown, else None.
Values = Callable[[Iterable[Any], Iterable[int] | None], Iterator[Sequence[Value]]]
_AT_ONCE = 1000
Item = TypeVar("Item")


@dataclass(frozen=True)
class Selected:
    """What a rows function returns for a long table, so that a page reads only what it shows."""

    statement: Select[*tuple[Any, ...]]
    values: Values

    def __iter__(self) -> Iterator[Sequence[Value]]:
        streamed = self.statement.execution_options(yield_per=_AT_ONCE)
        return self.values(db.session.execute(streamed), None)

    def count(self) -> int:
        inner = self.statement.order_by(None).subquery()
        return db.session.scalar(select(func.count()).select_from(inner)) or 0

    def some(self, limit: int, offset: int) -> list[Sequence[Value]]:
        rows = db.session.execute(self.statement.limit(limit).offset(offset)).all()
        ids = {row.person_id for row in rows if hasattr(row, "person_id")}
        return list(self.values(rows, ids))


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
