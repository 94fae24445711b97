"""Messages about a place that is offered, and about one that stays free."""

from trainingtracker import clock
from trainingtracker.models import Enrolment, Offering, OutgoingMail, Person
from trainingtracker.notify.enrolment_letter import to_participant
from trainingtracker.notify.offering_letter import TO_THE_PARTICIPANTS, about_offering
from trainingtracker.text import mark


def offered(enrolment: Enrolment) -> OutgoingMail:
    """To the person: a place became free, answer by a deadline."""
    expires_at = enrolment.offer_expires_at
    return to_participant(
        enrolment,
        kind="offered",
        subject=mark("A place for you, please answer by %(deadline)s: %(course)s"),
        opening=mark(
            "A place has become free and is kept for you until %(deadline)s. Please say by then"
            " whether you take it; afterwards it goes to the next on the waiting list."
        ),
        deadline=clock.deadline(expires_at) if expires_at else "",
    )


def lapsed(enrolment: Enrolment) -> OutgoingMail:
    """To the person: the offer was not answered in time."""
    return to_participant(
        enrolment,
        kind="lapsed",
        subject=mark("Your offer has ended: %(course)s"),
        opening=mark(
            "We have had no answer to our offer in time, so the place goes to the next on the"
            " waiting list. Your waiting is paused; on the page of your enrolment you can ask to"
            " wait again."
        ),
    )


def place_left_open(offering: Offering, person: Person) -> OutgoingMail:
    """To HR: a place became free close to the start and nobody moved up by themselves."""
    return about_offering(
        person,
        offering,
        kind="place_left_open",
        subject=mark("A place is free shortly before the start: %(course)s"),
        paragraphs=[
            mark(
                "A place has become free so close to the start that nobody moves up by themselves"
                " any more. Ask somebody on the waiting list and place them, or leave it free."
            ),
            TO_THE_PARTICIPANTS,
        ],
        path=f"/offerings/{offering.id}",
    )
