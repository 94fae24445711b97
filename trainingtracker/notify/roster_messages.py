"""A message that HR writes to people of a roster."""

from trainingtracker.models import Enrolment, OutgoingMail
from trainingtracker.notify.enrolment_letter import facts_for
from trainingtracker.notify.letter import language_of, letter
from trainingtracker.notify.outbox import link, queue
from trainingtracker.text import mark, sentence

KIND = "written"


def written(enrolment: Enrolment, subject: str, text: str) -> OutgoingMail:
    """To the person: what somebody of HR has typed, with the facts of the offering below."""
    person = enrolment.person
    language = language_of(person)
    way = link(f"/enrolments/{enrolment.id}")
    return queue(
        person,
        kind=KIND,
        language=language,
        subject=subject,
        body=letter(
            person,
            text,
            facts_for(enrolment, language),
            sentence(mark("Everything about it: %(link)s"), language, link=way),
        ),
        enrolment_id=enrolment.id,
    )
