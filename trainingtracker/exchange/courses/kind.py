"""The kind of list: what it is, and an example of it."""

from trainingtracker.exchange.courses.compare import VOCABULARY, compare
from trainingtracker.exchange.courses.editable import editable
from trainingtracker.exchange.kind import Example, KindOfList
from trainingtracker.text import mark

KIND = KindOfList(
    vocabulary=VOCABULARY,
    compare=compare,
    about=mark("What the catalogue offers: title, topic, length, what it gives."),
    icon="book",
    example=Example(
        mark("Example courses"),
        ("code", "title_de", "title_en", "topic", "teaching_units", "format", "gives",
         "valid_months", "provider", "cost_per_place", "needs_approval"),
        (
            ("BSP-1", "Englisch am Telefon", "English on the phone",
             ("Fremdsprachen", "Foreign languages"), 16, ("Präsenz", "in person"), "eng:B1", 36,
             ("Volkshochschule", "Adult education centre"), 120.5, ("ja", "yes")),
        ),
    ),
    personal=False,
    editable=editable,
)  # fmt: skip
