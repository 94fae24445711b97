"""What people state about themselves is read by those to whom they show it, and by nobody else.

Whoever learns of the secret language anywhere, on a page or in a file of any kind, has been told.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import select

from tests.cast import Cast, a_holding, a_person, a_statement, leads
from tests.conftest import SignIn
from tests.enrolment.test_races import Act, all_at_once
from trainingtracker import clock
from trainingtracker.accounts.actor import actor_of
from trainingtracker.competence import consent, consent_texts
from trainingtracker.competence.profile import held_by
from trainingtracker.extensions import db
from trainingtracker.jobs.consents import end_consents
from trainingtracker.models import (
    AuditEntry,
    Consent,
    Holding,
    Leadership,
    ReportConsent,
    ReportContent,
    ReportRun,
)
from trainingtracker.reports.attainment import ATTAINMENT
from trainingtracker.reports.outgoing import Outgoing
from trainingtracker.reports.registry import reports_for
from trainingtracker.reports.runs.keeping import keep, new_run
from trainingtracker.vocabulary import ConsentAudience

# What is shown does not depend on the database, but for what two of them do at the same time.
sqlite_alone = pytest.mark.parametrize("database_engine", ["sqlite"])

MANAGER, HR, INTERNATIONAL = ConsentAudience
READERS = (
    "manager", "deputy", "division_manager", "other_manager", "hr", "coordinator", "international",
    "staff_council", "admin",
)  # fmt: skip
# Whose statement each language is, in both of its names.
SECRETS = {
    "employee": ("Kurdisch", "Kurdish"),
    "colleague": ("Ukrainisch", "Ukrainian"),
    "outsider": ("Rumänisch", "Romanian"),
    "trainer": ("Vietnamesisch", "Vietnamese"),
    "without_email": ("Kroatisch", "Croatian"),
}


def _said(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return content.decode("utf-8")
    with ZipFile(BytesIO(content)) as package:
        return "".join(package.read(each).decode("utf-8", "replace") for each in package.namelist())


def _told(content: bytes) -> set[str]:
    """Whose statement can be read in it."""
    said = _said(content)
    return {name for name, words in SECRETS.items() if any(word in said for word in words)}


def _addresses(cast: Cast, reader: str) -> Iterable[str]:
    """The pages and files with competences; those closed to the reader answer 403 or 404."""
    for report in reports_for(actor_of(getattr(cast, reader).id)):
        if report is ATTAINMENT:
            yield "/reports/attainment.xlsx?names=1"
            continue
        # A report that knows of no statements tells nobody: that is tried with two readers.
        stated = any(table.stated for table in report.tables)
        if reader in ("hr", "manager") or (stated and reader in ("coordinator", "international")):
            yield f"/reports/{report.key}.json?names=1&offering={cast.english_offering.number}"
    yield from (
        *(("/reports/languages?part=all",) if reader == "manager" else ()),
        "/reports/competence_matrix.csv",
        "/team",
        "/team?view=list",
        *(("/team/attainment.xlsx",) if reader == "manager" else ()),
        f"/offerings/{cast.english_offering.id}/roster",
        *(
            f"/people/{getattr(cast, name).id}{view}"
            for name in ("employee", "without_email")
            for view in ("", "/timeline")
        ),
    )


@sqlite_alone
def test_each_statement_is_read_by_those_to_whom_it_is_shown_and_after_that_by_nobody(
    cast: Cast, sign_in: SignIn
) -> None:
    a_statement(cast.employee, "kur", "C1", HR)
    a_statement(cast.colleague, "ukr", "C1", MANAGER)
    a_statement(cast.outsider, "ron", "C1", MANAGER)
    a_statement(cast.trainer, "vie", "C1", INTERNATIONAL)
    a_statement(cast.without_email, "hrv", "C1")
    db.session.commit()
    browsers = {reader: sign_in(getattr(cast, reader)) for reader in READERS}

    told: dict[str, set[str]] = defaultdict(set)
    where = []
    for reader, browser in browsers.items():
        for address in _addresses(cast, reader):
            answer = browser.get(address, buffered=True)
            assert answer.status_code in (200, 403, 404), address
            if found := _told(answer.data):
                told[reader] |= found
                where.append((browser, address))
    assert told == {
        "manager": {"colleague"},
        "deputy": {"colleague"},
        "other_manager": {"outsider"},
        "hr": {"employee"},
        "international": {"trainer"},
    }
    kept = [(run.id, run.requested_by_id) for run in db.session.scalars(select(ReportRun))]
    for each in db.session.scalars(select(Consent)).all():
        consent.revoke(each.person_id, each.audience)
    db.session.commit()
    where += [
        (browsers[reader], f"/reports/runs/{run_id}/file")
        for run_id, reader_id in kept
        for reader in told
        if getattr(cast, reader).id == reader_id
    ]
    for browser, address in where:
        assert _told(browser.get(address, buffered=True).data) == set(), address


@sqlite_alone
def test_a_file_that_rested_on_consent_says_why_it_is_gone(cast: Cast, sign_in: SignIn) -> None:
    a_statement(cast.employee, "kur", "C1", HR)
    db.session.commit()
    hr = sign_in(cast.hr)
    hr.get("/reports/competence_matrix.xlsx", buffered=True)
    hr.get("/reports/expiring_holdings.csv", buffered=True)
    matrix, official = db.session.scalars(select(ReportRun.id).order_by(ReportRun.id)).all()
    db.session.rollback()
    sign_in(cast.employee).post("/my-competences/consents/hr/revocation")
    page = hr.get(f"/reports/runs/{matrix}").text
    assert "die Einwilligung zurückgenommen hat" in page
    assert "Kurdisch" not in page
    assert hr.get(f"/reports/runs/{matrix}/file").status_code == 404
    assert db.session.get(ReportContent, matrix) is None
    # What rests on no consent is kept.
    assert hr.get(f"/reports/runs/{official}/file").status_code == 200


@sqlite_alone
def test_hr_is_not_given_a_file_that_people_show_their_manager(cast: Cast, sign_in: SignIn) -> None:
    a_statement(cast.employee, "kur", "C1", MANAGER)
    db.session.commit()
    manager, hr = sign_in(cast.manager), sign_in(cast.hr)
    manager.get("/reports/competence_matrix.xlsx", buffered=True)
    run_id = db.session.scalars(select(ReportRun.id)).one()
    assert hr.get(f"/reports/runs/{run_id}/file").status_code == 404
    assert "nicht ausgehändigt" in hr.get(f"/reports/runs/{run_id}").text
    assert manager.get(f"/reports/runs/{run_id}/file").status_code == 200
    # Whoever leads somebody else from now on has no right to it any more.
    for leadership in db.session.scalars(
        db.select(Leadership).filter_by(person_id=cast.manager.id)
    ):
        leadership.until = clock.today()
    leads(cast.manager, cast.unit_1814)
    db.session.commit()
    assert manager.get(f"/reports/runs/{run_id}/file").status_code == 404


def test_consent_that_ends_while_a_file_is_made_keeps_the_file_from_being_kept(
    cast: Cast,
) -> None:
    a_statement(cast.employee, "kur", "C1", HR)
    given = db.session.scalars(select(Consent)).one()
    run = new_run(ATTAINMENT.key, "csv", "de", {}, cast.hr.id)
    consent.revoke(cast.employee.id, HR)
    keep(run, b"Kurdisch", Outgoing("Stand.csv", iter(()), {}, (given.id,)))
    db.session.flush()
    assert db.session.get(ReportContent, run.id) is None
    assert run.consent_ended


def test_consents_and_files_meet_in_any_order(app: Flask, cast: Cast) -> None:
    """Given twice at once it is one; ended while the file is kept, the file is not there."""
    employee_id, version = cast.employee.id, consent_texts.in_force()
    a_statement(cast.employee, "kur", "C1")
    run_id = new_run(ATTAINMENT.key, "csv", "de", {}, cast.hr.id).id
    db.session.commit()
    give: Act = lambda: consent.give(employee_id, HR, read=version)  # noqa: E731
    assert all_at_once(app, [give, give, give]) == [None] * 3
    (given_id,) = db.session.scalars(select(Consent.id)).all()
    db.session.rollback()

    def keeping() -> None:
        run = db.session.get_one(ReportRun, run_id)
        keep(run, b"Kurdisch", Outgoing("Stand.csv", iter(()), {}, (given_id,)))

    raised = all_at_once(app, [keeping, lambda: consent.revoke(employee_id, HR)])
    assert raised == [None, None]
    assert db.session.get(ReportContent, run_id) is None
    assert db.session.scalars(select(ReportConsent)).all() == []


def test_a_consent_is_forgotten_long_after_it_has_ended(cast: Cast) -> None:
    a_statement(cast.employee, "kur", "C1", HR)
    a_statement(cast.colleague, "kur", "C1", HR)
    consent.revoke(cast.employee.id, HR)
    consent.forget_ended(clock.now() + timedelta(days=1094))
    assert len(db.session.scalars(select(Consent)).all()) == 2
    consent.forget_ended(clock.now() + timedelta(days=1096))
    (kept,) = db.session.scalars(select(Consent)).all()
    assert kept.person_id == cast.colleague.id


def _sees(cast: Cast, reader: str) -> bool:
    shown = consent.readable_by(actor_of(getattr(cast, reader).id))
    return bool(held_by([cast.employee.id], clock.today(), shown))


def test_only_the_text_in_force_counts(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    a_statement(cast.employee, "kur", "C1", HR)
    assert _sees(cast, "hr")
    monkeypatch.setattr(consent_texts, "in_force", lambda: 2)
    assert not _sees(cast, "hr")
    # Who agrees again gets a new row; the old one is closed and stays as it was.
    consent.give(cast.employee.id, HR, read=2)
    assert _sees(cast, "hr")
    rows = db.session.scalars(select(Consent).order_by(Consent.id)).all()
    assert [(row.version, row.revoked_at is None) for row in rows] == [(1, False), (2, True)]


def test_leaving_the_administration_ends_it(app: Flask, cast: Cast) -> None:
    a_statement(cast.employee, "kur", "C1", HR, MANAGER)
    a_statement(cast.colleague, "kur", "B1", HR)
    a_holding(cast.employee, "eng", "B1")
    cast.employee.exit = clock.today() - timedelta(days=1)
    db.session.commit()
    official = consent.readable_by(actor_of(cast.hr.id))
    (held,) = held_by([cast.employee.id], clock.today(), official)[cast.employee.id]
    assert held.level_code == "B1"
    db.session.rollback()
    end_consents(clock.now())
    open_ones = db.session.scalars(select(Consent).where(Consent.revoked_at.is_(None))).all()
    assert [each.person_id for each in open_ones] == [cast.colleague.id]
    left = select(Holding).where(Holding.person_id == cast.employee.id)
    assert [each.level.code for each in db.session.scalars(left)] == ["B1"]


def test_the_audit_knows_that_something_was_stated_and_not_what(cast: Cast) -> None:
    statement = a_statement(cast.employee, "kur", "C1", HR)
    statement.own_words = "Von meiner Großmutter"
    db.session.flush()
    consent.revoke(cast.employee.id, HR)
    found = db.session.scalars(
        select(AuditEntry).where(AuditEntry.table_name.in_(["holding", "consent"]))
    ).all()
    assert len(found) == 4
    for entry in found:
        for name in ("competence_id", "level_id", "evidence", "own_words", "audience"):
            assert entry.changes.get(name) is None, name


@sqlite_alone
def test_data_protection_sees_numbers_and_no_small_ones(cast: Cast, sign_in: SignIn) -> None:
    for number in range(5):
        somebody = a_person("Ada", f"Neu{number}", cast.unit_1523, account=False)
        a_statement(somebody, "kur", "C1", HR)
    a_statement(cast.employee, "kur", "C1", MANAGER)
    db.session.commit()
    page = " ".join(sign_in(cast.data_protection).get("/consents").text.split())
    assert '>Die Führungskraft</th><td class="number">•<' in page
    assert '>Personalbereich</th><td class="number">5<' in page
    assert "Neu1" not in page
