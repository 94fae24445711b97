"""What every message has around its own sentences: the greeting and who sends it."""

from trainingtracker import settings
from trainingtracker.models import Person
from trainingtracker.text import mark, sentence, supported


def language_of(person: Person) -> str:
    """The language a person is written to."""
    return supported(person.language)


def letter(person: Person, *paragraphs: str) -> str:
    """The whole text of a message; `paragraphs` are in the person's language already."""
    language = language_of(person)
    greeting = sentence(mark("Good day %(name)s,"), language, name=person.full_name)
    sender = settings.administration().in_language(language)
    return "\n\n".join([greeting, *paragraphs, sender]) + "\n"
