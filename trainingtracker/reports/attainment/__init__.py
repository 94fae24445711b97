"""The attainment report: who had reached what by a reference date; a file a table."""

from trainingtracker.accounts.actor import Actor
from trainingtracker.reports.attainment.competences import COMPETENCES
from trainingtracker.reports.attainment.costs import COSTS
from trainingtracker.reports.attainment.definitions import DEFINITIONS
from trainingtracker.reports.attainment.holdings import HOLDINGS
from trainingtracker.reports.attainment.matrix import MATRIX
from trainingtracker.reports.attainment.overview import OVERVIEW
from trainingtracker.reports.attainment.participations import PARTICIPATIONS
from trainingtracker.reports.attainment.quality import QUALITY
from trainingtracker.reports.attainment.reconciliation import RECONCILIATION
from trainingtracker.reports.attainment.still_open import STILL_OPEN
from trainingtracker.reports.attainment.targets import TARGETS
from trainingtracker.reports.attainment.units import UNITS
from trainingtracker.reports.report import Report
from trainingtracker.text import mark


def _audience(actor: Actor) -> bool:
    return actor.is_hr or bool(actor.coordinated_units)


ATTAINMENT = Report(
    key="attainment",
    title=mark("Attainment on a reference date"),
    purpose=mark(
        "How many of us took part in what by a day, and who holds which competence. The workbook "
        "has every number with its source."
    ),
    audience=_audience,
    takes=frozenset({"as_of", "compare_with", "unit_id", "topic_id", "names", "known_at"}),
    tables=(
        OVERVIEW,
        UNITS,
        TARGETS,
        COMPETENCES,
        MATRIX,
        PARTICIPATIONS,
        HOLDINGS,
        STILL_OPEN,
        COSTS,
        QUALITY,
        RECONCILIATION,
    ),
    definitions=DEFINITIONS,
    short=mark("Attainment"),
)
