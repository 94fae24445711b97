"""The desk of HR and of coordinators: what needs somebody today, each line with its way out.

What is about offerings is HR's. What is about people a coordinator sees for those of their units.
"""

from dataclasses import dataclass, fields
from datetime import datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, exists, func, select

from trainingtracker import clock, settings
from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.correspondence import Post, waiting_post
from trainingtracker.accounts.scopes import one_of_administered
from trainingtracker.catalogue.availability import places_held
from trainingtracker.catalogue.offering_list import OfferingRow, in_stage, rows
from trainingtracker.enrolment.changes import minimum
from trainingtracker.enrolment.grouping import group_forming
from trainingtracker.enrolment.queries import placements
from trainingtracker.enrolment.queries.deciders import names_of
from trainingtracker.enrolment.queries.rounds import DeskRound, on_the_desk
from trainingtracker.enrolment.waiting.waiting_list import ACTIVE
from trainingtracker.extensions import db
from trainingtracker.models import (
    Attendance,
    Course,
    Enrolment,
    Meeting,
    Offering,
    Person,
    Placement,
)
from trainingtracker.organisation.leadership import LeadershipMap, units_of
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import (
    ApprovalStage,
    OfferingStage,
    OfferingStatus,
    Status,
)
from trainingtracker.working_days import WorkingDays

# "Soon" for HR: time enough to advertise free places, or to call an offering off.
SOON = timedelta(days=28)
# So many people waiting for a full offering make another date worth a thought.
LONG_LIST = 5
# A request that nobody has decided for so many working days hangs.
HANGING_DAYS = 5


class DeskRequest(NamedTuple):
    """A request that nobody decides: `decider` is who should; None where that is HR."""

    enrolment_id: int
    offering_id: int
    person_id: int
    listed_name: str
    course: Bilingual
    requested_at: datetime
    decider: str | None = None


class OpenOffer(NamedTuple):
    """A place offered to somebody without e-mail, whose answer has to be asked for."""

    person_id: int
    listed_name: str
    course: Bilingual
    expires_at: datetime


class Unrecorded(NamedTuple):
    """A meeting of the past with participants whose attendance nobody has recorded."""

    meeting_id: int
    offering_id: int
    number: str
    course: Bilingual
    starts_at: datetime
    missing: int


@dataclass(frozen=True)
class Desk:
    """What needs somebody today; an offering below its minimum is not repeated elsewhere."""

    decisions_due: list[OfferingRow]
    below_minimum: list[OfferingRow]
    open_places: list[OfferingRow]
    long_lists: list[OfferingRow]
    free_places: list[OfferingRow]
    unrecorded: list[Unrecorded]
    not_closed: list[OfferingRow]
    drafts: list[OfferingRow]
    undecidable: list[DeskRequest]
    hanging: list[DeskRequest]
    offers: list[OpenOffer]
    rounds: list[DeskRound]
    placements: list[Placement]
    groups: list[Placement]
    post: Post

    @property
    def empty(self) -> bool:
        lists = (getattr(self, field.name) for field in fields(self) if field.name != "post")
        return not any(lists) and not any(self.post)


def desk(actor: Actor, leadership: LeadershipMap, limit: int = 50) -> Desk:
    """The desk of this moment, at most `limit` lines of a kind; a constant number of queries."""
    held, waiting = places_held(), _waiting()
    # A round has given no place yet, however many have asked.
    soon = (
        in_stage(OfferingStage.UPCOMING),
        Offering.starts_at < clock.now() + SOON,
        ~Offering.in_round,
    )
    filled = (held >= Offering.min_places, held < Offering.max_places)
    upcoming = in_stage(OfferingStage.UPCOMING)

    def lines(*conditions: ColumnElement[bool]) -> list[OfferingRow]:
        return rows(conditions, limit=limit) if actor.is_hr else []

    undecidable, hanging = open_requests(actor, leadership)
    return Desk(
        decisions_due=lines(minimum.decision_due()),
        below_minimum=lines(minimum.below_minimum(), soon[1], minimum.not_yet_due()),
        open_places=lines(*filled, upcoming, waiting > 0),
        long_lists=lines(upcoming, held >= Offering.max_places, waiting >= LONG_LIST),
        free_places=lines(*soon, *filled, waiting == 0),
        unrecorded=_unrecorded(limit) if actor.is_hr else [],
        not_closed=lines(in_stage(OfferingStage.OVER)),
        drafts=lines(in_stage(OfferingStage.DRAFT)),
        undecidable=undecidable[:limit] if actor.is_hr else [],
        hanging=hanging[:limit],
        offers=_open_offers(actor, limit),
        rounds=on_the_desk()[:limit] if actor.is_hr else [],
        placements=placements.to_enter(actor)[:limit] if actor.is_hr else [],
        groups=group_forming.without_group()[:limit] if actor.is_hr else [],
        post=waiting_post(actor),
    )


def _waiting() -> ScalarSelect[int]:
    """How many wait and may move up, as a column of a query over offerings."""
    return (
        select(func.count(Enrolment.id))
        .where(Enrolment.offering_id == Offering.id, ACTIVE)
        .correlate(Offering)
        .scalar_subquery()
    )


def open_requests(
    actor: Actor, leadership: LeadershipMap
) -> tuple[list[DeskRequest], list[DeskRequest]]:
    """Requests that nobody above can decide, and those that somebody leaves lying; four queries."""
    today = clock.today()
    days = WorkingDays(settings.get("federal_state"))
    lying = clock.at(days.before(today, HANGING_DAYS), time())
    found = db.session.execute(
        select(
            Enrolment.id,
            Enrolment.offering_id,
            Enrolment.person_id,
            Enrolment.awaiting,
            # Since when the request waits for whoever is awaited now, as of `reminders.began`.
            func.coalesce(Enrolment.decided_at, Enrolment.requested_at).label("began"),
            Person.last_name,
            Person.first_name,
            Course.title,
        )
        .join(Person, Person.id == Enrolment.person_id)
        .join(Offering, Offering.id == Enrolment.offering_id)
        .join(Course, Course.id == Offering.course_id)
        # What is approved and waits for the day of a round is not for anybody to decide.
        .where(
            Enrolment.status == Status.REQUESTED,
            Enrolment.awaiting.is_not(None),
            one_of_administered(actor, today),
        )
        .order_by(Enrolment.requested_at, Enrolment.id)
    ).all()
    units = units_of({row.person_id for row in found}, today)
    deciders = {
        row.id: leadership.deciders(row.person_id, units.get(row.person_id)).all
        if row.awaiting is ApprovalStage.MANAGER
        else ()
        for row in found
    }
    names = names_of(ids[0] for ids in deciders.values() if ids)
    requests = [
        DeskRequest(
            row.id,
            row.offering_id,
            row.person_id,
            f"{row.last_name}, {row.first_name}".rstrip(", "),
            row.title,
            row.began,
            names.get(deciders[row.id][0]) if deciders[row.id] else None,
        )
        for row in found
    ]
    return (
        [request for request in requests if request.decider is None],
        [r for r in requests if r.decider is not None and r.requested_at < lying],
    )


def _open_offers(actor: Actor, limit: int) -> list[OpenOffer]:
    found = db.session.execute(
        select(
            Person.id,
            Person.last_name,
            Person.first_name,
            Course.title,
            Enrolment.offer_expires_at,
        )
        .join(Enrolment, Enrolment.person_id == Person.id)
        .join(Offering, Offering.id == Enrolment.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .where(
            Enrolment.status == Status.OFFERED,
            Enrolment.offer_expires_at.is_not(None),
            Person.email.is_(None),
            one_of_administered(actor, clock.today()),
        )
        .order_by(Enrolment.offer_expires_at, Enrolment.id)
        .limit(limit)
    )
    return [
        OpenOffer(
            row.id,
            f"{row.last_name}, {row.first_name}".rstrip(", "),
            row.title,
            row.offer_expires_at,
        )
        for row in found
    ]


def _unrecorded(limit: int) -> list[Unrecorded]:
    """Meetings of days gone by, the earliest first; one query."""
    recorded = exists().where(
        Attendance.meeting_id == Meeting.id, Attendance.enrolment_id == Enrolment.id
    )
    found = db.session.execute(
        select(
            Meeting.id,
            Offering.id.label("offering_id"),
            Offering.number,
            Course.title,
            Meeting.starts_at,
            func.count(Enrolment.id).label("missing"),
        )
        .join(Offering, Offering.id == Meeting.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .join(Enrolment, Enrolment.offering_id == Offering.id)
        .where(
            Offering.status == OfferingStatus.PUBLISHED,
            Meeting.ends_at < clock.at(clock.today(), time()),
            Enrolment.status == Status.CONFIRMED,
            ~recorded,
        )
        .group_by(
            Meeting.id, Offering.id, Offering.number, Course.title_de, Course.title_en,
            Meeting.starts_at,
        )
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(limit)
    )  # fmt: skip
    return [Unrecorded(*row) for row in found]
