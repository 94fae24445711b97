"""People who leave and still have a place, or wait for one, after their last day.

The list ends nobody's enrolment: whoever brings it in learns that there is something to do.
"""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.enrolment.states import UNDER_WAY
from trainingtracker.exchange.preview import Preview
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering, Person
from trainingtracker.text import Listed, Message, mark

_IDS_PER_QUERY = 500
_EXAMPLES = 5

_HAVE_PLACES = mark(
    "They leave and are enrolled beyond their last day, which stays until you withdraw them:"
    " %(number)s (for example %(names)s)."
)


def tell(last_days: Mapping[int, date], preview: Preview) -> None:
    """Put a note into the preview about those of these people (id -> last day) who are enrolled."""
    ids, found = list(last_days), dict[int, str]()
    for start in range(0, len(ids), _IDS_PER_QUERY):
        rows = db.session.execute(
            select(Person, Offering.ends_at)
            .join(Enrolment, Enrolment.person_id == Person.id)
            .join(Offering, Offering.id == Enrolment.offering_id)
            .where(
                Person.id.in_(ids[start : start + _IDS_PER_QUERY]),
                Enrolment.status.in_(UNDER_WAY),
                Offering.ends_at.is_not(None),
            )
            .order_by(Person.sort_key, Person.id)
        )
        for person, ends_at in rows:
            if ends_at and clock.local_day(ends_at) > last_days[person.id]:
                found[person.id] = person.full_name
    if found:
        names = Listed(tuple(found.values())[:_EXAMPLES])
        preview.notes.append(Message(_HAVE_PLACES, {"number": len(found), "names": names}))
