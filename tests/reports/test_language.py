"""A workbook is German or English throughout."""

import pytest
from sqlalchemy import select

from tests.cast import Cast, a_holding, an_enrolment
from tests.reports.conftest import DAY, MakeWorkbook
from tests.reports.reading import opened, values
from trainingtracker.extensions import db
from trainingtracker.models import Person
from trainingtracker.vocabulary import Status

# What is data, or reads the same in both languages.
_SAME = {
    "Name",
    "Format",
    "Online",
    "Hybrid",
    "eng",
    "B1",
    "–",
    "Hanna Rieck",
}


def words(content: bytes) -> set[str]:
    return {
        value
        for sheet in opened(content).worksheets
        for row in [(sheet.title,), *values(sheet)]
        for value in row
        if isinstance(value, str)
    }


@pytest.fixture
def with_rows(cast: Cast) -> Cast:
    an_enrolment(cast.employee, cast.english_offering, Status.COMPLETED, finished_on=DAY)
    a_holding(cast.employee, "eng", "B1")
    return cast


def test_nothing_in_the_german_workbook_is_english(with_rows: Cast, workbook: MakeWorkbook) -> None:
    german, english = words(workbook(language="de")), words(workbook(language="en"))
    people = db.session.scalars(select(Person)).all()
    names = {name for person in people for name in (person.first_name, person.last_name)}
    codes = {person.personnel_number for person in people} | {with_rows.english.code}
    codes.add(with_rows.english_offering.number)
    sheet = values(opened(workbook(language="de"))["Legende"])
    codes |= {str(row[2]) for row in sheet[1:]}  # the keys are the same in every language
    units = {value for value in german if value[:1].isdigit() or value[:2] == "D-"}
    # Units of the cast have German names only.
    unit_names = {value for row in _unit_rows(workbook) for value in row if isinstance(value, str)}
    assert german & english <= _SAME | names | codes | units | unit_names


def _unit_rows(workbook: MakeWorkbook) -> list[tuple[object, ...]]:
    rows = values(opened(workbook(language="de"))["Nach Organisationseinheit"])[4:]
    return [row[:2] for row in rows if row[0]]
