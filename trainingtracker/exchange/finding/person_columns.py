"""The columns in which lists say whom they mean, and the person of a row."""

from trainingtracker.exchange.finding.people import FoundPerson, PersonFinder, is_somebody_else
from trainingtracker.exchange.meaning.headings import Field
from trainingtracker.exchange.meaning.table import Record
from trainingtracker.text import mark

_SOMEBODY_ELSE = mark(
    "This is the number of %(person)s, but the row names “%(said)s”. Perhaps a column was sorted"
    " without the others."
)
# One of these a list must have; the key is the first.
NAMING = ("person", "last_name")

PERSON_COLUMNS = (
    Field(
        "person",
        mark("Personnel number"),
        (
            "Personalnummer", "Pers.-Nr.", "PersNr", "Personal-Nr.", "PNr", "Personalnr",
            "Mitarbeiternummer", "Mitarbeiter-Nr.", "MA-Nr.", "Stammnummer", "Personal-ID",
            "Personnel number", "Personnel no.", "Employee number", "Employee ID", "Person",
            "Employee no.", "Staff number", "Pernr", "Personnel_number",
        ),
    ),
    Field(
        "last_name",
        mark("Last name"),
        ("Nachname", "Familienname", "Zuname", "Last name", "Surname", "Family name"),
        (
            "Name", "Name, Vorname", "Nachname, Vorname", "Teilnehmer", "Teilnehmer*in",
            "Teilnehmende", "Teilnehmende*r", "Teilnehmer/in", "Mitarbeiter", "Beschäftigte",
            "Participant", "Full name", "Employee",
        ),
    ),
    Field("first_name", mark("First name"), ("Vorname", "Rufname", "First name", "Given name")),
)  # fmt: skip


def person_of(record: Record, people: PersonFinder) -> FoundPerson | None:
    """By the number, else by the name; a problem gives None."""
    last_name, first_name = record.text("last_name"), record.text("first_name")
    if record.filled("person"):
        found = record.read("person", people.find)
        if found and is_somebody_else(found, last_name, first_name):
            said = f"{last_name}, {first_name}".rstrip(", ")
            record.problem("person", _SOMEBODY_ELSE, person=found.listed, said=said)
        return found
    if last_name and first_name:
        return record.read("last_name", lambda _: people.named(last_name, first_name))
    if last_name:
        return record.read("last_name", people.find)
    if record.sound:
        record.missing("person" if record.has("person") else "last_name")
    return None
