"""What people state about themselves: entered, changed and deleted on their own page alone.

Each statement is a holding on the basis of consent; nobody else sees it unless the person consents.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from trainingtracker import clock, privacy
from trainingtracker.competence import consent
from trainingtracker.competence.consent_files import forget_files
from trainingtracker.errors import RuleViolation, StaleVersion
from trainingtracker.extensions import db
from trainingtracker.models import Competence, Holding, Level, Topic
from trainingtracker.text import mark
from trainingtracker.vocabulary import STATED_BY, Activity, Basis, Evidence

_TWICE = mark("You have stated this already. Change what is there instead.")
_GONE = mark("This statement has been changed or deleted meanwhile.")
_NO_LEVEL = mark("Choose a level of this competence.")
_LANGUAGES_ONLY = mark(
    "Single activities and very high proficiency can be stated of languages only."
)


class Facts(NamedTuple):
    """What is stated, as typed; an activity is one of a language, None means overall."""

    level_id: int
    competence_id: int
    activity: Activity | None
    evidence: Evidence
    own_words: str


def mine(person_id: int) -> Sequence[Holding]:
    """All that a person states now, by topic and competence; one query."""
    return db.session.scalars(
        select(Holding)
        .join(Competence, Competence.id == Holding.competence_id)
        .join(Topic, Topic.id == Competence.topic_id)
        .where(Holding.person_id == person_id, consent.stated())
        .options(joinedload(Holding.competence), joinedload(Holding.level))
        .order_by(Topic.position, Competence.position, Competence.id, Holding.activity, Holding.id)
    ).all()


def find(person_id: int, holding_id: int) -> Holding | None:
    """A statement of this person as it stands now."""
    return db.session.scalar(
        select(Holding).where(
            Holding.id == holding_id, Holding.person_id == person_id, consent.stated()
        )
    )


def state(person_id: int, facts: Facts) -> Holding:
    """Enter something new. Sent twice, it is one; of a competence already there, refused."""
    _check(facts)
    consent.lock(person_id)
    known = _of(person_id, facts)
    if known is not None:
        if _facts(known) == facts:
            return known
        raise RuleViolation(_TWICE)
    return _enter(person_id, facts)


def restate(person_id: int, holding_id: int, facts: Facts) -> Holding:
    """Say it differently: the new statement takes the place of the old one."""
    _check(facts)
    consent.lock(person_id)
    before, other = find(person_id, holding_id), _of(person_id, facts)
    if other is not None and _facts(other) == facts:
        return other
    if before is None:
        raise StaleVersion(_GONE)
    if other is not None and other is not before:
        raise RuleViolation(_TWICE)
    before.superseded_at = clock.now()
    return _enter(person_id, facts)


def delete(person_id: int, holding_id: int) -> None:
    """Delete a statement with all that it said before, and the files on record that may hold it."""
    consent.lock(person_id)
    known = find(person_id, holding_id)
    if known is None:
        return
    every = select(Holding.id).where(
        Holding.person_id == person_id,
        Holding.basis == Basis.CONSENT,
        Holding.competence_id == known.competence_id,
        Holding.activity.is_(None)
        if known.activity is None
        else Holding.activity == known.activity,
    )
    privacy.bulk_delete(Holding, db.session.scalars(every).all())
    forget_files([each.id for each in consent.of_person(person_id).values()])


def _enter(person_id: int, facts: Facts) -> Holding:
    today = clock.today()
    holding = Holding(
        person_id=person_id,
        competence_id=facts.competence_id,
        level_id=facts.level_id,
        activity=facts.activity,
        evidence=facts.evidence,
        evidence_date=today,
        since=today,
        basis=Basis.CONSENT,
        own_words=facts.own_words or None,
    )
    db.session.add(holding)
    db.session.flush()
    return holding


def _check(facts: Facts) -> None:
    competence = db.session.get(Competence, facts.competence_id)
    level = db.session.get(Level, facts.level_id)
    if competence is None or level is None or level.scale_id != competence.scale_id:
        raise RuleViolation(_NO_LEVEL)
    if facts.evidence not in STATED_BY:
        raise RuleViolation(mark("This is no evidence that people give themselves."))
    of_languages = facts.activity is not None or facts.evidence is Evidence.PROFICIENT_SPEAKER
    if of_languages and competence.language_id is None:
        raise RuleViolation(_LANGUAGES_ONLY)


def _of(person_id: int, facts: Facts) -> Holding | None:
    """What the person states of the same competence and activity."""
    return next(
        (
            each
            for each in mine(person_id)
            if (each.competence_id, each.activity) == (facts.competence_id, facts.activity)
        ),
        None,
    )


def _facts(holding: Holding) -> Facts:
    return Facts(
        holding.level_id,
        holding.competence_id,
        holding.activity,
        holding.evidence,
        holding.own_words or "",
    )
