"""The columns of a list of past participations and how training lists call them."""

from trainingtracker.exchange.meaning.headings import Field, Vocabulary
from trainingtracker.text import mark

VOCABULARY = Vocabulary(
    (
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
    one_of=("person", "last_name"),
)  # fmt: skip
