"""Saved reports that the worker makes: when, once, for whom, and what the owner is told."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select

from tests.cast import Cast, a_holding
from tests.conftest import SignIn
from tests.reports.reading import opened, records
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.accounts.actor import actor_of
from trainingtracker.extensions import begin, db
from trainingtracker.jobs.due_reports import forget_old_saved_reports, order_due_reports
from trainingtracker.jobs.reports import make_waiting_reports
from trainingtracker.models import (
    AccessEntry,
    Account,
    Leadership,
    OutgoingMail,
    ReportRun,
    SavedReport,
)
from trainingtracker.reports.registry import REPORTS
from trainingtracker.reports.saved.saving import SavedAs, save
from trainingtracker.reports.saved.schedules import next_due
from trainingtracker.vocabulary import ReportDays, ReportStatus, Schedule

# Good Friday and Easter Monday are not worked on in between.
FIRST_DUE = date(2026, 4, 1)


@pytest.fixture
def monthly(cast: Cast, frozen: FrozenClock) -> SavedReport:
    """The manager's team as of the end of the previous month, saved on 3 March 2026."""
    wanted = SavedAs("Mein Team", ReportDays.PREVIOUS_MONTH, None, Schedule.MONTHLY)
    saved = save(REPORTS["team"], {"topic": "languages"}, wanted, actor_of(cast.manager.id))
    db.session.commit()
    return saved


def work(day: date) -> None:
    db.session.rollback()
    order_due_reports(day)
    make_waiting_reports()
    db.session.expire_all()


def runs() -> list[ReportRun]:
    return list(db.session.scalars(select(ReportRun).order_by(ReportRun.id)))


def mails() -> list[tuple[str, str]]:
    found = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))
    return [(mail.kind, mail.body) for mail in found]


@pytest.mark.parametrize("database_engine", ["sqlite"])
def test_it_is_due_on_the_first_working_day_after_the_day(cast: Cast) -> None:
    """New Year, the first of May and weekends are no working days."""
    for schedule, after, due in (
        (Schedule.MONTHLY, date(2026, 3, 3), date(2026, 4, 1)),
        (Schedule.MONTHLY, date(2026, 4, 1), date(2026, 5, 4)),
        (Schedule.MONTHLY, date(2026, 5, 1), date(2026, 5, 4)),
        (Schedule.MONTHLY, date(2026, 12, 31), date(2027, 1, 4)),
        (Schedule.QUARTERLY, date(2026, 1, 1), date(2026, 1, 2)),
        (Schedule.QUARTERLY, date(2026, 1, 2), date(2026, 4, 1)),
        (Schedule.QUARTERLY, date(2026, 11, 23), date(2027, 1, 4)),
    ):
        assert next_due(schedule, after) == due


def test_it_is_made_once_and_its_owner_is_told(
    cast: Cast, monthly: SavedReport, frozen: FrozenClock, sign_in: SignIn
) -> None:
    assert monthly.due_on == FIRST_DUE
    work(FIRST_DUE - timedelta(days=1))
    assert runs() == []
    frozen.move_to(FIRST_DUE)
    a_holding(cast.employee, "eng", "B2")
    db.session.commit()
    work(FIRST_DUE)
    work(FIRST_DUE)
    (run,) = runs()
    assert (run.status, run.due_on) == (ReportStatus.READY, FIRST_DUE)
    assert run.parameters == {"topic": "languages", "as_of": "2026-03-31"}
    ((kind, body),) = mails()
    assert kind == "report_ready"
    assert f"/reports/runs/{run.id}" in body
    assert "1. April 2026" in body
    assert cast.employee.last_name not in body
    entry = db.session.scalars(select(AccessEntry)).one()
    assert (entry.actor_id, entry.row_count) == (cast.manager.id, run.row_count)
    assert entry.filters == {**run.parameters, "report": "team", "number": run.number}
    # The link gives the file to the owner alone, and to nobody who has not signed in.
    client = sign_in(cast.manager)
    assert "Mein Team" in client.get("/reports/runs").text
    assert "Mein Team" in client.get(f"/reports/runs/{run.id}").text
    content = client.get(f"/reports/runs/{run.id}/file", buffered=True).data
    people = records(opened(content)["Direkt Unterstellte"])
    assert cast.employee.last_name in {row["Nachname"] for row in people}
    assert sign_in(cast.other_manager).get(f"/reports/runs/{run.id}").status_code == 404
    assert monthly.due_on == date(2026, 5, 4)


def test_the_link_asks_to_sign_in(app: Flask, monthly: SavedReport) -> None:
    work(FIRST_DUE)
    answer = app.test_client().get(f"/reports/runs/{runs()[0].id}")
    assert (answer.status_code, answer.location.split("?")[0]) == (303, "/sign-in")


def test_days_that_passed_while_nothing_was_running_are_made_up_for(monthly: SavedReport) -> None:
    work(date(2026, 6, 15))
    assert [(run.due_on, run.parameters["as_of"]) for run in runs()] == [
        (FIRST_DUE, "2026-03-31"),
        (date(2026, 5, 4), "2026-04-30"),
        (date(2026, 6, 1), "2026-05-31"),
    ]


def test_two_workers_at_once_order_it_once(app: Flask, monthly: SavedReport) -> None:
    db.session.commit()
    together, ordered = Barrier(2), []

    def worker() -> None:
        with app.app_context():
            together.wait()
            ordered.append(order_due_reports(FIRST_DUE))

    threads = [Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ordered) == [0, 1]
    assert len(runs()) == 1


@pytest.mark.parametrize("why", ["left", "role", "account"])
def test_for_whom_it_is_no_longer_it_is_not_made_and_the_schedule_ends(
    cast: Cast, monthly: SavedReport, frozen: FrozenClock, why: str, sign_in: SignIn
) -> None:
    if why == "left":
        cast.manager.exit = date(2026, 3, 31)
    elif why == "role":
        begin("write")
        for led in db.session.scalars(select(Leadership).filter_by(person_id=cast.manager.id)):
            led.until = FIRST_DUE
    else:
        account = db.session.scalars(select(Account).filter_by(person_id=cast.manager.id)).one()
        account.active = False
    db.session.commit()
    frozen.move_to(FIRST_DUE)
    work(FIRST_DUE)
    work(FIRST_DUE)
    assert runs() == []
    assert (monthly.schedule, monthly.due_on, monthly.ended_on) == (None, None, FIRST_DUE)
    assert [kind for kind, _ in mails()] == ([] if why == "left" else ["report_schedule_ended"])
    if why == "role":
        assert "Beendet" in sign_in(cast.manager).get("/reports/runs").text


def test_one_that_cannot_be_made_says_so_and_why(
    cast: Cast, frozen: FrozenClock, sign_in: SignIn
) -> None:
    cast.hr.language = "en"
    wanted = SavedAs("Unit 15.23", ReportDays.DAY, None, Schedule.QUARTERLY)
    saved = save(REPORTS["expiring_holdings"], {"unit": "15.23"}, wanted, actor_of(cast.hr.id))
    saved.parameters = {"unit": "15.99"}
    db.session.commit()
    work(FIRST_DUE)
    (run,) = runs()
    assert run.status is ReportStatus.FAILED
    ((kind, body),) = mails()
    assert kind == "report_failed"
    assert "Unit 15.99 did not exist on 1 April 2026" in body
    page = sign_in(cast.hr).get(f"/reports/runs/{run.id}").text
    assert run.refusal in page
    assert f"/reports/saved/{saved.id}" in page
    assert saved.due_on == date(2026, 7, 1)


def test_what_is_deleted_is_not_made_and_its_files_stay(
    cast: Cast, monthly: SavedReport, sign_in: SignIn
) -> None:
    work(FIRST_DUE)
    order_due_reports(date(2026, 5, 4))
    sign_in(cast.manager).post(f"/reports/saved/{monthly.id}/deletion")
    work(date(2026, 6, 1))
    assert [run.status for run in runs()] == [ReportStatus.READY, ReportStatus.CANCELLED]


def test_what_leavers_saved_is_forgotten_with_their_files(
    cast: Cast, monthly: SavedReport, frozen: FrozenClock
) -> None:
    cast.manager.exit = date(2026, 3, 31)
    db.session.commit()
    for day, left in ((date(2027, 3, 31), 1), (date(2027, 4, 1), 0)):
        forget_old_saved_reports(clock.at(day))
        assert len(db.session.scalars(select(SavedReport)).all()) == left
        db.session.rollback()
