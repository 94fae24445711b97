"""Requests that nobody decides: HR has to, or somebody leaves them lying."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import NamedTuple

from sqlalchemy import func, select

from trainingtracker import clock, settings
from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.scopes import one_of_administered
from trainingtracker.enrolment.queries.deciders import names_of
from trainingtracker.extensions import db
from trainingtracker.external.queries.waiting import HANGING_DAYS
from trainingtracker.models import Course, Enrolment, Offering, Person
from trainingtracker.organisation.leadership import LeadershipMap
from trainingtracker.organisation.people import unit_on
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import ApprovalStage, Status
from trainingtracker.working_days import WorkingDays

# Since when whoever is awaited now is awaited, as of `reminders.began`.
_BEGAN = func.coalesce(Enrolment.decided_at, Enrolment.requested_at)


class DeskRequest(NamedTuple):
    """A request that nobody decides: `decider` is who should; None where that is HR."""

    enrolment_id: int
    offering_id: int
    person_id: int
    listed_name: str
    course: Bilingual
    requested_at: datetime
    decider: str | None = None


def open_requests(
    actor: Actor, leadership: LeadershipMap
) -> tuple[list[DeskRequest], list[DeskRequest]]:
    """Requests that nobody above can decide, and those that somebody leaves lying."""
    undecidable, hanging = find(actor, leadership)
    return described(undecidable), described(hanging)


class OpenRequest(NamedTuple):
    """A request, and whose decision is awaited."""

    enrolment_id: int
    decider_id: int | None


def find(actor: Actor, leadership: LeadershipMap) -> tuple[list[OpenRequest], list[OpenRequest]]:
    """Those for HR and those that hang, the oldest first; three queries."""
    today = clock.today()
    days = WorkingDays(settings.get("federal_state"))
    lying = clock.at(days.before(today, HANGING_DAYS), time())
    found = db.session.execute(
        select(
            Enrolment.id,
            Enrolment.person_id,
            Enrolment.awaiting == ApprovalStage.MANAGER,
            lying > _BEGAN,
            unit_on(today),
        )
        .join(Person, Person.id == Enrolment.person_id)
        # What is approved and waits for the day of a round is not for anybody to decide.
        .where(
            Enrolment.status == Status.REQUESTED,
            Enrolment.awaiting.is_not(None),
            one_of_administered(actor, today),
        )
        .order_by(Enrolment.requested_at, Enrolment.id)
    )
    undecidable: list[OpenRequest] = []
    hanging: list[OpenRequest] = []
    for enrolment_id, person_id, by_manager, lies, unit_id in found:
        deciders = leadership.deciders(person_id, unit_id).all if by_manager else ()
        if not deciders:
            undecidable.append(OpenRequest(enrolment_id, None))
        elif lies:
            hanging.append(OpenRequest(enrolment_id, deciders[0]))
    return undecidable, hanging


def described(requests: Sequence[OpenRequest]) -> list[DeskRequest]:
    """These requests with their names, in the same order; two queries."""
    found = {
        row.id: row
        for row in db.session.execute(
            select(
                Enrolment.id,
                Enrolment.offering_id,
                Enrolment.person_id,
                Person.last_name,
                Person.first_name,
                Course.title,
                _BEGAN.label("began"),
            )
            .join(Person, Person.id == Enrolment.person_id)
            .join(Offering, Offering.id == Enrolment.offering_id)
            .join(Course, Course.id == Offering.course_id)
            .where(Enrolment.id.in_([each.enrolment_id for each in requests]))
        )
    }
    names = names_of(each.decider_id for each in requests if each.decider_id is not None)
    return [
        DeskRequest(
            row.id,
            row.offering_id,
            row.person_id,
            f"{row.last_name}, {row.first_name}".rstrip(", "),
            row.title,
            row.began,
            names.get(each.decider_id) if each.decider_id is not None else None,
        )
        for each in requests
        for row in (found[each.enrolment_id],)
    ]
