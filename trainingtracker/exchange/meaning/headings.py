"""Which column is which: headings in German or English in all their usual spellings."""

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from trainingtracker.exchange.meaning.cells import shown
from trainingtracker.exchange.reading.sheets import Cell
from trainingtracker.text import LANGUAGES, mark, sentence

_UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
# How alike two spellings must be to be asked about, of 100, and how long.
_NEAR = 85
_LEAST_LETTERS = 4
# The column that we add to a list with problems, at its end.
WHAT_IS_WRONG = mark("What is wrong")
_WRITTEN_OUT = (("ae", "a"), ("oe", "o"), ("ue", "u"))


@dataclass(frozen=True)
class Field:
    """One thing a list can say. `label` is a message id.

    `headings` are its usual names; `second_choice` are names that mean it only where none of the
    first is there (a cost centre beside a unit number is a cost centre).
    """

    name: str
    label: str
    headings: tuple[str, ...]
    second_choice: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Headings:
    """The columns of one sheet: field name -> position, and the heading as it is written.

    `settled`: somebody has said so.
    """

    row: int
    columns: dict[str, int]
    written: dict[str, str]
    unknown: tuple[str, ...] = ()
    twice: dict[str, tuple[str, ...]] = field(default_factory=dict)
    by_second_choice: frozenset[str] = frozenset()
    settled: bool = False


def normalised(heading: str) -> str:
    """Make "Pers.-Nr." and "PERS NR" the same heading, and "Führung" and "Fuehrung"."""
    folded = unicodedata.normalize("NFKC", heading).casefold().translate(_UMLAUTS)
    base = unicodedata.normalize("NFKD", folded)
    letters = re.sub(r"[\W_]", "", "".join(c for c in base if not unicodedata.combining(c)))
    for pair, single in _WRITTEN_OUT:
        letters = letters.replace(pair, single)
    return letters


class Vocabulary:
    """The headings of one kind of list.

    Of the fields `one_of` at least one must be there. `elsewhere` are headings of other lists: a
    staff list has a number and a name as well, and must not be taken for a list of units.
    """

    def __init__(
        self,
        fields: tuple[Field, ...],
        one_of: tuple[str, ...] = (),
        elsewhere: tuple[str, ...] = (),
    ) -> None:
        self.one_of = one_of
        self._elsewhere = {normalised(heading) for heading in elsewhere}
        self.fields = {field.name: field for field in fields}
        # What pages and examples call a column is a heading too, unless another one is called so.
        self._first = {
            normalised(sentence(field.label, language)): field.name
            for field in fields
            for language in LANGUAGES
        }
        self._first |= {normalised(h): f.name for f in fields for h in (*f.headings, f.name)}
        self._second = {normalised(h): f.name for f in fields for h in f.second_choice}

    @property
    def key(self) -> str:
        """The field that names an entry: the first one."""
        return next(iter(self.fields))

    @property
    def required(self) -> list[Field]:
        return [field for field in self.fields.values() if field.required]

    def missing(self, names: Collection[str]) -> list[Field]:
        """What a list with these fields lacks."""
        lacking = [field for field in self.required if field.name not in names]
        if self.one_of and not set(self.one_of) & set(names):
            lacking.insert(0, self.fields[self.one_of[0]])
        return lacking

    def of_another_list(self, headings: Headings) -> list[str]:
        """The unused headings that say that this is another kind of list."""
        return [heading for heading in headings.unknown if normalised(heading) in self._elsewhere]

    def recognised(self, cells: tuple[Cell, ...]) -> int:
        """How many different fields this row names: the row with most of them is the headings."""
        names = {self._first.get(key) or self._second.get(key) for key in map(_key, cells)}
        return len(names - {None})

    def mapped(self, row: int, cells: tuple[Cell, ...], columns: Mapping[str, int]) -> Headings:
        """The columns as somebody has said which is which; nothing is asked any more."""
        known = {name: at for name, at in columns.items() if name in self.fields and at >= 0}
        written = {name: _shown_at(cells, at) for name, at in known.items()}
        unused = [at for at in range(len(cells)) if at not in known.values()]
        unused = [at for at in unused if _key(cells[at]) not in ("", *_ours())]
        return Headings(row, known, written, tuple(shown(cells[at]) for at in unused), settled=True)

    def near_misses(self, headings: Headings) -> dict[str, str]:
        """Unused headings that look like the name of a field which has no column: heading -> field.

        To be asked about: "Eintrit" may be misspelt, or another thing altogether.
        """
        if headings.settled:
            return {}
        from rapidfuzz import fuzz, process

        open_names = {
            spelling: name
            for spelling, name in {**self._second, **self._first}.items()
            if name not in headings.columns and len(spelling) >= _LEAST_LETTERS
        }
        found: dict[str, str] = {}
        for heading in headings.unknown:
            key = normalised(heading)
            if len(key) < _LEAST_LETTERS or key in self._elsewhere or not open_names:
                continue
            best = process.extractOne(key, list(open_names), scorer=fuzz.ratio, score_cutoff=_NEAR)
            if best and open_names[best[0]] not in found.values():
                found[heading] = open_names[best[0]]
        return found

    def match(
        self, row: int, cells: tuple[Cell, ...], named: Mapping[str, str] | None = None
    ) -> Headings:
        """Which column holds which field, by its heading or by what `named` says of it."""
        said = {normalised(heading): name for heading, name in (named or {}).items()}
        named_here = {said[key] for key in map(_key, cells) if said.get(key)}
        first: dict[str, list[int]] = defaultdict(list)
        second: dict[str, list[int]] = defaultdict(list)
        unknown: list[int] = []
        for position, cell in enumerate(cells):
            key = _key(cell)
            if key in said:
                if said[key]:
                    first[said[key]].append(position)
            elif self._first.get(key, self._second.get(key)) in named_here:
                unknown.append(position)
            elif key in self._first:
                first[self._first[key]].append(position)
            elif key in self._second:
                second[self._second[key]].append(position)
            elif key and key not in _ours():
                unknown.append(position)
        chosen = dict(first)
        for name, positions in second.items():
            if name in first:
                unknown.extend(positions)
            else:
                chosen[name] = positions[:1]
                unknown.extend(positions[1:])
        names = {name: positions[0] for name, positions in chosen.items()}
        return Headings(
            row=row,
            columns=names,
            written={name: shown(cells[position]) for name, position in names.items()},
            unknown=tuple(shown(cells[position]) for position in sorted(unknown)),
            twice={
                name: tuple(shown(cells[position]) for position in positions)
                for name, positions in chosen.items()
                if len(positions) > 1
            },
            by_second_choice=frozenset(chosen) - frozenset(first),
        )


@lru_cache(maxsize=1)
def _ours() -> frozenset[str]:
    return frozenset(normalised(sentence(WHAT_IS_WRONG, language)) for language in LANGUAGES)


def _key(cell: Cell) -> str:
    return normalised(cell) if isinstance(cell, str) else ""


def _shown_at(cells: tuple[Cell, ...], position: int) -> str:
    return shown(cells[position]) if position < len(cells) else ""


def fingerprint(cells: tuple[Cell, ...]) -> str:
    """The same for rows of headings that mean the same kind of file."""
    names = [normalised(shown(cell)) for cell in cells]
    keys = "\n".join("" if name in _ours() else name for name in names).rstrip()
    return hashlib.blake2b(keys.encode(), digest_size=24).hexdigest()
