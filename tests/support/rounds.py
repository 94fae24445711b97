"""A round in the middle of its way, for tests of what is shown."""

from datetime import timedelta

from tests.cast import Cast, an_enrolment, an_offering
from tests.enrolment.acting import as_actor
from trainingtracker import clock
from trainingtracker.enrolment.rounds.hearing import send
from trainingtracker.enrolment.rounds.proposal import propose
from trainingtracker.extensions import db
from trainingtracker.models import Hearing, Offering
from trainingtracker.vocabulary import Allocation, HearingBody, Status


def a_collected_round(cast: Cast, places: int = 2) -> Offering:
    """Four have asked, and nobody can ask any more."""
    made = an_offering(
        cast.funding,
        places=places,
        starts_on=clock.today() + timedelta(40),
        closes_on=clock.today() - timedelta(1),
    )
    made.allocation = Allocation.ROUND
    for person in (cast.employee, cast.colleague, cast.outsider, cast.without_email):
        an_enrolment(person, made, Status.REQUESTED).awaiting = None
    return made


def a_round_being_heard(cast: Cast) -> Hearing:
    """Proposed, and sent to the staff council."""
    made = a_collected_round(cast)
    propose(made.id, as_actor(cast.hr))
    hearing = send(made.id, HearingBody.STAFF_COUNCIL, as_actor(cast.hr))
    db.session.flush()
    return hearing
