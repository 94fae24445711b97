"""The desk of HR and of coordinators: what needs somebody today, each line with its way out.

What is about offerings is HR's. What is about people a coordinator sees for those of their units.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, exists, func, select

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.correspondence import Post, waiting_post
from trainingtracker.accounts.scopes import one_of_administered
from trainingtracker.catalogue.availability import places_held
from trainingtracker.catalogue.offering_list import OfferingRow, foremost, in_stage
from trainingtracker.enrolment.changes import minimum
from trainingtracker.enrolment.grouping import group_forming
from trainingtracker.enrolment.queries import open_requests, placements
from trainingtracker.enrolment.queries.open_requests import DeskRequest
from trainingtracker.enrolment.queries.rounds import DeskRound, on_the_desk
from trainingtracker.enrolment.waiting.waiting_list import ACTIVE
from trainingtracker.extensions import db
from trainingtracker.lines import Line, Lines, Shown, Window
from trainingtracker.models import (
    Attendance,
    Course,
    Enrolment,
    Meeting,
    Offering,
    Person,
    Placement,
)
from trainingtracker.organisation.leadership import LeadershipMap
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import (
    OfferingStage,
    OfferingStatus,
    Status,
)

# "Soon" for HR: time enough to advertise free places, or to call an offering off.
SOON = timedelta(days=28)
# So many people waiting for a full offering make another date worth a thought.
LONG_LIST = 5


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

    decisions_due: Lines[OfferingRow]
    below_minimum: Lines[OfferingRow]
    open_places: Lines[OfferingRow]
    long_lists: Lines[OfferingRow]
    free_places: Lines[OfferingRow]
    unrecorded: Lines[Unrecorded]
    not_closed: Lines[OfferingRow]
    drafts: Lines[OfferingRow]
    undecidable: Lines[DeskRequest]
    hanging: Lines[DeskRequest]
    offers: Lines[OpenOffer]
    rounds: Lines[DeskRound]
    placements: Lines[Placement]
    groups: Lines[Placement]
    post: Post

    @property
    def empty(self) -> bool:
        lists = (getattr(self, field.name) for field in fields(self) if field.name != "post")
        return not any(lists) and not any(self.post)


def desk(actor: Actor, leadership: LeadershipMap, shown: Shown) -> Desk:
    """The desk of this moment, or one kind of it; a constant number of queries."""
    held, waiting = places_held(), _waiting()
    # A round has given no place yet, however many have asked.
    soon = (
        in_stage(OfferingStage.UPCOMING),
        Offering.starts_at < clock.now() + SOON,
        ~Offering.in_round,
    )
    filled = (held >= Offering.min_places, held < Offering.max_places)
    upcoming = in_stage(OfferingStage.UPCOMING)

    def hrs(kind: str, find: Callable[[Window], Lines[Line]]) -> Lines[Line]:
        return shown.lines(kind, find) if actor.is_hr else Lines()

    def offerings(kind: str, *conditions: ColumnElement[bool]) -> Lines[OfferingRow]:
        return hrs(kind, lambda window: Lines(*foremost(conditions, *window)))

    undecidable, hanging = _requests(actor, leadership, shown)
    return Desk(
        decisions_due=offerings("decisions_due", minimum.decision_due()),
        below_minimum=offerings(
            "below_minimum", minimum.below_minimum(), soon[1], minimum.not_yet_due()
        ),
        open_places=offerings("open_places", *filled, upcoming, waiting > 0),
        long_lists=offerings(
            "long_lists", upcoming, held >= Offering.max_places, waiting >= LONG_LIST
        ),
        free_places=offerings("free_places", *soon, *filled, waiting == 0),
        unrecorded=hrs("unrecorded", lambda window: _unrecorded(*window)),
        not_closed=offerings("not_closed", in_stage(OfferingStage.OVER)),
        drafts=offerings("drafts", in_stage(OfferingStage.DRAFT)),
        undecidable=undecidable,
        hanging=hanging,
        offers=shown.lines("offers", lambda window: _open_offers(actor, *window)),
        rounds=hrs("rounds", lambda window: window.of(on_the_desk())),
        placements=hrs("placements", lambda window: window.of(placements.to_enter(actor))),
        groups=hrs("groups", lambda window: window.of(group_forming.without_group())),
        post=Post(0, 0) if shown.only else waiting_post(actor),
    )


def _requests(
    actor: Actor, leadership: LeadershipMap, shown: Shown
) -> tuple[Lines[DeskRequest], Lines[DeskRequest]]:
    """Requests that are HR's to decide, and those that hang: found together."""
    if shown.only not in {"", "undecidable", "hanging"}:
        return Lines(), Lines()
    undecidable, hanging = open_requests.find(actor, leadership)
    theirs = shown.lines(
        "undecidable", lambda window: window.of(undecidable if actor.is_hr else [])
    )
    lying = shown.lines("hanging", lambda window: window.of(hanging))
    described = open_requests.described([*theirs, *lying])
    return (
        Lines(described[: len(theirs)], theirs.total),
        Lines(described[len(theirs) :], lying.total),
    )


def _waiting() -> ScalarSelect[int]:
    """How many wait and may move up, as a column of a query over offerings."""
    return (
        select(func.count(Enrolment.id))
        .where(Enrolment.offering_id == Offering.id, ACTIVE)
        .correlate(Offering)
        .scalar_subquery()
    )


def _open_offers(actor: Actor, limit: int, offset: int) -> Lines[OpenOffer]:
    found = db.session.execute(
        select(
            Person.id,
            Person.last_name,
            Person.first_name,
            Course.title,
            Enrolment.offer_expires_at,
            func.count().over().label("total"),
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
        .offset(offset)
    ).all()
    offers = [
        OpenOffer(
            row.id,
            f"{row.last_name}, {row.first_name}".rstrip(", "),
            row.title,
            row.offer_expires_at,
        )
        for row in found
    ]
    return Lines(offers, found[0].total if found else 0)


def _unrecorded(limit: int, offset: int) -> Lines[Unrecorded]:
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
            func.count().over().label("total"),
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
        .offset(offset)
    ).all()  # fmt: skip
    lines = [Unrecorded._make(row[:-1]) for row in found]
    return Lines(lines, found[0].total if found else 0)
