"""Rounds as their pages and the desk tell them: how far they are, and what each line means."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload

from trainingtracker import clock
from trainingtracker.enrolment.rounds.hearing import (
    HearingRule,
    hearing_rule,
    latest,
    objections,
    to_wait_for,
)
from trainingtracker.enrolment.rounds.standing import Standings, standings
from trainingtracker.extensions import db
from trainingtracker.models import (
    AllocationRound,
    Course,
    Enrolment,
    Hearing,
    Offering,
    Person,
    RoundEntry,
)
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import (
    Channel,
    HearingBody,
    OfferingStatus,
    RoundStage,
    Status,
)


class RoundDetails(NamedTuple):
    """A round with everything that HR decides about it."""

    stage: RoundStage
    now: Standings
    rule: HearingRule
    hearings: dict[HearingBody, Hearing]
    unsent: list[HearingBody]
    open_ones: list[Hearing]
    objections: list[Hearing]

    @property
    def awaiting(self) -> int:
        """How many requests nobody has approved yet."""
        everybody = [*(line.enrolment for line in self.now.lines), *self.now.unranked]
        return sum(each.awaiting is not None for each in everybody)

    @property
    def channels(self) -> dict[Channel, int]:
        """How many are told by mail and how many by letter."""
        letters = sum(not line.person.email for line in self.now.lines)
        return {Channel.EMAIL: len(self.now.lines) - letters, Channel.LETTER: letters}


class DeskRound(NamedTuple):
    """A round that somebody has to take further; `due` is the next reply that is waited for."""

    offering_id: int
    number: str
    course: Bilingual
    stage: RoundStage
    requests: int
    due: datetime | None


class BodyHearing(NamedTuple):
    """A list as the body that is heard finds it."""

    hearing: Hearing
    offering: Offering
    latest: bool

    @property
    def open(self) -> bool:
        return (
            self.latest
            and self.hearing.replied_at is None
            and self.offering.round_released_at is None
        )


def details(offering: Offering) -> RoundDetails:
    """The round of an offering, in a constant number of queries."""
    now, rule = standings(offering), hearing_rule()
    hearings = latest(now.round.id) if now.round else {}
    unsent, open_ones = to_wait_for(rule, hearings)
    return RoundDetails(
        _stage(
            offering,
            proposed=now.round is not None and now.round.proposed_at is not None,
            unranked=len(now.unranked),
            unsent=bool(unsent),
            open_ones=bool(open_ones),
        ),
        now,
        rule,
        hearings,
        unsent,
        open_ones,
        objections(hearings),
    )


def _stage(
    offering: Offering, *, proposed: bool, unranked: int, unsent: bool, open_ones: bool
) -> RoundStage:
    closes = offering.enrolment_closes or offering.starts_at
    if offering.round_released_at is not None:
        return RoundStage.RELEASED
    if closes is None or clock.now() < closes:
        return RoundStage.COLLECTING
    if not proposed or unranked:
        return RoundStage.TO_PROPOSE
    if unsent:
        return RoundStage.PROPOSED
    return RoundStage.HEARING if open_ones else RoundStage.READY


def on_the_desk() -> list[DeskRound]:
    """Rounds that collect no more and are not answered, the earliest start first; three queries."""
    asking = (Enrolment.offering_id == Offering.id, Enrolment.status == Status.REQUESTED)
    ranked = exists().where(RoundEntry.enrolment_id == Enrolment.id)
    requests = select(func.count(Enrolment.id)).where(*asking)
    found = db.session.execute(
        select(
            Offering,
            Course.title.label("course"),
            AllocationRound.id.label("round_id"),
            AllocationRound.proposed_at,
            requests.correlate(Offering).scalar_subquery().label("requests"),
            requests.where(~ranked).correlate(Offering).scalar_subquery().label("unranked"),
        )
        .join(Course, Course.id == Offering.course_id)
        .outerjoin(AllocationRound, AllocationRound.offering_id == Offering.id)
        .where(
            Offering.status == OfferingStatus.PUBLISHED,
            Offering.in_round,
            Offering.enrolment_closes <= clock.now(),
            Offering.ends_at > clock.now(),
        )
        .order_by(Offering.starts_at, Offering.id)
    ).all()
    if not found:
        return []
    rule = hearing_rule()
    hearings: dict[int, dict[HearingBody, Hearing]] = {}
    for each in db.session.scalars(
        select(Hearing)
        .where(Hearing.round_id.in_([row.round_id for row in found if row.round_id]))
        .order_by(Hearing.id)
    ):
        hearings.setdefault(each.round_id, {})[each.body] = each
    lines = []
    for row in found:
        unsent, open_ones = to_wait_for(rule, hearings.get(row.round_id, {}))
        stage = _stage(
            row.Offering,
            proposed=row.proposed_at is not None,
            unranked=row.unranked,
            unsent=bool(unsent),
            open_ones=bool(open_ones),
        )
        due = min((each.deadline for each in open_ones), default=None)
        lines.append(
            DeskRound(row.Offering.id, row.Offering.number, row.course, stage, row.requests, due)
        )
    return lines


def heard_by(bodies: list[HearingBody]) -> list[BodyHearing]:
    """Every list that was sent to these bodies, the latest first; one query."""
    found = db.session.execute(
        select(Hearing, Offering)
        .join(AllocationRound, AllocationRound.id == Hearing.round_id)
        .join(Offering, Offering.id == AllocationRound.offering_id)
        .where(Hearing.body.in_(bodies))
        .options(joinedload(Offering.course))
        .order_by(Hearing.sent_at.desc(), Hearing.id.desc())
    )
    seen: set[tuple[int, HearingBody]] = set()
    lists = []
    for hearing, offering in found:
        key = (hearing.round_id, hearing.body)
        lists.append(BodyHearing(hearing, offering, key not in seen))
        seen.add(key)
    return lists


def refused_by_managers(offering_id: int) -> list[Person]:
    """Whose request the manager has declined; why is between the two of them."""
    return list(
        db.session.scalars(
            select(Person)
            .join(Enrolment, Enrolment.person_id == Person.id)
            .where(Enrolment.offering_id == offering_id, Enrolment.status == Status.DECLINED)
            .order_by(Person.sort_key, Person.id)
        )
    )
