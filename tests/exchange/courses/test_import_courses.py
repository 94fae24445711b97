"""Lists of courses: into the catalogue, through its own rules."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.cast import a_course, an_offering
from tests.exchange.lists import applied, changed_fields, compared, counts, messages, places
from tests.support.frozen import FrozenClock
from trainingtracker.extensions import db
from trainingtracker.models import AuditEntry, Course
from trainingtracker.vocabulary import CourseFormat, CourseStatus

REFERENCE = Path("trainingtracker/reference/courses.csv").read_bytes()
HEADINGS = [
    "Kursnummer", "Titel", "Titel englisch", "Themenfeld", "UE", "Format", "Vermittelt",
    "Gültigkeit (Monate)", "Voraussetzungen", "Zielgruppe", "Bildungsträger", "Kosten je Platz",
    "Genehmigung nötig", "Beschreibung",
]  # fmt: skip
ENGLISH = [
    "EN-1", "Englisch am Telefon", "English on the phone", "Fremdsprachen", 16, "Präsenz",
    "Englisch B1", 24, "eng:A2", "", "VHS", "120,50 €", "nein", "Erster Absatz\nZweiter",
]  # fmt: skip


def course(code: str) -> Course:
    return db.session.scalars(select(Course).where(Course.code == code)).one()


def gives(code: str) -> set[tuple[str, str, int | None]]:
    return {(o.competence.key, o.level.code, o.valid_months) for o in course(code).outcomes}


def needs(code: str) -> set[str]:
    return {
        p.required_course.code if p.required_course else f"{p.competence.key}:{p.level.code}"  # type: ignore[union-attr]
        for p in course(code).prerequisites
    }


def test_the_reference_list_of_courses_can_be_loaded_twice(app_context: Flask) -> None:
    assert counts(applied("courses", REFERENCE, name="courses.csv")) == (24, 0, 0, 0)
    written = db.session.scalar(select(func.count(AuditEntry.id)))
    assert counts(applied("courses", REFERENCE, name="courses.csv")) == (0, 0, 24, 0)
    assert db.session.scalar(select(func.count(AuditEntry.id))) == written
    assert gives("EU-02") == {
        ("eu:call_search", "1", 36), ("eu:application", "1", 36), ("eu:management", "1", 36),
    }  # fmt: skip
    assert gives("IC-17") == {("ic:foundations", "attended", None)}
    assert needs("LA-11") == {"eng:B1", "EU-01"}
    assert needs("IC-24") == {"IC-17", "eng:B1"}
    assert {c.status for c in db.session.scalars(select(Course))} == {CourseStatus.PUBLISHED}
    assert [each.managers for each in course("IC-19").audiences] == [True]


def test_a_course_that_teaches_a_language_is_held_in_it(app_context: Flask) -> None:
    applied("courses", REFERENCE, name="courses.csv")
    spoken = {code: course(code).language for code in ("LA-09", "LA-14", "EU-01")}
    assert {code: lang and lang.iso639_3 for code, lang in spoken.items()} == {
        "LA-09": "eng",
        "LA-14": "fra",
        "EU-01": "deu",
    }


def test_a_german_list_as_people_write_it_is_read(app_context: Flask) -> None:
    applied("courses", [["Fortbildungsprogramm 2026"], [], HEADINGS, ENGLISH])
    found = course("EN-1")
    assert (found.title_de, found.title_en, found.topic.key) == (
        "Englisch am Telefon", "English on the phone", "languages",
    )  # fmt: skip
    assert (found.teaching_units, found.format) == (16, CourseFormat.IN_PERSON)
    assert (found.provider, found.cost_per_place, found.needs_approval) == ("VHS", 12050, False)
    assert found.description_de == "Erster Absatz\nZweiter"
    assert gives("EN-1") == {("eng", "B1", 24)}
    assert needs("EN-1") == {"eng:A2"}
    assert "phone" in found.search_text


def test_a_course_may_need_one_that_comes_later_in_the_list(app_context: Flask) -> None:
    later = ["B", "Grundkurs", "", "Fremdsprachen", 8]
    first = ["A", "Aufbaukurs", "", "Fremdsprachen", 8, "", "", "", "b"]
    applied("courses", [HEADINGS, first, later])
    assert needs("A") == {"B"}


def test_two_courses_may_exchange_their_order(app_context: Flask) -> None:
    one, two = ["A", "Eins", "", "Fremdsprachen", 8], ["B", "Zwei", "", "Fremdsprachen", 8]
    applied("courses", [HEADINGS, [*one, "", "", "", "B"], two])
    applied("courses", [HEADINGS, one, [*two, "", "", "", "A"]])
    assert (needs("A"), needs("B")) == (set(), {"A"})


def test_changes_are_told_field_by_field(app_context: Flask) -> None:
    applied("courses", [HEADINGS, ENGLISH])
    changed = [*ENGLISH]
    changed[1], changed[4], changed[6], changed[11] = "Englisch", 20, "eng:B2", 99
    preview = applied("courses", [HEADINGS, changed])
    assert changed_fields(preview)["EN-1 Englisch"] == [
        ("German title", "Englisch am Telefon", "Englisch"),
        ("Teaching units", 16, 20),
        ("Cost per place", 120.5, 99.0),
        ("Gives", "eng:B1", "eng:B2"),
    ]
    assert gives("EN-1") == {("eng", "B2", 24)}


def test_what_the_list_does_not_say_stays(app_context: Flask) -> None:
    applied("courses", [HEADINGS, ENGLISH])
    short = [
        ["Code", "Titel", "Themenfeld", "UE"],
        ["en-1", "Englisch am Telefon", "languages", "16"],
    ]
    assert counts(compared("courses", short)) == (0, 0, 1, 0)


def test_the_list_may_say_what_is_published(app_context: Flask, frozen: FrozenClock) -> None:
    head = ["Code", "Titel", "Themenfeld", "UE", "Veröffentlicht"]

    def row(status: str, code: str = "A") -> list[Any]:
        return [code, "Kurs", "languages", 8, status]

    applied("courses", [head, row("nein")])
    assert course("A").status is CourseStatus.DRAFT
    applied("courses", [head, row("ja")])
    assert course("A").status is CourseStatus.PUBLISHED
    assert "cannot become a draft" in messages(compared("courses", [head, row("Entwurf")]))[0]
    applied("courses", [head, row("archiviert")])
    assert course("A").status is CourseStatus.ARCHIVED
    an_offering(a_course("B", "Kurs"))
    db.session.commit()
    assert "offerings" in messages(compared("courses", [head, row("archiviert", "B")]))[0]


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("Kursnummer", "", "Course code is missing."),
        ("Titel", "", "German title is missing."),
        ("Themenfeld", "Kochen", "EU project funding, Foreign languages, Intercultural skills"),
        ("Themenfeld", "", "Topic is missing."),
        ("UE", "0", "not between 1 and 5,000"),
        ("UE", "viele", "is not a number"),
        ("Format", "irgendwie", "In person, Online, Hybrid"),
        ("Vermittelt", "eng:B9", "names no level"),
        ("Vermittelt", "eng", "names no level"),
        ("Vermittelt", "Klingonisch B1", "neither a course nor a competence"),
        ("Vermittelt", "eng:B1;eng:B2", "named twice"),
        ("Gültigkeit (Monate)", "-3", "not between 1 and 600"),
        ("Voraussetzungen", "EN-99", "neither a course nor a competence"),
        ("Voraussetzungen", "EN-1", "would need themselves: EN-1, EN-1"),
        ("Kosten je Platz", "teuer", "is not a number"),
        ("Genehmigung nötig", "vielleicht", "neither yes nor no"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    app_context: Flask, column: str, value: str, words: str
) -> None:
    row = [*ENGLISH]
    row[HEADINGS.index(column)] = value
    preview = compared("courses", [HEADINGS, row])
    assert places(preview) == [("Tabelle1", 2, column, value)]
    assert words in messages(preview)[0]


def test_a_ring_of_prerequisites_is_told_once(app_context: Flask) -> None:
    rows = [
        [c, "Kurs", "", "languages", 8, "", "", "", n]
        for c, n in (("A", "B"), ("B", "C"), ("C", "A"))
    ]
    preview = compared("courses", [HEADINGS, *rows])
    assert messages(preview) == ["These courses would need themselves: A, B, C, A."]


def test_a_code_that_stands_twice_is_told(app_context: Flask) -> None:
    preview = compared("courses", [HEADINGS, ENGLISH, ["en-1", *ENGLISH[1:]]])
    assert messages(preview) == ["The course en-1 stands in row 2 of sheet “Tabelle1” already."]
