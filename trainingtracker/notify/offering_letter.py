"""What every message about an offering has: which course, when and where."""

from trainingtracker import clock
from trainingtracker.models import Offering, OutgoingMail, Person
from trainingtracker.notify.letter import language_of, write
from trainingtracker.text import days, mark, span

TO_THE_PARTICIPANTS = mark("The participants and the waiting list: %(link)s")


def about_offering(
    person: Person,
    offering: Offering,
    *,
    kind: str,
    subject: str,
    paragraphs: list[str],
    path: str,
    with_link: bool = False,
    **values: object,
) -> OutgoingMail:
    """A message about an offering to anybody; `%(link)s` in a paragraph leads to `path`.

    The link to online meetings is for those who take part or lead it (`with_link`).
    """
    return write(
        person,
        kind=kind,
        subject=subject,
        paragraphs=paragraphs,
        facts=facts(offering, language_of(person), with_link=with_link),
        path=path,
        enrolment_id=None,
        course=offering.course.title,
        **values,
    )


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
