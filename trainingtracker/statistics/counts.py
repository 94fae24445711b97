"""What facts come to: pure functions from facts to numbers. Shares keep what they are shares of."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias

from trainingtracker.attainment.shares import Share
from trainingtracker.statistics import traits
from trainingtracker.statistics.asking import Asking
from trainingtracker.statistics.offerings import Fate, OfferingFact
from trainingtracker.statistics.staff import Alike
from trainingtracker.statistics.taking_part import Participation

# A training day: so many teaching units of 45 minutes, so many hours.
UNITS_OF_A_DAY, HOURS_OF_A_DAY = 8, 6


def days(teaching_units: int) -> float:
    return teaching_units / UNITS_OF_A_DAY


def hours(teaching_units: int) -> float:
    return teaching_units * HOURS_OF_A_DAY / UNITS_OF_A_DAY


class Cases(NamedTuple):
    """How often something was the case, and for how many distinct persons."""

    number: int
    persons: int

    @classmethod
    def of(cls, facts: Iterable[Participation | Asking]) -> "Cases":
        persons = [fact.person_id for fact in facts]
        return cls(len(persons), len(set(persons)))


class OfferingCounts(NamedTuple):
    """`teaching_units` and `places` are those of the offerings that were held."""

    planned: int
    held: int
    cancelled: int
    without_participants: int
    to_come: int
    teaching_units: int
    places: int


class Taken(NamedTuple):
    """Participations; a person is part-time, or a manager, who was so on the day of any of them."""

    all: Cases
    imported: int
    teaching_units: int
    women: Cases
    with_gender: Cases
    part_time: Cases
    managers: Cases

    @property
    def women_of_participations(self) -> Share:
        return Share(self.women.number, self.with_gender.number)

    @property
    def women_of_persons(self) -> Share:
        return Share(self.women.persons, self.with_gender.persons)

    @property
    def part_time_of_persons(self) -> Share:
        return Share(self.part_time.persons, self.all.persons)

    @property
    def managers_of_persons(self) -> Share:
        return Share(self.managers.persons, self.all.persons)


# How often each of traits.ASKED was true.
Asked: TypeAlias = Mapping[str, Cases]


class StaffCounts(NamedTuple):
    """The staff of a day."""

    persons: int
    women: int
    with_gender: int
    part_time: int
    managers: int

    @property
    def women_share(self) -> Share:
        return Share(self.women, self.with_gender)

    @property
    def part_time_share(self) -> Share:
        return Share(self.part_time, self.persons)

    @property
    def managers_share(self) -> Share:
        return Share(self.managers, self.persons)


def offering_counts(facts: Iterable[OfferingFact]) -> OfferingCounts:
    facts = list(facts)
    held = [fact for fact in facts if fact.fate is Fate.HELD]
    return OfferingCounts(
        planned=len(facts),
        held=len(held),
        cancelled=sum(fact.fate is Fate.CANCELLED for fact in facts),
        without_participants=sum(fact.fate is Fate.WITHOUT_PARTICIPANTS for fact in facts),
        to_come=sum(fact.fate is Fate.TO_COME for fact in facts),
        teaching_units=sum(fact.teaching_units for fact in held),
        places=sum(fact.places for fact in held),
    )


def taken(facts: Iterable[Participation]) -> Taken:
    facts = list(facts)
    of = {name: list(filter(trait, facts)) for name, trait in traits.TAKEN.items()}
    return Taken(
        all=Cases.of(facts),
        imported=len(of["imported"]),
        teaching_units=sum(fact.teaching_units for fact in facts),
        women=Cases.of(of["women"]),
        with_gender=Cases.of(of["with_gender"]),
        part_time=Cases.of(of["part_time"]),
        managers=Cases.of(of["managers"]),
    )


def asked(facts: Iterable[Asking]) -> Asked:
    facts = list(facts)
    return {
        name: Cases.of(fact for fact in facts if trait(fact))
        for name, trait in traits.ASKED.items()
    }


def staff_counts(groups: Iterable[Alike]) -> StaffCounts:
    groups = list(groups)
    of = {
        name: sum(group.persons for group in groups if trait(group))
        for name, trait in traits.STAFF.items()
    }
    return StaffCounts(
        persons=of["staff"],
        women=of["staff_women"],
        with_gender=of["staff_with_gender"],
        part_time=of["staff_part_time"],
        managers=of["staff_managers"],
    )
