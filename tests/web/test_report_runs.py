"""My reports: a number for each file, the same content again, what has been deleted."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from tests.cast import Cast, an_enrolment
from tests.conftest import SignIn
from tests.reports.reading import opened, row_of
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.jobs.reports import forget_old_reports, make_waiting_reports
from trainingtracker.models import AccessEntry, Account, ReportRun, RoleGrant
from trainingtracker.vocabulary import ReportStatus, Status
from trainingtracker.web.background import background
from trainingtracker.web.reports import files

DAY = "2026-06-30"
FILE = f"/reports/attainment.xlsx?as_of={DAY}"


@pytest.fixture
def hr(cast: Cast, sign_in: SignIn) -> FlaskClient:
    an_enrolment(
        cast.employee,
        cast.english_offering,
        Status.COMPLETED,
        finished_on=clock.today() - timedelta(days=400),
    )
    db.session.commit()
    return sign_in(cast.hr)


def the_run() -> ReportRun:
    db.session.expire_all()
    return db.session.scalars(select(ReportRun)).one()


def test_a_file_carries_its_number_and_the_number_gives_the_same_file_again(
    hr: FlaskClient, cast: Cast
) -> None:
    first = hr.get(FILE, buffered=True).data
    run = the_run()
    assert run.number == f"{clock.today().year}-{run.id:06d}"
    book = opened(first)
    assert row_of(book["Deckblatt"], "Berichtsnummer")[1] == run.number
    assert book.properties.title.endswith(run.number)
    # What changes meanwhile changes nothing in what has been handed out.
    cast.employee.last_name = "Winter"
    db.session.commit()
    again = hr.get(f"/reports/runs/{run.id}/file", buffered=True)
    assert again.data == first
    assert "Qualifizierungsstand_2026-06-30.xlsx" in again.headers["Content-Disposition"]
    entries = db.session.scalars(select(AccessEntry).order_by(AccessEntry.id)).all()
    assert [entry.filters["number"] for entry in entries] == [run.number] * 2
    assert run.number in hr.get("/reports/runs").text


def test_after_the_retention_the_number_says_what_was_deleted_and_when(hr: FlaskClient) -> None:
    hr.get(FILE, buffered=True)
    run_id = the_run().id
    db.session.rollback()
    forget_old_reports(clock.now() + timedelta(days=300))
    assert the_run().deleted_at is None
    db.session.rollback()
    forget_old_reports(clock.now() + timedelta(days=366))
    page = hr.get(f"/reports/runs/{run_id}").text
    assert "gelöscht, weil die Aufbewahrungsfrist" in page
    assert DAY in page
    assert hr.get(f"/reports/runs/{run_id}/file").status_code == 404


def test_a_run_is_nobody_elses(hr: FlaskClient, cast: Cast, sign_in: SignIn) -> None:
    hr.get(FILE, buffered=True)
    run_id = the_run().id
    other = sign_in(cast.coordinator)
    for path in ("", "/file", "/progress"):
        assert other.get(f"/reports/runs/{run_id}{path}").status_code == 404
    assert other.post(f"/reports/runs/{run_id}/cancellation").status_code == 404


def test_whoever_has_lost_the_role_gets_no_file_again(hr: FlaskClient, cast: Cast) -> None:
    hr.get(FILE, buffered=True)
    run_id = the_run().id
    account = db.session.scalars(select(Account).filter_by(person_id=cast.hr.id)).one()
    db.session.execute(delete(RoleGrant).where(RoleGrant.account_id == account.id))
    db.session.commit()
    assert hr.get(f"/reports/runs/{run_id}/file").status_code == 403
    page = hr.get(f"/reports/runs/{run_id}").text
    assert "Ihre Rolle erlaubt diesen Bericht nicht mehr" in page
    assert f"/reports/runs/{run_id}/file" not in page


def test_a_manager_gets_the_workbook_of_the_team_again(cast: Cast, sign_in: SignIn) -> None:
    """The report is for others; of the direct reports it is the manager's."""
    client = sign_in(cast.manager)
    first = client.get("/team/attainment.xlsx", buffered=True).data
    again = client.get(f"/reports/runs/{the_run().id}/file", buffered=True)
    assert again.data == first


def test_a_long_report_is_made_in_the_background(
    hr: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LONG", 0)
    answer = hr.get(FILE)
    assert answer.status_code == 303
    with app.app_context():
        background().finish()
    run = the_run()
    assert run.status is ReportStatus.READY
    assert run.row_count == run.done == run.total >= 1
    state = hr.get(f"/reports/runs/{run.id}/progress").json
    assert state is not None
    assert state["working"] is False
    content = hr.get(f"/reports/runs/{run.id}/file", buffered=True).data
    assert row_of(opened(content)["Deckblatt"], "Berichtsnummer")[1] == run.number


def test_a_report_that_waits_can_be_cancelled(hr: FlaskClient, cast: Cast) -> None:
    run = ReportRun(
        report_key="attainment", ending="xlsx", language="de", parameters={},
        requested_by_id=cast.hr.id, claimed_until=clock.now() + timedelta(minutes=1),
    )  # fmt: skip
    db.session.add(run)
    db.session.commit()
    page = hr.get(f"/reports/runs/{run.id}").text
    assert "wartet darauf, erstellt zu werden" in page
    hr.post(f"/reports/runs/{run.id}/cancellation")
    assert "abgebrochen" in hr.get(f"/reports/runs/{run.id}").text
    db.session.rollback()
    assert make_waiting_reports() == 0


def test_whoever_has_lost_the_role_gets_no_report_that_waited(cast: Cast) -> None:
    run = ReportRun(
        report_key="attainment", ending="csv", language="de", parameters={},
        requested_by_id=cast.employee.id,
    )  # fmt: skip
    db.session.add(run)
    db.session.commit()
    make_waiting_reports()
    assert the_run().status is ReportStatus.FAILED
