"""The columns of a list of numbers from before, and how statistics call them."""

from trainingtracker.exchange.meaning.headings import Field, Vocabulary
from trainingtracker.text import mark

VOCABULARY = Vocabulary(
    (
        Field(
            "as_of",
            mark("Reference date"),
            ("Stichtag", "Stand", "Stand vom", "Zum", "Reference date", "As of", "Date", "Datum"),
            required=True,
        ),
        Field(
            "topic",
            mark("Topic"),
            ("Themenfeld", "Thema", "Handlungsfeld", "Topic", "Field", "Bereich"),
        ),
        Field(
            "unit",
            mark("Unit number"),
            (
                "OE-Nr.", "OE", "OE-Nummer", "Organisationseinheit", "Unit", "Unit number",
                "Fachbereich", "Amt", "Dienststelle", "Department", "Division",
            ),
        ),
        Field(
            "persons",
            mark("Number of persons"),
            (
                "Personen", "Anzahl", "Anzahl Personen", "Erreichte Personen", "Beschäftigte",
                "Persons", "Number", "Number of persons", "Persons reached", "Headcount reached",
            ),
            required=True,
        ),
        Field(
            "source",
            mark("Source"),
            ("Quelle", "Herkunft", "Grundlage", "Source", "Bemerkung", "Remark"),
        ),
    ),
    elsewhere=("Personalnummer", "Pers.-Nr.", "Nachname", "Last name", "Personnel number"),
)  # fmt: skip
