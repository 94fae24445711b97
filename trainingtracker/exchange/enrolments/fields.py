"""The columns of a list of participants and how lists call them."""

from trainingtracker.exchange.finding.offerings import OFFERING
from trainingtracker.exchange.finding.person_columns import NAMING, PERSON_COLUMNS
from trainingtracker.exchange.meaning.headings import Field, Vocabulary
from trainingtracker.exchange.round_trip import ROUND_TRIP
from trainingtracker.text import mark

VOCABULARY = Vocabulary(
    (
        OFFERING,
        *PERSON_COLUMNS,
        Field(
            "status",
            mark("Status"),
            ("Status", "Stand", "Anmeldestatus", "Enrolment status", "State"),
        ),
        Field(
            "reason",
            mark("Reason"),
            ("Grund", "Begründung", "Reason", "Anlass"),
        ),
        *ROUND_TRIP,
    ),
    one_of=NAMING,
    elsewhere=("Kurstag", "Anwesenheit", "Meeting", "Presence", "Eintritt"),
)  # fmt: skip
