"""Messages about a place that goes to a substitute."""

from trainingtracker.models import Enrolment, OutgoingMail, Person
from trainingtracker.notify.enrolment_letter import to_participant
from trainingtracker.text import mark


def named(request: Enrolment, replaced: Person) -> OutgoingMail:
    """To the substitute: somebody has named them, their manager decides."""
    return to_participant(
        request,
        kind="substitute_named",
        subject=mark("You are named as a substitute: %(course)s"),
        opening=mark(
            "%(name)s cannot take part and has named you as the substitute. Your manager decides"
            " on it; with the approval the place is yours."
        ),
        closing=mark("If you cannot take part, please withdraw on the page of your enrolment."),
        name=replaced.full_name,
    )


def place_taken_over(substitute: Enrolment, replaced: Person) -> OutgoingMail:
    """To the substitute: the place is theirs."""
    return to_participant(
        substitute,
        kind="place_taken_over",
        subject=mark("Your place is confirmed: %(course)s"),
        opening=mark("You have a place: you take over the one of %(name)s."),
        closing=mark(
            "If you cannot take part, please withdraw in good time, so that somebody else can go."
        ),
        name=replaced.full_name,
    )


def handed_over(replaced: Enrolment, substitute: Person) -> OutgoingMail:
    """To whoever had the place: it has passed on."""
    return to_participant(
        replaced,
        kind="handed_over",
        subject=mark("Your place is handed over: %(course)s"),
        opening=mark("%(name)s takes over your place. You are no longer enrolled."),
        name=substitute.full_name,
    )


def substitute_fell_through(replaced: Enrolment, substitute: Person) -> OutgoingMail:
    """To whoever has the place: the substitute will not come, the place is still theirs."""
    return to_participant(
        replaced,
        kind="substitute_fell_through",
        subject=mark("Your substitute cannot take part: %(course)s"),
        opening=mark(
            "%(name)s does not take over your place. You still have it: name somebody else, or"
            " withdraw if you cannot take part."
        ),
        name=substitute.full_name,
    )


def no_longer_named(request: Enrolment, replaced: Person) -> OutgoingMail:
    """To the substitute: whoever named them keeps the place."""
    return to_participant(
        request,
        kind="no_longer_named",
        subject=mark("You are no longer needed as a substitute: %(course)s"),
        opening=mark("%(name)s keeps the place. Your request is withdrawn."),
        name=replaced.full_name,
    )
