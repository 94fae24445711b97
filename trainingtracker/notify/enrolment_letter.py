"""What every message about an enrolment has: which course, when and where, and the way to it."""

from trainingtracker.models import Enrolment, OutgoingMail, Person
from trainingtracker.notify.letter import language_of, write
from trainingtracker.notify.offering_letter import facts
from trainingtracker.text import mark
from trainingtracker.vocabulary import Status


def to_participant(
    enrolment: Enrolment,
    *,
    kind: str,
    subject: str,
    opening: str,
    closing: str | None = None,
    **values: object,
) -> OutgoingMail:
    """A message to whose enrolment it is, with the way to its page at the end."""
    paragraphs = [opening, *([closing] if closing else []), mark("Everything about it: %(link)s")]
    path = f"/enrolments/{enrolment.id}"
    return to_somebody(
        enrolment.person,
        enrolment,
        kind=kind,
        subject=subject,
        paragraphs=paragraphs,
        path=path,
        **values,
    )


def to_somebody(
    person: Person,
    enrolment: Enrolment,
    *,
    kind: str,
    subject: str,
    paragraphs: list[str],
    path: str,
    **values: object,
) -> OutgoingMail:
    """A message about an enrolment to anybody; `%(link)s` in a paragraph leads to `path`."""
    return write(
        person,
        kind=kind,
        subject=subject,
        paragraphs=paragraphs,
        facts=facts_for(enrolment, language_of(person)),
        path=path,
        enrolment_id=enrolment.id,
        course=enrolment.offering.course.title,
        person=enrolment.person.full_name,
        **values,
    )


def facts_for(enrolment: Enrolment, language: str) -> str:
    """Which course, when and where; the link to a meeting only for whoever has a place."""
    confirmed = enrolment.status is Status.CONFIRMED
    return facts(enrolment.offering, language, with_link=confirmed)
