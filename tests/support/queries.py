"""Counting statements, so that a test can say how many a page may need."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event

from trainingtracker.kept import forget


@dataclass
class Queries:
    """The statements sent while counting, without BEGIN, COMMIT and savepoints."""

    statements: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        return len(self.statements)

    def __len__(self) -> int:
        return len(self.statements)


_counting: list[Queries] = []


# On the class and from the start: engines made from others only hear what was there before them.
@event.listens_for(Engine, "before_cursor_execute")
def _sent(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
    if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")):
        for queries in _counting:
            queries.statements.append(statement)


@contextmanager
def count_queries() -> Iterator[Queries]:
    """Count every statement of every engine and thread within the block.

    What was kept before is forgotten, so that a first look is counted, whoever looked before.
    """
    forget()
    queries = Queries()
    _counting.append(queries)
    try:
        yield queries
    finally:
        _counting.remove(queries)
