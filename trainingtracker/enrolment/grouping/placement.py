"""Placement tests: asked for, the result entered or corrected, given up.

The result at a level is a holding with the evidence *placement test*, so that prerequisites, gaps
and reports know of it without knowing of tests.
"""

from datetime import date

from sqlalchemy import exists, select

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.permissions import can_act_for
from trainingtracker.enrolment.locking import lock_persons
from trainingtracker.enrolment.results import check_not_own
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import (
    Course,
    Holding,
    Level,
    Offering,
    OfferingTrainer,
    Person,
    Placement,
)
from trainingtracker.notify import placement_messages
from trainingtracker.organisation.versions import take_version
from trainingtracker.text import mark
from trainingtracker.vocabulary import Basis, CourseStatus, Evidence, PlacementStatus


def ask(course_id: int, person_id: int, actor: Actor) -> Placement:
    """Ask for the test of a course; one that is open for the same competence stays as it is.

    Whoever has not asked themselves gets a message.
    """
    if not can_act_for(actor, person_id):
        raise NotAllowed(mark("You cannot ask for a placement test for this person."))
    lock_persons({person_id})
    course = db.session.get_one(Course, course_id)
    if course.status is not CourseStatus.PUBLISHED or course.placement_competence_id is None:
        raise RuleViolation(mark("There is no placement test for this course."))
    person = db.session.get_one(Person, person_id)
    if not person.employed_on(clock.today()):
        raise RuleViolation(mark("%(name)s does not work here today."), name=person.full_name)
    found = db.session.scalar(
        select(Placement).where(
            Placement.person_id == person_id,
            Placement.competence_id == course.placement_competence_id,
            Placement.status == PlacementStatus.OPEN,
        )
    )
    if found is None:
        found = Placement(
            person_id=person_id, course_id=course_id, competence_id=course.placement_competence_id
        )
        db.session.add(found)
        db.session.flush()
        if actor.person_id != person_id:
            placement_messages.asked_for(found)
    return found


def may_enter_result(actor: Actor, placement: Placement) -> bool:
    """HR, and whoever leads an offering of the course; nobody their own."""
    if placement.person_id == actor.person_id:
        return False
    return actor.is_hr or bool(
        db.session.scalar(
            select(
                exists().where(
                    Offering.course_id == placement.course_id,
                    OfferingTrainer.offering_id == Offering.id,
                    OfferingTrainer.person_id == actor.person_id,
                )
            )
        )
    )


def enter_result(
    placement_id: int, level_id: int | None, tested_on: date, version: int, actor: Actor
) -> Placement:
    """Enter the level that the test has shown (None: a beginner), or correct what was entered.

    The person gets a message. A correction takes back the level that was entered before.
    """
    placement = _locked(placement_id)
    check_not_own([placement.person_id], actor)
    if not may_enter_result(actor, placement):
        raise NotAllowed(mark("HR or a trainer of the course enters the result."))
    if placement.status is PlacementStatus.WITHDRAWN:
        raise RuleViolation(mark("This placement test was given up. Nothing can be entered."))
    if tested_on > clock.today():
        raise RuleViolation(mark("The day of the test is not in the future."))
    level = db.session.get(Level, level_id) if level_id is not None else None
    if level_id is not None and (level is None or level.scale_id != placement.competence.scale_id):
        raise RuleViolation(mark("Choose a level of the scale that the competence is measured on."))
    if (placement.status, placement.level_id, placement.tested_on) == (
        PlacementStatus.ENTERED,
        level_id,
        tested_on,
    ):
        return placement
    take_version(placement, version)
    _write(placement, level, tested_on, actor)
    placement_messages.result_entered(placement)
    return placement


def give_up(placement_id: int, actor: Actor) -> Placement:
    """End a test that is open, or take a result off the list of those who want a group.

    A level that was found stays on record.
    """
    placement = _locked(placement_id)
    if not can_act_for(actor, placement.person_id):
        raise NotAllowed(mark("Only the person and HR give up a placement test."))
    if placement.status is not PlacementStatus.WITHDRAWN:
        placement.status = PlacementStatus.WITHDRAWN
        placement.version += 1
        db.session.flush()
    return placement


def _locked(placement_id: int) -> Placement:
    placement = db.session.get_one(Placement, placement_id)
    lock_persons({placement.person_id})
    db.session.refresh(placement)
    return placement


def _write(placement: Placement, level: Level | None, tested_on: date, actor: Actor) -> None:
    if placement.holding_id is not None:
        db.session.get_one(Holding, placement.holding_id).superseded_at = clock.now()
        placement.holding_id = None
    placement.status = PlacementStatus.ENTERED
    placement.level_id, placement.level = (level.id, level) if level else (None, None)
    placement.tested_on = tested_on
    placement.entered_at, placement.entered_by_id = clock.now(), actor.person_id
    if level is not None:
        holding = Holding(
            person_id=placement.person_id,
            competence_id=placement.competence_id,
            level_id=level.id,
            evidence=Evidence.PLACEMENT_TEST,
            evidence_date=tested_on,
            since=tested_on,
            basis=Basis.OFFICIAL,
            confirmed_by_id=actor.person_id,
        )
        db.session.add(holding)
        db.session.flush()
        placement.holding_id = holding.id
    db.session.flush()
