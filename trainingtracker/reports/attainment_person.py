"""How a person and their unit stand in a row of the long sheets."""

from collections.abc import Iterator
from typing import Any

from trainingtracker.attainment.assignments import UnitThen
from trainingtracker.models import Person
from trainingtracker.reports.report import Column, Value
from trainingtracker.text import mark

COLUMNS = (
    Column(mark("Personnel number"), 15),
    Column(mark("Last name"), 20),
    Column(mark("First name"), 14),
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
