"""The columns of a list of language certificates and how lists call them."""

from trainingtracker.exchange.finding.person_columns import NAMING, PERSON_COLUMNS
from trainingtracker.exchange.holdings.fields import ACTIVITY, SINCE, UNTIL
from trainingtracker.exchange.meaning.headings import Field, Vocabulary
from trainingtracker.text import mark

VOCABULARY = Vocabulary(
    (
        *PERSON_COLUMNS,
        Field(
            "scheme",
            mark("Certificate"),
            (
                "Zertifikat", "Prüfung", "Sprachzertifikat", "Sprachprüfung", "Certificate", "Exam",
                "Test", "Bezeichnung des Zertifikats", "Certificate name", "Scheme",
            ),
            required=True,
        ),
        Field(
            "language",
            mark("Language"),
            ("Sprache", "Fremdsprache", "Prüfungssprache", "Language", "Language tested"),
        ),
        Field(
            "score",
            mark("Result"),
            (
                "Ergebnis", "Punkte", "Punktzahl", "Gesamtpunktzahl", "Note", "Score", "Result",
                "Grade", "Total score", "Erreichte Punkte",
            ),
            ("Niveau", "Level"),
        ),
        Field(
            "evidence_date",
            mark("Date of the exam"),
            (
                "Prüfungsdatum", "Prüfung am", "Ausgestellt am", "Datum", "Zertifikat vom",
                "Exam date", "Test date", "Date of exam", "Issued on", "Date",
            ),
            required=True,
        ),
        ACTIVITY,
        SINCE,
        UNTIL,
    ),
    one_of=NAMING,
    elsewhere=("Kurs-Nr.", "Kursnummer", "Course code"),
)  # fmt: skip
