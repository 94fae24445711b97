"""With whom a saved report can be shared, and who of them a reader is."""

from trainingtracker.accounts.actor import Actor
from trainingtracker.reports.report import Report
from trainingtracker.vocabulary import ReportReaders, Role

# A unit is enough to be somebody who leads or administers one.
_A_UNIT = frozenset({0})


def readers_of(report: Report) -> list[ReportReaders]:
    """Those whose role can have the report at all."""
    return [each for each in ReportReaders if report.audience(_one_of(each))]


def memberships(actor: Actor) -> set[ReportReaders]:
    """The groups to which this reader belongs today."""
    return {each for each in ReportReaders if _is(each, actor)}


def _is(readers: ReportReaders, actor: Actor) -> bool:
    match readers:
        case ReportReaders.MANAGER:
            return actor.is_manager
        case ReportReaders.COORDINATOR:
            return bool(actor.coordinated_units)
    return actor.has(Role(readers.value))


def _one_of(readers: ReportReaders) -> Actor:
    match readers:
        case ReportReaders.MANAGER:
            return Actor(0, led_units=_A_UNIT)
        case ReportReaders.COORDINATOR:
            return Actor(0, {Role.COORDINATOR: _A_UNIT})
    return Actor(0, {Role(readers.value): None})
