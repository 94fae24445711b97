"""The columns of a list of past participations and how training lists call them."""

from trainingtracker.exchange.finding.person_columns import NAMING, PERSON_COLUMNS
from trainingtracker.exchange.meaning.headings import Field, Vocabulary
from trainingtracker.text import mark

VOCABULARY = Vocabulary(
    (
        *PERSON_COLUMNS,
        Field(
            "course",
            mark("Course"),
            (
                "Kürzel", "Kursnummer", "Kurs-Nr.", "KursNr", "Course code", "Course number",
                "Course no.", "Seminarnummer", "Seminar-Nr.", "Kurskürzel", "Veranstaltungsnummer",
            ),
            (
                "Kurs", "Kurstitel", "Titel", "Seminar", "Seminartitel", "Veranstaltung",
                "Fortbildung", "Schulung", "Course", "Course title", "Title", "Training", "Code",
                "Kursname", "Thema",
            ),
            required=True,
        ),
        Field(
            "date",
            mark("Date"),
            (
                "Datum", "Date", "Enddatum", "Ende", "bis", "Datum bis", "Teilnahme am", "am",
                "Abgeschlossen am", "Beendet am", "Kursende", "Held on", "Completed on", "End date",
                "Completion date", "Abschlussdatum", "Kursdatum", "Teilnahmedatum", "Termin",
            ),
            required=True,
        ),
        Field(
            "result",
            mark("Result"),
            ("Ergebnis", "Result", "Status", "Teilnahmestatus", "Bestanden", "Passed", "Outcome",
             "Abschluss", "Erfolg"),
        ),
    ),
    one_of=NAMING,
)  # fmt: skip
