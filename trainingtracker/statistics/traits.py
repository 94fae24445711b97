"""What can be true of a fact: the one place that says who counts as what, by name."""

from collections.abc import Callable
from typing import TypeAlias

from trainingtracker.statistics.asking import Asking
from trainingtracker.statistics.refusals import Refusal
from trainingtracker.statistics.staff import Alike
from trainingtracker.statistics.taking_part import Participation
from trainingtracker.vocabulary import Gender, PersonKind, Status

OfTaken: TypeAlias = Callable[[Participation], bool]
OfAsked: TypeAlias = Callable[[Asking], bool]
OfStaff: TypeAlias = Callable[[Alike], bool]


def is_staff(fact: Participation | Asking) -> bool:
    return fact.kind is PersonKind.STAFF


def is_guest(fact: Participation | Asking) -> bool:
    return fact.kind is PersonKind.GUEST


def is_woman(fact: Participation | Asking | Alike) -> bool:
    return fact.gender is Gender.FEMALE


def has_gender(fact: Participation | Asking | Alike) -> bool:
    """Whether it is on record; shares of women are over these."""
    return fact.gender is not None


def is_part_time(fact: Participation | Asking | Alike) -> bool:
    return fact.then.part_time


def is_manager(fact: Participation | Asking | Alike) -> bool:
    return fact.then.manager


def _refused_by(ground: Refusal) -> OfAsked:
    return lambda fact: fact.refusal is ground


TAKEN: dict[str, OfTaken] = {
    "taken": lambda _fact: True,
    "imported": lambda fact: fact.offering_id is None,
    "women": is_woman,
    "with_gender": has_gender,
    "part_time": is_part_time,
    "managers": is_manager,
}
ASKED: dict[str, OfAsked] = {
    "requests": lambda fact: fact.asked_anew,
    "refused": lambda fact: fact.refusal is not None,
    **{f"refused_{ground}": _refused_by(ground) for ground in Refusal},
    "waiting": lambda fact: fact.at_start is Status.WAITLISTED,
    "withdrawn_in_time": lambda fact: fact.withdrew and not fact.late,
    "withdrawn_late": lambda fact: fact.withdrew and fact.late,
    "absences": lambda fact: fact.status is Status.NO_SHOW,
    "not_completed": lambda fact: fact.status is Status.NOT_COMPLETED,
}
STAFF: dict[str, OfStaff] = {
    "staff": lambda _group: True,
    "staff_women": is_woman,
    "staff_with_gender": has_gender,
    "staff_part_time": is_part_time,
    "staff_managers": is_manager,
}
