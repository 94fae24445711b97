"""Saved reports in the example city: of several people, one shared, one made by itself."""

from flask import Flask
from sqlalchemy import select

from trainingtracker.extensions import db
from trainingtracker.models import ReportContent, ReportRun, SavedReport
from trainingtracker.reports.saved import schedules
from trainingtracker.vocabulary import ReportReaders, ReportStatus


def test_there_are_some_one_is_shared_and_one_has_been_made(city: Flask) -> None:
    saved = db.session.scalars(select(SavedReport)).all()
    assert len({each.owner_id for each in saved}) == 3
    assert [each.shared_with for each in saved if each.shared_with] == [ReportReaders.MANAGER]
    assert all(schedules.entitled(each) for each in saved)
    runs = db.session.scalars(select(ReportRun).where(ReportRun.due_on.is_not(None))).all()
    assert runs
    assert {run.status for run in runs} == {ReportStatus.READY}
    assert all(run.row_count and db.session.get(ReportContent, run.id) for run in runs)
