"""Changing an offering that people are enrolled in: what it means for them."""

from sqlalchemy import select

from trainingtracker.catalogue import offerings
from trainingtracker.catalogue.offering_facts import OfferingFacts
from trainingtracker.enrolment.changes import capacity, date_changes
from trainingtracker.enrolment.changes.date_changes import Dates
from trainingtracker.enrolment.locking import lock_offering
from trainingtracker.enrolment.waiting.waiting_list import fill_after_leaving
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering
from trainingtracker.vocabulary import Status


def change_offering(offering_id: int, facts: OfferingFacts, version: int) -> Offering:
    """Edit an offering; places that become free go to the waiting list at once.

    Whoever is enrolled is told of other dates or another venue. Dates that a participant cannot
    take are refused, as are fewer places than people hold.
    """
    participants = _participants(offering_id)
    offering = lock_offering(offering_id, with_waits_of=participants)
    before = Dates.of(offering)
    if offering.version == version:
        capacity.check(offering, facts.max_places)
    offering = offerings.edit(offering_id, facts, version)
    date_changes.follow_up(offering, before)
    renumber(offering)
    # With other dates somebody who takes part here may now be free where they wait.
    fill_after_leaving(offering, participants)
    return offering


def _participants(offering_id: int) -> set[int]:
    return set(
        db.session.scalars(
            select(Enrolment.person_id).where(
                Enrolment.offering_id == offering_id, Enrolment.status == Status.CONFIRMED
            )
        )
    )


def renumber(offering: Offering) -> None:
    """Where the capacity has fallen, places above it get the lowest free numbers."""
    held = {
        enrolment.place: enrolment
        for enrolment in db.session.scalars(
            select(Enrolment).where(
                Enrolment.offering_id == offering.id, Enrolment.place.is_not(None)
            )
        )
    }
    free = (n for n in range(1, offering.max_places + 1) if n not in held)
    for number in sorted(number for number in held if number and number > offering.max_places):
        held[number].place = next(free)
    db.session.flush()
