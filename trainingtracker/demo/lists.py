"""Lists that HR has sent: one that is in and can be taken back, one with problems to correct."""

from datetime import time, timedelta

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.exchange.importing import bring_in, read_and_compare
from trainingtracker.exchange.runs import operations
from trainingtracker.exchange.runs.journal import footprint
from trainingtracker.exchange.runs.kept import keep
from trainingtracker.extensions import db
from trainingtracker.models import Person
from trainingtracker.vocabulary import ImportStatus, ListKind

_KIND = ListKind.PARTICIPATIONS
_HEADINGS = "Personalnummer;Nachname;Vorname;Kursnummer;Datum;Ergebnis"


def send(hr_id: int, course: str) -> None:
    """Old participations that nobody passed, so that nobody holds anything by them."""
    actor = Actor(person_id=hr_id)
    db.session.info["actor"] = hr_id
    rows = [
        f"{each.personnel_number};{each.last_name};{each.first_name};{course};"
        f"{day}.06.2009;nicht bestanden"
        for day, each in enumerate(_some_people(), start=8)
    ]
    with clock.frozen(clock.at(clock.today() - timedelta(days=2), time(10, 30))):
        content = "\n".join([_HEADINGS, *rows[:3]]).encode()
        with footprint() as left:
            preview = bring_in(_KIND, content, name="Fortbildung 2009.csv", actor=actor)
        operations.record(preview, content, "Fortbildung 2009.csv", left)
    wrong = [
        _HEADINGS.replace("Ergebnis", "Ergebniss"),
        *rows[3:],
        rows[4].replace(".06.", ".13."),
        f"99999999;Unbekannt;Uta;{course};08.06.2009;bestanden",
    ]
    content, name = "\n".join(wrong).encode("cp1252"), "Fortbildung 2009 Nachtrag.csv"
    run = operations.upload(_KIND, name, content, actor)
    preview = read_and_compare(_KIND, content, name=name, actor=actor)
    keep(run, preview)
    run.status = ImportStatus.COMPARED
    db.session.info["actor"] = None


def _some_people() -> list[Person]:
    query = select(Person).where(Person.personnel_number.is_not(None)).order_by(Person.id)
    return list(db.session.scalars(query.limit(5)))
