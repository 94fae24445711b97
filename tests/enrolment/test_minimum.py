"""Below the minimum: when the decision is due, who is told, and deciding to hold it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.cast import Cast, an_enrolment
from tests.enrolment.acting import as_actor, mails_to
from trainingtracker import clock
from trainingtracker.enrolment.changes import minimum
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.jobs.minimum import warn_of_decisions
from trainingtracker.models import Offering


@pytest.fixture
def offering(cast: Cast) -> Offering:
    """Two people are needed, one comes, and today it is to be decided."""
    made = cast.funding_offering
    made.min_places, made.decide_on = 2, clock.today()
    an_enrolment(cast.employee, made)
    return made


def due() -> list[int]:
    return list(db.session.scalars(select(Offering.id).where(minimum.decision_due())))


def test_hr_is_told_once_on_the_day_of_decision(cast: Cast, offering: Offering) -> None:
    db.session.commit()
    assert (warn_of_decisions(), warn_of_decisions()) == (1, 0)
    assert mails_to(cast.hr) == ["decision_due"]
    offering.decide_on = clock.today() + timedelta(days=2)
    db.session.commit()
    assert due() == []


def test_holding_it_ends_the_warning(cast: Cast, offering: Offering) -> None:
    assert due() == [offering.id]
    with pytest.raises(NotAllowed):
        minimum.hold(offering.id, as_actor(cast.manager))
    minimum.hold(offering.id, as_actor(cast.hr))
    db.session.flush()
    assert due() == []


def test_with_enough_people_nothing_has_to_be_decided(cast: Cast, offering: Offering) -> None:
    an_enrolment(cast.colleague, offering)
    assert due() == []
    with pytest.raises(RuleViolation, match="Enough people"):
        minimum.hold(offering.id, as_actor(cast.hr))
