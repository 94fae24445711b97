"""Messages of a round: a request has arrived, the answers, and to those who are heard."""

from trainingtracker import clock
from trainingtracker.labels import labelled
from trainingtracker.models import Enrolment, Hearing, Offering, OutgoingMail, Person
from trainingtracker.notify.enrolment_letter import to_participant
from trainingtracker.notify.letter import language_of
from trainingtracker.notify.offering_letter import about_offering
from trainingtracker.text import mark, sentence

_ROUND = mark("The places were given out together, by the criteria shown with the course.")


def collected(enrolment: Enrolment) -> OutgoingMail:
    """To the person: the request is in; the answer comes with all others."""
    closes = enrolment.offering.enrolment_closes
    return to_participant(
        enrolment,
        kind="requested",
        subject=mark("Your request: %(course)s"),
        opening=mark(
            "We have received your request for a place. Requests are collected until %(deadline)s;"
            " then all places are given out together, and everybody gets the answer at once."
        ),
        closing=mark("When you asked decides only between requests that are equal otherwise."),
        deadline=clock.deadline(closes) if closes else "",
    )


def place(enrolment: Enrolment) -> OutgoingMail:
    """To the person: a place of the round is theirs."""
    return to_participant(
        enrolment,
        kind="confirmed",
        subject=mark("Your place is confirmed: %(course)s"),
        opening=mark("You have a place. %(round)s"),
        closing=mark(
            "If you cannot take part, please withdraw in good time, so that somebody else can go."
        ),
        round=_said(enrolment.person),
    )


def waiting(enrolment: Enrolment, position: int) -> OutgoingMail:
    """To the person: the places did not suffice; where they stand."""
    return to_participant(
        enrolment,
        kind="queued",
        subject=mark("You are on the waiting list: %(course)s"),
        opening=mark(
            "There were more requests than places. You are number %(position)s on the waiting list"
            " and move up as soon as a place becomes free. %(round)s"
        ),
        closing=mark("Your position is shown under “My training”."),
        position=position,
        round=_said(enrolment.person),
    )


def no_place(enrolment: Enrolment, reason: str) -> OutgoingMail:
    """To the person: no place, and why."""
    return to_participant(
        enrolment,
        kind="declined",
        subject=mark("Your request was declined: %(course)s"),
        opening=mark("Your request for a place was declined. The reason: %(reason)s"),
        closing=mark("Other dates of the course are in the catalogue."),
        reason=reason,
    )


def to_be_heard(offering: Offering, person: Person, hearing: Hearing) -> OutgoingMail:
    """To a member of a body: a list waits for the reply; names stand on the page only."""
    return about_offering(
        person,
        offering,
        kind="to_be_heard",
        subject=mark("Please reply by %(deadline)s: %(course)s"),
        paragraphs=[
            mark(
                "The places of this offering are given out together. You are heard about it"
                " (%(body)s) before the answers are sent. Please reply by %(deadline)s."
            ),
            mark("The list and your reply: %(link)s"),
        ],
        path=f"/hearings/{hearing.id}",
        body=labelled(hearing.body),
        deadline=clock.deadline(hearing.deadline),
    )


def replied(offering: Offering, hearing: Hearing, person: Person) -> OutgoingMail:
    """To whoever sent the list: there is a reply."""
    return about_offering(
        person,
        offering,
        kind="hearing_replied",
        subject=mark("Reply of the hearing: %(course)s"),
        paragraphs=[mark("%(body)s: %(reply)s."), mark("The round: %(link)s")],
        path=f"/offerings/{offering.id}/round",
        body=labelled(hearing.body),
        reply=labelled(hearing.reply) if hearing.reply else "",
    )


def recorded_from_paper(offering: Offering, hearing: Hearing, person: Person) -> OutgoingMail:
    """To a member of a body: HR has recorded the reply that came on paper."""
    return about_offering(
        person,
        offering,
        kind="hearing_recorded",
        subject=mark("Your reply is recorded: %(course)s"),
        paragraphs=[
            mark(
                "HR has recorded the reply of %(sender)s that came on paper, dated %(day)s"
                " (%(body)s): %(reply)s."
            ),
            mark("The list and your reply: %(link)s"),
        ],
        path=f"/hearings/{hearing.id}",
        body=labelled(hearing.body),
        reply=labelled(hearing.reply) if hearing.reply else "",
        sender=hearing.paper_from,
        day=hearing.paper_dated,
    )


def _said(person: Person) -> str:
    return sentence(_ROUND, language_of(person))
