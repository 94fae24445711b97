"""Creating the first accounts at the shell."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import select

from tests.cast import Cast
from trainingtracker import clock
from trainingtracker.accounts.passwords import check_password
from trainingtracker.cli.accounts import accounts
from trainingtracker.extensions import db
from trainingtracker.models import Account, AuditEntry, OutgoingMail, RoleGrant
from trainingtracker.vocabulary import Role

SECRET = "ein Satz mit vielen Wörtern"


@pytest.fixture
def shell(app: Flask) -> CliRunner:
    return CliRunner()


def create(shell: CliRunner, app: Flask, *arguments: str, stdin: str = SECRET + "\n") -> str:
    db.session.rollback()
    result = shell.invoke(
        accounts, ["create", *arguments], obj=ScriptInfo(create_app=lambda: app), input=stdin
    )
    return f"{result.exit_code} {result.output}{result.exception or ''}"


def test_an_account_with_roles_is_created(shell: CliRunner, app: Flask, cast: Cast) -> None:
    number = cast.without_email.personnel_number or ""
    said = create(shell, app, "U.Kraus", "--person", number, "--role", "hr", "--role", "admin")
    assert said.startswith("0 Uwe Kraus can sign in as u.kraus")
    account = db.session.scalars(select(Account).where(Account.login == "u.kraus")).one()
    assert check_password(account, SECRET)
    grants = db.session.scalars(select(RoleGrant).where(RoleGrant.account_id == account.id)).all()
    assert {(grant.role, grant.since, grant.unit_id) for grant in grants} == {
        (Role.HR, clock.today(), None),
        (Role.ADMIN, clock.today(), None),
    }


def test_a_role_can_be_limited_to_a_unit(shell: CliRunner, app: Flask, cast: Cast) -> None:
    number = cast.without_email.personnel_number or ""
    create(shell, app, "uk", "--person", number, "--role", "coordinator", "--unit", "23")
    grant = db.session.scalars(select(RoleGrant).join(Account).where(Account.login == "uk")).one()
    assert grant.unit_id == cast.unit_23.id


def test_whoever_is_given_a_role_is_told(shell: CliRunner, app: Flask, cast: Cast) -> None:
    person = cast.without_email
    create(shell, app, "uk", "--person", person.personnel_number or "", "--role", "hr")
    mail = db.session.scalars(select(OutgoingMail).where(OutgoingMail.person_id == person.id)).one()
    assert mail.kind == "role_granted"
    assert "Ihnen wurde auf dem Server diese Rolle gegeben: Personalbereich" in mail.body


def test_a_role_that_counts_everywhere_is_not_granted_for_a_unit(
    shell: CliRunner, app: Flask, cast: Cast
) -> None:
    number = cast.without_email.personnel_number or ""
    said = create(shell, app, "uk", "--person", number, "--role", "hr", "--unit", "23")
    assert "This role always counts everywhere" in said
    db.session.rollback()
    assert db.session.scalar(select(Account).where(Account.login == "uk")) is None


def test_the_password_is_in_no_log(shell: CliRunner, app: Flask, cast: Cast) -> None:
    create(shell, app, "uk", "--person", cast.without_email.personnel_number or "")
    entries = db.session.scalars(
        select(AuditEntry.changes).where(AuditEntry.table_name == "account")
    ).all()
    assert entries
    assert not any("argon2" in json.dumps(entry) for entry in entries)


def test_a_personnel_number_that_nobody_has_is_refused(
    shell: CliRunner, app: Flask, cast: Cast
) -> None:
    assert "Nobody has the personnel number 4711" in create(shell, app, "x", "--person", "4711")


def test_a_second_account_for_one_person_is_refused(
    shell: CliRunner, app: Flask, cast: Cast
) -> None:
    number = cast.employee.personnel_number or ""
    assert "has an account already" in create(shell, app, "again", "--person", number)


def test_a_taken_user_name_is_refused(shell: CliRunner, app: Flask, cast: Cast) -> None:
    number = cast.without_email.personnel_number or ""
    assert "is taken" in create(shell, app, "Erik.Sommer", "--person", number)


def test_a_unit_that_does_not_exist_is_refused_and_nothing_is_kept(
    shell: CliRunner, app: Flask, cast: Cast
) -> None:
    number = cast.without_email.personnel_number or ""
    said = create(shell, app, "uk", "--person", number, "--role", "coordinator", "--unit", "99")
    assert "There is no unit 99" in said
    assert db.session.scalar(select(Account).where(Account.login == "uk")) is None


def test_a_short_password_is_refused(shell: CliRunner, app: Flask, cast: Cast) -> None:
    number = cast.without_email.personnel_number or ""
    said = create(shell, app, "uk", "--person", number, stdin="kurz\n")
    assert "A password needs at least 12 characters" in said


def test_a_new_password_signs_out_every_session(
    shell: CliRunner, app: Flask, cast: Cast, tmp_path: Path
) -> None:
    before = db.session.scalars(
        select(Account.session_key).where(Account.person_id == cast.employee.id)
    ).one()
    db.session.rollback()
    result = shell.invoke(
        accounts,
        ["password", "erik.sommer"],
        obj=ScriptInfo(create_app=lambda: app),
        input=SECRET + "\n",
    )
    assert result.exit_code == 0, result.output
    account = db.session.scalars(select(Account).where(Account.login == "erik.sommer")).one()
    assert account.session_key != before
    assert check_password(account, SECRET)
