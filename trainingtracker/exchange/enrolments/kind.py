"""The kind of list: what it is, and an example of it."""

from trainingtracker.exchange.enrolments.compare import VOCABULARY, compare
from trainingtracker.exchange.enrolments.editable import editable
from trainingtracker.exchange.kind import Example, KindOfList
from trainingtracker.text import mark

KIND = KindOfList(
    vocabulary=VOCABULARY,
    compare=compare,
    about=mark("Who is enrolled in which offering, and how it stands: the rules of pages hold."),
    icon="person-check",
    example=Example(
        mark("Example participants"),
        ("offering", "person", "last_name", "first_name", "status"),
        (
            ("BSP-1-01", "00990001", "Muster", "Erika", ("Platz bestätigt", "Place confirmed")),
            ("BSP-1-01", "00990002", "Beispiel", "Kim", ("Wartet auf Genehmigung",
             "Awaiting approval")),
        ),
    ),
    by_operations=True,
    editable=editable,
    of_an_offering=True,
)  # fmt: skip
