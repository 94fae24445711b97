"""Who can sign in to the example city: one account for each role, with a password all know."""

from dataclasses import dataclass

from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import Role

PASSWORD = "beispielstadt-2026"


@dataclass(frozen=True)
class DemoAccount:
    """An account of the example city; `unit` is where its person belongs."""

    login: str
    role: Bilingual
    unit: str
    grants: tuple[Role, ...] = ()
    password: str = PASSWORD


ACCOUNTS = (
    DemoAccount("employee", Bilingual("Mitarbeiter*in", "Employee"), "15.23"),
    DemoAccount("manager", Bilingual("Führungskraft", "Manager"), "15.23"),
    DemoAccount("deputy", Bilingual("Stellvertretung", "Deputy"), "15.23"),
    DemoAccount("hr", Bilingual("Personalbereich", "HR staff"), "18.14", (Role.HR,)),
    DemoAccount(
        "coordinator",
        Bilingual("Fortbildungsbeauftragte (Feuerwehr)", "Training coordinator (fire brigade)"),
        "37.0",
        (Role.COORDINATOR,),
    ),
    DemoAccount("trainer", Bilingual("Kursleitung", "Trainer"), "43", (Role.TRAINER,)),
    DemoAccount(
        "international",
        Bilingual("Internationales Büro", "International office"),
        "15.23",
        (Role.INTERNATIONAL,),
    ),
    DemoAccount(
        "staff-council", Bilingual("Personalrat", "Staff council"), "18", (Role.STAFF_COUNCIL,)
    ),
    DemoAccount(
        "equality", Bilingual("Gleichstellungsbeauftragte", "Equality officer"), "18",
        (Role.EQUALITY,),
    ),
    DemoAccount(
        "disability",
        Bilingual("Schwerbehindertenvertretung", "Disability representation"),
        "18",
        (Role.DISABILITY_REPRESENTATION,),
    ),
    DemoAccount(
        "data-protection",
        Bilingual("Datenschutz", "Data protection officer"),
        "30",
        (Role.DATA_PROTECTION,),
    ),
    DemoAccount("admin", Bilingual("Administration", "Administrator"), "18", (Role.ADMIN,)),
)  # fmt: skip
