"""What would happen if somebody asked for a place now, told before they ask."""

from dataclasses import dataclass
from datetime import datetime

from trainingtracker.catalogue.availability import Availability
from trainingtracker.enrolment import rules
from trainingtracker.errors import RuleViolation
from trainingtracker.models import Offering
from trainingtracker.text import Message


@dataclass(frozen=True)
class Outlook:
    """`refusal` says why nobody can ask now; otherwise what comes of it.

    In a round requests are collected until `round_until`; only then it is decided.
    `position` is the place on the waiting list that the person would get, None while a place is
    free.
    """

    refusal: Message | None
    needs_approval: bool
    position: int | None
    round_until: datetime | None = None


def outlook(
    offering: Offering, places: Availability, *, early: bool = False, open_to: int | None = None
) -> Outlook:
    """The outlook of an offering whose course is loaded; without a query.

    `early` is for somebody who may ask before enrolment opens for everybody. `open_to` says how
    many of the free places are open to the person, where some are reserved.
    """
    return Outlook(
        refusal=_refusal(offering, early=early),
        needs_approval=offering.course.needs_approval or offering.course.needs_hr_approval,
        position=None if (places.free if open_to is None else open_to) else places.next_position,
        round_until=offering.enrolment_closes if offering.in_round else None,
    )


def _refusal(offering: Offering, *, early: bool) -> Message | None:
    try:
        rules.check_not_over(offering)
        rules.check_enrolment_open(offering, early=early)
    except RuleViolation as violation:
        return Message(violation.message, violation.values)
    return None
