"""Page, workbook, CSV and JSON of every table of every report have the same rows."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import pytest

from tests.cast import Cast, a_holding, an_enrolment
from tests.reports.reading import opened, values
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.reports.asking import ask
from trainingtracker.reports.registry import REPORTS
from trainingtracker.reports.rendering.files import outgoing
from trainingtracker.reports.rendering.preview import preview
from trainingtracker.reports.report import Filters
from trainingtracker.reports.scopes import COMMAND_LINE
from trainingtracker.text import sentence
from trainingtracker.vocabulary import Status

pytestmark = pytest.mark.parametrize("database_engine", ["sqlite"])

_EVERY_ROW = 10_000


def _number(value: Any) -> Any:
    return round(float(value), 6) if isinstance(value, int | float) else value


def _seen(row: Sequence[Any]) -> list[Any]:
    """A row without what a workbook alone writes: days have a time, a dash stands for nothing."""
    return [None if value in ("", "\u2013") else _number(_day(value)) for value in row]


def _day(value: Any) -> Any:
    if not isinstance(value, datetime):
        return value
    return value.date() if value.time() == time() else value.replace(microsecond=0)


def _told(row: Sequence[Any]) -> list[str]:
    return [
        ""
        if value is None
        else value.isoformat(timespec="minutes")
        if isinstance(value, datetime)
        else value.isoformat()
        if isinstance(value, date)
        else str(_number(value))
        if not isinstance(value, str)
        else value
        for value in row
    ]


def _read(text: str) -> str:
    """A number of a CSV as the others have it."""
    try:
        return str(round(float(text), 6))
    except ValueError:
        return text


@pytest.mark.parametrize("key", sorted(REPORTS))
def test_every_table_has_the_same_rows_four_ways(cast: Cast, key: str) -> None:
    a_holding(cast.employee, "eng", "B2", until=clock.add_months(clock.today(), 1))
    an_enrolment(cast.employee, cast.funding_offering, Status.COMPLETED, finished_on=clock.today())
    an_enrolment(cast.outsider, cast.english_offering)
    db.session.commit()
    report, today = REPORTS[key], clock.today()
    filters = Filters(today, names=True, year=today.year, offering_id=cast.english_offering.id)

    def asked() -> Any:
        return ask(report, filters, COMMAND_LINE, "en", "Hanna Rieck")

    told = json.loads(b"".join(outgoing(report, "json", asked()).pieces))["tables"]
    book = opened(b"".join(outgoing(report, "xlsx", asked()).pieces))
    tables = report.tables_for(asked())
    assert [each["key"] for each in told] == [table.key for table in tables]
    for table, of_json in zip(tables, told, strict=True):
        page = [row.values for row in preview(table, asked(), limit=_EVERY_ROW).rows]
        width = len(table.columns_for(asked()))
        assert [_told(row.values()) for row in of_json["rows"]] == [_told(row) for row in page]
        sent = b"".join(outgoing(report, "csv", asked(), part=table.key).pieces).decode()
        keys, *listed = csv.reader(io.StringIO(sent.removeprefix("\ufeff")), delimiter=";")
        assert keys == [column["key"] for column in of_json["columns"]]
        assert [[_read(each) for each in row] for row in listed] == [
            [_read(each) for each in _told(row)] for row in page
        ]
        sheet = book[sentence(table.title, "en")]
        written = [_seen(row[:width]) for row in values(sheet)]
        shown = [_seen(row) for row in page]
        headings = [column["heading"] for column in of_json["columns"]]
        first = next(at for at, row in enumerate(written) if row == headings) + 1
        assert written[first : first + len(shown)] == shown, table.key
