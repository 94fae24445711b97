"""The kind of list: what it is, and an example of it."""

from datetime import date

from trainingtracker.exchange.kind import Example, KindOfList
from trainingtracker.exchange.people.compare import VOCABULARY, compare
from trainingtracker.exchange.people.editable import editable
from trainingtracker.text import mark

KIND = KindOfList(
    vocabulary=VOCABULARY,
    compare=compare,
    about=mark("Who works here, in which unit, since when, and until when."),
    icon="people",
    example=Example(
        mark("Example people"),
        ("personnel_number", "last_name", "first_name", "email", "unit", "entry", "status_group",
         "working_time", "gender"),
        (
            ("00990001", "Muster", "Erika", "erika.muster@example.org", "990", date(2019, 2, 1),
             "", 100, ("w", "f")),
            ("00990002", "Beispiel", "Kim", "", "990.1", date(2024, 10, 1), "", 50, ("d", "d")),
        ),
    ),
    editable=editable,
)  # fmt: skip
