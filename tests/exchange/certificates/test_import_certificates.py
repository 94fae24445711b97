"""Language certificates: the table of the scheme says which level a result proves."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from tests.cast import a_person
from tests.exchange.lists import applied, compared, counts, messages
from tests.support.frozen import FrozenClock
from trainingtracker.extensions import db
from trainingtracker.models import CertificateScheme, Holding, Level, Person
from trainingtracker.vocabulary import Evidence

# What a result proves does not depend on the database.
pytestmark = pytest.mark.parametrize("database_engine", ["sqlite"])

HEADINGS = ["Personalnummer", "Zertifikat", "Sprache", "Ergebnis", "Prüfungsdatum"]
DAY = date(2025, 5, 10)


@pytest.fixture
def anna(app_context: Flask, frozen: FrozenClock) -> Person:
    person = a_person("Anna", "Müller", number="00012345", account=False)
    db.session.commit()
    return person


def proved(*cells: object) -> tuple[str, str]:
    """The competence and level that a row comes to."""
    applied("certificates", [HEADINGS, ["00012345", *cells]])
    holding = db.session.scalars(select(Holding).order_by(Holding.id.desc()).limit(1)).one()
    assert holding.evidence is Evidence.CERTIFICATE
    return holding.competence.key, holding.level.code


@pytest.mark.parametrize(
    ("scheme", "language", "score", "expected"),
    [
        ("IELTS", "", "6.5", ("eng", "B2")),
        ("IELTS", "", "6,5", ("eng", "B2")),
        ("ielts", "Englisch", 7, ("eng", "C1")),
        ("TOEFL iBT", "", 86, ("eng", "B1")),
        ("telc", "Türkisch", "B1", ("tur", "B1")),
        ("Goethe-Zertifikat B2", "", "", ("deu", "B2")),
        ("Cambridge First", "", "bestanden", ("eng", "B2")),
        ("UNIcert II", "Französisch", "", ("fra", "B2")),
    ],
)
def test_the_result_proves_the_highest_level_that_it_reaches(
    anna: Person, scheme: str, language: str, score: object, expected: tuple[str, str]
) -> None:
    assert proved(scheme, language, score, DAY) == expected


def test_an_exam_is_read_by_the_table_of_its_year(anna: Person) -> None:
    """A scheme that changes its limits keeps the old ones for old certificates."""
    b1 = db.session.scalars(select(Level).where(Level.code == "B1")).first()
    old = db.session.scalars(
        select(CertificateScheme).where(
            CertificateScheme.name == "IELTS", CertificateScheme.minimum == "5.5"
        )
    ).one()
    assert b1 is not None
    db.session.add(
        CertificateScheme(
            name="IELTS", version="2024", language_id=old.language_id, minimum="6.0",
            level_id=b1.id, source="test",
        )
    )  # fmt: skip
    db.session.commit()
    assert proved("IELTS", "", "6.5", date(2023, 12, 31)) == ("eng", "B2")
    assert proved("IELTS", "", "6.5", date(2024, 1, 1)) == ("eng", "B1")


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (["Abitur", "", "1,0", DAY], "The certificate “Abitur” is not known here."),
        (
            ["telc", "", "B1", DAY],
            "“telc” is there for several languages: the row has to",
        ),
        (["IELTS", "Polnisch", "7", DAY], "“IELTS” is no certificate of this language."),
        (["IELTS", "", "gut", DAY], "“IELTS” needs a result. Known are: 4.0, 5.5, 7.0, 9.0."),
        (["IELTS", "", "3.5", DAY], "“3.5” proves no level: “IELTS” begins with 4.0."),
        (["IELTS", "", "7", ""], "Date of the exam is missing."),
    ],
)
def test_what_is_wrong_is_told(anna: Person, cells: list[object], message: str) -> None:
    (told,) = messages(compared("certificates", [HEADINGS, ["00012345", *cells]]))
    assert told.startswith(message)


def test_the_same_certificate_twice_is_one_and_another_result_corrects_it(anna: Person) -> None:
    row = ["00012345", "IELTS", "", "6.5", DAY]
    applied("certificates", [HEADINGS, row])
    assert counts(compared("certificates", [HEADINGS, row, row])) == (0, 0, 1, 1)
    assert counts(applied("certificates", [HEADINGS, [*row[:3], "7.5", DAY]])) == (0, 1, 0, 0)
    held = db.session.scalars(select(Holding).where(Holding.known())).one()
    assert (held.level.code, held.score) == ("C1", "7.5")
