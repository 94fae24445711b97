"""Staff on record who are not in the list: they stay, unless somebody says when they leave.

Lists are often parts, so nobody leaves because a list is silent about them.
"""

from collections.abc import Container, Iterator
from datetime import date

from trainingtracker.exchange.people.fields import VOCABULARY
from trainingtracker.exchange.people.stored import StoredPeople, StoredPerson
from trainingtracker.exchange.preview import (
    NOWHERE,
    Change,
    ChangeOf,
    FieldChange,
    Preview,
    Problem,
)
from trainingtracker.text import Listed, Message, mark
from trainingtracker.vocabulary import PersonKind

_NOT_IN_LIST = mark("On record, but not in this list, and left as they are: %(number)s.")
_LEAVE = mark("On record, but not in this list, with a last day from now on: %(number)s.")
_BEGINS_LATER = mark("%(person)s: the last day (%(last)s) is before the entry (%(entry)s).")
_NOT_MISSING = mark("Not missing from the list, so that a last day was not set: %(numbers)s.")


def tell(
    listed: Container[str], stored: StoredPeople, preview: Preview, today: date
) -> Iterator[tuple[StoredPerson, date]]:
    """Tell the preview who is missing; those for whom a last day was said, each with it."""
    found = [
        person
        for person in stored.persons.values()
        if person.key not in listed
        and person.kind is PersonKind.STAFF
        and not person.left_before(today)
    ]
    staying = leaving = 0
    for person in sorted(found, key=lambda person: person.personnel_number or ""):
        last_day = preview.choices.last_day(person.personnel_number or "")
        if last_day is None or last_day == person.exit:
            staying += 1
            preview.changes.append(_change(ChangeOf.MISSING, person))
        elif person.entry and last_day < person.entry:
            preview.problems.append(_begins_later(person, last_day))
        else:
            leaving += 1
            told = FieldChange(VOCABULARY.fields["exit"].label, person.exit, last_day)
            preview.changes.append(_change(ChangeOf.CHANGED, person, told))
            yield person, last_day
    numbers = {person.personnel_number for person in found}
    if others := [number for number in preview.choices.leaving if number not in numbers]:
        preview.notes.append(Message(_NOT_MISSING, {"numbers": Listed(tuple(others))}))
    for message, number in ((_NOT_IN_LIST, staying), (_LEAVE, leaving)):
        if number:
            preview.notes.append(Message(message, {"number": number}))


def _change(kind: ChangeOf, person: StoredPerson, *fields: FieldChange) -> Change:
    return Change(kind, NOWHERE, listed_name(person), fields, person.personnel_number or "")


def listed_name(person: StoredPerson) -> str:
    return f"{person.personnel_number} {person.last_name}, {person.first_name}"


def _begins_later(person: StoredPerson, last_day: date) -> Problem:
    values = {"person": listed_name(person), "entry": person.entry, "last": last_day}
    return Problem(NOWHERE, "", "", Message(_BEGINS_LATER, values))
