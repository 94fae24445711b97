"""Lists of facts that stand for themselves: each is new, on record already, or stated otherwise.

What such a list does not name stays as it is.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from trainingtracker.exchange.meaning.headings import Vocabulary
from trainingtracker.exchange.meaning.table import Record
from trainingtracker.exchange.preview import Change, ChangeOf, Preview, differences
from trainingtracker.text import mark

_CONTRADICTION = mark("Row %(row)s of sheet “%(sheet)s” states something else about the same.")

Values = Mapping[str, object]


class Fact(Protocol):
    """A row as the list states it: `key` says about what, `values` what it says, by label."""

    @property
    def record(self) -> Record: ...
    @property
    def key(self) -> Hashable: ...
    @property
    def listed(self) -> str: ...
    @property
    def values(self) -> Values: ...


@dataclass(frozen=True)
class OnRecord:
    """The same fact on record; one that the program has given itself no list changes."""

    id: int
    values: Values
    given: bool = False


Stated = TypeVar("Stated", bound=Fact)


def hold_beside(
    facts: Iterable[Stated],
    stored: Mapping[Hashable, OnRecord],
    preview: Preview,
    vocabulary: Vocabulary,
) -> Iterator[tuple[Stated, OnRecord | None]]:
    """Tell the preview about every fact; yields those to write, with what they replace."""
    first: dict[Hashable, Stated] = {}
    fields = vocabulary.fields.values()
    for fact in facts:
        before = first.setdefault(fact.key, fact)
        found = stored.get(fact.key)
        if before is not fact and before.values != fact.values:
            place = before.record.place
            other = next(name for name in fact.values if fact.values[name] != before.values[name])
            column = next((f.name for f in fields if f.label == other), vocabulary.key)
            fact.record.problem(column, _CONTRADICTION, row=str(place.row), sheet=place.sheet)
        elif before is not fact or (found and found.given):
            _tell(preview, ChangeOf.LEFT_OUT, fact, {})
        elif found is None:
            _tell(preview, ChangeOf.NEW, fact, {})
            yield fact, None
        elif dict(found.values) == dict(fact.values):
            _tell(preview, ChangeOf.UNCHANGED, fact, found.values)
        else:
            _tell(preview, ChangeOf.CHANGED, fact, found.values)
            yield fact, found


def _tell(preview: Preview, kind: ChangeOf, fact: Fact, before: Values) -> None:
    changed = kind in (ChangeOf.NEW, ChangeOf.CHANGED)
    fields = (
        differences((label, before.get(label), value) for label, value in fact.values.items())
        if changed
        else ()
    )
    preview.changes.append(Change(kind, fact.record.place, fact.listed, fields))
