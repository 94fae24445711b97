"""Counting what people state about themselves: beside the official numbers, never among them."""

from datetime import date
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.cast import Cast, a_holding, a_person, a_statement
from tests.conftest import CountQueries
from tests.reports.conftest import DAY, MakeWorkbook
from tests.reports.reading import opened, records, values
from trainingtracker.accounts.actor import Actor, actor_of
from trainingtracker.competence.consent import stated_to
from trainingtracker.extensions import db
from trainingtracker.reports.asking import ask
from trainingtracker.reports.competence_matrix import MATRIX
from trainingtracker.reports.languages import LANGUAGES
from trainingtracker.reports.report import DOT, Filters, Report
from trainingtracker.vocabulary import ConsentAudience, Evidence

MANAGER, HR, INTERNATIONAL = ConsentAudience


@pytest.fixture
def stating(cast: Cast) -> Cast:
    """The employee holds English B1 and states C1 and Polish; some show theirs to nobody."""
    a_holding(cast.employee, "eng", "B1")
    a_statement(cast.employee, "eng", "C1", HR, MANAGER)
    a_statement(cast.employee, "pol", "B2")
    a_statement(cast.colleague, "eng", "C1", HR, evidence=Evidence.PRACTICE)
    a_statement(cast.outsider, "eng", "A1", MANAGER)
    a_statement(cast.trainer, "fra", "A1")
    db.session.flush()
    return cast


def _column(sheet: Worksheet, key: int, heading: str) -> dict[Any, Any]:
    """What stands under a heading, by the text of another column."""
    found = values(sheet)
    top = next(row for row in found if heading in row)
    at = top.index(heading)
    return {row[key]: row[at] for row in found[found.index(top) + 1 :] if row[key]}


def test_units_levels_and_rows_tell_what_is_stated_to_hr(
    stating: Cast, workbook: MakeWorkbook
) -> None:
    book = opened(workbook())
    by_unit = _column(book["By unit"], 0, "Self-declared with consent")
    assert {unit: by_unit[unit] for unit in ("15", "15.23", "23")} == {"15": 2, "15.23": 2, "23": 0}
    levels = [
        (row[1], row[3], row[4], row[11])
        for row in values(book["By topic and competence"])[5:]
        if row[4] or row[11]
    ]
    assert levels == [
        ("English", "B1", 1, 0), ("English", "C1", 0, 2), ("Polish", "B2", 0, 1),
    ]  # fmt: skip
    rows = {
        (row["Last name"], row["Competence"], row["Level"], row["Basis"], row["Confirmed by"])
        for row in records(book["Holdings"])
    }
    assert rows == {
        ("Sommer", "eng", "B1", "Official", "HR"),
        ("Sommer", "eng", "C1", "Consent", "The person"),
        ("Sommer", "pol", "B2", "Consent", "The person"),
        ("Petersen", "eng", "C1", "Consent", "The person"),
    }
    assert all(row[5] == 0 for row in values(book["Reconciliation"])[4:])
    # The official level is not pushed aside by what somebody says of themselves.
    matrix = {row["Last name"]: row for row in records(book["People by competences"])}
    assert matrix["Sommer"]["English"] == "B1"
    assert matrix["Sommer"]["Polish"] == "B2, self-declared"
    assert matrix["Petersen"]["English"] == "C1, self-declared"


def test_without_names_what_is_stated_is_a_number_alone(
    stating: Cast, workbook: MakeWorkbook
) -> None:
    book = opened(workbook(names=False))
    assert "Holdings" not in book.sheetnames
    assert _column(book["By unit"], 0, "Self-declared with consent")["15"] == 2


def _rows(report: Report, actor: Actor, part: int = 0, day: date = DAY) -> list[Any]:
    question = ask(report, Filters(day, names=True), actor, "en", "")
    table = report.tables_for(question)[part]
    keys = [column.key for column in table.columns_for(question)]
    return [dict(zip(keys, row, strict=True)) for row in table.rows(question)]


def test_whoever_is_no_audience_has_no_such_column(stating: Cast) -> None:
    for reader in (stating.staff_council, stating.equality, stating.data_protection):
        assert all("stated" not in row for row in _rows(LANGUAGES, actor_of(reader.id)))
    assert stated_to(actor_of(stating.coordinator.id)) is None


def test_a_manager_counts_those_who_show_it_to_their_manager(stating: Cast) -> None:
    """Of her own team, never of the teams below or beside it."""
    mine = _rows(LANGUAGES, actor_of(stating.manager.id))
    assert {(row["level"], row["stated"]) for row in mine if row["stated"]} == {
        ("B2", 1),
        ("C1", 1),
    }
    above = _rows(LANGUAGES, actor_of(stating.division_manager.id))
    assert not any(row["stated"] for row in above)
    others = _rows(MATRIX, actor_of(stating.other_manager.id))
    shown = {row["last_name"]: row["competence_eng"] for row in others}
    assert shown["Reimann"] == "A1, self-declared"


def test_small_groups_of_those_who_state_something_are_hidden(cast: Cast) -> None:
    """The international office sees numbers, from five people on, and none that leaves fewer."""
    for number in range(8):
        unit = cast.unit_1523 if number < 6 else cast.unit_23
        person = a_person("Nora", f"Neu{number}", unit, account=False)
        a_statement(person, "ukr", "C1", INTERNATIONAL)
    db.session.flush()
    reader = actor_of(cast.international.id)
    (everybody,) = _rows(LANGUAGES, reader)
    assert everybody["stated"] == 8
    by_unit = {row["unit"]: row["stated"] for row in _rows(LANGUAGES, reader, part=1)}
    assert by_unit["23"] == by_unit["D-V"] == DOT
    # With six of the other department shown, two would be what is left of eight.
    assert by_unit["D-OB"] == DOT
    assert 2 not in by_unit.values()


def test_what_somebody_took_back_is_shown_for_no_day(cast: Cast) -> None:
    """Also not for a day on which it was still there."""
    statement = a_statement(cast.employee, "eng", "C1", HR)
    hr = actor_of(cast.hr.id)
    assert [row["stated"] for row in _rows(LANGUAGES, hr)] == [1]
    statement.superseded_at = statement.recorded_at
    db.session.flush()
    assert _rows(LANGUAGES, hr) == []


def test_the_number_of_queries_does_not_grow(cast: Cast, count_queries: CountQueries) -> None:
    hr = actor_of(cast.hr.id)
    a_statement(cast.employee, "eng", "C1", HR)
    with count_queries() as few:
        _rows(LANGUAGES, hr)
    for number in range(8):
        a_statement(a_person("Nora", f"Neu{number}", cast.unit_23, account=False), "eng", "B1", HR)
    with count_queries() as many:
        _rows(LANGUAGES, hr)
    assert many.number <= few.number
