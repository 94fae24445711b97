"""What an import would do: changes, what is left out, every problem; the same for every list."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeVar

from trainingtracker.accounts.actor import Actor
from trainingtracker.exchange.reading.choices import Choices
from trainingtracker.text import Message
from trainingtracker.vocabulary import ListKind

Item = TypeVar("Item")

_TOLD_EVERY = 500


class ChangeOf(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    MISSING = "missing"
    CONFLICT = "conflict"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the file; what is missing from it stands nowhere."""

    sheet: str
    row: int | None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field: a message id as its name, what is on record and what the list says.

    Where both are the same, readers learn that the field changes and nothing else.
    """

    field: str
    before: object
    after: object

    @property
    def told(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the list beside what is on record. `key` names it to the reader.

    What is missing from a list has a `number`, so that somebody can say what becomes of it.
    """

    kind: ChangeOf
    place: Place
    key: str
    fields: tuple[FieldChange, ...] = ()
    number: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps the whole list out, with the column by its heading in the file."""

    place: Place
    column: str
    value: str
    message: Message


class Watcher(Protocol):
    """Is told now and then how many rows of how many have been compared."""

    def __call__(self, done: int, total: int) -> None: ...


class Writes(Protocol):
    """What applying a preview does."""

    def write(self) -> None: ...


class Nothing:
    """The writes of a list that cannot be compared."""

    def write(self) -> None:
        return


@dataclass
class Preview:
    """The list compared with what is on record, at the moment of comparing.

    `enrolled` are enrolments of people who leave, beyond their last day. `stopped` says why a list
    without problems was not written.
    """

    kind: ListKind
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    enrolled: list[Change] = field(default_factory=list)
    writes: Writes = field(default_factory=Nothing)
    written: bool = False
    stopped: Message | None = None
    actor: Actor | None = None
    watcher: Watcher | None = None
    choices: Choices = field(default_factory=Choices)
    rows: int = 0
    _steps: int = 0

    def counts(self) -> dict[ChangeOf, int]:
        """How many entries are new, changed, unchanged, left out."""
        counted = Counter(change.kind for change in self.changes)
        return {kind: counted[kind] for kind in ChangeOf}

    def miss(self, keys: Iterable[str]) -> None:
        """What is on record and not in the list; it stays as it is."""
        self.changes.extend(Change(ChangeOf.MISSING, NOWHERE, key) for key in sorted(keys))

    @property
    def on_record(self) -> int:
        """How many entries of this kind of list are on record, as far as it tells."""
        counts = self.counts()
        known = (ChangeOf.CHANGED, ChangeOf.UNCHANGED, ChangeOf.MISSING)
        return sum(counts[kind] for kind in known)

    def passing(self, items: Sequence[Item], *, passes: int = 2) -> Iterator[Item]:
        """The items one by one, telling the watcher; every row is passed `passes` times."""
        for item in items:
            yield item
            self._steps += 1
            if self.watcher and self._steps % _TOLD_EVERY == 0:
                self.watcher(min(self._steps // passes, self.rows), self.rows)

    def of(self, kind: ChangeOf) -> list[Change]:
        return [change for change in self.changes if change.kind is kind]


NOWHERE = Place("", None)


def differences(fields: Iterable[tuple[str, object, object]]) -> tuple[FieldChange, ...]:
    """The fields whose value in the list is not the one on record."""
    return tuple(
        FieldChange(name, before, after) for name, before, after in fields if before != after
    )
