"""The columns of a list of courses and how training lists call them."""

from trainingtracker.exchange.meaning.headings import Field, Vocabulary
from trainingtracker.exchange.round_trip import ROUND_TRIP
from trainingtracker.text import mark

VOCABULARY = Vocabulary(
    (
        Field(
            "code",
            mark("Course code"),
            (
                "Kürzel", "Kursnummer", "Kurs-Nr.", "KursNr", "Code", "Course code",
                "Course number",
                "Course no.", "Nummer", "Nr.", "Kurskürzel", "Seminarnummer", "Seminar-Nr.",
                "Veranstaltungsnummer",
            ),
            required=True,
        ),
        Field(
            "title_de",
            mark("German title"),
            ("Titel", "Kurstitel", "Titel deutsch", "Titel (deutsch)", "Title", "German title",
             "Bezeichnung", "Kursname", "Titel de", "Seminartitel", "Title (German)", "Thema"),
            required=True,
        ),
        Field(
            "title_en",
            mark("English title"),
            ("Titel englisch", "Titel (englisch)", "Englischer Titel", "English title", "Titel en",
             "Title (English)"),
        ),
        Field(
            "topic",
            mark("Topic"),
            ("Themenfeld", "Themenbereich", "Topic", "Kategorie", "Fachgebiet"),
            required=True,
        ),
        Field(
            "teaching_units",
            mark("Teaching units"),
            ("UE", "Unterrichtseinheiten", "Unterrichtseinheiten (UE)", "Umfang (UE)", "Anzahl UE",
             "Teaching units", "Unterrichtsstunden", "UStd", "Umfang in UE", "Units"),
            required=True,
        ),
        Field("format", mark("Format"), ("Format", "Kursformat", "Durchführungsform", "Form")),
        Field(
            "gives",
            mark("Gives"),
            ("Vermittelt", "Vermittelte Kompetenzen", "Kompetenzen", "Gives", "Outcomes",
             "Ergebnis", "Abschluss"),
        ),
        Field(
            "valid_months",
            mark("Valid for months"),
            ("Gültigkeit (Monate)", "Gültigkeit in Monaten", "Gültigkeit Monate", "Gültig Monate",
             "Gültig (Monate)", "Gültigkeit", "Valid months", "Validity (months)",
             "Valid for months"),
        ),
        Field(
            "prerequisites",
            mark("Prerequisites"),
            ("Voraussetzungen", "Voraussetzung", "Vorkenntnisse", "Teilnahmevoraussetzungen",
             "Prerequisites", "Prerequisite", "Requirements"),
        ),
        Field(
            "audience",
            mark("Audience"),
            ("Zielgruppe", "Zielgruppen", "Audience", "Target group"),
        ),
        Field(
            "provider",
            mark("Provider"),
            ("Bildungsträger", "Anbieter", "Träger", "Veranstalter", "Provider",
             "Training provider"),
        ),
        Field(
            "cost_per_place",
            mark("Cost per place"),
            ("Kosten je Platz", "Kosten pro Platz", "Kosten", "Kosten je Platz (EUR)",
             "Kosten je Platz in Euro", "Kosten pro Person", "Teilnahmegebühr", "Preis",
             "Cost per place", "Cost", "Cost per place (EUR)", "Price", "Kosten je Platz in €"),
        ),
        Field(
            "needs_approval",
            mark("Needs approval"),
            ("Genehmigung nötig", "Genehmigung erforderlich", "Genehmigungspflichtig",
             "Genehmigung", "Needs approval", "Approval needed", "Approval required", "Approval"),
        ),
        Field(
            "attendance_threshold",
            mark("Minimum attendance in percent"),
            ("Mindestanwesenheit", "Mindestanwesenheit (%)", "Mindestanwesenheit in %",
             "Anwesenheit mindestens", "Attendance threshold", "Minimum attendance",
             "Minimum attendance in percent"),
        ),
        Field(
            "description_de",
            mark("Description"),
            ("Beschreibung", "Inhalt", "Inhalte", "Kursbeschreibung", "Beschreibung deutsch",
             "Beschreibung (deutsch)", "Description", "Description (German)"),
        ),
        Field(
            "description_en",
            mark("English description"),
            ("Beschreibung englisch", "Beschreibung (englisch)", "English description",
             "Description (English)"),
        ),
        Field(
            "language",
            mark("Course language"),
            ("Kurssprache", "Unterrichtssprache", "Sprache", "Language", "Course language"),
        ),
        Field(
            "status",
            mark("Published"),
            ("Veröffentlicht", "Status", "Published"),
        ),
        *ROUND_TRIP,
    ),
    elsewhere=("Vorname", "First name", "Personalnummer", "Pers.-Nr.", "PersNr",
        "Personnel number", "Datum", "Date"),
)  # fmt: skip
