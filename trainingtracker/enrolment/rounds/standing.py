"""Where everybody of a round comes out, as things stand: by the order, what HR has adjusted, and
what has happened since the proposal. Page, hearing and release all read it here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from trainingtracker import clock
from trainingtracker.enrolment.queries.approvals import overlaps_of
from trainingtracker.enrolment.rounds.criteria import round_of
from trainingtracker.extensions import db
from trainingtracker.models import AllocationRound, Enrolment, Offering, Person, RoundEntry
from trainingtracker.organisation.leadership import units_of
from trainingtracker.vocabulary import RoundOutcome, RoundReason, Status


@dataclass(frozen=True)
class Standing:
    """One request in its order; `position` is that on the waiting list to come."""

    entry: RoundEntry
    enrolment: Enrolment
    person: Person
    unit_id: int | None
    outcome: RoundOutcome
    reason: RoundReason
    position: int | None

    @property
    def adjusted(self) -> bool:
        return self.entry.adjusted is not None


@dataclass(frozen=True)
class Standings:
    """Everybody in the order of the round, and those who have asked since it was computed."""

    round: AllocationRound | None
    lines: tuple[Standing, ...]
    unranked: tuple[Enrolment, ...]

    def of(self, outcome: RoundOutcome) -> list[Standing]:
        return [line for line in self.lines if line.outcome == outcome]

    @property
    def outcomes(self) -> dict[str, str]:
        """What a list says that is sent now: enrolment id (as text) -> outcome."""
        return {str(line.enrolment.id): line.outcome.value for line in self.lines}

    @property
    def seen(self) -> str:
        """What whoever releases has looked at: who comes out where."""
        lines = (f"{each.enrolment.id}:{each.outcome.value}" for each in self.lines)
        return ",".join([*lines, *(f"{each.id}:new" for each in self.unranked)])


@dataclass(frozen=True)
class _Candidate:
    entry: RoundEntry
    reason: RoundReason

    @property
    def refused(self) -> bool:
        if self.reason is RoundReason.APPROVAL:
            return True
        if self.entry.adjusted is not None:
            return self.entry.adjusted is RoundOutcome.DECLINE
        return self.entry.reason is RoundReason.PREREQUISITE


def standings(offering: Offering) -> Standings:
    """Those who still ask, in their order; a constant number of queries."""
    found = round_of(offering.id)
    requests = db.session.scalars(
        select(Enrolment)
        .where(Enrolment.offering_id == offering.id, Enrolment.status == Status.REQUESTED)
        .options(joinedload(Enrolment.person))
        .order_by(Enrolment.requested_at, Enrolment.id)
        .execution_options(populate_existing=True)
    ).all()
    by_id = {each.id: each for each in requests}
    entries = _entries(found, by_id)
    hindered = _hindered(offering, requests)
    candidates = [
        _Candidate(entry, _reason(entry, by_id[entry.enrolment_id], hindered)) for entry in entries
    ]
    outcomes = _outcomes(candidates, offering.max_places)
    units = units_of([each.person_id for each in requests], clock.today())
    lines, position = [], 0
    for candidate in candidates:
        enrolment, outcome = by_id[candidate.entry.enrolment_id], outcomes[candidate.entry.id]
        position += outcome is RoundOutcome.WAIT
        lines.append(
            Standing(
                candidate.entry,
                enrolment,
                enrolment.person,
                units.get(enrolment.person_id),
                outcome,
                candidate.reason,
                position if outcome is RoundOutcome.WAIT else None,
            )
        )
    ranked = {entry.enrolment_id for entry in entries}
    return Standings(found, tuple(lines), tuple(e for e in requests if e.id not in ranked))


def answers(found: AllocationRound) -> list[Standing]:
    """What was released, in the order of the round; two queries."""
    entries = db.session.scalars(
        select(RoundEntry)
        .where(RoundEntry.round_id == found.id, RoundEntry.released.is_not(None))
        .options(joinedload(RoundEntry.enrolment).joinedload(Enrolment.person))
        .order_by(RoundEntry.rank, RoundEntry.id)
    ).all()
    units = units_of([entry.enrolment.person_id for entry in entries], clock.today())
    lines, position = [], 0
    for entry in entries:
        outcome = entry.released or RoundOutcome.WAIT
        position += outcome is RoundOutcome.WAIT
        by_order = entry.adjusted is None and entry.reason is RoundReason.ORDER
        refused = outcome is RoundOutcome.DECLINE and by_order
        lines.append(
            Standing(
                entry,
                entry.enrolment,
                entry.enrolment.person,
                units.get(entry.enrolment.person_id),
                outcome,
                # In the order, only who is not approved is refused.
                RoundReason.APPROVAL if refused else entry.reason,
                position if outcome is RoundOutcome.WAIT else None,
            )
        )
    return lines


def _entries(found: AllocationRound | None, by_id: Mapping[int, Enrolment]) -> list[RoundEntry]:
    if found is None:
        return []
    return list(
        db.session.scalars(
            select(RoundEntry)
            .where(RoundEntry.round_id == found.id, RoundEntry.enrolment_id.in_(by_id))
            .order_by(RoundEntry.rank, RoundEntry.id)
        )
    )


def _hindered(offering: Offering, requests: Iterable[Enrolment]) -> set[int]:
    """Who could not take a place now: another confirmed date, or not employed until the end."""
    requests = list(requests)
    today = clock.today()
    last = max(clock.local_day(offering.ends_at), today) if offering.ends_at else today
    gone = {
        each.id
        for each in requests
        if not (each.person.employed_on(today) and each.person.employed_on(last))
    }
    return gone | set(overlaps_of([each.id for each in requests]))


def _reason(entry: RoundEntry, enrolment: Enrolment, hindered: set[int]) -> RoundReason:
    if enrolment.awaiting is not None:
        return RoundReason.APPROVAL
    if entry.adjusted is None and entry.reason is RoundReason.PREREQUISITE:
        return entry.reason
    return RoundReason.HINDERED if enrolment.id in hindered else RoundReason.ORDER


def _outcomes(candidates: list[_Candidate], places: int) -> dict[int, RoundOutcome]:
    """Entry id -> outcome: whom HR gives a place, then the order, then whom HR lets wait."""
    able = [c for c in candidates if not c.refused and c.reason is not RoundReason.HINDERED]
    in_turn = sorted(able, key=lambda c: _TURN[c.entry.adjusted])
    chosen = {candidate.entry.id for candidate in in_turn[:places]}
    return {
        c.entry.id: RoundOutcome.DECLINE
        if c.refused
        else RoundOutcome.PLACE
        if c.entry.id in chosen
        else RoundOutcome.WAIT
        for c in candidates
    }


_TURN = {RoundOutcome.PLACE: 0, None: 1, RoundOutcome.WAIT: 2, RoundOutcome.DECLINE: 3}
