"""Releasing a round: every answer at once, in one transaction."""

from sqlalchemy import select

from trainingtracker import clock, text
from trainingtracker.accounts.actor import Actor
from trainingtracker.enrolment import rules, transitions
from trainingtracker.enrolment.locking import lock_offering
from trainingtracker.enrolment.rounds.collecting import check_collected
from trainingtracker.enrolment.rounds.criteria import check_hr, check_in_round
from trainingtracker.enrolment.rounds.hearing import (
    check_proposed,
    hearing_rule,
    latest,
    objections,
    to_wait_for,
)
from trainingtracker.enrolment.rounds.standing import Standing, Standings, standings
from trainingtracker.enrolment.waiting.waiting_list import fill_places
from trainingtracker.errors import RuleViolation, StaleVersion
from trainingtracker.extensions import db
from trainingtracker.labels import labelled
from trainingtracker.models import Enrolment
from trainingtracker.notify import round_messages
from trainingtracker.notify.letter import language_of
from trainingtracker.text import Listed, mark
from trainingtracker.vocabulary import Action, RoundOutcome, RoundReason, Status

NOT_APPROVED = mark("The request was not approved in time.")


def release(
    offering_id: int, actor: Actor, *, note: str = "", seen: str | None = None
) -> Standings:
    """Places, waiting list and refusals for everybody, who are all told, or nothing at all.

    Those who wait have all waited since the same moment, in the order of the round. `seen` is what
    the page said (Standings.seen). An objection takes a note on how it was dealt with.
    """
    check_hr(actor)
    persons = db.session.scalars(
        select(Enrolment.person_id).where(
            Enrolment.offering_id == offering_id, Enrolment.status == Status.REQUESTED
        )
    )
    offering = lock_offering(offering_id, set(persons))
    check_in_round(offering)
    rules.check_not_over(offering)
    check_collected(offering)
    now = standings(offering)
    if seen is not None and seen != now.seen:
        raise StaleVersion(
            mark(
                "Requests or adjustments have changed since you opened this page."
                " Look at what would be released now."
            )
        )
    check_heard(now, note)
    for line in now.lines:
        _answer(line, actor)
    instant = clock.now()
    for line in now.of(RoundOutcome.WAIT):
        line.enrolment.waiting_since, line.enrolment.waiting_rank = instant, line.position or 0
    offering.round_released_at = instant
    offering.version += 1
    assert now.round is not None
    now.round.released_by_id, now.round.release_note = actor.person_id, note.strip()
    for line in now.lines:
        _tell(line)
    db.session.flush()
    fill_places(offering)
    return now


def check_heard(now: Standings, note: str) -> None:
    """Everybody has been sent the list, and has replied or let the time pass where that counts."""
    round_id = check_proposed(now)
    hearings = latest(round_id)
    unsent, open_ones = to_wait_for(hearing_rule(), hearings)
    if unsent:
        raise RuleViolation(
            mark("The list has still to be sent to: %(bodies)s."),
            bodies=Listed(tuple(labelled(body) for body in unsent)),
        )
    if open_ones:
        raise RuleViolation(
            mark("The release waits for the reply of: %(bodies)s."),
            bodies=Listed(tuple(labelled(each.body) for each in open_ones)),
        )
    if objections(hearings) and not note.strip():
        raise RuleViolation(mark("Please say how the objection was dealt with."))


def reason_of(line: Standing, language: str) -> str:
    """Why somebody gets no place, in a language."""
    if line.reason is RoundReason.APPROVAL:
        return text.sentence(NOT_APPROVED, language)
    if line.entry.adjusted is not None:
        return line.entry.adjusted_reason
    return line.entry.note.in_language(language)


_ACTIONS = {
    RoundOutcome.PLACE: Action.GRANT,
    RoundOutcome.WAIT: Action.QUEUE,
    RoundOutcome.DECLINE: Action.DECLINE,
}


def _answer(line: Standing, actor: Actor) -> None:
    refused = line.outcome is RoundOutcome.DECLINE
    transitions.move(
        line.enrolment,
        _ACTIONS[line.outcome],
        actor_id=actor.person_id,
        reason=reason_of(line, language_of(line.person)) if refused else line.entry.adjusted_reason,
    )
    line.entry.released = line.outcome


def _tell(line: Standing) -> None:
    if line.outcome is RoundOutcome.PLACE:
        round_messages.place(line.enrolment)
    elif line.outcome is RoundOutcome.WAIT:
        round_messages.waiting(line.enrolment, line.position or 0)
    else:
        round_messages.no_place(line.enrolment, reason_of(line, language_of(line.person)))
