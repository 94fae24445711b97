"""A message: sentences in the reader's language, between the greeting and who sends it."""

from trainingtracker import settings
from trainingtracker.models import OutgoingMail, Person
from trainingtracker.notify.outbox import link, queue
from trainingtracker.text import mark, sentence, supported


def language_of(person: Person) -> str:
    """The language a person is written to."""
    return supported(person.language)


def write(
    person: Person,
    /,
    *,
    kind: str,
    subject: str,
    paragraphs: list[str],
    facts: str = "",
    path: str = "",
    enrolment_id: int | None = None,
    **values: object,
) -> OutgoingMail:
    """Queue a message; subject and paragraphs are message ids with `values` for placeholders.

    `facts`, in the person's language already, follow the first paragraph; `%(link)s` leads to
    `path`.
    """
    language = language_of(person)
    if path:
        values["link"] = link(path)
    opening, *others = (sentence(each, language, **values) for each in paragraphs)
    return queue(
        person,
        kind=kind,
        language=language,
        subject=sentence(subject, language, **values),
        body=letter(person, opening, *([facts] if facts else []), *others),
        enrolment_id=enrolment_id,
    )


def letter(person: Person, *paragraphs: str) -> str:
    """The whole text of a message; `paragraphs` are in the person's language already."""
    language = language_of(person)
    greeting = sentence(mark("Good day %(name)s,"), language, name=person.full_name)
    sender = settings.administration().in_language(language)
    return "\n\n".join([greeting, *paragraphs, sender]) + "\n"
