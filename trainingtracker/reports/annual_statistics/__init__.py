"""The annual training statistics: three years side by side; a file for figures, hiding, tables."""

from trainingtracker.reports import audiences, scopes
from trainingtracker.reports.annual_statistics.definitions import DEFINITIONS
from trainingtracker.reports.annual_statistics.tables import TABLES
from trainingtracker.reports.report import Report
from trainingtracker.text import mark

ANNUAL_STATISTICS = Report(
    key="annual_statistics",
    title=mark("Annual training statistics"),
    purpose=mark(
        "What a training year came to, beside the two years before: offerings, participations, "
        "requests, places, costs and satisfaction."
    ),
    audience=audiences.whoever_sees_numbers,
    takes=frozenset({"as_of", "topic_id", "published", "release"}),
    tables=TABLES,
    scope=scopes.everyone,
    definitions=DEFINITIONS,
    short=mark("Training statistics"),
)
