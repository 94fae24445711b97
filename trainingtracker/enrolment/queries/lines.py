"""Lines of the desk: the foremost of a kind, and how many it has in all."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

# Of each kind the desk shows so many lines, and leads to the others.
SHOWN = 8
Line = TypeVar("Line")


class Lines(list[Line]):
    """The foremost lines of a kind; `total` is how many it has."""

    def __init__(self, lines: Iterable[Line] = (), total: int | None = None) -> None:
        super().__init__(lines)
        self.total = len(self) if total is None else total


class Window(NamedTuple):
    """Which lines of a kind are shown."""

    limit: int = SHOWN
    offset: int = 0

    def of(self, everything: Sequence[Line]) -> Lines[Line]:
        shown = everything[self.offset : self.offset + self.limit]
        return Lines(shown, len(everything))
