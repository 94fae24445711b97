"""What the form of a new offering remembers, so that sent twice it makes one offering."""

from flask import request

from trainingtracker.catalogue.drafted_before import drafted_since, newest_id
from trainingtracker.catalogue.offering_facts import OfferingFacts
from trainingtracker.models import Offering
from trainingtracker.web.arguments import whole

FIELD = "newest"


def newest_shown() -> int:
    """What the page remembers, from when it was shown first."""
    sent = whole(request.form.get(FIELD))
    return newest_id() if sent is None else sent


def made_before(facts: OfferingFacts) -> Offering | None:
    """The draft that this page has made already."""
    newest = whole(request.form.get(FIELD))
    return None if newest is None else drafted_since(newest, facts)
