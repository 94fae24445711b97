"""Changing an offering that people are enrolled in."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.cast import Cast, an_enrolment
from trainingtracker.catalogue import offerings
from trainingtracker.enrolment.offering_changes import change_offering
from trainingtracker.errors import RuleViolation, StaleVersion
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, OutgoingMail
from trainingtracker.vocabulary import Status


def resized(cast: Cast, places: int) -> None:
    facts = replace(offerings.facts_of(cast.funding_offering), max_places=places)
    change_offering(cast.funding_offering.id, facts, cast.funding_offering.version)


def test_a_place_more_goes_to_whoever_waits_longest_and_is_told(cast: Cast) -> None:
    for person in (cast.employee, cast.colleague):
        an_enrolment(person, cast.funding_offering)
    first = an_enrolment(cast.outsider, cast.funding_offering, Status.WAITLISTED)
    second = an_enrolment(cast.without_email, cast.funding_offering, Status.WAITLISTED)
    resized(cast, 3)
    assert (first.status, first.place) == (Status.CONFIRMED, 3)
    assert second.status is Status.WAITLISTED
    told = db.session.scalars(select(OutgoingMail.person_id)).all()
    assert told == [cast.outsider.id]


def test_fewer_places_renumber_those_above(cast: Cast) -> None:
    cast.funding_offering.max_places = 9
    an_enrolment(cast.employee, cast.funding_offering, place=2)
    an_enrolment(cast.colleague, cast.funding_offering, place=9)
    an_enrolment(cast.outsider, cast.funding_offering, place=7)
    resized(cast, 3)
    places = db.session.execute(select(Enrolment.person_id, Enrolment.place))
    assert dict(places.all()) == {cast.employee.id: 2, cast.outsider.id: 1, cast.colleague.id: 3}


def test_places_that_people_hold_are_not_taken_away(cast: Cast) -> None:
    for person in (cast.employee, cast.colleague):
        an_enrolment(person, cast.funding_offering)
    with pytest.raises(RuleViolation, match="already hold 2 places"):
        resized(cast, 1)


def test_an_older_copy_is_refused(cast: Cast) -> None:
    facts = offerings.facts_of(cast.funding_offering)
    change_offering(cast.funding_offering.id, replace(facts, max_places=5), 1)
    with pytest.raises(StaleVersion):
        change_offering(cast.funding_offering.id, facts, 1)
