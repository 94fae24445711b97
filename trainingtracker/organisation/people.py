"""Finding people: HR's search, and looking somebody up to add them to a list."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    and_,
    func,
    or_,
    select,
    true,
)

from trainingtracker.collation import like_pattern, search_words
from trainingtracker.extensions import db
from trainingtracker.models import Assignment, Person
from trainingtracker.organisation.people_in_order import people_in_order
from trainingtracker.organisation.tree import UnitNode, UnitTree
from trainingtracker.vocabulary import PersonKind


class Employment(StrEnum):
    """Which people a search looks at; `exit` is the last day of employment."""

    ACTIVE = "active"
    LEFT = "left"
    ALL = "all"


@dataclass(frozen=True)
class PeopleFilter:
    """What a search asks for; an empty field asks for nothing."""

    text: str = ""
    unit_id: int | None = None
    kind: PersonKind | None = None
    employment: Employment = Employment.ACTIVE


class PersonRow(NamedTuple):
    """One person in a list, with the unit they belong to on the day of the search."""

    id: int
    listed_name: str
    personnel_number: str | None
    kind: PersonKind
    unit: UnitNode | None
    email: str | None
    exit: date | None
    last_name: str
    first_name: str


class PeopleFound(NamedTuple):
    rows: list[PersonRow]
    total: int


# The first is the order where none is asked for; every order ends with the id to be stable.
SORTS = ("name", "number", "unit", "exit")
# So many are looked up one by one; of more, everybody whom the filters let through is read.
_FEW = 1000


def search(
    wanted: PeopleFilter,
    *,
    scope: ColumnElement[bool],
    tree: UnitTree,
    as_of: date,
    sort: str = "name",
    descending: bool = False,
    limit: int | None = 50,
    offset: int = 0,
) -> PeopleFound:
    """One page of the people whom `scope` (a condition on Person) lets the reader see.

    Without a `limit` it is all of them.
    `tree` is the tree of units as of the same day.
    """
    unit = unit_on(as_of)
    conditions = [scope, *_conditions(wanted, unit, tree, as_of)]
    found = people_in_order(conditions, unit, tree, sort, descending).searched_for(wanted.text)
    ids = found if limit is None else found[offset : offset + limit]
    statement = select(
        Person.id,
        Person.last_name,
        Person.first_name,
        Person.personnel_number,
        Person.kind,
        Person.email,
        Person.exit,
        unit.label("unit_id"),
    ).where(*([Person.id.in_(ids)] if len(ids) <= _FEW else conditions))
    rows = {
        row.id: PersonRow(
            row.id,
            f"{row.last_name}, {row.first_name}".rstrip(", "),
            row.personnel_number,
            row.kind,
            tree.get(row.unit_id),
            row.email,
            row.exit,
            row.last_name,
            row.first_name,
        )
        for row in db.session.execute(statement)
    }
    return PeopleFound([rows[each] for each in ids if each in rows], len(found))


def persons(person_ids: Collection[int]) -> list[Person]:
    """These persons in this order, in one query; unknown ids are left out."""
    rows = db.session.scalars(select(Person).where(Person.id.in_(person_ids)))
    found = {person.id: person for person in rows}
    return [found[person_id] for person_id in person_ids if person_id in found]


def look_up(text: str, *, scope: ColumnElement[bool], as_of: date, limit: int = 20) -> list[Person]:
    """Active people by personnel number or name, for adding one; nothing for an empty text."""
    words = search_words(text)
    if not words:
        return []
    statement = (
        select(Person)
        .where(scope, employed_on(as_of), _fits(words, text))
        .order_by(Person.sort_key, Person.id)
        .limit(limit)
    )
    return list(db.session.scalars(statement))


def look_up_colleague(text: str, *, as_of: date, limit: int = 5) -> list[Person]:
    """Active staff by first and last name, personnel number or e-mail address, each in full.

    For whoever may name a colleague, but not search among all: one word alone finds nobody.
    """
    typed = text.strip()
    words = search_words(typed)
    if "@" in typed:
        fits: ColumnElement[bool] = func.lower(Person.email) == typed.lower()
    elif typed.isdigit():
        fits = Person.personnel_number == typed
    elif len(words) > 1:
        fits = _matches(words)
    else:
        return []
    statement = (
        select(Person)
        .where(fits, employed_on(as_of), Person.kind == PersonKind.STAFF)
        .order_by(Person.sort_key, Person.id)
        .limit(limit)
    )
    return list(db.session.scalars(statement))


def employed_person(person_id: int, *, scope: ColumnElement[bool], as_of: date) -> Person | None:
    """An active person of the scope by id."""
    return db.session.scalar(
        select(Person).where(Person.id == person_id, scope, employed_on(as_of))
    )


def employed_on(day: date) -> ColumnElement[bool]:
    """Persons whose employment, first and last day included, covers the day."""
    return and_(
        or_(Person.entry.is_(None), Person.entry <= day),
        or_(Person.exit.is_(None), Person.exit >= day),
    )


def names_of(person_ids: Iterable[int]) -> dict[int, str]:
    """Full names by person id, in one query."""
    rows = db.session.execute(
        select(Person.id, Person.first_name, Person.last_name).where(Person.id.in_(set(person_ids)))
    )
    return {person_id: f"{first} {last}".strip() for person_id, first, last in rows}


def unit_on(day: date) -> ColumnElement[int | None]:
    """The latest unit of a person on a day, as a column of a query over persons."""
    return (
        select(Assignment.unit_id)
        .where(Assignment.person_id == Person.id, Assignment.valid(day))
        .order_by(Assignment.since.desc(), Assignment.id.desc())
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )


def _conditions(
    wanted: PeopleFilter, unit: ColumnElement[int | None], tree: UnitTree, as_of: date
) -> list[ColumnElement[bool]]:
    """What the filters ask for besides the text."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.unit_id is not None:
        below = tree.subtree_ids(wanted.unit_id)
        # The members of these units are few to look at; whose latest unit it is, fewer.
        members = select(Assignment.person_id).where(
            Assignment.unit_id.in_(below), Assignment.valid(as_of)
        )
        conditions.append(Person.id.in_(members) & unit.in_(below))
    if wanted.kind is not None:
        conditions.append(Person.kind == wanted.kind)
    match wanted.employment:
        case Employment.ACTIVE:
            conditions.append(or_(Person.exit.is_(None), Person.exit >= as_of))
        case Employment.LEFT:
            conditions.append(Person.exit < as_of)
    return conditions


def named(text: str) -> ColumnElement[bool]:
    """Persons whose name or number has every word of the text; everybody for an empty text."""
    return _matches(search_words(text))


def _matches(words: list[str]) -> ColumnElement[bool]:
    return and_(
        true(),
        *(Person.search_text.like(like_pattern(word), escape="\\") for word in words),
    )


def _fits(words: list[str], text: str) -> ColumnElement[bool]:
    """Names and numbers that have all the words; numbers also with leading zeros too many.

    The searched text has the personnel number, so that fewer zeros need no second look.
    """
    typed = text.strip()
    if not (typed.isdigit() and typed.startswith("0")):
        return _matches(words)
    number = func.ltrim(Person.personnel_number, "0") == typed.lstrip("0")
    return or_(_matches(words), number)
