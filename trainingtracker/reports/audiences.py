"""Who may have a report: conditions on the actor, as a report names them."""

from trainingtracker.accounts.actor import Actor
from trainingtracker.reports.scopes import COUNTED_FOR


def hr(actor: Actor) -> bool:
    return actor.is_hr


def administration(actor: Actor) -> bool:
    """HR, and coordinators for their units."""
    return actor.is_hr or bool(actor.coordinated_units)


def managers(actor: Actor) -> bool:
    return actor.is_manager


def whoever_sees_names(actor: Actor) -> bool:
    """HR, coordinators for their units, managers for their direct reports."""
    return administration(actor) or actor.is_manager


def whoever_sees_numbers(actor: Actor) -> bool:
    """Those, and roles that work with numbers of the whole administration."""
    return whoever_sees_names(actor) or actor.has(*COUNTED_FOR)
