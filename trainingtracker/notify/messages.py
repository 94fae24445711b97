"""One function a message: who is told what, in their own language, when a rule fires."""

from trainingtracker.labels import labelled
from trainingtracker.models import Enrolment, OutgoingMail, Person
from trainingtracker.notify.enrolment_letter import to_participant, to_somebody
from trainingtracker.text import Message, mark


def requested(enrolment: Enrolment) -> OutgoingMail:
    """To the person: the request has arrived and is being decided."""
    course = enrolment.offering.course
    return to_participant(
        enrolment,
        kind="requested",
        subject=mark("Your request: %(course)s"),
        opening=_REQUESTED[course.needs_approval, course.needs_hr_approval],
    )


_REQUESTED = {
    (True, False): mark(
        "We have received your request for a place. Your manager decides on it;"
        " you will get a message as soon as that has happened."
    ),
    (True, True): mark(
        "We have received your request for a place. Your manager decides on it first, then HR;"
        " you will get a message each time."
    ),
    (False, True): mark(
        "We have received your request for a place. HR decides on it;"
        " you will get a message as soon as that has happened."
    ),
}


def approval_needed(enrolment: Enrolment, decider: Person) -> OutgoingMail:
    """To whoever decides: a request waits."""
    return to_somebody(
        decider,
        enrolment,
        kind="approval_needed",
        subject=mark("Please decide: %(person)s, %(course)s"),
        paragraphs=[
            mark("%(person)s asks for a place in a course and needs your approval."),
            mark("You decide here: %(link)s"),
        ],
        path=f"/approvals/{enrolment.id}",
    )


def confirmed(enrolment: Enrolment, *, approved: bool = False) -> OutgoingMail:
    """To the person: the place is theirs."""
    return to_participant(
        enrolment,
        kind="confirmed",
        subject=mark("Your place is confirmed: %(course)s"),
        opening=mark("Your request has been approved, and you have a place.")
        if approved
        else mark("You have a place."),
        closing=mark(
            "If you cannot take part, please withdraw in good time, so that somebody else can go."
        ),
    )


def queued(enrolment: Enrolment, *, approved: bool = False) -> OutgoingMail:
    """To the person: no place is free, they wait in the published order."""
    return to_participant(
        enrolment,
        kind="queued",
        subject=mark("You are on the waiting list: %(course)s"),
        opening=mark(
            "Your request has been approved, but all places are taken. You are on the waiting list"
            " and move up as soon as a place becomes free."
        )
        if approved
        else mark(
            "All places are taken. You are on the waiting list"
            " and move up as soon as a place becomes free."
        ),
        closing=mark("Your position is shown under “My training”."),
    )


def moved_up(enrolment: Enrolment) -> OutgoingMail:
    """To the person: a place became free and is theirs."""
    return to_participant(
        enrolment,
        kind="moved_up",
        subject=mark("You have moved up, your place is confirmed: %(course)s"),
        opening=mark("A place has become free. You have moved up from the waiting list."),
        closing=mark(
            "If you cannot take part, please withdraw in good time, so that somebody else can go."
        ),
    )


def declined(enrolment: Enrolment, reason: str | Message) -> OutgoingMail:
    """To the person: the request was declined, and why."""
    return to_participant(
        enrolment,
        kind="declined",
        subject=mark("Your request was declined: %(course)s"),
        opening=mark("Your request for a place was declined. The reason: %(reason)s"),
        closing=mark("Other dates of the course are in the catalogue."),
        reason=reason,
    )


def withdrawn(enrolment: Enrolment, *, by: Person | None = None) -> OutgoingMail:
    """To the person: the withdrawal is confirmed, or somebody (`by`) has entered it for them."""
    return to_participant(
        enrolment,
        kind="withdrawn",
        subject=mark("Withdrawn: %(course)s"),
        opening=mark(
            "%(by)s has withdrawn your enrolment. If that is a mistake, please get in touch."
        )
        if by
        else mark("You have withdrawn from this course."),
        by=by.full_name if by else "",
    )


def waiting_ended(enrolment: Enrolment) -> OutgoingMail:
    """To somebody still waiting when the offering was closed."""
    return to_participant(
        enrolment,
        kind="waiting_ended",
        subject=mark("The waiting list has ended: %(course)s"),
        opening=mark("The course has taken place and no place became free for you."),
        closing=mark("Other dates of the course are in the catalogue."),
    )


def taken_back(enrolment: Enrolment) -> OutgoingMail:
    """To whoever was told of an entry that HR has taken back together with its list."""
    return to_participant(
        enrolment,
        kind="taken_back",
        subject=mark("Please disregard our last message: %(course)s"),
        opening=mark(
            "We wrote to you about your enrolment because of a list that HR has taken back since."
            " What we wrote no longer holds."
        ),
        closing=mark("Your enrolment stands as follows: %(status)s."),
        status=labelled(enrolment.status),
    )
