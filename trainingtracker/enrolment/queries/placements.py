"""Placement tests as people see them: one's own, those to enter, groups to be formed by level."""

from dataclasses import dataclass

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from trainingtracker.accounts.actor import Actor
from trainingtracker.catalogue import availability
from trainingtracker.catalogue.availability import Availability
from trainingtracker.enrolment.grouping import group_forming
from trainingtracker.extensions import db
from trainingtracker.models import (
    Competence,
    Course,
    Level,
    Offering,
    OfferingTrainer,
    Placement,
)
from trainingtracker.vocabulary import CourseStatus, PlacementStatus


@dataclass(frozen=True)
class DateForGroup:
    """A date that suits a level, with its places."""

    offering: Offering
    places: Availability


@dataclass(frozen=True)
class Group:
    """People of one level (None: beginners) who wait for a group, and the dates that suit."""

    competence: Competence
    level: Level | None
    placements: list[Placement]
    dates: list[DateForGroup]

    @property
    def key(self) -> str:
        """How forms name it."""
        return f"{self.competence.id}-{self.level.id if self.level else 0}"


def own(person_id: int, competence_id: int) -> Placement | None:
    """The person's latest test in the competence that was not given up."""
    return db.session.scalar(
        _with_all()
        .where(
            Placement.person_id == person_id,
            Placement.competence_id == competence_id,
            Placement.status != PlacementStatus.WITHDRAWN,
        )
        .order_by(Placement.id.desc())
        .limit(1)
    )


def mine(person_id: int) -> list[Placement]:
    """The person's tests that are open, and results that have led to no course yet."""
    return list(
        db.session.scalars(
            _with_all()
            .where(
                Placement.person_id == person_id,
                or_(Placement.status == PlacementStatus.OPEN, group_forming.is_without_group()),
            )
            .order_by(Placement.id)
        )
    )


def to_enter(actor: Actor) -> list[Placement]:
    """The open tests whose result the actor enters: HR all, trainers those of their courses."""
    query = _with_all().where(
        Placement.status == PlacementStatus.OPEN, Placement.person_id != actor.person_id
    )
    if not actor.is_hr:
        led = (
            select(Offering.course_id)
            .join(OfferingTrainer, OfferingTrainer.offering_id == Offering.id)
            .where(OfferingTrainer.person_id == actor.person_id)
        )
        query = query.where(Placement.course_id.in_(led))
    return list(db.session.scalars(query.order_by(Placement.asked_at, Placement.id)))


def groups() -> list[Group]:
    """Everybody who waits for a group, by competence and level, the lowest first."""
    found: dict[tuple[int, int], list[Placement]] = {}
    for each in group_forming.without_group():
        found.setdefault((each.competence_id, each.level_id or 0), []).append(each)
    courses = group_forming.courses_in(competence_id for competence_id, _level in found)
    offerings = group_forming.dates_of(courses)
    places = availability.of_offerings(each.id for each in offerings)
    rows = [
        Group(
            waiting[0].competence,
            waiting[0].level,
            waiting,
            [
                DateForGroup(each, places[each.id])
                for each in offerings
                if group_forming.suits(each.course, competence_id, _rank(waiting[0].level))
            ],
        )
        for (competence_id, _level), waiting in found.items()
    ]
    return sorted(rows, key=lambda g: (g.competence.position, g.competence.id, _rank(g.level) or 0))


def suiting(placement: Placement) -> list[Course]:
    """The courses of the catalogue for which the result is right."""
    return [
        course
        for course in group_forming.courses_in([placement.competence_id])
        if group_forming.suits(course, placement.competence_id, _rank(placement.level))
    ]


def courses_with_test() -> list[Course]:
    """The published courses that begin with a placement test."""
    return list(
        db.session.scalars(
            select(Course)
            .where(
                Course.status == CourseStatus.PUBLISHED,
                Course.placement_competence_id.is_not(None),
            )
            .order_by(Course.sort_key, Course.id)
        )
    )


def one(placement_id: int) -> Placement | None:
    """A test with the person, the competence, the course and the level."""
    return db.session.scalar(_with_all().where(Placement.id == placement_id))


def levels_of(competence: Competence) -> list[Level]:
    """The levels a test can show, the lowest first."""
    return list(
        db.session.scalars(
            select(Level).where(Level.scale_id == competence.scale_id).order_by(Level.rank)
        )
    )


def _with_all() -> Select[Placement]:
    return select(Placement).options(
        joinedload(Placement.person),
        joinedload(Placement.competence),
        joinedload(Placement.course),
        joinedload(Placement.level),
    )


def _rank(level: Level | None) -> int | None:
    return level.rank if level else None
