"""The units of the example city: those of the list, and below them what so many people need.

Sections and teams below the divisions are invented, so that nobody leads more than a few dozen.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import ceil

from trainingtracker.demo.accounts import ACCOUNTS
from trainingtracker.demo.team_names import team_name
from trainingtracker.models import Unit, UnitVersion
from trainingtracker.privacy import bulk_insert
from trainingtracker.reference import rows
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import UnitKind

STAFF = 11_000
# The team behind the accounts of the employee and the manager.
TEAM = "15.23"
_TEAM_SIZE = 13
# What each unit of the list employs in comparison with the others; with those below it, except
# where the list has units below.
_SHARES = {
    "14": 60, "15": 70, "18": 380, "18.14": 25, "30": 120, "20": 350, "32": 650, "37": 8,
    "37.0": 90, "37.1": 700, "37.2": 120, "37.3": 100, "50": 750, "56": 350, "57": 400, "40": 650,
    "43": 250, "51": 1_900, "23": 150, "67": 750, "68": 500, "19": 550, "61": 350, "66": 450,
    "41": 400, "46": 180, "52": 450,
}  # fmt: skip
_DEPARTMENT_SHARE = 8
_DEPARTMENT_LIMIT = 30
# Nobody leads more than this; then the unit is divided.
_LARGEST = 36
_TEAM = 25
_SECTION = 110
_DIGITS = 9


# How many accounts belong to people of a unit who do not lead it.
_ACCOUNTS = Counter(a.unit for a in ACCOUNTS if a.login not in ("manager", "deputy"))


@dataclass(frozen=True)
class Site:
    """A unit to be: `people` work in it itself, not below it."""

    number: str
    name: Bilingual
    kind: UnitKind
    parent: str
    people: int


def plan(staff: int) -> list[Site]:
    """Every unit for so many members of staff, parents first; their people add up to `staff`."""
    units = rows("units")
    numbers = [row["number"] for row in units]
    people = _people(numbers, staff)
    sites: list[Site] = []
    for row in units:
        site = Site(
            row["number"],
            Bilingual(row["name"], row["name_en"]),
            UnitKind(row["kind"]),
            row["parent"],
            people[row["number"]],
        )
        sites += _divided(site, numbers)
    return sites


def build(since: date, staff: int = STAFF) -> dict[str, int]:
    """Write the units of the plan; number -> id."""
    sites = plan(staff)
    ids = bulk_insert(Unit, [{"number": site.number} for site in sites])
    by_number = {site.number: unit_id for site, unit_id in zip(sites, ids, strict=True)}
    bulk_insert(
        UnitVersion,
        [
            {
                "unit_id": by_number[site.number],
                "name_de": site.name.de,
                "name_en": site.name.en,
                "kind": site.kind,
                "parent_id": by_number.get(site.parent),
                "cost_centre": cost_centre(site.number) if site.number.startswith("D-") else None,
                "since": since,
                "until": None,
            }
            for site in sites
        ],
    )
    return by_number


@cache
def _departments() -> dict[str, str]:
    """Unit of the list -> the unit above it; departments stand for themselves."""
    return {row["number"]: row["parent"] or row["number"] for row in rows("units")}


def cost_centre(number: str) -> str:
    """The cost centre that bears the costs of a unit: every department has one."""
    above = _departments()
    departments = [unit for unit in above if unit.startswith("D-")]
    department = above.get(number.split(".")[0], number)
    return f"{1_000 * (departments.index(department) + 1)}"


def _people(numbers: list[str], staff: int) -> dict[str, int]:
    """How many people each unit of the list employs: leaders and accounts first, then by share."""
    people = {number: 1 if number.startswith("D-") else _least(number) for number in numbers}
    people[TEAM] = _TEAM_SIZE
    left = staff - sum(people.values())
    shares = {
        number: _DEPARTMENT_SHARE if number.startswith("D-") else _SHARES.get(number, 0)
        for number in numbers
    }
    whole = sum(shares.values())
    for number in numbers:
        more = left * shares[number] // whole
        people[number] += min(more, _DEPARTMENT_LIMIT) if number.startswith("D-") else more
    # What rounding leaves over works where most people do.
    people["51"] += staff - sum(people.values())
    return people


def _least(number: str) -> int:
    """The leaders of a unit and the people behind the accounts."""
    return 2 + _ACCOUNTS[number]


def _divided(site: Site, taken: list[str], row: dict[str, str] | None = None) -> Iterator[Site]:
    """The unit, or with so many people the unit with the sections or teams below it.

    `row` is the section of the reference list that the unit is, or that it is a team of.
    """
    if site.people <= _LARGEST:
        yield site
        return
    own = max(_least(site.number), min(9, 3 + site.people // 60))
    left = site.people - own
    teams = ceil(left / _TEAM)
    whole = left <= _DIGITS * _LARGEST * 0.8
    number = min(_DIGITS, teams if whole else max(3, ceil(left / _SECTION)))
    yield Site(site.number, site.name, site.kind, site.parent, own)
    known = [r for r in rows("sections") if r["unit"] == site.number] if row is None else []
    for index, child in enumerate(_child_numbers(site.number, number, taken)):
        # Some larger, some smaller, and all of them together as many as there are.
        share = _between(left, index, number)
        section = known[index % len(known)] if known else row
        name = (
            Bilingual(section["name_de"], section["name_en"])
            if known and section is not None and index < len(known)
            else team_name(section, child, index)
        )
        below = Site(child, name, UnitKind.SECTION, site.number, share)
        yield from _divided(below, taken, section)


def _between(total: int, index: int, parts: int) -> int:
    """The size of one of the uneven parts of a total."""
    weights = [6 + (i * 5 + parts) % 4 for i in range(parts)]
    return total * sum(weights[: index + 1]) // sum(weights) - total * sum(weights[:index]) // sum(
        weights
    )


def _child_numbers(number: str, wanted: int, taken: list[str]) -> list[str]:
    """51 -> 51.1, 51.2; 51.1 -> 51.11; those that the list uses or leads to are left out."""
    stem = number if "." in number else f"{number}."
    free = (f"{stem}{digit}" for digit in range(1, 30))
    found = (n for n in free if not any(other.startswith(n) for other in taken))
    return [next(found) for _ in range(wanted)]
