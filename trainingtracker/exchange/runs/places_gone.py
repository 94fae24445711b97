"""Places that a list has given back and that others have by now: they are not taken away again."""

from collections import Counter, defaultdict

from sqlalchemy import select

from trainingtracker.catalogue.availability import places_held
from trainingtracker.enrolment.states import HOLDING_A_PLACE
from trainingtracker.exchange.runs.way_back import WayBack
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering
from trainingtracker.portions import portions


def losing(way: WayBack) -> list[int]:
    """Enrolments whose place would have to come back where none becomes free."""
    wanted, given_back = defaultdict[int, list[int]](list), Counter[int]()
    columns = Enrolment.id, Enrolment.offering_id, Enrolment.status
    for portion in portions(sorted(way.enrolments)):
        query = select(*columns).where(Enrolment.id.in_(portion)).order_by(Enrolment.id)
        for enrolment_id, offering_id, status in db.session.execute(query):
            before = way.enrolments[enrolment_id].get("status", status)
            if status in HOLDING_A_PLACE and before not in HOLDING_A_PLACE:
                given_back[offering_id] += 1
            elif before in HOLDING_A_PLACE and status not in HOLDING_A_PLACE:
                wanted[offering_id].append(enrolment_id)
    found: list[int] = []
    for portion in portions(sorted(wanted)):
        free = select(Offering.id, Offering.max_places - places_held())
        for offering_id, places in db.session.execute(free.where(Offering.id.in_(portion))):
            found += wanted[offering_id][max(places + given_back[offering_id], 0) :]
    return found
