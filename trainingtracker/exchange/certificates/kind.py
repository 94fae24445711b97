"""The kind of list: what it is, and an example of it."""

from datetime import date

from trainingtracker.exchange.certificates.compare import VOCABULARY, compare
from trainingtracker.exchange.kind import Example, KindOfList
from trainingtracker.text import mark

KIND = KindOfList(
    vocabulary=VOCABULARY,
    compare=compare,
    about=mark("Who has passed which language exam with which result; its scheme says the level."),
    icon="patch-check",
    example=Example(
        mark("Example language certificates"),
        ("person", "last_name", "first_name", "scheme", "language", "score", "evidence_date"),
        (
            ("00990001", "Muster", "Erika", "IELTS", ("Englisch", "English"), "6.5",
             date(2025, 5, 10)),
            ("00990002", "Beispiel", "Kim", "telc", ("Türkisch", "Turkish"), "B1",
             date(2024, 11, 30)),
        ),
    ),
)  # fmt: skip
