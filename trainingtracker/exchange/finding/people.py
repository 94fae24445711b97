"""Which person on record a cell of a list means: by personnel number, else by a unique name."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple, Protocol

from sqlalchemy import select

from trainingtracker.collation import fold
from trainingtracker.exchange.meaning.cells import CellError, is_empty, shown, text
from trainingtracker.exchange.meaning.numbers import Numbers
from trainingtracker.exchange.reading.sheets import Cell
from trainingtracker.extensions import db
from trainingtracker.models import Person
from trainingtracker.text import mark

UNKNOWN_NUMBER = mark(
    "There is no person with the personnel number “%(value)s”. Load the people first."
)
_UNKNOWN_NAME = mark(
    "There is no person “%(value)s”. Load the people first or use the personnel number."
)
_SEVERAL = mark("There are several people “%(value)s”. Use the personnel number.")


_WORD = re.compile(r"\w+")
_OLDER_UMLAUT = re.compile("([aou])e")


class FoundPerson(NamedTuple):
    id: int
    personnel_number: str | None
    last_name: str
    first_name: str

    @property
    def listed(self) -> str:
        name = f"{self.last_name}, {self.first_name}".rstrip(", ")
        return f"{self.personnel_number} {name}" if self.personnel_number else name


class PersonFinder:
    """Everybody on record, in one query."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        query = select(Person.id, Person.personnel_number, Person.last_name, Person.first_name)
        people = [FoundPerson(*row) for row in db.session.execute(query)]
        self.by_id = {person.id: person for person in people}
        self._by_number = {p.personnel_number: p for p in people if p.personnel_number}
        self._by_name: dict[str, list[FoundPerson]] = defaultdict(list)
        for person in people:
            self._by_name[_name(person.last_name, person.first_name)].append(person)
        self._numbers = Numbers(self._by_number, cells, references=True)

    @property
    def anybody(self) -> bool:
        """Whether anybody with a personnel number is on record."""
        return bool(self._by_number)

    def find(self, cell: Cell) -> FoundPerson | None:
        """By number, or by "Last, First" or "First Last"; None for an empty cell."""
        if is_empty(cell):
            return None
        number = self._numbers.read(cell) or ""
        if number in self._by_number:
            return self._by_number[number]
        words = text(cell)
        if any(letter.isdigit() for letter in words):
            # "00012345 Müller, Anna": the number stands first.
            first = self._by_number.get(words.split(" ")[0].rstrip(":,;"))
            if first is None:
                raise CellError(UNKNOWN_NUMBER, value=shown(cell))
            return first
        last_name, comma, first_name = words.partition(",")
        if comma:
            return self.named(last_name, first_name, words)
        # Which of several words are first names is nowhere said: try each border.
        parts = words.split(" ")
        found = [
            person
            for border in range(1, len(parts))
            for person in self._of_name(" ".join(parts[border:]), " ".join(parts[:border]))
        ]
        return _only(found, words)

    def named(self, last_name: str, first_name: str, shown_name: str = "") -> FoundPerson:
        """The one person of this name."""
        found = self._of_name(last_name, first_name)
        return _only(found, shown_name or f"{last_name}, {first_name}")

    def _of_name(self, last_name: str, first_name: str) -> list[FoundPerson]:
        return self._by_name.get(_name(last_name, first_name), [])


class Named(Protocol):
    """Somebody on record."""

    @property
    def last_name(self) -> str: ...

    @property
    def first_name(self) -> str: ...


def is_somebody_else(person: Named, last_name: str, first_name: str) -> bool:
    """Whether a first and a last name share no word with those on record.

    Names change: who has married keeps the first name, and an old list has the old one.
    """
    if (last_name, first_name) == (person.last_name, person.first_name):
        return False
    said = _words(last_name, first_name)
    return len(said) > 1 and said.isdisjoint(_words(person.last_name, person.first_name))


@lru_cache(maxsize=20_000)
def _words(*names: str) -> frozenset[str]:
    """Without umlauts, which older systems write as ae, oe and ue."""
    return frozenset(_WORD.findall(_OLDER_UMLAUT.sub(r"\1", fold(" ".join(names)))))


def _only(found: list[FoundPerson], name: str) -> FoundPerson:
    if len(found) == 1:
        return found[0]
    raise CellError(_SEVERAL if found else _UNKNOWN_NAME, value=name)


def _name(last_name: str, first_name: str) -> str:
    return f"{fold(last_name)}, {fold(first_name)}"
