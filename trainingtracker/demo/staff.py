"""The people of the example city: names, assignments, employment, leadership, accounts."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from trainingtracker.accounts import passwords
from trainingtracker.accounts.sign_in import create_account
from trainingtracker.collation import fold, search_text, sort_key
from trainingtracker.demo import names, organisation
from trainingtracker.demo.accounts import ACCOUNTS, PASSWORD, DemoAccount
from trainingtracker.extensions import db
from trainingtracker.models import (
    Assignment,
    Leadership,
    Leave,
    Person,
    RoleGrant,
    StatusGroup,
    StatusGroupMembership,
    WorkingTime,
)
from trainingtracker.privacy import bulk_insert
from trainingtracker.vocabulary import Gender, LeadershipKind, PersonKind, Role

# Units whose people mostly work without a computer of their own.
_WITHOUT_MAIL = {"37.1", "37.2", "51", "67", "68"}


@dataclass(frozen=True)
class Employee:
    """What the rest of the example needs to know of a person."""

    id: int
    unit: str
    leads: bool
    leaves: bool


@dataclass(frozen=True)
class Staff:
    """Everybody, and the persons behind the accounts by login."""

    employees: list[Employee]
    by_login: dict[str, int]


def build(random: Random, units: dict[str, int], number: int, today: date) -> Staff:
    """`number` members of staff and three guests; the leaders of a unit are the first of it."""
    homes = _homes(random, list(units), number)
    rows = [_person(random, index, home, today) for index, home in enumerate(homes)]
    ids = bulk_insert(Person, rows)
    bulk_insert(Person, [_guest(random) for _ in range(3)])
    leaders = _leaders(ids, homes)
    employees = [
        Employee(person_id, home, person_id in leaders, row["exit"] is not None)
        for person_id, home, row in zip(ids, homes, rows, strict=True)
    ]
    _assign(random, employees, units, rows, today)
    _lead(leaders, units, rows, ids)
    _conditions(random, employees, rows, today)
    return Staff(employees, _give_accounts(employees, leaders, units, today))


def _homes(random: Random, units: list[str], number: int) -> list[str]:
    """The unit of each person: the head of every unit, a deputy of most, then by size."""
    working = [unit for unit in units if organisation.weight(unit)]
    homes = [*units, *working]
    homes += [account.unit for account in ACCOUNTS if account.login not in ("manager", "deputy")]
    # The employee's team is large enough to be shown as one.
    homes += ["15.23"] * 6
    weights = [organisation.weight(unit) for unit in working]
    return homes + random.choices(working, weights, k=max(0, number - len(homes)))


def _leaders(ids: list[int], homes: list[str]) -> dict[int, tuple[str, LeadershipKind]]:
    """Person -> unit and kind: the first person of a unit leads it, the second deputises."""
    seen: dict[str, int] = {}
    leaders: dict[int, tuple[str, LeadershipKind]] = {}
    for person_id, home in zip(ids, homes, strict=True):
        place = seen[home] = seen.get(home, 0) + 1
        if place == 1:
            leaders[person_id] = (home, LeadershipKind.MANAGER)
        elif place == 2 and not home.startswith("D-"):
            leaders[person_id] = (home, LeadershipKind.DEPUTY)
    return leaders


def _person(random: Random, index: int, unit: str, today: date) -> dict[str, Any]:
    gender = random.choices(list(Gender), (56, 43, 1))[0]
    first, last = names.first_name(random, gender), names.last_name(random)
    number = f"{100_000 + index * 37:08d}"
    has_mail = unit not in _WITHOUT_MAIL or random.random() < 0.3
    local_part = fold(f"{first}.{last}").replace(" ", "-").replace("’", "")
    entry = today - timedelta(days=random.randint(400, 30 * 365))
    leaves = random.random() < 0.03 and index > 100
    return {
        "kind": PersonKind.STAFF,
        "personnel_number": number,
        "last_name": last,
        "first_name": first,
        "email": f"{local_part}.{index}@stadt.example" if has_mail else None,
        "language": "en" if random.random() < 0.04 else "de",
        "entry": entry,
        "exit": today - timedelta(days=random.randint(10, 380)) if leaves else None,
        "gender": gender,
        "sort_key": sort_key(last, first),
        "search_text": search_text(first, last, number),
        "lock_counter": 0,
        "version": 1,
    }


def _guest(random: Random) -> dict[str, Any]:
    gender = random.choice((Gender.FEMALE, Gender.MALE))
    row = _person(random, random.randint(90_000, 99_000), "15", date(2020, 1, 1))
    return row | {
        "kind": PersonKind.GUEST,
        "personnel_number": None,
        "gender": None,
        "entry": None,
        "exit": None,
        "first_name": names.first_name(random, gender),
    }


def _assign(
    random: Random,
    employees: list[Employee],
    units: dict[str, int],
    rows: list[dict[str, Any]],
    today: date,
) -> None:
    """Everybody belongs to their unit; one in twelve came from another one in recent years."""
    assignments: list[dict[str, Any]] = []
    others = [unit for unit in units if organisation.weight(unit)]
    for employee, row in zip(employees, rows, strict=True):
        end = row["exit"] + timedelta(days=1) if row["exit"] else None
        moved = today - timedelta(days=random.randint(60, 700))
        came = random.random() < 0.08 and not employee.leads and row["entry"] < moved
        if came and (end is None or moved < end):
            before = random.choice([unit for unit in others if unit != employee.unit])
            assignments.append(_dated(employee.id, row["entry"], moved, unit_id=units[before]))
            assignments.append(_dated(employee.id, moved, end, unit_id=units[employee.unit]))
        else:
            assignments.append(_dated(employee.id, row["entry"], end, unit_id=units[employee.unit]))
    bulk_insert(Assignment, assignments)


def _lead(
    leaders: dict[int, tuple[str, LeadershipKind]],
    units: dict[str, int],
    rows: list[dict[str, Any]],
    ids: list[int],
) -> None:
    entry = {person_id: row["entry"] for person_id, row in zip(ids, rows, strict=True)}
    bulk_insert(
        Leadership,
        [
            _dated(person_id, entry[person_id], None, unit_id=units[unit], kind=kind)
            for person_id, (unit, kind) in leaders.items()
        ],
    )


def _conditions(
    random: Random, employees: list[Employee], rows: list[dict[str, Any]], today: date
) -> None:
    """Status group and working time of all, leave of a few."""
    groups = {group.key: group.id for group in db.session.scalars(select(StatusGroup))}
    keys = [key for key in ("civil_servant", "employee", "trainee") if key in groups]
    memberships, shares, leaves = [], [], []
    for employee, row in zip(employees, rows, strict=True):
        group = groups[random.choices(keys, (30, 65, 5)[: len(keys)])[0]]
        memberships.append(_dated(employee.id, row["entry"], None, status_group_id=group))
        percent = random.choices((100, 80, 75, 60, 50), (62, 10, 10, 8, 10))[0]
        shares.append(_dated(employee.id, row["entry"], None, percent=percent))
        if random.random() < 0.025 and not employee.leads and not employee.leaves:
            begin = today - timedelta(days=random.randint(30, 400))
            if begin > row["entry"]:
                end = begin + timedelta(days=random.randint(500, 900))
                leaves.append(_dated(employee.id, begin, end))
    bulk_insert(StatusGroupMembership, memberships)
    bulk_insert(WorkingTime, shares)
    if leaves:
        bulk_insert(Leave, leaves)


def _dated(person_id: int, since: date, until: date | None, **values: Any) -> dict[str, Any]:
    return {"person_id": person_id, "since": since, "until": until, **values}


def _give_accounts(
    employees: list[Employee],
    leaders: dict[int, tuple[str, LeadershipKind]],
    units: dict[str, int],
    today: date,
) -> dict[str, int]:
    by_login: dict[str, int] = {}
    # One password, hashed once: hashing is slow on purpose.
    password_hash = passwords.hasher.hash(PASSWORD)
    for account in ACCOUNTS:
        person_id = _person_behind(account, employees, leaders, set(by_login.values()))
        by_login[account.login] = person_id
        person = db.session.get_one(Person, person_id)
        # Their pages are the first that visitors see.
        person.email = f"{account.login}@stadt.example"
        person.language = None
        person.exit = None
        row = create_account(person, account.login)
        row.password_hash = password_hash
        for role in account.grants:
            db.session.add(
                RoleGrant(
                    account_id=row.id,
                    role=role,
                    unit_id=units["37"] if role is Role.COORDINATOR else None,
                    since=today - timedelta(days=900),
                )
            )
    db.session.flush()
    return by_login


def _person_behind(
    account: DemoAccount,
    employees: list[Employee],
    leaders: dict[int, tuple[str, LeadershipKind]],
    taken: set[int],
) -> int:
    kinds = {"manager": LeadershipKind.MANAGER, "deputy": LeadershipKind.DEPUTY}
    wanted = (account.unit, kinds[account.login]) if account.login in kinds else None
    return next(
        employee.id
        for employee in employees
        if employee.unit == account.unit
        and employee.id not in taken
        and not employee.leaves
        and leaders.get(employee.id) == wanted
    )
