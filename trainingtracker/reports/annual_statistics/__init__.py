"""The annual training statistics: three years side by side; a file for figures, hiding, tables."""

from trainingtracker.accounts.actor import Actor
from trainingtracker.reports import scopes
from trainingtracker.reports.annual_statistics.definitions import DEFINITIONS
from trainingtracker.reports.annual_statistics.tables import GUEST_TABLE, TABLES
from trainingtracker.reports.report import Report
from trainingtracker.text import mark


def _audience(actor: Actor) -> bool:
    return actor.is_hr


ANNUAL_STATISTICS = Report(
    key="annual_statistics",
    title=mark("Annual training statistics"),
    purpose=mark(
        "What a training year came to, beside the two years before: offerings, participations, "
        "requests, places, costs and satisfaction."
    ),
    audience=_audience,
    takes=frozenset({"as_of", "topic_id"}),
    tables=(*TABLES, GUEST_TABLE),
    scope=scopes.everyone,
    definitions=DEFINITIONS,
    short=mark("Training statistics"),
)
