"""The columns of a staff list and how personnel systems call them."""

from trainingtracker.exchange.meaning.headings import Field, Vocabulary
from trainingtracker.exchange.round_trip import ROUND_TRIP
from trainingtracker.text import mark

VOCABULARY = Vocabulary(
    (
        Field(
            "personnel_number",
            mark("Personnel number"),
            (
                "Personalnummer", "Pers.-Nr.", "PersNr", "Personal-Nr.", "PNr", "Pers.Nummer",
                "Personalnr", "Personal-ID", "Mitarbeiternummer", "Mitarbeiter-Nr.", "MA-Nr.",
                "Stammnummer", "Personnel number", "Personnel no.", "Employee number",
                "Employee ID", "Employee no.", "Staff number", "Staff no.", "Pernr",
            ),
            required=True,
        ),
        Field(
            "last_name",
            mark("Last name"),
            (
                "Nachname", "Familienname", "Zuname", "Last name", "Surname", "Family name",
                "Lastname",
            ),
            (
                "Name", "Name, Vorname", "Nachname, Vorname", "Familienname, Vorname",
                "Mitarbeiter",
                "Mitarbeiter*in", "Mitarbeitername", "Beschäftigte", "Vollständiger Name",
                "Full name", "Employee", "Employee name", "Last name, first name",
                "Name des Mitarbeiters",
            ),
            required=True,
        ),
        Field(
            "first_name",
            mark("First name"),
            ("Vorname", "Rufname", "First name", "Given name", "Forename", "Vornamen", "Firstname"),
        ),
        Field(
            "email",
            mark("E-mail"),
            (
                "E-Mail", "Mail", "E-Mail-Adresse", "Mailadresse", "E-Mail dienstlich",
                "Dienstliche E-Mail", "E-mail address", "Email", "Work e-mail",
                "E-Mail geschäftlich",
            ),
        ),
        Field(
            "language",
            mark("Language"),
            ("Sprache", "Korrespondenzsprache", "Kommunikationssprache", "Language",
             "Sprachschlüssel", "Preferred language"),
        ),
        Field(
            "entry",
            mark("Entry"),
            (
                "Eintritt", "Eintrittsdatum", "Eingetreten am", "Einstellungsdatum", "Einstellung",
                "Beschäftigt seit", "Eintritt am", "Entry", "Entry date", "Hire date",
                "Date of entry", "Start date", "Employed since", "Dienstantritt", "Eintr.Datum",
                "Date of hire",
            ),
        ),
        Field(
            "exit",
            mark("Exit"),
            (
                "Austritt", "Austrittsdatum", "Ausgetreten am", "Austritt am", "Beschäftigt bis",
                "Vertragsende", "Exit", "Exit date", "Leaving date", "Date of leaving", "End date",
                "Termination date", "Employed until", "Letzter Tag",
            ),
        ),
        Field(
            "gender",
            mark("Gender"),
            ("Geschlecht", "Geschlecht (m/w/d)", "m/w/d", "w/m/d", "Geschl.", "Gender", "Sex"),
            ("Anrede", "Salutation", "Anredeschlüssel"),
        ),
        Field(
            "unit",
            mark("Unit"),
            (
                "OE", "OE-Nr.", "OE-Nummer", "OE-Kürzel", "OrgEinheit", "Org.-Einheit",
                "OrgEinheit-Nr.",
                "Organisationseinheit Nr.", "Organisationseinheitsnummer", "Orga-Einheit-Nr.",
                "Unit", "Unit number", "Unit no.", "Org unit", "Organisational unit",
                "Organizational unit", "Orga-Nr.", "OrgNr", "Organisationsnummer",
            ),
            (
                "Organisationseinheit", "Orga-Einheit", "Orgaeinheit", "Organisation", "Einheit",
                "Fachbereich", "Sachgebiet", "Dienststelle", "Amt", "Abteilung", "Bereich",
                "Kostenstelle", "Kostenstellen-Nr.", "KST", "Kst.-Nr.", "Department", "Division",
                "Cost centre", "Cost center",
            ),
        ),
        Field(
            "unit_since",
            mark("In the unit since"),
            (
                "in OE seit", "OE seit", "Zuordnung seit", "Zugeordnet seit", "Unit since",
                "In unit since", "Einheit seit", "Umsetzung zum", "Versetzt zum", "In der OE seit",
            ),
        ),
        Field(
            "status_group",
            mark("Status group"),
            (
                "Statusgruppe", "Beschäftigtengruppe", "Mitarbeitergruppe", "Personengruppe",
                "Status group", "Employee group", "Rechtsverhältnis",
                "Beschäftigungsverhältnis",
            ),
        ),
        Field(
            "working_time",
            mark("Working time in percent"),
            (
                "Beschäftigungsumfang", "Teilzeit %", "Teilzeit in %", "Arbeitszeitanteil",
                "Arbeitszeit %", "Arbeitszeit in %", "BU", "Besch.-Umfang", "Umfang",
                "Beschäftigungsgrad", "Arbeitszeitanteil in %", "Beschäftigungsumfang in %",
                "Teilzeitquote", "Stellenanteil", "Working time", "Working time in percent",
                "Working time %", "Part-time", "Part time %", "Teilzeit",
                "Capacity utilization level",
                "Share of full time", "Teilzeitanteil", "Beschäftigungsgrad in %",
            ),
        ),
        Field(
            "leave_from",
            mark("On leave from"),
            (
                "Beurlaubt von", "Beurlaubung von", "Beurlaubt ab", "Beurlaubt seit",
                "Beurlaubung ab", "Abwesend von", "Abwesend ab", "On leave from", "Leave from",
                "On leave since", "Leave start", "Beurlaubung Beginn",
            ),
        ),
        Field(
            "leave_until",
            mark("On leave until"),
            (
                "Beurlaubt bis", "Beurlaubung bis", "Abwesend bis", "On leave until", "Leave until",
                "Leave to", "Leave end", "On leave to", "Beurlaubung Ende",
            ),
        ),
        Field(
            "kind",
            mark("Kind of person"),
            ("Personenart", "Intern/Extern", "Kind", "Person kind"),
        ),
        *ROUND_TRIP,
    ),
    elsewhere=("Kurs", "Kurs-Nr.", "Kursnummer", "Kurstitel", "Seminar", "Course", "Course code",
        "UE"),
)  # fmt: skip
