"""What every message about an enrolment has: which course, when and where, and the way to it."""

from trainingtracker import clock
from trainingtracker.models import Enrolment, Offering, OutgoingMail, Person
from trainingtracker.notify.letter import language_of, letter
from trainingtracker.notify.outbox import link, queue
from trainingtracker.text import days, mark, sentence, span
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
    language = language_of(person)
    values |= {
        "course": enrolment.offering.course.title,
        "person": enrolment.person.full_name,
        "link": link(path),
    }
    opening, *others = (sentence(paragraph, language, **values) for paragraph in paragraphs)
    return queue(
        person,
        kind=kind,
        language=language,
        subject=sentence(subject, language, **values),
        body=letter(person, opening, facts_for(enrolment, language), *others),
        enrolment_id=enrolment.id,
    )


def facts_for(enrolment: Enrolment, language: str) -> str:
    """Which course, when and where; the link to a meeting only for whoever has a place."""
    confirmed = enrolment.status is Status.CONFIRMED
    return facts(enrolment.offering, language, with_link=confirmed)


def facts(offering: Offering, language: str, *, with_link: bool = False) -> str:
    """Which course, when and where, as a short indented block."""
    lines = [
        f"{offering.course.code} {offering.course.title.in_language(language)} ({offering.number})"
    ]
    meetings = offering.meetings
    if len(meetings) > 3 and offering.starts_at and offering.ends_at:
        first, last = clock.local_day(offering.starts_at), clock.local_day(offering.ends_at)
        lines.append(days(first, last, language))
    else:
        for meeting in meetings:
            when = span(meeting.starts_at, meeting.ends_at, language)
            shown = (when, meeting.venue, meeting.link if with_link else "")
            lines.append(", ".join(filter(None, shown)))
    return "\n".join("    " + line for line in lines)
