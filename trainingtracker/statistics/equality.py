"""The equality report: shares with their bases, by the groups of the annual statistics.

Women are counted over those whose gender is on record, part-time over all. Aggregates only.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple

from trainingtracker.statistics import annual, families, traits
from trainingtracker.statistics.annual import Grouping
from trainingtracker.statistics.counts import Cases
from trainingtracker.statistics.facts import Facts
from trainingtracker.statistics.families import Family, Trait
from trainingtracker.statistics.staff import Alike
from trainingtracker.statistics.years import Year


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
                **_cases(taken[group, year.number], families.TAKEN),
                **_cases(asked[group, year.number], families.ASKED_BY_GENDER),
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


def _cases(facts: list[Any], of: Sequence[Family]) -> dict[str, Cases]:
    return {
        name: Cases.of(fact for fact in facts if trait(fact))
        for name, trait in _traits_of(of).items()
    }


def _traits_of(of: Sequence[Family]) -> dict[str, Trait]:
    return {name: trait for family in of for name, trait in family.items()}


def _persons(groups: Any) -> dict[str, Cases]:
    alike: list[Alike] = list(groups)
    found = {
        name: sum(group.persons for group in alike if trait(group))
        for name, trait in _traits_of(families.STAFF).items()
    }
    return {name: Cases(number, number) for name, number in found.items()}
