"""Messages to people who were interested before there was a date."""

from datetime import datetime

from trainingtracker import clock
from trainingtracker.models import Offering, OutgoingMail, Person
from trainingtracker.notify.enrolment_letter import facts
from trainingtracker.notify.letter import language_of, letter
from trainingtracker.notify.outbox import link, queue
from trainingtracker.text import mark, sentence


def date_for_you(offering: Offering, person: Person, *, opens: datetime | None) -> OutgoingMail:
    """To somebody interested: there is a date now, and from when they may ask for a place."""
    language, now = language_of(person), clock.now()
    general = offering.enrolment_opens
    if opens is not None and opens > now:
        first = general is not None and opens < general
        when = (
            mark("You can ask for a place from %(opens)s on, before the others.")
            if first
            else mark("You can ask for a place from %(opens)s on.")
        )
    elif general is not None and general > now:
        when = mark("You can ask for a place at once; for everybody else it opens on %(general)s.")
    else:
        when = mark("You can ask for a place at once.")
    paragraphs = [
        mark("You were interested in this course. Now there is a date."),
        when,
        mark("To the course: %(link)s"),
    ]
    values: dict[str, object] = {
        "course": offering.course.title,
        "opens": clock.local_day(opens) if opens else "",
        "general": clock.local_day(general) if general else "",
        "link": link(f"/courses/{offering.course_id}"),
    }
    opening, *others = (sentence(each, language, **values) for each in paragraphs)
    return queue(
        person,
        kind="date_for_you",
        language=language,
        subject=sentence(mark("A date for you: %(course)s"), language, **values),
        body=letter(person, opening, facts(offering, language), *others),
    )
