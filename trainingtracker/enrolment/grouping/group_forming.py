"""Groups from placement tests: which dates suit a level, and giving the places to several."""

from collections.abc import Iterable, Sequence
from functools import partial

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.enrolment.foresight import trial
from trainingtracker.enrolment.locking import lock_offering
from trainingtracker.enrolment.operations import request_place
from trainingtracker.enrolment.outcomes import Outcome, Preview, attempt, with_positions
from trainingtracker.enrolment.states import GIVEN_UP
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import (
    Course,
    CourseOutcome,
    CoursePrerequisite,
    Enrolment,
    Offering,
    Placement,
)
from trainingtracker.text import mark
from trainingtracker.vocabulary import CourseStatus, OfferingStatus, PlacementStatus, Status


def suits(course: Course, competence_id: int, rank: int | None) -> bool:
    """Whether a course in the competence is right for somebody at the rank (None: a beginner).

    It asks for no more than they have, and gives more.
    """
    asked = [
        p.level.rank for p in course.prerequisites if p.competence_id == competence_id and p.level
    ]
    given = [o.level.rank for o in course.outcomes if o.competence_id == competence_id]
    if not given and course.placement_competence_id != competence_id:
        return False
    if rank is None:
        return not asked
    return all(each <= rank for each in asked) and (
        any(each > rank for each in given) if given else bool(asked)
    )


def courses_in(competence_ids: Iterable[int]) -> list[Course]:
    """The published courses that teach one of the competences or begin with a test in it."""
    wanted = set(competence_ids)
    return list(
        db.session.scalars(
            select(Course)
            .where(
                Course.status == CourseStatus.PUBLISHED,
                or_(
                    Course.placement_competence_id.in_(wanted),
                    exists().where(
                        CourseOutcome.course_id == Course.id,
                        CourseOutcome.competence_id.in_(wanted),
                    ),
                ),
            )
            .options(
                selectinload(Course.outcomes).joinedload(CourseOutcome.level),
                selectinload(Course.prerequisites).joinedload(CoursePrerequisite.level),
            )
            .order_by(Course.sort_key, Course.id)
        )
    )


def dates_of(courses: Sequence[Course]) -> list[Offering]:
    """The published dates to come of these courses, the earliest first."""
    return list(
        db.session.scalars(
            select(Offering)
            .where(
                Offering.course_id.in_([course.id for course in courses]),
                Offering.status == OfferingStatus.PUBLISHED,
                Offering.starts_at > clock.now(),
            )
            .options(joinedload(Offering.course))
            .order_by(Offering.starts_at, Offering.id)
        )
    )


def is_without_group() -> ColumnElement[bool]:
    """A result of somebody who has asked for no course in the competence since."""
    teaches = exists().where(
        CourseOutcome.course_id == Offering.course_id,
        CourseOutcome.competence_id == Placement.competence_id,
    )
    met = (
        select(Enrolment.id)
        .join(Offering, Offering.id == Enrolment.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .where(
            Enrolment.person_id == Placement.person_id,
            Enrolment.status.not_in(GIVEN_UP),
            Enrolment.requested_at >= Placement.entered_at,
            or_(Course.placement_competence_id == Placement.competence_id, teaches),
        )
        .correlate(Placement)
        .exists()
    )
    return and_(Placement.status == PlacementStatus.ENTERED, ~met)


def without_group() -> list[Placement]:
    """Everybody who waits for a group, in the order in which they asked for the test."""
    return list(
        db.session.scalars(
            select(Placement)
            .where(is_without_group())
            .options(
                joinedload(Placement.person),
                joinedload(Placement.level),
                joinedload(Placement.competence),
            )
            .order_by(Placement.asked_at, Placement.id)
        )
    )


def form_group(offering_id: int, placement_ids: Iterable[int], actor: Actor) -> list[Outcome]:
    """Ask for a place in the offering for everybody chosen, in the order in which they asked.

    The offering suits the level of each. Whoever cannot take part is left out with the reason;
    the others get their place, a position on the waiting list, or wait for the approval. Nobody
    where none of them waits for a group any more.
    """
    if not actor.is_hr:
        raise NotAllowed(mark("Only HR forms a group."))
    wanted = set(placement_ids)
    if not wanted:
        raise RuleViolation(mark("Choose at least one person who waits for a group."))
    persons = set(db.session.scalars(select(Placement.person_id).where(Placement.id.in_(wanted))))
    offering = lock_offering(offering_id, persons)
    chosen = [each for each in without_group() if each.id in wanted]
    outcomes = [attempt(partial(_place, each, offering, actor), _left(each)) for each in chosen]
    return with_positions(outcomes, [offering_id])


def preview(offering_id: int, placement_ids: Iterable[int], actor: Actor) -> Preview:
    """What `form_group` would come to now; changes nothing."""
    with trial() as found:
        outcomes = form_group(offering_id, placement_ids, actor)
    return Preview(outcomes, found.told)


def _place(placement: Placement, offering: Offering, actor: Actor) -> Enrolment:
    rank = placement.level.rank if placement.level else None
    if not suits(offering.course, placement.competence_id, rank):
        raise RuleViolation(mark("The course does not suit the level."))
    return request_place(offering.id, placement.person_id, actor)


def _left(placement: Placement) -> Outcome:
    """Somebody who stays without a group."""
    return Outcome(0, placement.person.full_name, placement.competence.name, Status.DECLINED)
