"""The kind of list: what it is, and an example of it."""

from datetime import date

from trainingtracker.exchange.balances.compare import VOCABULARY, compare
from trainingtracker.exchange.kind import Example, KindOfList
from trainingtracker.text import mark

KIND = KindOfList(
    vocabulary=VOCABULARY,
    compare=compare,
    about=mark(
        "How many persons had been reached before this program was there: numbers without names,"
        " never added to persons."
    ),
    icon="123",
    example=Example(
        mark("Example numbers from before"),
        ("as_of", "topic", "unit", "persons", "source"),
        (
            (date(2019, 12, 31), ("Fremdsprachen", "Foreign languages"), "", 412,
             ("Fortbildungsstatistik 2019", "Training statistics 2019")),
            (date(2019, 12, 31), ("Fremdsprachen", "Foreign languages"), "990", 17,
             ("Fortbildungsstatistik 2019", "Training statistics 2019")),
        ),
    ),
    personal=False,
)  # fmt: skip
