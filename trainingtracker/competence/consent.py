"""Consent to show what one has stated about oneself: given and revoked by the person alone."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select

from trainingtracker import clock, privacy, settings
from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.scopes import direct_reports
from trainingtracker.competence import consent_texts
from trainingtracker.competence.consent_files import forget_files
from trainingtracker.errors import StaleVersion
from trainingtracker.extensions import db
from trainingtracker.models import Consent, Holding, Person
from trainingtracker.organisation.leadership import LeadershipMap
from trainingtracker.text import mark
from trainingtracker.vocabulary import Basis, ConsentAudience, Role


def give(person_id: int, audience: ConsentAudience, *, read: int) -> Consent:
    """Consent to the version `read`; StaleVersion where another one is in force by now.

    Whoever has consented to it already has done so once.
    """
    if read != consent_texts.in_force():
        raise StaleVersion(
            mark("The text has been reworded meanwhile. Please read it again before you consent.")
        )
    lock(person_id)
    known = _unrevoked(person_id, audience)
    if known is not None and known.version == read:
        return known
    if known is not None:
        _end([known])
    consent = Consent(person_id=person_id, audience=audience, version=read)
    db.session.add(consent)
    db.session.flush()
    return consent


def revoke(person_id: int, audience: ConsentAudience) -> None:
    """From now on this audience sees nothing of it, in no page and no file on record."""
    lock(person_id)
    known = _unrevoked(person_id, audience)
    if known is not None:
        _end([known])


def end_of_leavers(today: date) -> int:
    """Who has left shows nothing any more, and what they have stated is deleted; how many."""
    left = select(Person.id).where(Person.exit < today)
    consents = db.session.scalars(
        select(Consent).where(Consent.person_id.in_(left), Consent.revoked_at.is_(None))
    ).all()
    _end(consents)
    stated = select(Holding.id).where(Holding.basis == Basis.CONSENT, Holding.person_id.in_(left))
    ids = db.session.scalars(stated).all()
    privacy.bulk_delete(Holding, ids)
    return len(consents)


def forget_ended(now: datetime) -> None:
    """Delete consents that ended so long ago that nobody has to prove them any more."""
    days: int = settings.get("retention_consent_days")
    ended = select(Consent.id).where(Consent.revoked_at <= now - timedelta(days=days))
    privacy.bulk_delete(Consent, db.session.scalars(ended).all())


def of_person(person_id: int) -> dict[ConsentAudience, Consent]:
    """What the person has consented to and not revoked; to an older text it does not count."""
    found = select(Consent).where(Consent.person_id == person_id, Consent.revoked_at.is_(None))
    return {each.audience: each for each in db.session.scalars(found)}


def in_force() -> ColumnElement[bool]:
    """Consents that are in force, of people employed today. The query joins Person."""
    today = clock.today()
    return and_(
        Consent.revoked_at.is_(None),
        Consent.version == consent_texts.in_force(),
        or_(Person.entry.is_(None), Person.entry <= today),
        or_(Person.exit.is_(None), Person.exit >= today),
    )


def covering(actor: Actor, leaders: LeadershipMap | None = None) -> ColumnElement[bool] | None:
    """The consents that let the actor read something today; None where there can be none.

    The query joins Consent with Person. A coordinator, trainer or administrator is no audience.
    `leaders` are those of today, where they are known.
    """
    to: list[ColumnElement[bool]] = []
    if actor.is_hr:
        to.append(Consent.audience == ConsentAudience.HR)
    if actor.has(Role.INTERNATIONAL):
        to.append(Consent.audience == ConsentAudience.INTERNATIONAL)
    if actor.is_manager:
        today = clock.today()
        led = direct_reports(actor, today, leaders or LeadershipMap.load(today))
        to.append(and_(Consent.audience == ConsentAudience.MANAGER, led))
    return and_(in_force(), or_(*to)) if to else None


def stated_to(actor: Actor, leaders: LeadershipMap | None = None) -> ColumnElement[bool] | None:
    """The holdings that people have stated about themselves and consented to show the actor."""
    covered = covering(actor, leaders)
    if covered is None:
        return None
    # Looked up for each statement: a page has few of them, whoever has consented are many.
    consented = (
        select(Consent.id)
        .join(Person, Person.id == Consent.person_id)
        .where(covered, Consent.person_id == Holding.person_id)
        # The query around it may well be one of persons, too.
        .correlate(Holding)
        .exists()
    )
    return and_(stated(), consented)


def readable_by(actor: Actor, leaders: LeadershipMap | None = None) -> ColumnElement[bool]:
    """Official holdings, and those stated by people whose consent covers the actor."""
    official, own = Holding.basis == Basis.OFFICIAL, stated_to(actor, leaders)
    return official if own is None else or_(official, own)


def stated() -> ColumnElement[bool]:
    """What people state about themselves now. What they have taken back is never shown again."""
    return and_(Holding.basis == Basis.CONSENT, Holding.superseded_at.is_(None))


def lock(person_id: int) -> None:
    """One change at a time of what a person states and shows."""
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update())


def _unrevoked(person_id: int, audience: ConsentAudience) -> Consent | None:
    return db.session.scalar(
        select(Consent).where(
            Consent.person_id == person_id,
            Consent.audience == audience,
            Consent.revoked_at.is_(None),
        )
    )


def _end(consents: Sequence[Consent]) -> None:
    for each in consents:
        each.revoked_at = clock.now()
    db.session.flush()
    forget_files([each.id for each in consents])
