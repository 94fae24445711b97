"""Trainings outside the catalogue in the example city: one in each state, by the real rules."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta
from typing import NamedTuple

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.demo.organisation import TEAM
from trainingtracker.demo.staff import Staff
from trainingtracker.extensions import db
from trainingtracker.external import certificates, decisions, documents, requests
from trainingtracker.external.certificates import Proved
from trainingtracker.external.documents import Sent
from trainingtracker.external.requests import Facts
from trainingtracker.models import CertificateScheme, Competence, Level
from trainingtracker.vocabulary import DocumentKind, Evidence, ExternalStatus, Role


class _Example(NamedTuple):
    """One training: `begins` so many days from today, `until` how far it has come."""

    title: str
    provider: str
    begins: int
    days: int
    cost: int
    purpose: str
    until: ExternalStatus


_S = ExternalStatus
_EMPLOYEE = (
    _Example(
        "C1 Advanced, Prüfung", "Prüfungszentrum Beispielstadt", -70, 1, 22_900,
        "Nachweis für die Arbeit mit den Partnerstädten.", _S.CONFIRMED,
    ),
    _Example(
        "Fachtagung Städtepartnerschaften", "Verband der Kommunen", -9, 2, 18_000,
        "Austausch mit anderen Städten über Jugendbegegnungen.", _S.APPROVED,
    ),
    _Example(
        "Interreg-Antragswerkstatt", "Akademie für Europa", 40, 3, 54_000,
        "Vorbereitung des Antrags mit den Partnern im Nordseeraum.", _S.REQUESTED,
    ),
)  # fmt: skip
_TEAM = (
    _Example(
        "Projektsteuerung in EU-Vorhaben", "Akademie für Europa", 55, 2, 48_000,
        "Leitung des neuen Klimaprojekts.", _S.ENDORSED,
    ),
    _Example(
        "Interkulturelle Mediation", "Bildungswerk am Markt", -35, 4, 36_000,
        "Konflikte am Schalter lösen.", _S.SENT,
    ),
    _Example(
        "DELF B1, Prüfung", "Sprachinstitut Beispielstadt", -25, 1, 16_500,
        "Schriftwechsel mit der Partnerstadt.", _S.RETURNED,
    ),
    _Example(
        "Sommerakademie Diplomatie", "Institut für Protokoll", 80, 5, 129_000,
        "Empfang von Delegationen.", _S.DECLINED,
    ),
    _Example(
        "Webinar Fördermittel", "Netzwerk Förderung", 30, 1, 0,
        "Überblick über neue Programme.", _S.WITHDRAWN,
    ),
)  # fmt: skip
_REASONS = {
    _S.DECLINED: "In dieser Woche findet die Delegationsreise statt. Bitte im nächsten Jahr.",
    _S.RETURNED: "Auf dem Bild fehlt die zweite Seite mit dem Ergebnis.",
}
_SATURDAY = 5
# The smallest PDF that programs open: one empty page.
_PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""


def build(people: Staff) -> None:
    """The employee's own, and one in every other state for colleagues of the same team."""
    employee, manager = people.by_login["employee"], people.by_login["manager"]
    hr = Actor(people.by_login["hr"], {Role.HR: None})
    today = clock.today()
    known = set(people.by_login.values())
    team = [
        e.id
        for e in people.employees
        if e.unit == TEAM and e.leads is None and e.id not in known and e.employed(today, today)
    ]
    for example in _EMPLOYEE:
        _live(example, employee, manager, hr)
    for number, example in enumerate(_TEAM):
        _live(example, team[number % len(team)] if team else employee, manager, hr)


def _live(example: _Example, person_id: int, manager_id: int, hr: Actor) -> None:
    """Take a training as far as the example says, each step on its day."""
    today = clock.today()
    first = _working_day(today + timedelta(days=example.begins))
    asked = min(today - timedelta(days=2), first - timedelta(days=45))
    own = Actor(person_id)
    with _on(asked, person_id):
        training = requests.request_training(
            person_id,
            Facts(
                example.title,
                example.provider,
                first,
                first + timedelta(days=example.days - 1),
                example.cost,
                example.purpose,
            ),
            own,
            submission=f"{person_id:08x}{abs(example.begins):024x}",
            attachment=Sent("Programm.pdf", _PDF),
        )
    if example.until is _S.REQUESTED:
        return
    decided = asked + timedelta(days=1)
    manager = Actor(manager_id)
    with _on(decided, manager_id):
        if example.until is _S.DECLINED:
            decisions.decline(training.id, manager, _S.REQUESTED, _REASONS[_S.DECLINED])
            return
        decisions.approve(training.id, manager, _S.REQUESTED)
    if example.until is _S.ENDORSED:
        return
    if example.until is _S.WITHDRAWN:
        with _on(decided, person_id):
            requests.withdraw(training.id, own)
        return
    with _on(decided + timedelta(days=1), hr.person_id):
        decisions.approve(training.id, hr, _S.ENDORSED)
    if example.until is not _S.APPROVED:
        _certify(example, training.id, training.ends_on, own, hr)


def _certify(example: _Example, training_id: int, over: date, own: Actor, hr: Actor) -> None:
    with _on(over + timedelta(days=5), own.person_id):
        certificates.send_certificate(training_id, Sent("Nachweis.pdf", _PDF), own)
    if example.until is _S.SENT:
        return
    (sent,) = documents.of_training(training_id, DocumentKind.CERTIFICATE)
    with _on(over + timedelta(days=8), hr.person_id):
        if example.until is _S.RETURNED:
            certificates.send_back(training_id, sent.id, hr, _REASONS[_S.RETURNED])
        else:
            certificates.confirm(training_id, sent.id, hr, _english_c1(over))


def _working_day(day: date) -> date:
    """The day, or the Monday after where it is of a weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= _SATURDAY else day


@contextmanager
def _on(day: date, actor_id: int) -> Iterator[None]:
    """What somebody does at ten o'clock of a day, the Monday after where that is a weekend."""
    db.session.info["actor"] = actor_id
    with clock.frozen(clock.at(_working_day(day), time(10))):
        yield


def _english_c1(day: date) -> Proved:
    competence = db.session.scalars(select(Competence).where(Competence.key == "eng")).one()
    level_id = db.session.scalars(
        select(Level.id).where(Level.scale_id == competence.scale_id, Level.code == "C1")
    ).one()
    scheme_id = db.session.scalars(
        select(CertificateScheme.id).where(CertificateScheme.name == "Cambridge Advanced")
    ).one()
    return Proved(competence.id, level_id, Evidence.CERTIFICATE, day, None, "pass", scheme_id)
