"""How a person and their unit stand in a row of the long sheets."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from trainingtracker import clock
from trainingtracker.attainment.assignments import AssignmentHistory, UnitNames, UnitThen
from trainingtracker.models import Person
from trainingtracker.reports.report import Column, Question, Value
from trainingtracker.text import mark

COLUMNS = (
    Column("personnel_number", mark("Personnel number"), 15),
    Column("last_name", mark("Last name"), 20),
    Column("first_name", mark("First name"), 14),
)
SELECTED = (Person.personnel_number, Person.last_name, Person.first_name)


def person_values(row: Any) -> Iterator[Value]:
    """A value for each of the columns, from a row with what is selected here."""
    yield row.personnel_number
    yield row.last_name
    yield row.first_name


def unit_values(unit: UnitThen | None, language: str) -> tuple[Value, Value]:
    """Number and name, for the two columns of a unit."""
    return (unit.number, unit.name.in_language(language)) if unit else (None, None)


def wall_clock(instant: datetime | None) -> datetime | None:
    """The instant as the clock on the wall showed it, the way workbooks want it."""
    return clock.local(instant).replace(tzinfo=None) if instant else None


def history_of(question: Question, person_ids: Collection[int]) -> AssignmentHistory:
    """Where these people were, in one query; what units are called is kept."""
    names = question.once("names of units", lambda: UnitNames.load(question.scope))
    return AssignmentHistory(question.scope, person_ids, names)
