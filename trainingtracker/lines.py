"""Lines of the desk: the foremost of each kind and how many it has, or a page of one kind."""

from collections.abc import Callable, Iterable, Sequence
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


class Shown(NamedTuple):
    """What of a desk is asked for: the foremost lines of all kinds, or `window` of `only` one."""

    only: str = ""
    window: Window = Window()

    def lines(self, kind: str, find: Callable[[Window], Lines[Line]]) -> Lines[Line]:
        """The lines of a kind; nothing is looked for where another one is asked for."""
        return find(self.window) if self.only in {"", kind} else Lines()
