"""Messages to people who were interested before there was a date."""

from datetime import datetime

from trainingtracker import clock
from trainingtracker.models import Offering, OutgoingMail, Person
from trainingtracker.notify.offering_letter import about_offering
from trainingtracker.text import mark


def date_for_you(offering: Offering, person: Person, *, opens: datetime | None) -> OutgoingMail:
    """To somebody interested: there is a date now, and from when they may ask for a place."""
    now, general = clock.now(), offering.enrolment_opens
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
    return about_offering(
        person,
        offering,
        kind="date_for_you",
        subject=mark("A date for you: %(course)s"),
        paragraphs=[
            mark("You were interested in this course. Now there is a date."),
            when,
            mark("To the course: %(link)s"),
        ],
        path=f"/courses/{offering.course_id}",
        opens=clock.local_day(opens) if opens else "",
        general=clock.local_day(general) if general else "",
    )
