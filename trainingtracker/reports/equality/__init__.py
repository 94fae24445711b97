"""The equality report: shares with their bases, three years side by side; aggregates only."""

from trainingtracker.accounts.actor import Actor
from trainingtracker.reports import scopes
from trainingtracker.reports.equality.definitions import DEFINITIONS
from trainingtracker.reports.equality.tables import TABLES
from trainingtracker.reports.report import Report
from trainingtracker.text import mark
from trainingtracker.vocabulary import Role


def _audience(actor: Actor) -> bool:
    return actor.has(Role.HR, Role.EQUALITY)


EQUALITY = Report(
    key="equality",
    title=mark("Equality report"),
    purpose=mark(
        "Women and people who work part-time: their shares of training and of staff, each beside "
        "what it is a share of. There are no names in it."
    ),
    audience=_audience,
    takes=frozenset({"as_of", "topic_id", "published", "release"}),
    tables=TABLES,
    scope=scopes.everyone,
    definitions=DEFINITIONS,
)
