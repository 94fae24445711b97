"""What people can do, from a list: new, corrected, refused."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from tests.cast import a_course, a_person
from tests.exchange.lists import applied, changed_fields, compared, counts, messages, places
from tests.support.frozen import FrozenClock
from trainingtracker.extensions import db
from trainingtracker.models import Holding, Person
from trainingtracker.vocabulary import Activity, Basis, Evidence

HEADINGS = ["Personalnummer", "Kompetenz", "Niveau", "Nachweis", "Nachweis vom", "Gültig bis"]
DAY = date(2025, 9, 1)


@pytest.fixture
def anna(app_context: Flask, frozen: FrozenClock) -> Person:
    person = a_person("Anna", "Müller", number="00012345", account=False)
    db.session.commit()
    return person


def known() -> list[Holding]:
    return list(db.session.scalars(select(Holding).where(Holding.known()).order_by(Holding.id)))


def test_a_row_is_an_official_holding_since_the_day_of_its_evidence(anna: Person) -> None:
    rows = [HEADINGS, ["00012345", "Polnisch", "B1", "Führungskraft", DAY, date(2027, 8, 31)]]
    assert counts(applied("holdings", rows)) == (1, 0, 0, 0)
    (holding,) = known()
    assert (holding.person_id, holding.competence.key, holding.level.code) == (anna.id, "pol", "B1")
    assert (holding.evidence, holding.basis) == (Evidence.MANAGER, Basis.OFFICIAL)
    # The list names the last day on which it is valid.
    assert (holding.since, holding.until) == (DAY, date(2027, 9, 1))
    assert counts(applied("holdings", rows)) == (0, 0, 1, 0)


def test_another_level_for_the_same_evidence_corrects_it(anna: Person) -> None:
    headings = [*HEADINGS, "Fertigkeit"]
    row = ["00012345", "pol", "B1", "Praxis", DAY, "", "Sprechen"]
    applied("holdings", [headings, row])
    preview = applied("holdings", [headings, [*row[:2], "B2", *row[3:]]])
    ((_, fields),) = changed_fields(preview).items()
    assert fields == [("Level", "pol:B1", "pol:B2")]
    (holding,) = known()
    assert (holding.level.code, holding.activity) == ("B2", Activity.SPEAKING)
    # What was on record before stays on record as what it was.
    assert len(list(db.session.scalars(select(Holding)))) == 2


def test_what_a_course_has_given_is_left_out(anna: Person) -> None:
    a_course("EN-1", "Englisch", gives=("eng", "B1"))
    db.session.commit()
    applied("participations", [["Personalnummer", "Kurs", "Datum"], ["00012345", "EN-1", DAY]])
    rows = [HEADINGS, ["00012345", "Englisch", "C2", "Kurs", DAY, ""]]
    assert counts(compared("holdings", rows)) == (0, 0, 0, 1)


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        (["00012345", "Polnisch", "B1", "Selbsteinschätzung", DAY, ""], "Nachweis",
         "What people say about themselves they enter on their own page: “Self-assessment” is no"
         " evidence of a list."),
        (["00012345", "Polnisch", "7", "Praxis", DAY, ""], "Kompetenz",
         "“Polnisch:7” names no level. Possible are: "),
        (["00012345", "Kochen", "B1", "Praxis", DAY, ""], "Kompetenz",
         "“Kochen:B1” is neither a course nor a competence that is known here."),
        (["00012345", "Polnisch", "B1", "Praxis", "", ""], "Nachweis vom",
         "Date of the evidence is missing."),
        (["00012345", "Polnisch", "B1", "Praxis", DAY, date(2025, 8, 1)], "Gültig bis",
         "It ends (1 August 2025) before it begins (1 September 2025)."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(
    anna: Person, row: list[object], column: str, message: str
) -> None:
    preview = compared("holdings", [HEADINGS, row])
    (told,) = messages(preview)
    assert told.startswith(message)
    assert places(preview)[0][2] == column


def test_two_rows_that_contradict_each_other_are_told(anna: Person) -> None:
    row = ["00012345", "Polnisch", "B1", "Praxis", DAY, ""]
    preview = compared("holdings", [HEADINGS, row, row, [*row[:2], "B2", *row[3:]]])
    assert counts(preview) == (1, 0, 0, 1)
    assert messages(preview) == ["Row 2 of sheet “Tabelle1” states something else about the same."]
    assert places(preview)[0][1:3] == (4, "Niveau")
