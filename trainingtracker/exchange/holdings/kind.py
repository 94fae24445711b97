"""The kind of list: what it is, and an example of it."""

from datetime import date

from trainingtracker.exchange.holdings.compare import VOCABULARY, compare
from trainingtracker.exchange.kind import Example, KindOfList
from trainingtracker.text import mark

KIND = KindOfList(
    vocabulary=VOCABULARY,
    compare=compare,
    about=mark("Who holds which competence at which level, since when, and by which evidence."),
    icon="award",
    example=Example(
        mark("Example competences"),
        ("person", "last_name", "first_name", "competence", "level", "evidence", "evidence_date",
         "until"),
        (
            ("00990001", "Muster", "Erika", ("Polnisch", "Polish"), "B1",
             ("Bestätigung der Führungskraft", "confirmed by the manager"), date(2025, 9, 1), ""),
            ("00990002", "Beispiel", "Kim", ("Projektidee", "Project idea"), "2",
             ("Praxis", "practice"), date(2026, 1, 15), date(2029, 1, 14)),
        ),
    ),
)  # fmt: skip
