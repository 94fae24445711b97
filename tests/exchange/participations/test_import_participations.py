"""What happened before the tracker: who took part in what, and what it gave."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.cast import Cast, a_course, a_person, an_enrolment, an_offering
from tests.conftest import CountQueries
from tests.exchange.lists import applied, changed_fields, compared, counts, messages, places
from tests.support.frozen import FrozenClock
from trainingtracker.extensions import db
from trainingtracker.models import AuditEntry, Course, Holding, ImportedParticipation, Person
from trainingtracker.vocabulary import Basis, Evidence, Result, Status

HEADINGS = ["Personalnummer", "Kurs-Nr.", "Datum", "Ergebnis"]
DAY = date(2024, 5, 17)


@pytest.fixture
def anna(app_context: Flask, frozen: FrozenClock) -> Person:
    """Anna Müller, 00012345, in a catalogue with the English course EN-1 (eng:B1, 24 months)."""
    a_course("EN-1", "Englisch", "English", gives=("eng", "B1"), valid_months=24)
    a_course("EN-2", "Englisch II", "English II")
    person = a_person("Anna", "Müller", number="00012345", account=False)
    db.session.commit()
    return person


def participations() -> list[tuple[date, Result, str]]:
    rows = db.session.scalars(select(ImportedParticipation).order_by(ImportedParticipation.held_on))
    return [(row.held_on, row.result, row.source) for row in rows]


def test_a_participation_gives_what_the_course_gives_since_that_day(anna: Person) -> None:
    rows = [HEADINGS, ["00012345", "EN-1", DAY, "bestanden"]]
    assert counts(applied("participations", rows, name="Altdaten.xlsx")) == (1, 0, 0, 0)
    assert participations() == [(DAY, Result.PASSED, "Altdaten.xlsx")]
    holding = db.session.scalars(select(Holding)).one()
    assert (holding.since, holding.until) == (DAY, date(2026, 5, 17))
    assert (holding.evidence, holding.basis) == (Evidence.COURSE, Basis.OFFICIAL)
    assert holding.participation_id == db.session.scalar(select(ImportedParticipation.id))
    assert (holding.person_id, holding.level.code) == (anna.id, "B1")


def test_the_same_list_changes_nothing_the_second_time(anna: Person) -> None:
    rows = [HEADINGS, [12345, "en-1", "17.05.2024", ""], ["00012345", "English II", DAY, "failed"]]
    applied("participations", rows)
    written = db.session.scalar(select(func.count(AuditEntry.id)))
    assert counts(applied("participations", rows)) == (0, 0, 2, 0)
    assert db.session.scalar(select(func.count(AuditEntry.id))) == written


def test_who_failed_holds_nothing(anna: Person) -> None:
    applied("participations", [HEADINGS, ["00012345", "EN-1", DAY, "nicht bestanden"]])
    assert participations() == [(DAY, Result.FAILED, "Liste.xlsx")]
    assert db.session.scalar(select(func.count(Holding.id))) == 0


def test_a_corrected_result_takes_back_and_gives(anna: Person) -> None:
    held = select(func.count(Holding.id)).where(Holding.known())
    applied("participations", [HEADINGS, ["00012345", "EN-1", DAY, "passed"]])
    preview = applied("participations", [HEADINGS, ["00012345", "EN-1", DAY, "failed"]])
    ((_, fields),) = changed_fields(preview).items()
    assert [name for name, _, _ in fields] == ["Result"]
    assert participations() == [(DAY, Result.FAILED, "Liste.xlsx")]
    assert db.session.scalar(held) == 0
    applied("participations", [HEADINGS, ["00012345", "EN-1", DAY, "passed"]])
    assert db.session.scalar(held) == 1


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        ("teilgenommen", Result.PASSED), ("abgeschlossen", Result.PASSED), ("Ja", Result.PASSED),
        ("completed", Result.PASSED), ("", Result.PASSED), ("not completed", Result.FAILED),
        ("abgebrochen", Result.FAILED),
    ],
)  # fmt: skip
def test_results_are_read_in_both_languages(anna: Person, result: str, expected: Result) -> None:
    applied("participations", [HEADINGS, ["00012345", "EN-1", DAY, result]])
    assert participations()[0][1] is expected


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        (["Name", "Vorname"], ["Müller", "Anna"]),
        (["Nachname", "Vorname"], ["MULLER", "anna"]),
        (["Teilnehmende"], ["Müller, Anna"]),
        (["Teilnehmer/in"], ["Anna Müller"]),
        (["Personalnummer", "Nachname", "Vorname"], ["", "Müller", "Anna"]),
        (["Pers.-Nr."], ["00012345 Müller"]),
    ],
)
def test_a_person_is_found_by_a_unique_name(
    anna: Person, headings: list[str], cells: list[str]
) -> None:
    applied("participations", [[*headings, "Kurs", "am"], [*cells, "Englisch", "17.05.2024"]])
    assert db.session.scalar(select(ImportedParticipation.person_id)) == anna.id


def test_a_course_of_several_days_ended_on_the_last(anna: Person) -> None:
    rows = [HEADINGS, ["00012345", "EN-1", "15.05.2024 - 17.05.2024", ""]]
    applied("participations", rows)
    assert participations()[0][0] == DAY


@pytest.mark.parametrize(
    ("row", "column", "value", "message"),
    [
        (["99", "EN-1", DAY], "Personalnummer", "99",
         "There is no person with the personnel number “99”. Load the people first."),
        (["Niemand, Nina", "EN-1", DAY], "Personalnummer", "Niemand, Nina",
         "There is no person “Niemand, Nina”. Load the people first or use the personnel number."),
        (["", "EN-1", DAY], "Personalnummer", "", "Personnel number is missing."),
        (["00012345", "XX-1", DAY], "Kurs-Nr.", "XX-1",
         "There is no course “XX-1”. Load the courses first or correct it."),
        (["00012345", "", DAY], "Kurs-Nr.", "", "Course is missing."),
        (["00012345", "EN-1", ""], "Datum", "", "Date is missing."),
        (["00012345", "EN-1", "31.02.2020"], "Datum", "31.02.2020",
         "“31.02.2020” is not a date: there is no such day."),
        (["00012345", "EN-1", date(2026, 3, 4)], "Datum", "04.03.2026",
         "The date 4 March 2026 is in the future."),
        (["00012345", "EN-1", DAY, "naja"], "Ergebnis", "naja",
         "“naja” is not known here. Possible are: Passed, Not passed."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(
    anna: Person, row: list[object], column: str, value: str, message: str
) -> None:
    preview = compared("participations", [HEADINGS, row])
    assert messages(preview) == [message]
    assert places(preview) == [("Tabelle1", 2, column, value)]


def test_a_name_that_several_people_have_is_told(anna: Person) -> None:
    a_person("Anna", "Müller", email=None, account=False)
    db.session.commit()
    preview = compared(
        "participations", [["Name", "Vorname", "Kurs", "Datum"], ["Müller", "Anna", "EN-1", DAY]]
    )
    assert messages(preview) == [
        "There are several people “Müller, Anna”. Use the personnel number."
    ]


def test_a_line_that_comes_twice_is_left_out_and_a_contradiction_is_told(anna: Person) -> None:
    line = ["00012345", "EN-1", DAY, "passed"]
    assert counts(compared("participations", [HEADINGS, line, line])) == (1, 0, 0, 1)
    preview = compared("participations", [HEADINGS, line, [*line[:3], "failed"]])
    assert messages(preview) == ["Row 2 of sheet “Tabelle1” states another result for the same."]


def test_what_was_completed_in_the_tracker_is_left_out(anna: Person) -> None:
    course = db.session.scalars(select(Course).where(Course.code == "EN-1")).one()
    offering = an_offering(course, starts_on=DAY)
    an_enrolment(anna, offering, Status.COMPLETED, finished_on=DAY)
    db.session.commit()
    rows = [HEADINGS, ["00012345", "EN-1", DAY, ""]]
    assert counts(applied("participations", rows)) == (0, 0, 0, 1)
    assert participations() == []


def test_a_list_without_a_person_column_is_told_once(anna: Person) -> None:
    preview = compared("participations", [["Kurs-Nr.", "Datum", "Ergebnis"], ["EN-1", DAY, ""]])
    assert len(preview.problems) == 1
    assert "The column “Personnel number” is missing" in messages(preview)[0]


def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(
    cast: Cast, anna: Person, count_queries: CountQueries
) -> None:
    days = [date(2024, month, day) for month in range(1, 13) for day in range(1, 29)]
    with count_queries() as few:
        compared("participations", [HEADINGS, ["00012345", "EN-1", DAY, ""]])
    with count_queries() as many:
        applied("participations", [HEADINGS, *(["00012345", "EN-1", day, ""] for day in days)])
    assert few.number == 6
    assert many.number <= 15
    assert db.session.scalar(select(func.count(Holding.id))) == len(days)


@pytest.mark.usefixtures("anna")
def test_the_words_that_are_possible_are_told_in_the_readers_language() -> None:
    preview = compared("participations", [HEADINGS, ["00012345", "EN-1", DAY, "naja"]])
    assert [problem.message.in_language("de") for problem in preview.problems] == [
        "„naja“ ist hier nicht bekannt. Möglich sind: Bestanden, Nicht bestanden."
    ]


def test_a_number_beside_the_name_of_somebody_else_is_told(anna: Person) -> None:
    """A column that was sorted alone would give courses to others; names that change do not."""
    headings = ["Personalnummer", "Nachname", "Vorname", "Kurs-Nr.", "Datum"]
    other = ["00012345", "Berg", "Jan", "EN-1", DAY]
    (told,) = messages(compared("participations", [headings, other]))
    assert told == (
        "This is the number of 00012345 Müller, Anna, but the row names “Berg, Jan”."
        " Perhaps a column was sorted without the others."
    )
    for last_name, first_name in (("Schulze", "Anna"), ("MUELLER", "A."), ("Schulze", "")):
        row = ["00012345", last_name, first_name, "EN-1", DAY]
        assert counts(compared("participations", [headings, row])) == (1, 0, 0, 0)
