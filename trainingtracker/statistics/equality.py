"""The equality report: shares with their bases, by the groups of the annual statistics.

Women are counted over those whose gender is on record, part-time over all. Aggregates only.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, NamedTuple

from trainingtracker.statistics import annual, traits
from trainingtracker.statistics.annual import Facts, Grouping
from trainingtracker.statistics.counts import Cases
from trainingtracker.statistics.staff import Alike
from trainingtracker.statistics.traits import has_gender, is_manager, is_part_time, is_woman
from trainingtracker.statistics.years import Year

Trait = Callable[[Any], bool]

ASKED = ("requests", "refused", "waiting", "withdrawn_in_time", "withdrawn_late", "absences")


def _by_gender(name: str, trait: Trait) -> dict[str, Trait]:
    """The women of whom something is true, and all of those with a gender on record."""
    return {
        f"{name}_women": lambda fact: is_woman(fact) and trait(fact),
        f"{name}_with_gender": lambda fact: has_gender(fact) and trait(fact),
    }


def _anybody(_fact: object) -> bool:
    return True


def _of_people(prefix: str) -> tuple[dict[str, Trait], ...]:
    """Families of traits: of each, one is shown as a part of another."""
    return (
        {prefix: _anybody, **_by_gender(prefix, _anybody)},
        {prefix: _anybody, f"{prefix}_part_time": is_part_time},
        {f"{prefix}_part_time": is_part_time, **_by_gender(f"{prefix}_part_time", is_part_time)},
        _by_gender(f"{prefix}_managers", is_manager),
    )


OF_TAKEN = _of_people("taken")
OF_STAFF = _of_people("staff")
OF_ASKED = tuple(_by_gender(asked, traits.ASKED[asked]) for asked in ASKED)


class EqualityLine(NamedTuple):
    """A group in a year: for each trait how often it was true, and for how many persons."""

    group: Hashable
    year: Year
    cases: Mapping[str, Cases]


def equality_lines(found: Facts, grouping: Grouping = annual.in_all) -> list[EqualityLine]:
    """Every group of staff with a participation, an enrolment or a member in any of the years."""
    taken = annual.grouped(filter(traits.is_staff, found.participations), grouping)
    asked = annual.grouped(filter(traits.is_staff, found.enrolments), grouping)
    staff = annual.grouped_staff(found, grouping)
    whole = {number: _persons(each) for number, each in found.staff.items()}
    return [
        EqualityLine(
            group,
            year,
            {
                **_cases(taken[group, year.number], OF_TAKEN),
                **_cases(asked[group, year.number], OF_ASKED),
                **(
                    _persons(staff[group, year.number])
                    if grouping in annual.OF_PEOPLE
                    else whole[year.number]
                ),
            },
        )
        for group in annual.groups_in({**taken, **asked, **staff})
        for year in found.years
    ]


def _cases(facts: list[Any], families: Sequence[Mapping[str, Trait]]) -> dict[str, Cases]:
    return {
        name: Cases.of(fact for fact in facts if trait(fact))
        for family in families
        for name, trait in family.items()
    }


def _persons(groups: Any) -> dict[str, Cases]:
    alike: list[Alike] = list(groups)
    found = {
        name: sum(group.persons for group in alike if trait(group))
        for family in OF_STAFF
        for name, trait in family.items()
    }
    return {name: Cases(number, number) for name, number in found.items()}
