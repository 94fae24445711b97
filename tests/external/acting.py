"""Short ways through a training outside the catalogue."""

from datetime import date, timedelta

from sqlalchemy import select

from tests.cast import Cast, competence_at
from tests.enrolment.acting import as_actor
from trainingtracker import clock
from trainingtracker.accounts.permissions import mandate
from trainingtracker.extensions import db
from trainingtracker.external import certificates, decisions, documents, requests
from trainingtracker.external.certificates import Proved
from trainingtracker.external.documents import Sent
from trainingtracker.external.requests import Facts
from trainingtracker.models import ExternalEvent, ExternalTraining, Person
from trainingtracker.organisation.leadership import LeadershipMap
from trainingtracker.vocabulary import DocumentKind, Evidence, ExternalStatus

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 40
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\0" * 50 + b"\xff\xd9"
KEY = "0123456789abcdef0123456789abcdef"


def facts(title: str = "Fachtagung", *, begins: int = 20, cost: int = 18_000) -> Facts:
    first = clock.today() + timedelta(days=begins)
    return Facts(title, "Akademie", first, first + timedelta(days=1), cost, "Für das Projekt.")


def asked(
    cast: Cast,
    person: Person | None = None,
    *,
    status: ExternalStatus = ExternalStatus.REQUESTED,
    title: str = "Fachtagung",
    attachment: Sent | None = None,
) -> ExternalTraining:
    """A training of the employee (unless told otherwise) that has come as far as `status`.

    One that a certificate was sent for began days ago, which the first day then says.
    """
    who = person or cast.employee
    training = requests.request_training(
        who.id, facts(title), as_actor(who), submission=f"{title[:60]}", attachment=attachment
    )
    for step in _STEPS[status]:
        if step is ExternalStatus.SENT:
            begun(training)
        _take(cast, training, step)
    return training


def begun(training: ExternalTraining, on: date | None = None) -> None:
    """Let the training have begun three days ago."""
    training.starts_on = on or clock.today() - timedelta(days=3)
    training.ends_on = training.starts_on + timedelta(days=1)
    db.session.flush()


_S = ExternalStatus
_STEPS: dict[ExternalStatus, tuple[ExternalStatus, ...]] = {
    _S.REQUESTED: (),
    _S.ENDORSED: (_S.ENDORSED,),
    _S.APPROVED: (_S.ENDORSED, _S.APPROVED),
    _S.SENT: (_S.ENDORSED, _S.APPROVED, _S.SENT),
    _S.RETURNED: (_S.ENDORSED, _S.APPROVED, _S.SENT, _S.RETURNED),
    _S.CONFIRMED: (_S.ENDORSED, _S.APPROVED, _S.SENT, _S.CONFIRMED),
    _S.DECLINED: (_S.DECLINED,),
    _S.WITHDRAWN: (_S.WITHDRAWN,),
}


def _take(cast: Cast, training: ExternalTraining, step: ExternalStatus) -> None:
    manager, hr = as_actor(cast.manager), as_actor(cast.hr)
    if mandate(manager, training.person_id, LeadershipMap.load(clock.today())) is None:
        manager = hr
    own = as_actor(training.person)
    if step is _S.ENDORSED:
        if training.status is _S.REQUESTED:
            decisions.approve(training.id, manager, _S.REQUESTED)
    elif step is _S.APPROVED:
        decisions.approve(training.id, hr, _S.ENDORSED)
    elif step is _S.SENT:
        certificates.send_certificate(training.id, Sent("Urkunde.pdf", PDF), own)
    elif step is _S.RETURNED:
        certificates.send_back(training.id, certificate_of(training), hr, "Seite 2 fehlt.")
    elif step is _S.CONFIRMED:
        certificates.confirm(training.id, certificate_of(training), hr, english_b2())
    elif step is _S.DECLINED:
        decisions.decline(training.id, manager, _S.REQUESTED, "Keine Mittel.")
    else:
        requests.withdraw(training.id, own)


def certificate_of(training: ExternalTraining) -> int:
    (document,) = documents.of_training(training.id, DocumentKind.CERTIFICATE)
    return document.id


def english_b2(*, last_day: date | None = None) -> Proved:
    competence, level = competence_at("eng", "B2")
    since = clock.today() - timedelta(days=2)
    return Proved(competence.id, level.id, Evidence.CERTIFICATE, since, last_day)


def steps(training: ExternalTraining) -> list[tuple[str, int, int | None]]:
    """(action, who, in whose place) of all that has happened."""
    rows = db.session.execute(
        select(ExternalEvent.action, ExternalEvent.actor_id, ExternalEvent.in_place_of_id)
        .where(ExternalEvent.training_id == training.id)
        .order_by(ExternalEvent.id)
    )
    return [(row.action.value, row.actor_id, row.in_place_of_id) for row in rows]
