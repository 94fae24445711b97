"""The columns of a list of attendance and how lists call them."""

from trainingtracker.exchange.finding.offerings import OFFERING
from trainingtracker.exchange.finding.person_columns import NAMING, PERSON_COLUMNS
from trainingtracker.exchange.meaning.headings import Field, Vocabulary
from trainingtracker.exchange.round_trip import ROUND_TRIP
from trainingtracker.text import mark

VOCABULARY = Vocabulary(
    (
        OFFERING,
        *PERSON_COLUMNS,
        Field(
            "day",
            mark("Meeting"),
            ("Kurstag", "Termin", "Datum", "Tag", "Meeting", "Day", "Date", "Unterrichtstag"),
            required=True,
        ),
        Field(
            "begins",
            mark("Begins at"),
            ("Beginn", "Uhrzeit", "Von", "Begins at", "Start", "Start time", "From"),
        ),
        Field(
            "presence",
            mark("Attendance"),
            ("Anwesenheit", "Anwesend", "Attendance", "Presence", "Present"),
            required=True,
        ),
        Field(
            "minutes",
            mark("Minutes"),
            ("Minuten", "Anwesende Minuten", "Minutes", "Minutes present"),
        ),
        *ROUND_TRIP,
    ),
    one_of=NAMING,
)  # fmt: skip
