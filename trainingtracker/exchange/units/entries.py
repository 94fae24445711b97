"""One row of a list of units, read and checked for itself."""

from dataclasses import dataclass
from datetime import date

from trainingtracker.exchange.finding.people import PersonFinder
from trainingtracker.exchange.meaning import cells, words
from trainingtracker.exchange.meaning.numbers import Numbers
from trainingtracker.exchange.meaning.table import Record, Table
from trainingtracker.exchange.reading.sheets import Cell
from trainingtracker.exchange.units.stored import StoredUnits
from trainingtracker.text import Listed, mark
from trainingtracker.vocabulary import LeadershipKind, UnitKind

_TWICE = mark("The unit %(number)s stands in row %(row)s of sheet “%(sheet)s” already.")
_UNKNOWN_PARENT = mark("There is no unit “%(value)s”, neither on record nor in this list.")
_ENDS_BEFORE = mark("It ends (%(until)s) before it begins (%(since)s).")
_CYCLE = mark("These units would stand above themselves: %(units)s.")

LEADERS = {"manager": LeadershipKind.MANAGER, "deputy": LeadershipKind.DEPUTY}


@dataclass(frozen=True)
class Entry:
    """What the list says about one unit; None where it says nothing."""

    record: Record
    number: str
    name: str
    name_en: str
    parent: str | None
    kind: UnitKind | None
    cost_centre: str | None
    leaders: dict[LeadershipKind, int | None]
    valid_from: date | None
    valid_until: date | None


def read_all(table: Table, stored: StoredUnits, people: PersonFinder | None) -> list[Entry]:
    """The entries of the list; parents may come after their children.

    `people` finds the leaders; None where there is nobody to find yet.
    """
    own = Numbers(stored.ids, table.column("number", "parent"))
    numbers = [_number(record, own) for record in table.records]
    known = {*stored.ids, *(number for number in numbers if number)}
    parents = Numbers(known, table.column("parent"), references=True)
    first: dict[str, Record] = {}
    entries = []
    for record, number in zip(table.records, numbers, strict=True):
        if number and (before := first.setdefault(number, record)) is not record:
            place = before.place
            record.problem("number", _TWICE, number=number, row=str(place.row), sheet=place.sheet)
        entries.append(_entry(record, number or "", parents, known, people))
    return entries


def _number(record: Record, own: Numbers) -> str | None:
    number = record.read("number", own.read)
    if not number and not record.wrong:
        record.missing("number")
    return number


def _entry(
    record: Record, number: str, parents: Numbers, known: set[str], people: PersonFinder | None
) -> Entry:
    leaders: dict[LeadershipKind, int | None] = {}
    for name, kind in LEADERS.items():
        if people and record.has(name):
            person = record.read(name, people.find)
            leaders[kind] = person.id if person else None
    valid_from, valid_until = record.day("valid_from"), record.day("valid_until")
    if valid_from and valid_until and valid_until < valid_from:
        record.problem("valid_until", _ENDS_BEFORE, until=valid_until, since=valid_from)
    return Entry(
        record=record,
        number=number,
        name=record.required_text("name"),
        name_en=record.text("name_en"),
        parent=record.read("parent", lambda cell: _parent(cell, parents, known)),
        kind=record.read("kind", words.unit_kind),
        cost_centre=record.text("cost_centre", 60) or None,
        leaders=leaders,
        valid_from=valid_from,
        valid_until=valid_until,
    )


def _parent(cell: Cell, parents: Numbers, known: set[str]) -> str | None:
    number = parents.read(cell)
    if number is None or number in known:
        return number
    # "15 Büro Oberbürgermeister*in", as lists for people to read have it.
    first = number.split(" ")[0].rstrip(":,;-")
    if first not in known:
        raise cells.CellError(_UNKNOWN_PARENT, value=cells.shown(cell))
    return first


def tell_cycles(entries: list[Entry], stored: StoredUnits, today: date) -> None:
    """Units that would hang below themselves, once for each ring of them."""
    parents = {
        number: state.parent for number in stored.ids if (state := stored.state(number, today))
    }
    parents |= {entry.number: entry.parent for entry in entries if entry.record.has("parent")}
    told: set[str] = set()
    for entry in entries:
        path: list[str] = []
        current: str | None = entry.number
        while current and current not in path:
            path.append(current)
            current = parents.get(current)
        if current and current == entry.number and current not in told:
            told |= set(path)
            entry.record.problem("parent", _CYCLE, units=Listed((*path, current)))
