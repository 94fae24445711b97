"""The rows of a table that come from one statement: all of them streamed, or some for a page."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from trainingtracker.extensions import db
from trainingtracker.reports.report import Value

# Makes values of rows; the ids are of the persons in them where only some are shown, else None.
Values = Callable[[Iterable[Any], Iterable[int] | None], Iterator[Sequence[Value]]]
_AT_ONCE = 1000


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
