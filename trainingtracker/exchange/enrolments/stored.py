"""The enrolments on record beside which a list of participants is held."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import select

from trainingtracker.enrolment.states import GIVEN_UP
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment
from trainingtracker.vocabulary import Status


class StoredEnrolment(NamedTuple):
    id: int
    status: Status


def load(offering_ids: Iterable[int]) -> dict[tuple[int, int], StoredEnrolment]:
    """By offering and person: the live enrolment, else the one that ended last."""
    query = (
        select(Enrolment.offering_id, Enrolment.person_id, Enrolment.id, Enrolment.status)
        .where(Enrolment.offering_id.in_(set(offering_ids)))
        .order_by(Enrolment.status.not_in(GIVEN_UP), Enrolment.id)
    )
    return {
        (offering_id, person_id): StoredEnrolment(enrolment_id, status)
        for offering_id, person_id, enrolment_id, status in db.session.execute(query)
    }
