"""Changing an offering that people are enrolled in."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.cast import Cast, an_enrolment, an_offering
from tests.enrolment.acting import as_actor
from trainingtracker import clock
from trainingtracker.catalogue import offerings
from trainingtracker.enrolment.changes.capacity import TooFewPlaces
from trainingtracker.enrolment.changes.offering_changes import change_offering
from trainingtracker.enrolment.operations import withdraw
from trainingtracker.errors import RuleViolation, StaleVersion
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, OfferingTrainer, OutgoingMail, UnusedPlace
from trainingtracker.text import sentence
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
    with pytest.raises(TooFewPlaces, match="Kira Petersen"):
        resized(cast, 1)


def test_an_older_copy_is_refused(cast: Cast) -> None:
    facts = offerings.facts_of(cast.funding_offering)
    change_offering(cast.funding_offering.id, replace(facts, max_places=5), 1)
    with pytest.raises(StaleVersion):
        change_offering(cast.funding_offering.id, facts, 1)


def moved(cast: Cast, days: int = 0, venue: str = "Raum 1") -> None:
    offering = cast.funding_offering
    facts = offerings.facts_of(offering)
    meetings = tuple(
        replace(
            meeting,
            starts_at=meeting.starts_at + timedelta(days=days),
            ends_at=meeting.ends_at + timedelta(days=days),
            venue=venue,
        )
        for meeting in facts.meetings
    )
    change_offering(offering.id, replace(facts, meetings=meetings), offering.version)


def test_everybody_enrolled_and_the_trainer_are_told_of_other_dates(cast: Cast) -> None:
    cast.funding_offering.max_places = 1
    an_enrolment(cast.employee, cast.funding_offering)
    an_enrolment(cast.outsider, cast.funding_offering, Status.WAITLISTED)
    an_enrolment(cast.colleague, cast.funding_offering, Status.WITHDRAWN)
    cast.funding_offering.trainers.append(OfferingTrainer(person_id=cast.trainer.id))
    db.session.flush()
    moved(cast, days=1)
    told = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()
    assert [mail.person_id for mail in told] == [
        cast.employee.id, cast.outsider.id, cast.trainer.id,
    ]  # fmt: skip
    assert "Raum 214" in told[0].body.split("Bisher:")[1]
    assert "Raum 1\n" in told[0].body.split("Bisher:")[0]


def test_who_cannot_take_the_new_dates_is_named_and_nothing_changes(cast: Cast) -> None:
    offering = cast.funding_offering
    assert offering.starts_at is not None
    an_enrolment(cast.employee, offering)
    day = clock.local_day(offering.starts_at) + timedelta(days=3)
    an_enrolment(cast.employee, an_offering(cast.english, starts_on=day))
    with pytest.raises(RuleViolation) as refused:
        moved(cast, days=3)
    said = sentence(refused.value.message, "en", **refused.value.values)
    assert f"Erik Sommer ({cast.english.title.en})" in said


def test_a_note_alone_is_told_to_nobody(cast: Cast) -> None:
    an_enrolment(cast.employee, cast.funding_offering)
    facts = offerings.facts_of(cast.funding_offering)
    change_offering(cast.funding_offering.id, replace(facts, note_de="Bitte Laptop"), 1)
    assert db.session.scalars(select(OutgoingMail)).all() == []


def test_whoever_has_another_date_now_withdraws_without_a_reason_and_at_no_cost(cast: Cast) -> None:
    cast.funding.cost_per_place = 12_000
    before = an_enrolment(cast.employee, cast.funding_offering)
    moved(cast, days=1)
    after = an_enrolment(cast.colleague, cast.funding_offering)
    cast.funding_offering.withdrawal_deadline = clock.now() - timedelta(days=1)
    assert withdraw(before.id, as_actor(cast.employee)).status is Status.WITHDRAWN
    with pytest.raises(RuleViolation, match="takes a reason"):
        withdraw(after.id, as_actor(cast.colleague))
    assert db.session.scalars(select(UnusedPlace)).all() == []


def test_another_venue_alone_leaves_the_deadline_as_it_is(cast: Cast) -> None:
    found = an_enrolment(cast.employee, cast.funding_offering)
    moved(cast, venue="Raum 2")
    assert not found.date_changed
