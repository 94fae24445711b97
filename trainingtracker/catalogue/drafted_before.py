"""The form of a new offering that is sent twice: it makes one offering.

A page remembers which offering was the newest when it was shown. What is newer and says exactly the
same was made from this page: by the first of two clicks, or before somebody went back to it.
"""

from dataclasses import replace

from sqlalchemy import func, select

from trainingtracker.catalogue.offering_facts import OfferingFacts
from trainingtracker.catalogue.offerings import facts_of
from trainingtracker.extensions import db
from trainingtracker.models import Course, Offering
from trainingtracker.vocabulary import OfferingStatus


def newest_id() -> int:
    """The newest offering there is; 0 where there is none."""
    return db.session.scalar(select(func.max(Offering.id))) or 0


def drafted_since(newest: int, facts: OfferingFacts) -> Offering | None:
    """A draft of these facts that is newer; locks the course, as making one does."""
    db.session.get(Course, facts.course_id, with_for_update=True)
    later = db.session.scalars(
        select(Offering)
        .where(
            Offering.id > newest,
            Offering.course_id == facts.course_id,
            Offering.status == OfferingStatus.DRAFT,
        )
        .order_by(Offering.id)
    )
    wanted = _compared(facts)
    return next((each for each in later if _compared(facts_of(each)) == wanted), None)


def _compared(facts: OfferingFacts) -> OfferingFacts:
    """The facts whatever the order in which they were typed, and whichever rows hold them."""
    meetings = (
        replace(each, venue=each.venue.strip(), link=each.link.strip(), id=None)
        for each in facts.meetings
    )
    return replace(
        facts,
        meetings=tuple(sorted(meetings, key=lambda each: each.starts_at)),
        trainer_ids=tuple(sorted(facts.trainer_ids)),
        quotas=tuple(replace(each, id=None) for each in facts.quotas),
    )
