"""The kind of list: what it is, and an example of it."""

from datetime import timedelta

from trainingtracker.exchange.attendance.compare import VOCABULARY, compare
from trainingtracker.exchange.attendance.editable import editable
from trainingtracker.exchange.kind import Example, KindOfList
from trainingtracker.text import mark

KIND = KindOfList(
    vocabulary=VOCABULARY,
    compare=compare,
    about=mark("Who was at which meeting of an offering, as it is recorded on pages."),
    icon="calendar-check",
    example=Example(
        mark("Example attendance"),
        ("offering", "person", "last_name", "first_name", "day", "begins", "presence", "minutes"),
        (
            ("BSP-1-01", "00990001", "Muster", "Erika", timedelta(days=-7), "09:00",
             ("anwesend", "present"), ""),
        ),
    ),
    by_operations=True,
    editable=editable,
    of_an_offering=True,
)  # fmt: skip
