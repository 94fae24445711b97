"""Things that are kept under a key, as many as there is room for; threads may share a shelf."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar
from weakref import WeakSet

Thing = TypeVar("Thing")

_all: "WeakSet[Shelf[Any]]" = WeakSet()


class Shelf(Generic[Thing]):
    """One thing a key; the longest unused make room. `size` is how much of it one takes up."""

    def __init__(self, room: int, size: Callable[[Thing], int] = lambda _thing: 1) -> None:
        self._room = room
        self._size = size
        self._things: OrderedDict[Hashable, Thing] = OrderedDict()
        self._taken = 0
        self._lock = Lock()
        _all.add(self)

    def find(self, key: Hashable) -> Thing | None:
        with self._lock:
            found = self._things.get(key)
            if found is not None:
                self._things.move_to_end(key)
            return found

    def put(self, key: Hashable, thing: Thing) -> None:
        with self._lock:
            if (before := self._things.pop(key, None)) is not None:
                self._taken -= self._size(before)
            self._things[key] = thing
            self._taken += self._size(thing)
            while self._taken > self._room:
                _, longest_unused = self._things.popitem(last=False)
                self._taken -= self._size(longest_unused)

    def clear(self) -> None:
        with self._lock:
            self._things.clear()
            self._taken = 0


def clear_all() -> None:
    """As in a process that has just started."""
    for shelf in _all:
        shelf.clear()
