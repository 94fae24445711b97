"""The people of the example city as they are on the day it is built: names, entry, exit, unit."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from trainingtracker import clock
from trainingtracker.collation import fold, search_text, sort_key
from trainingtracker.demo import names
from trainingtracker.demo.accounts import ACCOUNTS
from trainingtracker.demo.organisation import TEAM, Site
from trainingtracker.models import Person
from trainingtracker.privacy import bulk_insert
from trainingtracker.vocabulary import Gender, LeadershipKind, PersonKind

_GUESTS = 3
# Divisions whose people mostly work without a computer of their own.
_WITHOUT_MAIL = ("37.1", "37.2", "51.", "67", "68", "66.1", "66.2", "19.1", "19.2", "57.2", "46.")
_TRAINEES = 0.05
# The units behind the accounts, and how many there have been with the city for years and stay.
_KNOWN = frozenset(account.unit for account in ACCOUNTS)
_SETTLED = 13


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe"})


@dataclass(frozen=True)
class Employee:
    """What the rest of the example needs to know of a member of staff."""

    id: int
    unit: str
    leads: LeadershipKind | None
    trainee: bool
    entry: date
    exit: date | None
    before: str | None = None  # the unit until `moved`
    moved: date | None = None

    def employed(self, first: date, last: date) -> bool:
        return self.entry <= first and (self.exit is None or last <= self.exit)

    def unit_on(self, day: date) -> str:
        return self.before if self.before and self.moved and day < self.moved else self.unit


@dataclass(frozen=True)
class Draft:
    """A member of staff before the database has given a number."""

    row: dict[str, Any]
    unit: str
    leads: LeadershipKind | None
    trainee: bool
    before: str | None
    moved: date | None


class Addresses:
    """E-mail addresses from names, each once."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def of(self, first: str, last: str, host: str) -> str:
        written = fold(f"{first}.{last}".casefold().translate(_UMLAUTS)).replace(" ", "-")
        local = "".join(c for c in written if c.isascii() and (c.isalnum() or c in "-."))
        self._given[local] += 1
        number = self._given[local]
        return f"{local}{number if number > 1 else ''}@{host}"


def build(random: Random, sites: list[Site], today: date) -> tuple[list[Employee], list[int]]:
    """Everybody on the staff, unit by unit with the leaders first, and the ids of the guests."""
    addresses = Addresses()
    drafts: list[Draft] = []
    numbers = [site.number for site in sites if not site.number.startswith("D-")]
    for site in sites:
        drafts += [
            _draft(random, site, place, numbers, addresses, today) for place in range(site.people)
        ]
    personnel_numbers = [100_000 + 37 * n for n in range(len(drafts))]
    random.shuffle(personnel_numbers)
    for draft, number in zip(drafts, personnel_numbers, strict=True):
        _give_number(draft.row, f"{number:08d}")
    ids = bulk_insert(Person, [draft.row for draft in drafts])
    guests = bulk_insert(Person, [_guest(random, addresses) for _ in range(_GUESTS)])
    employees = [
        Employee(
            person_id, d.unit, d.leads, d.trainee, d.row["entry"], d.row["exit"], d.before, d.moved
        )
        for person_id, d in zip(ids, drafts, strict=True)
    ]
    return employees, guests


def _draft(
    random: Random, site: Site, place: int, units: list[str], addresses: Addresses, today: date
) -> Draft:
    leads = _leads(random, site, place)
    settled = leads is not None or (site.number in _KNOWN and place < _SETTLED)
    trainee = not settled and random.random() < _TRAINEES
    days = (
        random.randint(60, 3 * 365)
        if trainee
        else random.randint(4 * 365, 38 * 365)
        if settled
        else 30 + int(random.random() ** 1.6 * 40 * 365)
    )
    # People start on the first of a month.
    entry = (today - timedelta(days=days)).replace(day=1)
    stays = settled or days < 500
    left = not stays and random.random() < 0.03
    exit_ = clock.add_months(today.replace(day=1), -random.randint(0, 11)) - timedelta(days=1)
    moved = clock.add_months(today.replace(day=1), -random.randint(2, 30))
    moves = not stays and not trainee and entry < moved and (not left or moved < exit_)
    before = None
    if moves and random.random() < 0.08:
        before = random.choice([unit for unit in units[:60] if unit != site.number])
    row = _person(random, addresses, mail=_has_mail(random, site.number, leads))
    row |= {"entry": entry, "exit": exit_ if left else None}
    return Draft(row, site.number, leads, trainee, before, moved if before else None)


def _leads(random: Random, site: Site, place: int) -> LeadershipKind | None:
    """The first person of a unit leads it, the second deputises in most."""
    if place == 0:
        return LeadershipKind.MANAGER
    deputises = place == 1 and (site.number.count(".") == 0 or random.random() < 0.85)
    return LeadershipKind.DEPUTY if deputises or (place == 1 and site.number == TEAM) else None


def _has_mail(random: Random, unit: str, leads: LeadershipKind | None) -> bool:
    return leads is not None or not unit.startswith(_WITHOUT_MAIL) or random.random() < 0.3


def _person(random: Random, addresses: Addresses, *, mail: bool) -> dict[str, Any]:
    gender = random.choices(list(Gender), (56, 43, 1))[0]
    first, last = names.full_name(random, gender)
    return {
        "kind": PersonKind.STAFF,
        "personnel_number": None,
        "last_name": last,
        "first_name": first,
        "email": addresses.of(first, last, "stadt.example") if mail else None,
        "language": "en" if random.random() < 0.04 else "de",
        "entry": None,
        "exit": None,
        "gender": gender,
        "sort_key": sort_key(last, first),
        "search_text": "",
        "lock_counter": 0,
        "version": 1,
    }


def _give_number(row: dict[str, Any], number: str) -> None:
    row["personnel_number"] = number
    row["search_text"] = search_text(row["first_name"], row["last_name"], number)


def _guest(random: Random, addresses: Addresses) -> dict[str, Any]:
    """Somebody from outside who teaches here: no number, no gender on record."""
    row = _person(random, addresses, mail=True)
    address = row["email"].replace("@stadt.example", "@sprachschule.example")
    return row | {
        "kind": PersonKind.GUEST,
        "gender": None,
        "email": address,
        "search_text": search_text(row["first_name"], row["last_name"]),
    }
