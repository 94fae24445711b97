"""The columns of a list of units and how personnel systems call them."""

from trainingtracker.exchange.meaning.headings import Field, Vocabulary
from trainingtracker.text import mark

VOCABULARY = Vocabulary(
    (
        Field(
            "number",
            mark("Unit number"),
            (
                "OE-Nr.", "OE", "OE-Nummer", "OE-Kürzel", "Nummer", "Nr.", "Number", "No.",
                "OrgEinheit", "Org.-Einheit", "Orga-Einheit-Nr.", "OrgEinheit-Nr.", "Unit number",
                "Organisationseinheit Nr.", "Organisationsnummer", "Unit no.", "Unit", "Org unit",
                "Orga-Nr.", "OrgNr", "Organisationseinheitsnummer", "Einheit Nr.", "Objekt-ID",
            ),
            ("Organisationseinheit", "Orga-Einheit", "Einheit", "Kürzel", "Kurzbezeichnung"),
            required=True,
        ),
        Field(
            "name",
            mark("Name of the unit"),
            (
                "Name", "Bezeichnung", "OE-Bezeichnung", "Name der OE", "OE-Name", "OE-Text",
                "Langbezeichnung", "Langtext", "Name (deutsch)", "Name deutsch", "Name_de",
                "Unit name", "Name of the unit", "Bezeichnung der Organisationseinheit", "Title",
                "Beschreibung",
            ),
            required=True,
        ),
        Field(
            "name_en",
            mark("English name of the unit"),
            ("Name englisch", "Name (englisch)", "Englischer Name", "English name",
             "Name (English)",
             "Bezeichnung englisch", "Bezeichnung (englisch)", "Name en"),
        ),
        Field(
            "parent",
            mark("Parent unit"),
            (
                "Übergeordnet", "Übergeordnete OE", "Übergeordnete Einheit", "Parent",
                "Parent unit",
                "Übergeordnete Organisationseinheit", "gehört zu", "Oberste OE", "Über-OE",
                "Parent number", "Übergeordnete OE-Nr.", "OE übergeordnet", "Vorgesetzte OE",
                "Elterneinheit", "Belongs to", "Reports to", "Übergeordnete Nr.",
                "Übergeordnete Nummer",
            ),
        ),
        Field(
            "kind",
            mark("Kind of unit"),
            ("Art", "OE-Art", "Typ", "OE-Typ", "Kind", "Type", "Unit type", "Ebene", "Kind of unit",
             "Gliederungsebene"),
        ),
        Field(
            "cost_centre",
            mark("Cost centre"),
            ("Kostenstelle", "KST", "Kostenstellen-Nr.", "Kst.-Nr.", "Cost centre", "Cost center"),
        ),
        Field(
            "manager",
            mark("Manager"),
            (
                "Führungskraft", "Leitung", "Leiter*in", "Leiter", "Leiterin", "Manager", "Head",
                "Personalnummer Leitung", "Leitung Personalnummer", "Leitung (Personalnummer)",
                "Führungskraft (Personalnummer)", "Personalnummer Führungskraft", "Head of unit",
                "Führungskraft Personalnummer", "Leitung Pers.-Nr.", "Führungskraft Pers.-Nr.",
            ),
        ),
        Field(
            "deputy",
            mark("Deputy"),
            (
                "Vertretung", "Stellvertretung", "Stellv. Leitung", "Stellvertretende Leitung",
                "Stellvertretung (Personalnummer)", "Vertretung (Personalnummer)", "Deputy",
                "Personalnummer Stellvertretung", "Deputy head", "Personalnummer Vertretung",
                "Stellvertreter", "Vertretung Personalnummer", "Vertretung Pers.-Nr.",
                "Stellvertreter*in",
            ),
        ),
        Field(
            "valid_from",
            mark("Valid from"),
            ("gültig ab", "Gültig von", "Valid from", "ab", "seit", "Beginn", "Since", "Stichtag",
             "Gültigkeit ab", "Beginndatum"),
        ),
        Field(
            "valid_until",
            mark("Valid until"),
            ("gültig bis", "Gültigkeit bis", "Valid until", "bis", "Enddatum", "aufgelöst zum"),
        ),
    ),
    elsewhere=("Vorname", "First name", "Personalnummer", "Pers.-Nr.", "PersNr",
        "Personnel number", "Eintritt", "Kursnummer", "Kurs"),
)  # fmt: skip
