"""The messages of a list: withdrawn where they have not left; who has got one that matters."""

from collections.abc import Sequence

from sqlalchemy import select

from trainingtracker.extensions import db
from trainingtracker.models import Enrolment
from trainingtracker.notify import outbox
from trainingtracker.notify.outbox import Left
from trainingtracker.portions import portions

_DATES = "dates_changed"
_DATES_FOR_TRAINERS = "dates_changed_for_trainer"


def left(mail_ids: Sequence[int]) -> list[Left]:
    return [each for portion in portions(mail_ids) for each in outbox.left_among(portion)]


def withdrawable(mail_ids: Sequence[int]) -> int:
    return sum(map(outbox.waiting_among, portions(mail_ids)))


def withdraw(mail_ids: Sequence[int]) -> None:
    for portion in portions(mail_ids):
        outbox.withdraw(portion)


def told_of_enrolments(left: Sequence[Left]) -> set[int]:
    """Enrolments whose own person was told of them."""
    by_enrolment = {(each.enrolment_id, each.person_id) for each in left if each.enrolment_id}
    found: set[int] = set()
    for portion in portions(sorted({enrolment_id for enrolment_id, _ in by_enrolment})):
        query = select(Enrolment.id, Enrolment.person_id).where(Enrolment.id.in_(portion))
        found.update(row.id for row in db.session.execute(query) if tuple(row) in by_enrolment)
    return found


def told_of_dates(left: Sequence[Left]) -> tuple[set[int], set[int]]:
    """Enrolments whose person was told of other dates, and trainers who were."""
    enrolments = {each.enrolment_id for each in left if each.kind == _DATES and each.enrolment_id}
    return enrolments, {each.person_id for each in left if each.kind == _DATES_FOR_TRAINERS}
