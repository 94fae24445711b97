"""Messages about changes after the fact: another date, other dates or venue, a cancellation."""

from trainingtracker import clock
from trainingtracker.models import Enrolment, Offering, OutgoingMail, Person
from trainingtracker.notify.enrolment_letter import to_participant, to_somebody
from trainingtracker.notify.offering_letter import TO_THE_PARTICIPANTS, about_offering
from trainingtracker.text import Localised, Message, mark

_WITHDRAW_IN_TIME = mark(
    "If you cannot take part, please withdraw in good time, so that somebody else can go."
)

_NOT_SUITABLE = mark(
    "If the date does not suit you, please withdraw. Until the course begins that takes no reason"
    " and costs nothing."
)


def transferred(enrolment: Enrolment) -> OutgoingMail:
    """To the person: the place on the other date is theirs, the old one is given back."""
    return to_participant(
        enrolment,
        kind="transferred",
        subject=mark("Another date for you: %(course)s"),
        opening=mark("You have changed to this date and have a place. The old one is given back."),
        closing=_WITHDRAW_IN_TIME,
    )


def transferred_for_decider(enrolment: Enrolment, decider: Person, left: Offering) -> OutgoingMail:
    """To whoever has approved: the person is away on other days than thought."""
    return to_somebody(
        decider,
        enrolment,
        kind="transferred_for_decider",
        subject=mark("%(person)s takes part on another date: %(course)s"),
        paragraphs=[
            mark(
                "%(person)s has changed from the date of %(day)s to this one. The approval counts"
                " for it; nothing has to be decided."
            ),
            mark("Your team: %(link)s"),
        ],
        path="/team",
        day=clock.local_day(left.starts_at) if left.starts_at else "",
    )


_CHANGED = mark(
    "Dates or venue of this course have changed.\n\nNew:\n%(now)s\n\nUntil now:\n%(before)s\n\n"
    "The course as a whole:"
)


def dates_changed(enrolment: Enrolment, now: Localised, before: Localised) -> OutgoingMail:
    """To everybody enrolled: the meetings that are new, and those that they replace."""
    return to_participant(
        enrolment,
        kind="dates_changed",
        subject=mark("New dates or venue: %(course)s"),
        opening=_CHANGED,
        closing=_NOT_SUITABLE,
        now=now,
        before=before,
    )


def dates_changed_for_trainer(
    offering: Offering, trainer: Person, now: Localised, before: Localised
) -> OutgoingMail:
    """To whoever leads it: the same."""
    return about_offering(
        trainer,
        offering,
        kind="dates_changed_for_trainer",
        subject=mark("New dates or venue: %(course)s"),
        paragraphs=[_CHANGED, TO_THE_PARTICIPANTS],
        path=f"/offerings/{offering.id}",
        with_link=True,
        now=now,
        before=before,
    )


def cancelled(enrolment: Enrolment, text: str) -> OutgoingMail:
    """To everybody enrolled: it does not take place, and what HR writes about it."""
    return to_participant(
        enrolment,
        kind="offering_cancelled",
        subject=mark("Cancelled: %(course)s"),
        opening=mark("This course does not take place on this date.\n\n%(text)s"),
        closing=mark("Other dates of the course are in the catalogue."),
        text=text,
    )


def carried_over(enrolment: Enrolment, text: str, left: Offering, what: str) -> OutgoingMail:
    """To everybody who comes along: the old date is cancelled, and where they stand on this one."""
    return to_participant(
        enrolment,
        kind="carried_over",
        subject=mark("Cancelled and moved to another date: %(course)s"),
        opening=mark(
            "The date of %(day)s does not take place.\n\n%(text)s\n\n%(what)s This is the other"
            " date:"
        ),
        closing=_NOT_SUITABLE,
        day=clock.local_day(left.starts_at) if left.starts_at else "",
        text=text,
        what=Message(what),
    )


def cancelled_for_trainer(offering: Offering, trainer: Person, text: str) -> OutgoingMail:
    """To whoever would have led it."""
    return about_offering(
        trainer,
        offering,
        kind="cancelled_for_trainer",
        subject=mark("Cancelled: %(course)s"),
        paragraphs=[
            mark("This course does not take place on this date.\n\n%(text)s"),
            TO_THE_PARTICIPANTS,
        ],
        path=f"/offerings/{offering.id}",
        text=text,
    )


def decision_due(offering: Offering, person: Person, held: int) -> OutgoingMail:
    """To HR: today it is to be decided whether an offering below its minimum takes place."""
    return about_offering(
        person,
        offering,
        kind="decision_due",
        subject=mark("Please decide whether it takes place: %(course)s"),
        paragraphs=[
            mark(
                "%(held)s places are taken, planned are %(minimum)s at least, and today it is"
                " to be decided whether the course takes place."
            ),
            mark("Hold it or cancel it here: %(link)s"),
        ],
        path=f"/offerings/{offering.id}/decision",
        held=held,
        minimum=offering.min_places,
    )
