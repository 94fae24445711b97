"""Which column is which."""

import pytest

from trainingtracker.exchange.courses import fields as course_fields
from trainingtracker.exchange.meaning.headings import Vocabulary, normalised
from trainingtracker.exchange.participations import fields as participation_fields
from trainingtracker.exchange.people import fields as people_fields
from trainingtracker.exchange.units import fields as unit_fields

PEOPLE = people_fields.VOCABULARY


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Personalnummer", "personnel_number"), ("Pers.-Nr.", "personnel_number"),
        ("PERSNR", "personnel_number"), ("Personal-\nNr.*", "personnel_number"),
        ("Personnel no.", "personnel_number"), (" Nachname\u00a0", "last_name"),
        ("Familienname", "last_name"), ("Vorname", "first_name"), ("OE", "unit"),
        ("OE-Nr.", "unit"), ("Organisationseinheit", "unit"), ("Orga-Einheit", "unit"),
        ("Kostenstelle", "unit"), ("Eintritt", "entry"), ("Eintrittsdatum", "entry"),
        ("Austritt", "exit"), ("e-mail", "email"), ("E-Mail-Adresse", "email"),
        ("Sprache", "language"), ("Geschlecht (m/w/d)", "gender"), ("Anrede", "gender"),
        ("Statusgruppe", "status_group"), ("Beschaeftigungsumfang", "working_time"),
        ("Teilzeit %", "working_time"), ("Beurlaubt von", "leave_from"),
        ("Beurlaubt bis", "leave_until"), ("Entry date", "entry"), ("Unit", "unit"),
    ],
)  # fmt: skip
def test_the_usual_headings_of_a_staff_list_are_recognised(heading: str, field: str) -> None:
    assert PEOPLE.match(1, (heading,)).columns == {field: 0}


def test_spelling_does_not_matter() -> None:
    assert (
        normalised("Führungs-Kraft") == normalised("FUEHRUNGSKRAFT") == normalised("fuhrungskraft")
    )


def test_a_second_choice_gives_way_to_the_first() -> None:
    found = PEOPLE.match(1, ("Kostenstelle", "OE-Nr.", "Name", "Nachname"))
    assert found.columns == {"unit": 1, "last_name": 3}
    assert found.unknown == ("Kostenstelle", "Name")


def test_two_columns_for_one_field_are_told() -> None:
    assert PEOPLE.match(1, ("Personalnummer", "x", "Pers.-Nr.")).twice == {
        "personnel_number": ("Personalnummer", "Pers.-Nr.")
    }


@pytest.mark.parametrize(
    "vocabulary",
    [m.VOCABULARY for m in (people_fields, unit_fields, course_fields, participation_fields)],
)
def test_no_heading_means_two_fields(vocabulary: Vocabulary) -> None:
    meanings: dict[str, set[str]] = {}
    for field in vocabulary.fields.values():
        for heading in (field.name, *field.headings, *field.second_choice):
            meanings.setdefault(normalised(heading), set()).add(field.name)
    assert {heading: names for heading, names in meanings.items() if len(names) > 1} == {}
