"""The certificate: sent by the person, checked by HR, who records the holding or sends it back."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.permissions import can_act_for
from trainingtracker.competence.certificate_schemes import proves
from trainingtracker.errors import NotAllowed, RuleViolation, StaleVersion
from trainingtracker.extensions import db
from trainingtracker.external import documents, states
from trainingtracker.external.documents import Sent
from trainingtracker.external.refusals import Wrong
from trainingtracker.models import Competence, ExternalTraining, Holding, Level
from trainingtracker.notify import external_messages as messages
from trainingtracker.text import mark
from trainingtracker.vocabulary import (
    Basis,
    DocumentKind,
    Evidence,
    ExternalAction,
    ExternalStatus,
)

# What a paper of another provider can be: how much it proves is told apart everywhere.
EVIDENCE = (Evidence.CERTIFICATE, Evidence.COURSE, Evidence.PLACEMENT_TEST)


@dataclass(frozen=True)
class Proved:
    """What HR reads in the certificate; `last_day` of validity inclusive, None: without end.

    `scheme_id` is a known language certificate, `score` the result as the certificate writes it.
    """

    competence_id: int
    level_id: int
    evidence: Evidence
    since: date
    last_day: date | None
    score: str = ""
    scheme_id: int | None = None


def can_send(training: ExternalTraining) -> bool:
    """From the first day of an approved training on, until HR has recorded it."""
    return states.possible(training, ExternalAction.SEND) and training.starts_on <= clock.today()


def send_certificate(training_id: int, sent: Sent, actor: Actor) -> ExternalTraining:
    """Send the certificate, or another one in its place while HR has not recorded it."""
    training = states.locked(training_id)
    if not can_act_for(actor, training.person_id):
        raise NotAllowed(mark("You can send your own certificates only."))
    if training.starts_on > clock.today():
        raise RuleViolation(
            mark("The training begins on %(day)s. Please send the certificate after that."),
            day=training.starts_on,
        )
    documents.check(sent)
    states.move(training, ExternalAction.SEND, actor)
    before = documents.of_training(training_id, DocumentKind.CERTIFICATE)
    # The new one first: SQLite would give it the number of the old one, which HR may have seen.
    documents.store(sent, DocumentKind.CERTIFICATE, actor.person_id, training_id=training_id)
    for old in before:
        documents.remove(old)
    return training


def send_back(
    training_id: int, seen_document_id: int, actor: Actor, reason: str
) -> ExternalTraining:
    """Ask for another certificate, with a reason that the person reads."""
    reason = reason.strip()
    if not reason:
        raise Wrong("reason", mark("Please say what is missing, so that the person can send it."))
    training = _to_check(training_id, seen_document_id, actor)
    states.move(training, ExternalAction.RETURN, actor, reason=reason)
    messages.certificate_sent_back(training, reason)
    return training


def confirm(
    training_id: int, seen_document_id: int, actor: Actor, proved: Proved | None
) -> ExternalTraining:
    """Record the training and the holding that the certificate gives; None: it gives none."""
    training = _to_check(training_id, seen_document_id, actor)
    holding = _holding(training, proved, actor) if proved else None
    states.move(training, ExternalAction.CONFIRM, actor)
    if holding is not None:
        db.session.add(holding)
    db.session.flush()
    messages.recorded(training, holding)
    return training


def take_back(training_id: int, actor: Actor, reason: str) -> ExternalTraining:
    """Correct what was recorded: the holding is superseded, the certificate is to check again."""
    reason = reason.strip()
    if not reason:
        raise Wrong("reason", mark("Please say why it is corrected; the person reads it."))
    _check_hr(actor)
    training = states.locked(training_id)
    _check_not_own(training, actor)
    states.move(training, ExternalAction.CORRECT, actor, reason=reason)
    given = select(Holding).where(Holding.external_id == training_id, Holding.known())
    for holding in db.session.scalars(given):
        holding.superseded_at = clock.now()
    db.session.flush()
    messages.checked_again(training, reason)
    return training


def _to_check(training_id: int, seen_document_id: int, actor: Actor) -> ExternalTraining:
    """The training, whose certificate is still the one that HR has looked at."""
    _check_hr(actor)
    training = states.locked(training_id)
    _check_not_own(training, actor)
    if training.status is not ExternalStatus.SENT:
        raise RuleViolation(
            mark(
                "Something else has happened to this training in the meantime."
                " The page shows how it stands now."
            )
        )
    certificates = documents.of_training(training_id, DocumentKind.CERTIFICATE)
    if [document.id for document in certificates] != [seen_document_id]:
        raise StaleVersion(
            mark(
                "Another certificate was sent while you were looking at the last one."
                " Please look at the new one first; what you have typed is still there."
            )
        )
    return training


def _check_hr(actor: Actor) -> None:
    if not actor.is_hr:
        raise NotAllowed(mark("HR checks certificates."))


def _check_not_own(training: ExternalTraining, actor: Actor) -> None:
    if training.person_id == actor.person_id:
        raise NotAllowed(mark("Nobody checks their own certificate. Somebody else of HR does."))


def _holding(training: ExternalTraining, proved: Proved, actor: Actor) -> Holding:
    competence = db.session.get(Competence, proved.competence_id)
    level = db.session.get(Level, proved.level_id)
    if competence is None or level is None or level.scale_id != competence.scale_id:
        raise Wrong("level", mark("Choose a competence and one of its levels."))
    if proved.scheme_id is not None and not proves(proved.scheme_id, competence, level):
        raise Wrong(
            "scheme",
            mark(
                "This certificate proves another level or language than you have chosen."
                " Choose what fits together, or no known certificate."
            ),
        )
    if proved.evidence not in EVIDENCE:
        raise Wrong("evidence", mark("Choose what the certificate proves."))
    if proved.since > clock.today():
        raise Wrong("since", mark("Nothing can be held from a day in the future on."))
    if proved.last_day is not None and proved.last_day < proved.since:
        raise Wrong("last_day", mark("The last day of validity cannot be before the first."))
    return Holding(
        person_id=training.person_id,
        competence_id=proved.competence_id,
        level_id=proved.level_id,
        evidence=proved.evidence,
        evidence_date=proved.since,
        scheme_id=proved.scheme_id,
        score=proved.score or None,
        since=proved.since,
        until=proved.last_day + timedelta(days=1) if proved.last_day else None,
        basis=Basis.OFFICIAL,
        confirmed_by_id=actor.person_id,
        external_id=training.id,
    )
