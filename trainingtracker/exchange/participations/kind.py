"""The kind of list: what it is, and an example of it."""

from datetime import date

from trainingtracker.exchange.kind import Example, KindOfList
from trainingtracker.exchange.participations.compare import VOCABULARY, compare
from trainingtracker.text import mark

KIND = KindOfList(
    vocabulary=VOCABULARY,
    compare=compare,
    about=mark("Who took part in which course before this program was there."),
    icon="clock-history",
    example=Example(
        mark("Example past participations"),
        ("person", "last_name", "first_name", "course", "date", "result"),
        (
            ("00990001", "Muster", "Erika", "BSP-1", date(2021, 6, 18), ("bestanden", "passed")),
            ("00990002", "Beispiel", "Kim", "BSP-1", date(2025, 3, 7),
             ("nicht bestanden", "failed")),
        ),
    ),
)  # fmt: skip
