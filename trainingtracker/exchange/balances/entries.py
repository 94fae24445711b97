"""One row of a list of numbers from before, read and checked for itself."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from trainingtracker.exchange.facts import Values
from trainingtracker.exchange.finding.terms import CourseTerms
from trainingtracker.exchange.finding.units import UnitFinder
from trainingtracker.exchange.meaning import cells
from trainingtracker.exchange.meaning.headings import normalised
from trainingtracker.exchange.meaning.table import Record
from trainingtracker.exchange.reading.sheets import Cell
from trainingtracker.text import mark

_MOST = 1_000_000
_SOURCE = 60
_IN_THE_FUTURE = mark("The date %(day)s is in the future.")
# What lists write for all units and all topics.
_ALL = {normalised(words) for words in ("gesamt", "alle", "Gesamtstadt", "Stadt", "all", "total")}


@dataclass(frozen=True)
class Entry:
    """So many persons by a day; no topic means any, no unit the whole city."""

    record: Record
    as_of: date
    topic_id: int | None
    unit_id: int | None
    persons: int
    source: str
    listed: str

    @property
    def key(self) -> Hashable:
        return self.topic_id, self.unit_id, self.as_of

    @property
    def values(self) -> Values:
        return values_of(self.persons, self.source)


def values_of(persons: int, source: str) -> Values:
    """What can be corrected, by what pages call it."""
    return {mark("Number of persons"): persons, mark("Source"): source or None}


def read(record: Record, terms: CourseTerms, units: UnitFinder, today: date) -> Entry | None:
    """The number of a row; None where something is wrong with it."""
    as_of = record.day("as_of")
    topic = record.read("topic", lambda cell: None if _is_all(cell) else terms.topic(cell))
    unit = record.read("unit", lambda cell: None if _is_all(cell) else units.find_any(cell))
    persons = record.read("persons", lambda cell: cells.whole_number(cell, 0, _MOST))
    source = record.text("source", _SOURCE)
    for name, value in (("as_of", as_of), ("persons", persons)):
        if value is None and name not in record.wrong:
            record.missing(name)
    if as_of and as_of > today:
        record.problem("as_of", _IN_THE_FUTURE, day=as_of)
    if not record.sound or as_of is None or persons is None:
        return None
    words = [cells.shown(record.raw(name)) for name in ("topic", "unit") if record.filled(name)]
    listed = ", ".join([*words, f"{as_of:%d.%m.%Y}"])
    return Entry(record, as_of, topic, unit, persons, source, listed)


def _is_all(cell: Cell) -> bool:
    return isinstance(cell, str) and normalised(cell) in _ALL
