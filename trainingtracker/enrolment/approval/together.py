"""Several requests decided in one step: each is carried out, or its refusal is told.

The preview does the same and takes it back, so that it cannot be wrong.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from trainingtracker.accounts.actor import Actor
from trainingtracker.enrolment import operations
from trainingtracker.enrolment.approval.interest import Interest
from trainingtracker.enrolment.foresight import trial
from trainingtracker.enrolment.locking import lock_offerings, replaced_by
from trainingtracker.enrolment.outcomes import Outcome, Preview, attempt, with_positions
from trainingtracker.enrolment.queries.approvals import ids_waiting
from trainingtracker.extensions import db
from trainingtracker.models import Course, Enrolment, Offering
from trainingtracker.organisation.leadership import LeadershipMap
from trainingtracker.vocabulary import ApprovalStage, Decision


@dataclass(frozen=True)
class Given:
    """What is said with the decision: a reason to decline, the interest for those who ask.

    `seen` has the stage at which the actor saw each request.
    """

    reason: str = ""
    interest: Interest | None = None
    seen: Mapping[int, ApprovalStage] = field(default_factory=dict)


def choosable(ids: Iterable[int], actor: Actor, leadership: LeadershipMap) -> list[int]:
    """Those of the requests that wait for the actor, the oldest first; others are left out."""
    wanted = set(ids)
    return [each for each in ids_waiting(actor, leadership) if each in wanted]


def stages(ids: Iterable[int]) -> dict[int, ApprovalStage]:
    """Whose decision each of these waits for now, in one query."""
    rows = db.session.execute(
        select(Enrolment.id, Enrolment.awaiting).where(Enrolment.id.in_(list(ids)))
    )
    return {row.id: row.awaiting for row in rows if row.awaiting is not None}


def asks_interest(ids: Iterable[int]) -> bool:
    """Whether the course of any of these asks for the official interest."""
    asked = (
        select(Enrolment.id)
        .join(Offering, Offering.id == Enrolment.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .where(Enrolment.id.in_(list(ids)), Course.asks_interest)
    )
    return db.session.scalar(asked.limit(1)) is not None


def decide(decision: Decision, ids: Iterable[int], actor: Actor, given: Given) -> list[Outcome]:
    """Carry the decision out on each that is possible, in the order of `ids`."""
    chosen = list(ids)
    _lock(chosen)
    verb: dict[Decision, Callable[[int], Enrolment]] = {
        Decision.APPROVED: lambda each: operations.approve(
            each, actor, given.interest, seen=given.seen.get(each)
        ),
        Decision.DECLINED: lambda each: operations.decline(
            each, actor, given.reason, seen=given.seen.get(each)
        ),
    }
    outcomes = [_one(each, verb[decision]) for each in chosen]
    offering_ids = select(Enrolment.offering_id).where(Enrolment.id.in_(chosen))
    return with_positions(outcomes, db.session.scalars(offering_ids))


def preview(decision: Decision, ids: Iterable[int], actor: Actor, given: Given) -> Preview:
    """What `decide` would come to now; changes nothing."""
    with trial() as found:
        outcomes = decide(decision, ids, actor, given)
    return Preview(outcomes, found.told)


def _one(enrolment_id: int, verb: Callable[[int], Enrolment]) -> Outcome:
    enrolment = db.session.get_one(Enrolment, enrolment_id)
    name, course = enrolment.person.full_name, enrolment.offering.course.title
    return attempt(
        lambda: verb(enrolment_id), Outcome(enrolment_id, name, course, enrolment.status)
    )


def _lock(ids: list[int]) -> None:
    """All persons, then all offerings: one after the other could wait for somebody else's."""
    rows = db.session.execute(
        select(Enrolment.offering_id, Enrolment.person_id).where(Enrolment.id.in_(ids))
    ).all()
    if rows:
        lock_offerings(
            {row.offering_id for row in rows},
            {row.person_id for row in rows},
            with_waits_of=replaced_by(set(ids)),
        )
