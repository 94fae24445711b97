"""The columns of a list of offerings and how training calendars call them."""

from trainingtracker.exchange.finding.offerings import OFFERING
from trainingtracker.exchange.meaning.headings import Field, Vocabulary
from trainingtracker.text import mark

VOCABULARY = Vocabulary(
    (
        OFFERING,
        Field(
            "course",
            mark("Course"),
            (
                "Kurs", "Kürzel", "Kursnummer", "Kurs-Nr.", "Course code", "Course number",
                "Kurskürzel", "Course",
            ),
            ("Titel", "Kurstitel", "Title", "Course title", "Thema"),
            required=True,
        ),
        Field(
            "day",
            mark("Meeting"),
            ("Kurstag", "Termin", "Datum", "Tag", "Meeting", "Day", "Date", "Unterrichtstag"),
            required=True,
        ),
        Field(
            "begins",
            mark("Begins at"),
            ("Beginn", "Uhrzeit von", "Von", "Begins at", "Start", "Start time", "From"),
            required=True,
        ),
        Field(
            "ends",
            mark("Ends at"),
            ("Ende", "Uhrzeit bis", "Bis", "Ends at", "End", "End time", "To", "Until"),
            required=True,
        ),
        Field("venue", mark("Venue"), ("Ort", "Raum", "Veranstaltungsort", "Venue", "Room")),
        Field("link", mark("Link"), ("Link", "Online-Link", "Zugangslink", "URL")),
        Field(
            "max_places",
            mark("Maximum places"),
            ("Plätze", "Max. Plätze", "Höchstzahl", "Teilnehmerzahl", "Places", "Capacity",
             "Maximum", "Maximum places", "Plätze max."),
        ),
        Field(
            "min_places",
            mark("Minimum participants"),
            ("Mindestzahl", "Min. Plätze", "Mindestteilnehmerzahl", "Minimum", "Minimum places"),
        ),
        Field(
            "enrolment_opens",
            mark("Enrolment opens"),
            ("Anmeldung ab", "Anmeldebeginn", "Enrolment opens", "Enrolment from"),
        ),
        Field(
            "enrolment_closes",
            mark("Enrolment closes"),
            ("Anmeldung bis", "Anmeldeschluss", "Enrolment closes", "Enrolment until"),
        ),
        Field(
            "withdrawal_deadline",
            mark("Withdrawal deadline"),
            ("Abmeldung bis", "Rücktrittsfrist", "Stornofrist", "Withdrawal deadline"),
        ),
        Field(
            "trainers",
            mark("Trainers"),
            ("Kursleitung", "Trainer", "Trainer*in", "Dozent", "Dozent*in", "Referent*in",
             "Trainers", "Trainer personnel number"),
        ),
        Field("status", mark("Status"), ("Status", "Veröffentlicht", "Published")),
    ),
    elsewhere=("Personalnummer", "Nachname", "Personnel number", "Last name"),
)  # fmt: skip
