"""Signing in below the page: the same refusal for every reason."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from tests.cast import PASSWORD, Cast
from trainingtracker import clock
from trainingtracker.accounts import passwords
from trainingtracker.accounts.passwords import set_password
from trainingtracker.accounts.sign_in import load_account, record_sign_in, sign_in
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Account, Person


def account_of(person: Person) -> Account:
    return db.session.query(Account).filter_by(person_id=person.id).one()


def test_name_in_any_case_and_password_open_the_account(cast: Cast) -> None:
    assert sign_in("  Erik.SOMMER ", PASSWORD).person_id == cast.employee.id


def refused(login: str, password: str) -> str:
    with pytest.raises(RuleViolation) as refusal:
        sign_in(login, password)
    return refusal.value.message


def test_every_failure_reads_the_same(cast: Cast) -> None:
    account_of(cast.colleague).active = False
    cast.outsider.exit = clock.today() - timedelta(days=1)
    db.session.flush()
    sentences = {
        refused("erik.sommer", "falsch"),
        refused("nobody.at-all", PASSWORD),
        refused("kira.petersen", PASSWORD),
        refused("olga.reimann", PASSWORD),
        refused("", ""),
    }
    assert len(sentences) == 1


def test_a_new_password_ends_every_session(cast: Cast) -> None:
    account = account_of(cast.employee)
    session_id = f"{account.id}.{account.session_key}"
    assert load_account(session_id) is account
    set_password(account, "ein ganz neuer Satz")
    assert load_account(session_id) is None
    assert sign_in("erik.sommer", "ein ganz neuer Satz") is account


@pytest.mark.parametrize("session_id", ["", "x", "1", "999999.abc", "1.", "-1.x"])
def test_a_forged_session_is_nobody(cast: Cast, session_id: str) -> None:
    assert load_account(session_id) is None


def test_somebody_who_leaves_is_signed_out(cast: Cast) -> None:
    account = account_of(cast.employee)
    session_id = f"{account.id}.{account.session_key}"
    cast.employee.exit = clock.today() - timedelta(days=1)
    assert load_account(session_id) is None


def test_a_short_password_is_refused(cast: Cast) -> None:
    with pytest.raises(RuleViolation, match="12 characters"):
        set_password(account_of(cast.employee), "zu kurz")


def test_an_outdated_hash_is_renewed_at_sign_in(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = account_of(cast.employee)
    outdated = account.password_hash
    stronger = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(passwords, "hasher", stronger)
    record_sign_in(sign_in("erik.sommer", PASSWORD).id, PASSWORD)
    assert account.password_hash != outdated
    assert account.last_sign_in_at is not None
    assert sign_in("erik.sommer", PASSWORD) is account
