"""Everybody whom the filters of a list of people let through, in the order of the list.

They are put in order once until somebody comes, moves or goes. Any page of the list, and whoever
has certain letters in their name, is then found without the database: in a city of any size, in
any order, for everybody who looks. 11,000 people take half a megabyte.
"""

from array import array
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, SQLColumnExpression, func, select

from trainingtracker.collation import search_words
from trainingtracker.extensions import db
from trainingtracker.kept import kept
from trainingtracker.models import Assignment, Person
from trainingtracker.organisation.tree import READ, UnitTree

# What is looked for is looked for in so many texts at a time, and in each of them only where it is.
_TOGETHER = 50


class PeopleInOrder(NamedTuple):
    """The ids of people, and the texts that they are searched by: a line each, many together."""

    ids: Sequence[int]
    texts: list[str]

    @classmethod
    def of(cls, ids: Iterable[int], texts: Sequence[str]) -> "PeopleInOrder":
        together = range(0, len(texts), _TOGETHER)
        return cls(array("q", ids), ["\n".join(texts[n : n + _TOGETHER]) for n in together])

    def searched_for(self, text: str) -> Sequence[int]:
        """Those who have every word of the text in their name or number; everybody for none."""
        if not search_words(text):
            return self.ids
        letters, fits = _sought(text)
        return [
            self.ids[place]
            for number, texts in enumerate(self.texts)
            if letters in texts
            for place, line in enumerate(texts.split("\n"), number * _TOGETHER)
            if letters in line and (fits is None or fits(line))
        ]


def people_in_order(
    conditions: Sequence[ColumnElement[bool]],
    unit: ColumnElement[int | None],
    tree: UnitTree,
    sort: str,
    descending: bool,
) -> PeopleInOrder:
    """All of whom the conditions are true; `unit` is the column of the unit somebody belongs to.

    In the order of units nobody's unit comes last, and whoever is of the same unit stands by name.
    """
    by_unit = sort == "unit"
    people = (
        select(Person.id, Person.search_text, *((unit.label("unit_id"),) if by_unit else ()))
        .where(*conditions)
        .order_by(*_order(sort, descending))
    )

    def read() -> PeopleInOrder:
        rows: Sequence[Any] = db.session.execute(people).all()
        if by_unit:
            places = {unit.id: place for place, unit in enumerate(tree.in_order())}
            rows = sorted(
                rows, key=lambda row: places.get(row.unit_id, len(places)), reverse=descending
            )
        return PeopleInOrder.of([row[0] for row in rows], [row[1] for row in rows])

    asked = str(people.compile(db.engine, compile_kwargs={"literal_binds": True}))
    key = ("people in order", asked, descending)
    return kept(key, read, of=(Person, Assignment, *READ), large=True)


def _order(sort: str, descending: bool) -> list[SQLColumnExpression[Any]]:
    """The last is the id, so that two of the same name never change places."""
    columns: dict[str, list[SQLColumnExpression[Any]]] = {
        "name": [Person.sort_key],
        "number": [Person.personnel_number, Person.sort_key],
        # Who stays has no last day yet: it is later than any other.
        "exit": [func.coalesce(Person.exit, date.max), Person.sort_key],
    }
    first, *rest = columns.get(sort, columns["name"])
    backwards = descending and sort in columns
    return [first.desc() if backwards else first.asc(), *rest, Person.id.asc()]


def _sought(text: str) -> tuple[str, Callable[[str], bool] | None]:
    """The letters that are in every line that is looked for, and what else is true of the line.

    A number may have leading zeros too many; with too few it is in the line anyway.
    """
    typed = text.strip()
    number = typed.lstrip("0")
    if number and number != typed and typed.isdigit():
        return (
            number,
            lambda line: typed in line or number in (word.lstrip("0") for word in line.split()),
        )
    longest, *others = sorted(search_words(text), key=len, reverse=True)
    return longest, (lambda line: all(word in line for word in others)) if others else None
