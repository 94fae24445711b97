"""An offering made from demand: a draft, the people it is for, and telling them first."""

from collections.abc import Iterable, Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.catalogue import offerings
from trainingtracker.catalogue.offering_facts import OfferingFacts
from trainingtracker.enrolment.early import opens_early, working_days
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Course, Enrolment, Offering, OfferingInvitation, Person
from trainingtracker.needs.interest import interested
from trainingtracker.notify import needs_messages
from trainingtracker.text import mark
from trainingtracker.vocabulary import OfferingStatus, Status

MOST_DAYS = 30
_PLACES, _MINIMUM = 12, 6


def draft_from_demand(course_id: int) -> Offering | None:
    """The draft without dates that has been made from the demand of a course already."""
    return db.session.scalar(
        select(Offering)
        .where(
            Offering.course_id == course_id,
            Offering.status == OfferingStatus.DRAFT,
            Offering.starts_at.is_(None),
            exists().where(OfferingInvitation.offering_id == Offering.id),
        )
        .order_by(Offering.id)
    )


def waiting_elsewhere(course_id: int) -> list[Person]:
    """Who waits for a place in another date of the course, whoever has waited longest first."""
    rows = db.session.scalars(
        select(Person)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .join(Offering, Offering.id == Enrolment.offering_id)
        .where(
            Offering.course_id == course_id,
            Offering.status == OfferingStatus.PUBLISHED,
            Offering.ends_at > clock.now(),
            Enrolment.status == Status.WAITLISTED,
        )
        .order_by(Enrolment.waiting_since, Enrolment.id)
    )
    return list(dict.fromkeys(rows))


def make_offering(
    course_id: int, actor: Actor, *, early_days: int, with_waiting: bool = False
) -> Offering:
    """A draft for the people of the interest list, on request also for those who wait elsewhere.

    It has the places of the course's last offering. A draft made from this demand before, and
    still without dates, is given back instead of a second one, with whoever has come since.
    """
    _check_hr(actor)
    _check_days(early_days)
    # Locks the course: two clicks make one draft.
    db.session.get_one(Course, course_id, with_for_update=True)
    people = [each.person for each in interested(course_id)]
    if with_waiting:
        people += waiting_elsewhere(course_id)
    if not people:
        raise RuleViolation(
            mark("Nobody is on the interest list. Make an ordinary offering for this course.")
        )
    draft = draft_from_demand(course_id) or offerings.create(_facts(course_id))
    draft.early_days = early_days
    _invite(draft, people)
    return draft


def invited(offering_id: int) -> Sequence[OfferingInvitation]:
    """Whom the offering was made for, in the order in which they came to the list."""
    return db.session.scalars(
        select(OfferingInvitation)
        .where(OfferingInvitation.offering_id == offering_id)
        .options(joinedload(OfferingInvitation.person))
        .order_by(OfferingInvitation.id)
    ).all()


def change_early_days(offering_id: int, early_days: int, actor: Actor) -> Offering:
    """How many working days those invited are ahead; while the offering is a draft."""
    _check_hr(actor)
    _check_days(early_days)
    offering = db.session.get_one(Offering, offering_id, with_for_update=True)
    _check_draft(offering)
    offering.early_days = early_days
    db.session.flush()
    return offering


def take_off(offering_id: int, person_id: int, actor: Actor) -> None:
    """Take somebody off the list of a draft; nothing happens where they are not on it."""
    _check_hr(actor)
    _check_draft(db.session.get_one(Offering, offering_id, with_for_update=True))
    found = db.session.scalar(
        select(OfferingInvitation).where(
            OfferingInvitation.offering_id == offering_id,
            OfferingInvitation.person_id == person_id,
        )
    )
    if found is not None:
        db.session.delete(found)
        db.session.flush()


def publish(offering_id: int) -> Offering:
    """Publish an offering and tell those it was made for, who may then ask before the others.

    Where enrolment would open sooner, it opens for everybody so many working days from today.
    Whoever else is on the interest list is told of the date as well.
    """
    offering = offerings.publish(offering_id)
    people = [each.person for each in invited(offering_id)]
    if people and offering.early_days:
        _keep_days_free(offering)
    early, general = opens_early(offering), offering.enrolment_opens
    for person in people:
        if person.employed_on(clock.today()):
            needs_messages.date_for_you(offering, person, opens=early)
    for each in interested(offering.course_id):
        if each.person not in people:
            needs_messages.date_for_you(offering, each.person, opens=general)
    db.session.flush()
    return offering


def _keep_days_free(offering: Offering) -> None:
    first = clock.at(working_days().after(clock.today(), offering.early_days))
    if offering.enrolment_opens is not None and offering.enrolment_opens >= first:
        return
    closes = offering.enrolment_closes or offering.starts_at
    if closes is not None and first >= closes:
        raise RuleViolation(
            mark(
                "Those invited are %(days)s working days ahead, so that enrolment would open for"
                " everybody on %(opens)s, after it closes. Choose fewer days or later dates."
            ),
            days=offering.early_days,
            opens=clock.local_day(first),
        )
    offering.enrolment_opens = first


def _facts(course_id: int) -> OfferingFacts:
    last = db.session.scalar(
        select(Offering)
        .where(Offering.course_id == course_id)
        .order_by(Offering.starts_at.desc(), Offering.id.desc())
        .limit(1)
    )
    return OfferingFacts(
        course_id=course_id,
        max_places=last.max_places if last else _PLACES,
        min_places=last.min_places if last else _MINIMUM,
    )


def _invite(offering: Offering, people: Iterable[Person]) -> None:
    present = {each.person_id for each in invited(offering.id)}
    for person in dict.fromkeys(people):
        if person.id not in present:
            db.session.add(OfferingInvitation(offering_id=offering.id, person_id=person.id))
    db.session.flush()


def _check_hr(actor: Actor) -> None:
    if not actor.is_hr:
        raise NotAllowed(mark("HR makes offerings and says who is invited first."))


def _check_days(early_days: int) -> None:
    if not 0 <= early_days <= MOST_DAYS:
        raise RuleViolation(mark("Please give a number from 0 to %(most)s."), most=MOST_DAYS)


def _check_draft(offering: Offering) -> None:
    if offering.status is not OfferingStatus.DRAFT:
        raise RuleViolation(
            mark("The offering is published and everybody invited has been told already.")
        )
