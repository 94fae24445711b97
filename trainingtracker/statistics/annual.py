"""The annual training statistics: the facts of three years, counted for any group of them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

from trainingtracker.attainment.shares import Share
from trainingtracker.needs.quarters import Quarter
from trainingtracker.statistics import counts, spending
from trainingtracker.statistics.asking import Asking
from trainingtracker.statistics.facts import Facts
from trainingtracker.statistics.money import Care, Cost
from trainingtracker.statistics.offerings import Fate, OfferingFact
from trainingtracker.statistics.satisfaction import Satisfaction
from trainingtracker.statistics.staff import Alike
from trainingtracker.statistics.taking_part import Participation
from trainingtracker.statistics.traits import is_guest, is_staff
from trainingtracker.statistics.years import Year
from trainingtracker.vocabulary import Status

Fact = TypeVar("Fact", OfferingFact, Participation, Asking, Cost, Care, Satisfaction)
# The group that a fact belongs to, and the one of everything.
Grouping = Callable[[Any], Hashable]
ALL = "all"


class OfferingLine(NamedTuple):
    """A group of offerings in a year."""

    group: Hashable
    year: Year
    offerings: counts.OfferingCounts
    occupancy: Share
    spending: spending.Spending
    opinions: spending.Opinions


class PeopleLine(NamedTuple):
    """What staff of a group did in a year, beside the staff on its last day."""

    group: Hashable
    year: Year
    taken: counts.Taken
    asked: counts.Asked
    staff: counts.StaffCounts


class GuestLine(NamedTuple):
    """What guests did in a year."""

    group: Hashable
    year: Year
    taken: counts.Taken
    asked: counts.Asked


def in_all(_fact: object) -> str:
    """One group of everything."""
    return ALL


def by_topic(fact: OfferingFact | Participation | Asking | Cost | Care | Satisfaction) -> int:
    return fact.topic_id


def by_format(fact: OfferingFact | Participation | Asking | Cost | Care | Satisfaction) -> str:
    return fact.format


def by_quarter(fact: OfferingFact | Participation | Asking | Cost | Care | Satisfaction) -> int:
    """From 1 to 4."""
    return Quarter.of(fact.day).number


def by_division(fact: Participation | Asking | Alike) -> int | None:
    return fact.then.division_id


def by_status_group(fact: Participation | Asking | Alike) -> int | None:
    return fact.then.status_group_id


# Groupings that staff fall into as well; beside any other stand all staff.
OF_PEOPLE = (by_division, by_status_group)


def offering_lines(
    found: Facts, grouping: Grouping = in_all, besides: Iterable[Hashable] = ()
) -> list[OfferingLine]:
    """Every group that has any offering in any of the years, and those `besides`, in each year."""
    offered = grouped(found.offerings, grouping)
    spent, claimed = grouped(found.costs, grouping), grouped(found.care, grouping)
    judged = grouped(found.satisfaction, grouping)
    held = {fact.id for fact in found.offerings if fact.fate is Fate.HELD}
    confirmed = grouped(
        (
            fact
            for fact in found.enrolments
            if fact.at_start is Status.CONFIRMED and fact.offering_id in held
        ),
        grouping,
    )
    units_of: Counter[int] = Counter()
    for fact in found.participations:
        if fact.offering_id is not None:
            units_of[fact.offering_id] += fact.teaching_units
    lines = []
    for group in groups_in(offered, besides):
        for year in found.years:
            at = (group, year.number)
            counted = counts.offering_counts(offered[at])
            lines.append(
                OfferingLine(
                    group,
                    year,
                    counted,
                    Share(len(confirmed[at]), counted.places),
                    spending.spending(spent[at], claimed[at], units_of),
                    spending.opinions(judged[at]),
                )
            )
    return lines


def people_lines(
    found: Facts, grouping: Grouping = in_all, besides: Iterable[Hashable] = ()
) -> list[PeopleLine]:
    """Every group with a participation, an enrolment or staff in any of the years, and those
    `besides`, in each year.
    """
    took_part = grouped(filter(is_staff, found.participations), grouping)
    wanted = grouped(filter(is_staff, found.enrolments), grouping)
    everybody = grouped_staff(found, grouping)
    groups = groups_in({**took_part, **wanted, **everybody}, besides)
    whole = {number: counts.staff_counts(each) for number, each in found.staff.items()}
    return [
        PeopleLine(
            group,
            year,
            counts.taken(took_part[group, year.number]),
            counts.asked(wanted[group, year.number]),
            counts.staff_counts(everybody[group, year.number])
            if grouping in OF_PEOPLE
            else whole[year.number],
        )
        for group in groups
        for year in found.years
    ]


def guest_lines(
    found: Facts, grouping: Grouping = in_all, besides: Iterable[Hashable] = ()
) -> list[GuestLine]:
    """The same of guests, without staff beside them."""
    took_part = grouped(filter(is_guest, found.participations), grouping)
    wanted = grouped(filter(is_guest, found.enrolments), grouping)
    return [
        GuestLine(
            group,
            year,
            counts.taken(took_part[group, year.number]),
            counts.asked(wanted[group, year.number]),
        )
        for group in groups_in({**took_part, **wanted}, besides)
        for year in found.years
    ]


def grouped(
    found: Iterable[Fact], grouping: Grouping
) -> defaultdict[tuple[Hashable, int], list[Fact]]:
    """The facts by group and year."""
    groups: defaultdict[tuple[Hashable, int], list[Fact]] = defaultdict(list)
    for fact in found:
        groups[grouping(fact), fact.day.year].append(fact)
    return groups


def grouped_staff(
    found: Facts, grouping: Grouping
) -> defaultdict[tuple[Hashable, int], list[Alike]]:
    """Staff by group and year; nobody for groupings that staff do not fall into."""
    groups: defaultdict[tuple[Hashable, int], list[Alike]] = defaultdict(list)
    if grouping in OF_PEOPLE:
        for number, employed in found.staff.items():
            for alike in employed:
                groups[grouping(alike), number].append(alike)
    return groups


def groups_in(
    grouped_facts: Mapping[tuple[Hashable, int], object], besides: Iterable[Hashable] = ()
) -> list[Hashable]:
    """Each group once, in the order in which it was met."""
    return list(dict.fromkeys([*(group for group, _ in grouped_facts), *besides]))
