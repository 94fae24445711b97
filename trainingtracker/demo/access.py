"""Who has which role in the example city: the accounts visitors use, coordinators, trainers."""

from datetime import date, timedelta

from trainingtracker.accounts import passwords
from trainingtracker.accounts.sign_in import create_account
from trainingtracker.collation import fold
from trainingtracker.demo.accounts import ACCOUNTS, PASSWORD, DemoAccount
from trainingtracker.demo.people import Employee
from trainingtracker.extensions import db
from trainingtracker.models import Account, Person, RoleGrant
from trainingtracker.vocabulary import LeadershipKind, Role

_GRANTED = timedelta(days=1_150)
# Divisions with a coordinator of their own, beside that of the demonstration; and where those work
# who teach.
_COORDINATED = ("51", "67", "68", "19", "57")
_TEACHING = ("43", "18.14", "15", "15.1", "56", "43.1", "43.2")
_TRAINERS = 12


def give_accounts(employees: list[Employee], units: dict[str, int], today: date) -> dict[str, int]:
    """The accounts that visitors sign in with; login -> person."""
    by_login: dict[str, int] = {}
    # One password, hashed once: hashing is slow on purpose.
    password_hash = passwords.hasher.hash(PASSWORD)
    for account in ACCOUNTS:
        person_id = _person_behind(account, employees, set(by_login.values()))
        by_login[account.login] = person_id
        person = db.session.get_one(Person, person_id)
        # Their messages follow the language in which visitors read.
        person.email = f"{account.login}@stadt.example"
        person.language = None
        row = create_account(person, account.login)
        row.password_hash = password_hash
        for role in account.grants:
            _grant(row, role, today, units["37"] if role is Role.COORDINATOR else None)
    for number in _COORDINATED:
        taken = set(by_login.values())
        found = [e.id for e in _available(employees, number) if e.id not in taken]
        if found and len(employees) > 1_000:
            _grant(_account_of(found[0]), Role.COORDINATOR, today, units[number])
    db.session.flush()
    return by_login


def trainers_of(
    employees: list[Employee], guests: list[int], by_login: dict[str, int], today: date
) -> list[int]:
    """The trainer of the demonstration first, then colleagues and the guests."""
    taken = set(by_login.values())
    colleagues = [
        e.id for number in _TEACHING for e in _available(employees, number) if e.id not in taken
    ]
    others = [*colleagues[:_TRAINERS], *guests]
    for person_id in others:
        _grant(_account_of(person_id), Role.TRAINER, today)
    db.session.flush()
    return [by_login["trainer"], *others]


def _account_of(person_id: int) -> Account:
    """A new account without a password; its login is the person's address, or would be."""
    person = db.session.get_one(Person, person_id)
    address = person.email or fold(f"{person.first_name}.{person.last_name}").replace(" ", "-")
    return create_account(person, address.partition("@")[0])


def _grant(account: Account, role: Role, today: date, unit_id: int | None = None) -> None:
    since = today - _GRANTED
    db.session.add(RoleGrant(account_id=account.id, role=role, unit_id=unit_id, since=since))


def _available(employees: list[Employee], unit: str) -> list[Employee]:
    """People of the unit who have been there for years and stay, and lead nothing."""
    return [
        e for e in employees if e.unit == unit and not (e.leads or e.exit or e.before or e.trainee)
    ]


def _person_behind(account: DemoAccount, employees: list[Employee], taken: set[int]) -> int:
    kinds = {"manager": LeadershipKind.MANAGER, "deputy": LeadershipKind.DEPUTY}
    wanted = kinds.get(account.login)
    return next(
        e.id
        for e in employees
        if e.unit == account.unit and e.id not in taken and not e.exit and e.leads == wanted
    )
