"""Costs of care while somebody takes part: they state an amount, HR decides.

Nobody is asked for whom they care or why.
"""

from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.enrolment.locking import lock_offering
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.lines import Lines, Window
from trainingtracker.models import CareCostClaim, Course, Enrolment, Offering
from trainingtracker.notify.care_cost_messages import care_costs_decided
from trainingtracker.text import mark
from trainingtracker.vocabulary import ClaimStatus, Status

# In cents; more than that is a typing error.
MOST = 500_000
_ENTITLED = {Status.CONFIRMED, Status.COMPLETED, Status.NOT_COMPLETED}
_DECIDED = mark("This claim has been decided already. Please talk to HR if something has changed.")


class Claims(NamedTuple):
    """What HR has to decide, oldest first, and what was decided lately, newest first."""

    stated: Lines[CareCostClaim]
    decided: list[CareCostClaim]


def can_state(enrolment: Enrolment) -> bool:
    """Whoever takes part or has taken part."""
    return enrolment.status in _ENTITLED


def claim_of(enrolment_id: int) -> CareCostClaim | None:
    return db.session.scalar(
        select(CareCostClaim).where(CareCostClaim.enrolment_id == enrolment_id)
    )


def state(enrolment_id: int, amount: int, actor: Actor) -> CareCostClaim | None:
    """State the costs in cents, change them, or take them back with 0, until HR has decided."""
    enrolment = db.session.get(Enrolment, enrolment_id)
    if enrolment is None or enrolment.person_id != actor.person_id:
        raise NotAllowed(mark("Care costs are stated by the participants themselves."))
    lock_offering(enrolment.offering_id)
    db.session.refresh(enrolment)
    if not can_state(enrolment):
        raise RuleViolation(mark("Care costs can be stated by people with a confirmed place."))
    if not 0 <= amount <= MOST:
        raise RuleViolation(mark("Please give an amount up to %(most)s euros."), most=MOST // 100)
    claim = claim_of(enrolment_id)
    if claim is not None and claim.status is not ClaimStatus.STATED:
        raise RuleViolation(_DECIDED)
    if amount == 0:
        if claim is not None:
            db.session.delete(claim)
            db.session.flush()
        return None
    if claim is None:
        claim = CareCostClaim(enrolment_id=enrolment_id, status=ClaimStatus.STATED)
        db.session.add(claim)
    if claim.amount != amount:
        claim.amount, claim.stated_at = amount, clock.now()
    db.session.flush()
    return claim


def decide(claim_id: int, actor: Actor, *, paid: bool, amount: int) -> CareCostClaim:
    """HR decides about the `amount` that was shown; the person is told. Nobody decides their own.

    Raises RuleViolation where it was decided already, or the amount has changed since.
    """
    if not actor.is_hr:
        raise NotAllowed(mark("HR decides on care costs."))
    claim = db.session.get(CareCostClaim, claim_id)
    if claim is None:
        raise RuleViolation(mark("This claim does not exist any more."))
    enrolment = claim.enrolment
    lock_offering(enrolment.offering_id)
    # Gone is what the participant has taken back meanwhile.
    claim = claim_of(enrolment.id)
    if claim is None:
        raise RuleViolation(mark("This claim does not exist any more."))
    db.session.refresh(claim)
    if enrolment.person_id == actor.person_id:
        raise NotAllowed(mark("This is your own claim. Somebody else decides on it."))
    if claim.status is not ClaimStatus.STATED:
        raise RuleViolation(mark("This claim has been decided already."))
    if claim.amount != amount:
        raise RuleViolation(mark("The amount was changed meanwhile. Please look at it again."))
    claim.status = ClaimStatus.GRANTED if paid else ClaimStatus.REFUSED
    claim.decided_at, claim.decided_by_id = clock.now(), actor.person_id
    care_costs_decided(enrolment, paid=paid)
    db.session.flush()
    return claim


def claims(window: Window, limit: int = 50) -> Claims:
    """Those that wait for a decision, and the latest decided ones, in two queries."""
    decided = (
        _with_course()
        .where(CareCostClaim.status != ClaimStatus.STATED)
        .order_by(CareCostClaim.decided_at.desc(), CareCostClaim.id.desc())
        .limit(limit)
    )
    return Claims(_foremost(_stated(), window), list(db.session.scalars(decided)))


def to_decide(actor: Actor, window: Window) -> Lines[CareCostClaim]:
    """The claims that this person of HR can decide on, oldest first; one query."""
    if not actor.is_hr:
        return Lines()
    own = Enrolment.person_id == actor.person_id
    return _foremost(_stated().where(CareCostClaim.enrolment.has(~own)), window)


def _foremost(claims: Select[CareCostClaim], window: Window) -> Lines[CareCostClaim]:
    counted = claims.add_columns(func.count().over())
    found = db.session.execute(counted.limit(window.limit).offset(window.offset)).all()
    return Lines((claim for claim, _total in found), found[0][-1] if found else 0)


def _stated() -> Select[CareCostClaim]:
    waiting = _with_course().where(CareCostClaim.status == ClaimStatus.STATED)
    return waiting.order_by(CareCostClaim.stated_at, CareCostClaim.id)


def _with_course() -> Select[CareCostClaim]:
    return select(CareCostClaim).options(
        joinedload(CareCostClaim.enrolment).options(
            joinedload(Enrolment.person),
            joinedload(Enrolment.offering)
            .joinedload(Offering.course)
            .load_only(Course.title_de, Course.title_en, Course.code),
        )
    )
