"""What an import would do: changes, what is left out, every problem; the same for every list."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from trainingtracker.text import Message


class ListKind(StrEnum):
    """The lists that can be brought in."""

    UNITS = "units"
    PEOPLE = "people"
    COURSES = "courses"
    PARTICIPATIONS = "participations"


class ChangeOf(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Place:
    """Where something stands in the file."""

    sheet: str
    row: int | None


@dataclass(frozen=True)
class FieldChange:
    """One field: a message id as its name, what is on record and what the list says."""

    field: str
    before: object
    after: object


@dataclass(frozen=True)
class Change:
    """One entry of the list beside what is on record. `key` names it to the reader."""

    kind: ChangeOf
    place: Place
    key: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class Problem:
    """Something that keeps the whole list out, with the column by its heading in the file."""

    place: Place
    column: str
    value: str
    message: Message


class Writes(Protocol):
    """What applying a preview does."""

    def write(self) -> None: ...


class Nothing:
    """The writes of a list that cannot be compared."""

    def write(self) -> None:
        return


@dataclass
class Preview:
    """The list compared with what is on record, at the moment of comparing."""

    kind: ListKind
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    writes: Writes = field(default_factory=Nothing)

    def counts(self) -> dict[ChangeOf, int]:
        """How many entries are new, changed, unchanged, left out."""
        counted = Counter(change.kind for change in self.changes)
        return {kind: counted[kind] for kind in ChangeOf}

    def of(self, kind: ChangeOf) -> list[Change]:
        return [change for change in self.changes if change.kind is kind]


def differences(fields: Iterable[tuple[str, object, object]]) -> tuple[FieldChange, ...]:
    """The fields whose value in the list is not the one on record."""
    return tuple(
        FieldChange(name, before, after) for name, before, after in fields if before != after
    )
