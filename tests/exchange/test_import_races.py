"""Two people bring in the same list at the same moment, on both databases."""

from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.exchange.lists import Rows, applied, counts, workbook
from trainingtracker.exchange.importing import bring_in
from trainingtracker.extensions import begin, db
from trainingtracker.models import ImportedParticipation, Person, Unit, UnitVersion
from trainingtracker.vocabulary import ListKind

UNITS: Rows = [["OE", "Name", "Übergeordnet"], *([f"{n}", f"Amt {n}", ""] for n in range(10, 60))]
PEOPLE: Rows = [
    ["Personalnummer", "Nachname", "Vorname"],
    *([f"{n:06}", f"Nachname {n}", "Vorname"] for n in range(200)),
]
COURSES: Rows = [["Kürzel", "Titel", "Themenfeld", "UE"], ["LA-1", "Englisch", "Fremdsprachen", 8]]
PARTICIPATIONS: Rows = [
    ["Personalnummer", "Kurs", "Datum"],
    *([f"{n:06}", "LA-1", "2019-02-01"] for n in range(200)),
]


def both_at_once(app: Flask, kind: ListKind, content: bytes) -> list[tuple[int, int, int, int]]:
    """What each of two imports that start together has counted."""
    barrier = Barrier(2)
    counted: list[tuple[int, int, int, int]] = []

    def act() -> None:
        with app.app_context():
            begin("write")
            barrier.wait()
            preview = bring_in(kind, content, name="Liste.xlsx")
            db.session.commit()
            counted.append(counts(preview))

    threads = [Thread(target=act) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    return sorted(counted)


LISTS = {
    ListKind.UNITS: UNITS,
    ListKind.PEOPLE: PEOPLE,
    ListKind.COURSES: COURSES,
    ListKind.PARTICIPATIONS: PARTICIPATIONS,
}


@pytest.mark.parametrize("kind", LISTS)
def test_the_same_list_twice_at_once_goes_in_once(app_context: Flask, kind: ListKind) -> None:
    if kind is ListKind.PARTICIPATIONS:
        applied("people", PEOPLE)
        applied("courses", COURSES)
    rows = LISTS[kind]
    number = len(rows) - 1
    both = both_at_once(app_context, kind, workbook(Liste=rows))
    assert both == [(0, 0, number, 0), (number, 0, 0, 0)]


def test_nothing_is_there_twice_afterwards(app_context: Flask) -> None:
    both_at_once(app_context, ListKind.UNITS, workbook(Liste=UNITS))
    assert db.session.scalar(select(func.count(Unit.id))) == 50
    assert db.session.scalar(select(func.count(UnitVersion.id))) == 50
    applied("people", PEOPLE)
    applied("courses", COURSES)
    both_at_once(app_context, ListKind.PARTICIPATIONS, workbook(Liste=PARTICIPATIONS))
    assert db.session.scalar(select(func.count(Person.id))) == 200
    assert db.session.scalar(select(func.count(ImportedParticipation.id))) == 200
