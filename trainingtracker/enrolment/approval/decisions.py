"""Whose decision a request waits for, on what ground somebody decides, and the decision's row.

A request passes one or two stages, as the course says: the manager's, then HR's.
"""

from trainingtracker import clock
from trainingtracker.accounts import permissions
from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.permissions import Mandate
from trainingtracker.enrolment.approval.interest import Interest
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Approval, Course, Enrolment
from trainingtracker.notify import approval_messages, messages
from trainingtracker.organisation.leadership import Leaders, LeadershipMap, unit_of
from trainingtracker.organisation.people import persons
from trainingtracker.text import mark
from trainingtracker.vocabulary import ApprovalStage, Decision, Status


def first_stage(course: Course) -> ApprovalStage | None:
    """Who decides first on a request; None where nobody has to."""
    if course.needs_approval:
        return ApprovalStage.MANAGER
    return ApprovalStage.HR if course.needs_hr_approval else None


def await_decision(
    enrolment: Enrolment,
    stage: ApprovalStage,
    *,
    tell: bool = True,
    tell_person: bool = True,
) -> None:
    """The request waits for the decision of this stage from now on; who decides is told.

    The person is not told where a message of its own says it (`tell_person`).
    """
    _await(enrolment, stage)
    if not tell:
        return
    if tell_person and not enrolment.offering.in_round:
        messages.requested(enrolment)
    if stage is ApprovalStage.MANAGER:
        for person in persons(awaited(enrolment).all):
            messages.approval_needed(enrolment, person)


def pass_on(enrolment: Enrolment) -> bool:
    """After a manager's approval: whether HR has to decide as well, who then is awaited."""
    if enrolment.awaiting is ApprovalStage.MANAGER and enrolment.offering.course.needs_hr_approval:
        _await(enrolment, ApprovalStage.HR)
        approval_messages.passed_on(enrolment)
        return True
    enrolment.awaiting = None
    return False


def _await(enrolment: Enrolment, stage: ApprovalStage) -> None:
    enrolment.awaiting = stage
    enrolment.reminded_at = enrolment.escalated_at = None


def awaited(enrolment: Enrolment, leadership: LeadershipMap | None = None) -> Leaders:
    """The leaders who decide at the manager's stage; nobody where HR does."""
    if enrolment.awaiting is not ApprovalStage.MANAGER:
        return Leaders()
    today = clock.today()
    leadership = leadership or LeadershipMap.above(enrolment.person_id, today)
    return leadership.deciders(
        enrolment.person_id,
        unit_of(enrolment.person_id, today),
        escalated=enrolment.escalated_at is not None,
    )


def check_of_another(enrolment: Enrolment, actor: Actor) -> None:
    """NotAllowed for whoever made the request."""
    if actor.person_id == enrolment.person_id:
        raise NotAllowed(
            mark("Nobody decides on their own request: it goes to the next manager above you.")
        )


def ground(enrolment: Enrolment, actor: Actor) -> Mandate:
    """On what ground the actor decides; NotAllowed for anybody else."""
    check_of_another(enrolment, actor)
    leadership = LeadershipMap.above(enrolment.person_id, clock.today())
    found = permissions.ground(actor, enrolment, leadership)
    if found is None and enrolment.awaiting is ApprovalStage.HR:
        raise NotAllowed(mark("HR decides on this request now."))
    if found is None:
        raise NotAllowed(
            mark("The manager of the person's unit decides on this request, or the next one above.")
        )
    return found


def check_undecided(enrolment: Enrolment, seen: ApprovalStage | None = None) -> None:
    """Refuse what somebody else has decided, or the person withdrawn, in the meantime.

    `seen` is the stage at which the reader saw the request: a second click on the first decision
    must not make the second one.
    """
    waits = enrolment.status is Status.REQUESTED and enrolment.awaiting is not None
    if not waits or seen not in (None, enrolment.awaiting):
        raise RuleViolation(
            mark(
                "This request has been decided or withdrawn in the meantime."
                " Reload the page to see what has happened."
            )
        )


def record(
    enrolment: Enrolment,
    decision: Decision,
    actor: Actor,
    mandate: Mandate,
    *,
    reason: str = "",
    interest: Interest | None = None,
) -> None:
    """Who decided what at which stage, in whose place."""
    enrolment.decided_at = clock.now()
    approval = Approval(
        enrolment_id=enrolment.id,
        decision=decision,
        decided_by_id=actor.person_id,
        in_place_of_id=mandate.in_place_of_id,
        reason=reason,
        stage=enrolment.awaiting or ApprovalStage.MANAGER,
    )
    if interest is not None:
        approval.interest = interest.interest
        approval.cost_share = interest.cost_share
        approval.time_share = interest.time_share
        approval.trip_note = interest.trip_note
    db.session.add(approval)
    db.session.flush()
