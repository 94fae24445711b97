"""The figures of the annual statistics: how each is made of the facts, and who stands behind it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from trainingtracker.attainment.shares import Share
from trainingtracker.reports.report import Euros, Percent, Tenths, Value
from trainingtracker.statistics import counts
from trainingtracker.statistics.annual import OfferingLine
from trainingtracker.statistics.refusals import Refusal
from trainingtracker.text import mark

_CENTS = 100


@dataclass(frozen=True)
class Figure:
    """`key` is stable. `behind` are the traits of which none may be hidden (see hiding.py)."""

    key: str
    name: str
    of: Callable[[Any], Value]
    depth: int = 0
    behind: tuple[str, ...] = ()


def _share(share: Share) -> Value:
    return None if share.value is None else Percent(share.value)


def _euros(cents: float | None) -> Value:
    return None if cents is None else Euros(cents / _CENTS)


def _offered(key: str, name: str, of: Callable[[OfferingLine], Value], depth: int = 0) -> Figure:
    return Figure(key, name, of, depth)


def _asked(key: str, name: str, depth: int = 0) -> Figure:
    """The key is that of the trait."""
    return Figure(key, name, lambda line: line.asked[key].number, depth, (key,))


OFFERINGS: tuple[Figure, ...] = (
    _offered("planned", mark("Offerings planned"), lambda line: line.offerings.planned),
    _offered("held", mark("of which held"), lambda line: line.offerings.held, 1),
    _offered("cancelled", mark("of which cancelled"), lambda line: line.offerings.cancelled, 1),
    _offered(
        "without_participants",
        mark("of which without participants"),
        lambda line: line.offerings.without_participants,
        1,
    ),
    _offered("to_come", mark("of which still to come"), lambda line: line.offerings.to_come, 1),
    _offered(
        "training_days",
        mark("Training days held"),
        lambda line: Tenths(counts.days(line.offerings.teaching_units)),
    ),
    _offered("places", mark("Places in offerings held"), lambda line: line.offerings.places),
    Figure(
        "occupancy",
        mark("Occupancy at the start"),
        lambda line: _share(line.occupancy),
        1,
        ("confirmed",),
    ),
)

TAKEN: tuple[Figure, ...] = (
    Figure(
        "participations", mark("Participations"), lambda line: line.taken.all.number, 0, ("taken",)
    ),
    Figure(
        "imported", mark("of which imported"), lambda line: line.taken.imported, 1, ("imported",)
    ),
    Figure("persons", mark("Persons"), lambda line: line.taken.all.persons, 0, ("taken",)),
    Figure(
        "participant_days",
        mark("Participant days"),
        lambda line: Tenths(counts.days(line.taken.teaching_units)),
        0,
        ("taken",),
    ),
    Figure(
        "participant_hours",
        mark("Participant hours"),
        lambda line: Tenths(counts.hours(line.taken.teaching_units)),
        1,
        ("taken",),
    ),
)

_GENDER = ("taken_women", "taken_with_gender")

SHARES: tuple[Figure, ...] = (
    Figure(
        "women_of_participations",
        mark("Women's share of participations"),
        lambda line: _share(line.taken.women_of_participations),
        0,
        _GENDER,
    ),
    Figure(
        "women_of_persons",
        mark("Women's share of persons"),
        lambda line: _share(line.taken.women_of_persons),
        1,
        _GENDER,
    ),
    Figure(
        "women_of_staff",
        mark("Women's share of staff"),
        lambda line: _share(line.staff.women_share),
        1,
        ("staff_women", "staff_with_gender"),
    ),
    Figure(
        "part_time_of_persons",
        mark("Part-time among persons"),
        lambda line: _share(line.taken.part_time_of_persons),
        0,
        ("taken_part_time", "taken"),
    ),
    Figure(
        "part_time_of_staff",
        mark("Part-time among staff"),
        lambda line: _share(line.staff.part_time_share),
        1,
        ("staff_part_time", "staff"),
    ),
    Figure(
        "managers",
        mark("Managers among persons"),
        lambda line: line.taken.managers.persons,
        0,
        ("taken_managers",),
    ),
    Figure(
        "managers_of_persons",
        mark("Managers' share of persons"),
        lambda line: _share(line.taken.managers_of_persons),
        1,
        ("taken_managers", "taken"),
    ),
    Figure(
        "managers_of_staff",
        mark("Managers' share of staff"),
        lambda line: _share(line.staff.managers_share),
        1,
        ("staff_managers", "staff"),
    ),
    Figure("staff", mark("Staff"), lambda line: line.staff.persons, 0, ("staff",)),
)

REFUSALS: dict[Refusal, str] = {
    Refusal.MANAGER: mark("declined by the manager"),
    Refusal.HR: mark("declined by HR"),
    Refusal.NOT_APPROVED: mark("not approved in time"),
    Refusal.PREREQUISITE: mark("a prerequisite was missing"),
    Refusal.NOT_DECIDED: mark("not decided before the course"),
    Refusal.UNKNOWN: mark("ground not on record any more"),
}


def _refused(ground: Refusal, name: str) -> Figure:
    return _asked(f"refused_{ground}", name, 1)


ASKED: tuple[Figure, ...] = (
    _asked("requests", mark("Requests")),
    _asked("refused", mark("Refusals")),
    *(_refused(ground, name) for ground, name in REFUSALS.items()),
    _asked("waiting", mark("Waiting at the start")),
    _asked("withdrawn_in_time", mark("Withdrawals in time")),
    _asked("withdrawn_late", mark("Withdrawals too late")),
    _asked("absences", mark("Absences")),
    _asked("not_completed", mark("Not completed")),
)

MONEY: tuple[Figure, ...] = (
    _offered("cost_planned", mark("Costs planned"), lambda line: _euros(line.spending.planned)),
    _offered("cost_actual", mark("Actual costs"), lambda line: _euros(line.spending.actual)),
    _offered(
        "third_party", mark("Third-party funds"), lambda line: _euros(line.spending.third_party)
    ),
    Figure(
        "care", mark("Care costs granted"), lambda line: _euros(line.spending.care), 0, ("care",)
    ),
    Figure(
        "cost_per_day",
        mark("Actual costs of a participant day"),
        lambda line: _euros(line.spending.per_participant_day),
        0,
        ("taken", "confirmed", "guest_taken"),
    ),
    _offered(
        "satisfaction",
        mark("Satisfaction (1 to 5, 5 is best)"),
        lambda line: None if line.opinions.mean is None else Tenths(line.opinions.mean),
    ),
    _offered("answers", mark("Answers on the scale"), lambda line: line.opinions.answers, 1),
)


def _of_guests(figure: Figure) -> Figure:
    return replace(figure, behind=tuple(f"guest_{trait}" for trait in figure.behind))


GUESTS: tuple[Figure, ...] = tuple(
    _of_guests(figure)
    for figure in (*TAKEN, *ASKED)
    if figure.key
    in (
        "participations",
        "persons",
        "participant_days",
        "participant_hours",
        "requests",
        "absences",
        "not_completed",
    )
)
