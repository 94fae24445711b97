"""What HR may correct about a person by hand; everything else comes with the list of people."""

from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Person
from trainingtracker.organisation.addresses import is_address
from trainingtracker.organisation.versions import take_version
from trainingtracker.text import LANGUAGES, mark


def correct_contact(person_id: int, email: str, language: str | None, version: int) -> Person:
    """A new e-mail address (empty: none) and language of messages (None: not known)."""
    person = db.session.get_one(Person, person_id, populate_existing=True, with_for_update=True)
    take_version(person, version)
    address = email.strip()
    if address and not is_address(address):
        raise RuleViolation(
            mark("%(address)s is not an e-mail address. Write it like name@example.org."),
            address=address,
        )
    if language is not None and language not in LANGUAGES:
        raise RuleViolation(mark("Choose German or English."))
    person.email, person.language = address or None, language
    db.session.flush()
    return person
