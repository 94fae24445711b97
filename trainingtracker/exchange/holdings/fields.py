"""The columns of a list of competences and how lists of qualifications call them."""

from trainingtracker.exchange.finding.person_columns import NAMING, PERSON_COLUMNS
from trainingtracker.exchange.meaning.headings import Field, Vocabulary
from trainingtracker.text import mark

SINCE = Field(
    "since",
    mark("Holds it since"),
    ("seit", "Gültig ab", "Gültig von", "Erworben am", "Since", "Valid from", "Held since"),
)
UNTIL = Field(
    "until",
    mark("Valid until"),
    ("Gültig bis", "Ablaufdatum", "Läuft ab am", "Valid until", "Expires on", "Expiry", "bis"),
)
ACTIVITY = Field(
    "activity",
    mark("Activity"),
    ("Fertigkeit", "Sprachaktivität", "Teilkompetenz", "Activity", "Skill area"),
)

VOCABULARY = Vocabulary(
    (
        *PERSON_COLUMNS,
        Field(
            "competence",
            mark("Competence"),
            (
                "Kompetenz", "Qualifikation", "Fähigkeit", "Kenntnis", "Kenntnisse", "Competence",
                "Competency", "Skill", "Qualification", "Kompetenzbezeichnung",
            ),
            ("Sprache", "Fremdsprache", "Language"),
            required=True,
        ),
        Field(
            "level",
            mark("Level"),
            ("Niveau", "Stufe", "Level", "Sprachniveau", "GER-Niveau", "CEFR", "Ausprägung"),
        ),
        ACTIVITY,
        Field(
            "evidence",
            mark("Evidence"),
            ("Nachweis", "Nachweisart", "Evidence", "Proof", "Art des Nachweises", "Grundlage"),
            required=True,
        ),
        Field(
            "evidence_date",
            mark("Date of the evidence"),
            (
                "Nachweis vom", "Datum des Nachweises", "Nachweisdatum", "Evidence date",
                "Date of evidence", "Bestätigt am", "Confirmed on",
            ),
            ("Datum", "Date"),
        ),
        SINCE,
        UNTIL,
    ),
    one_of=NAMING,
    elsewhere=("Kurs-Nr.", "Kursnummer", "Course code", "Zertifikat", "Certificate"),
)  # fmt: skip
