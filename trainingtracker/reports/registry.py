"""Every report there is. To add one: a module with its Report, and a line here."""

from trainingtracker.accounts.actor import Actor
from trainingtracker.reports.annual_statistics import ANNUAL_STATISTICS
from trainingtracker.reports.attainment import ATTAINMENT
from trainingtracker.reports.competence_matrix import MATRIX
from trainingtracker.reports.cost_centres import COST_CENTRES
from trainingtracker.reports.equality import EQUALITY
from trainingtracker.reports.expiring import EXPIRING
from trainingtracker.reports.languages import LANGUAGES
from trainingtracker.reports.offering_participants import PARTICIPANTS
from trainingtracker.reports.report import Report
from trainingtracker.reports.team import TEAM
from trainingtracker.reports.utilisation import UTILISATION

REPORTS: dict[str, Report] = {
    report.key: report
    for report in (
        ATTAINMENT,
        ANNUAL_STATISTICS,
        EQUALITY,
        TEAM,
        MATRIX,
        LANGUAGES,
        EXPIRING,
        PARTICIPANTS,
        UTILISATION,
        COST_CENTRES,
    )
}


def reports_for(actor: Actor) -> list[Report]:
    """The reports that this reader may have."""
    return [report for report in REPORTS.values() if report.audience(actor)]
