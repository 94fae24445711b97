"""What HR adjusts in a proposal: one request at a time, with a reason that those heard read."""

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.enrolment.locking import lock_offering
from trainingtracker.enrolment.results import check_not_own
from trainingtracker.enrolment.rounds.criteria import check_hr, check_in_round
from trainingtracker.enrolment.rounds.standing import Standing, standings
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering, RoundEntry
from trainingtracker.organisation.versions import take_version
from trainingtracker.text import mark
from trainingtracker.vocabulary import RoundOutcome, RoundReason, Status


def adjust(
    entry_id: int, outcome: RoundOutcome | None, reason: str, version: int, actor: Actor
) -> RoundEntry:
    """Give a place, the waiting list or no place whatever the order says; None: by the order again.

    Places that are missing for it or left over follow the order.
    """
    check_hr(actor)
    enrolment = _enrolment_of(entry_id)
    offering = lock_offering(enrolment.offering_id)
    check_in_round(offering)
    entry = db.session.get_one(RoundEntry, entry_id, populate_existing=True)
    check_not_own([enrolment.person_id], actor)
    if enrolment.status is not Status.REQUESTED:
        raise RuleViolation(mark("This request has been withdrawn or declined in the meantime."))
    take_version(entry, version)
    reason = reason.strip()
    if outcome is not None and not reason:
        raise RuleViolation(mark("Please give a reason: those who are heard about it read it."))
    entry.adjusted = outcome
    entry.adjusted_reason = reason if outcome else ""
    entry.adjusted_by_id, entry.adjusted_at = actor.person_id, clock.now()
    db.session.flush()
    if outcome is RoundOutcome.PLACE:
        _check_place(offering, entry)
    return entry


def _enrolment_of(entry_id: int) -> Enrolment:
    entry = db.session.get(RoundEntry, entry_id)
    if entry is None:
        raise RuleViolation(mark("This request is not part of the proposal any more."))
    return entry.enrolment


def _check_place(offering: Offering, entry: RoundEntry) -> None:
    """The place is there besides all others that are given so, and the person could take it."""
    given = [each for each in standings(offering).lines if each.entry.adjusted is entry.adjusted]
    line = next(each for each in given if each.entry.id == entry.id)
    if line.reason is RoundReason.APPROVAL:
        raise RuleViolation(
            mark("The request is not approved yet. Approve it in the manager's place first.")
        )
    if line.reason is RoundReason.HINDERED:
        raise RuleViolation(
            mark("The person could not take the place: another date is at the same time.")
        )
    if all(each.outcome is RoundOutcome.PLACE for each in given if _by_order(each)):
        return
    raise RuleViolation(
        mark("All %(places)s places are given to others by adjustment."),
        places=offering.max_places,
    )


def _by_order(line: Standing) -> bool:
    return line.reason is RoundReason.ORDER
