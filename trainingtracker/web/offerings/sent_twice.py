"""The form of a new offering that is sent twice: it makes one offering.

A page remembers which offering was the newest when it was shown. What is newer and says exactly the
same was made from this page: by the first of two clicks, or before somebody went back to it.
"""

from dataclasses import replace

from flask import request
from sqlalchemy import func, select

from trainingtracker.catalogue import offerings
from trainingtracker.catalogue.offering_facts import OfferingFacts
from trainingtracker.extensions import db
from trainingtracker.models import Course, Offering
from trainingtracker.vocabulary import OfferingStatus
from trainingtracker.web.arguments import whole

FIELD = "newest"


def newest_shown() -> int:
    """What the page remembers, from when it was shown first."""
    sent = whole(request.form.get(FIELD))
    return (db.session.scalar(select(func.max(Offering.id))) or 0) if sent is None else sent


def made_before(facts: OfferingFacts) -> Offering | None:
    """The draft that this page has made already; locks the course, as making one does."""
    newest = whole(request.form.get(FIELD))
    if newest is None:
        return None
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
    return next((each for each in later if _compared(offerings.facts_of(each)) == wanted), None)


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
