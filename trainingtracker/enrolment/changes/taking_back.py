"""Taking back what a list has done to enrolments: each goes to where it stood before the list.

What has happened stays in the history, and this is one more step of it. Places that become free go
to the waiting list; whoever had one before gets it again while one is free.
"""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import select

from trainingtracker.enrolment import places, rules, transitions
from trainingtracker.enrolment.locking import lock_offerings
from trainingtracker.enrolment.states import GIVEN_UP, HOLDING_A_PLACE
from trainingtracker.enrolment.waiting.waiting_list import fill_after_leaving
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering
from trainingtracker.notify import messages
from trainingtracker.portions import portions
from trainingtracker.text import mark
from trainingtracker.vocabulary import Status

# Before the list there was none; what it has begun ends, without having been given up by anybody.
BEGUN: Mapping[str, Any] = MappingProxyType(
    {
        "status": Status.WITHDRAWN,
        "waiting_since": None,
        "awaiting": None,
        "offer_expires_at": None,
        "paused": False,
    }
)

_NO_PLACE = mark(
    "%(name)s had a place in %(offering)s before the list, and none is free there any more."
)


def lock(enrolment_ids: Collection[int], offering_ids: Iterable[int]) -> set[int]:
    """Lock these offerings and those of the enrolments, with everybody concerned.

    Returns who takes or took part: they may be free elsewhere afterwards.
    """
    offerings = set(offering_ids)
    query = select(Enrolment.offering_id, Enrolment.person_id)
    taking_part = Enrolment.offering_id.in_(offerings), Enrolment.status == Status.CONFIRMED
    rows = list(db.session.execute(query.where(*taking_part)))
    for portion in portions(list(enrolment_ids)):
        rows += db.session.execute(query.where(Enrolment.id.in_(portion)))
    persons = {row.person_id for row in rows}
    wanted = offerings.union(row.offering_id for row in rows)
    if wanted:
        lock_offerings(wanted, persons, with_waits_of=persons)
    return persons


def take_back(
    enrolments: Mapping[int, Mapping[str, Any]], actor_id: int | None, *, told: Collection[int]
) -> None:
    """Put enrolments (id -> what stood there) back; all of them must be locked.

    Whoever was `told` of what the list did is told that it no longer holds. Raises RuleViolation
    where somebody cannot have back what they had.
    """
    query = select(Enrolment).order_by(Enrolment.id).execution_options(populate_existing=True)
    rows = [
        enrolment
        for portion in portions(sorted(enrolments))
        for enrolment in db.session.scalars(query.where(Enrolment.id.in_(portion)))
    ]

    def wanted(enrolment: Enrolment) -> Status:
        status: Status = enrolments[enrolment.id].get("status", enrolment.status)
        return status

    # Who gives a place back comes first, so that it is there for whoever had it before.
    for enrolment in sorted(rows, key=lambda row: wanted(row) in HOLDING_A_PLACE):
        before = enrolment.status
        _check(enrolment, wanted(enrolment))
        transitions.take_back(enrolment, enrolments[enrolment.id], actor_id=actor_id)
        if enrolment.status is not before and enrolment.id in told:
            messages.taken_back(enrolment)


def fill(offering_ids: Iterable[int], person_ids: set[int]) -> None:
    """Give places that have become free to whoever waits for them."""
    for offering_id in sorted(offering_ids):
        fill_after_leaving(db.session.get_one(Offering, offering_id), person_ids)


def _check(enrolment: Enrolment, wanted: Status) -> None:
    person, offering, now = enrolment.person, enrolment.offering, enrolment.status
    if now in GIVEN_UP and wanted not in GIVEN_UP:
        rules.check_not_enrolled(person, offering, asked_by=None)
    if wanted in HOLDING_A_PLACE and now not in HOLDING_A_PLACE:
        if not places.free(offering):
            raise RuleViolation(_NO_PLACE, name=person.full_name, offering=offering.number)
        rules.check_no_overlap(person, offering)
