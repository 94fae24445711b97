"""The kind of list: what it is, and an example of it."""

from datetime import date

from trainingtracker.exchange.kind import Example, KindOfList
from trainingtracker.exchange.units.compare import VOCABULARY, compare
from trainingtracker.text import mark

KIND = KindOfList(
    vocabulary=VOCABULARY,
    compare=compare,
    about=mark("Which units there are, what stands above what, and who leads them."),
    icon="diagram-3",
    example=Example(
        mark("Example units"),
        ("number", "name", "parent", "kind", "cost_centre", "valid_from"),
        (
            ("990", ("Musteramt", "Sample division"), "", ("Fachbereich", "division"), "99000", ""),
            ("990.1", ("Musterstelle", "Sample section"), "990", ("Sachgebiet", "section"), "99010",
             date(2026, 1, 1)),
        ),
    ),
    personal=False,
)  # fmt: skip
