"""Every workbook as LibreOffice sees it: opened without a repair, worked out again, compared."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import text

from tests.reports.reading import opened, values
from tests.support import office
from tests.support.excel_rules import complaints
from trainingtracker.extensions import db

pytestmark = pytest.mark.parametrize("database_engine", ["sqlite"])

_STAFF = "SELECT count(*) FROM person WHERE kind = 'staff'"
_TAKEN = """
    SELECT %s FROM (
        SELECT o.course_id FROM enrolment e JOIN offering o ON o.id = e.offering_id
        JOIN person p ON p.id = e.person_id
        WHERE e.status = 'completed' AND p.kind = 'staff'
        UNION ALL
        SELECT i.course_id FROM imported_participation i JOIN person p ON p.id = i.person_id
        WHERE i.result = 'passed' AND p.kind = 'staff'
    ) t JOIN course c ON c.id = t.course_id
"""
# Beginning of an address, sheet, heading: what LibreOffice adds up there, and the database counts.
_TOTALS = (
    ("/people/list", "Personen", "Nachname", "SELECT count(*) FROM person"),
    ("/offerings/list", "Veranstaltungen", "Plätze", "SELECT sum(max_places) FROM offering"),
    ("/reports/attainment", "Teilnahmen", "Nachname", _TAKEN % "count(*)"),
    (
        "/reports/attainment",
        "Teilnahmen",
        "UE (45 Minuten)",
        _TAKEN % "sum(c.teaching_units)",
    ),
    ("/reports/attainment", "Erworbene Kompetenzen", "Nachname", "SELECT count(*) FROM holding"),
)


def test_every_workbook_opens_and_adds_up_to_what_the_database_says(
    workbooks: dict[str, bytes], tmp_path: Path
) -> None:
    files: list[Path] = []
    for number, (address, content) in enumerate(workbooks.items()):
        assert complaints(content) == [], address
        for name, version in (("as-sent", content), ("with-sums", _with_sums(content))):
            files.append(tmp_path / f"{number}-{name}.xlsx")
            files[-1].write_bytes(version)
    copies = office.converted(files, tmp_path)
    assert set(copies) == {file.stem for file in files}

    sums: dict[tuple[str, str, str], Any] = {}
    for number, (address, content) in enumerate(workbooks.items()):
        read = _sheets(content)
        assert _sheets(copies[f"{number}-as-sent"].read_bytes()) == read, address
        assert _as_openpyxl_reads(content) == read, address
        worked_out = _sheets(copies[f"{number}-with-sums"].read_bytes())[_SUMS]
        for sheet, heading, total, cells in worked_out:
            column = _column(read[sheet], heading)
            numbers = [value for value in column if isinstance(value, float)]
            # Of days there are sums as well; they mean nothing.
            if numbers:
                assert total == pytest.approx(sum(numbers)), (address, sheet, heading)
            assert cells == len([value for value in column if value != ""])
            sums[address, sheet, heading] = total if numbers else cells
    for beginning, sheet, heading, statement in _TOTALS:
        totals = [
            total
            for (address, *place), total in sums.items()
            if address.startswith(beginning) and place == [sheet, heading]
        ]
        counted = db.session.scalar(text(statement))
        assert counted
        assert totals == [counted], (beginning, sheet, heading)


_SUMS = "Sums"


def _with_sums(content: bytes) -> bytes:
    """The workbook with a sheet of formulas: the sum of each column of a table, and its cells."""
    book = opened(content)
    sums = book.create_sheet(_SUMS)
    for sheet in book.worksheets:
        for table in sheet.tables.values():
            for cell in sheet[table.ref][0]:
                last = sheet[table.ref][-1][0].row
                place = f"'{sheet.title}'!{cell.column_letter}2:{cell.column_letter}{last}"
                sums.append([sheet.title, cell.value, f"=SUM({place})", f"=COUNTA({place})"])
    output = BytesIO()
    book.save(output)
    return output.getvalue()


def _sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {
        name: _trimmed(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
        for name in book.sheet_names
    }


def _as_openpyxl_reads(content: bytes) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(BytesIO(content))
    return {sheet.title: _trimmed(values(sheet)) for sheet in book.worksheets}


def _trimmed(rows: Iterable[Sequence[Any]]) -> list[list[Any]]:
    """The cells up to the last one of each row, and the rows up to the last one that has any."""
    found = [_up_to_the_last([_plain(value) for value in row], "") for row in rows]
    return _up_to_the_last(found, [])


def _up_to_the_last(things: list[Any], nothing: Any) -> list[Any]:
    while things and things[-1] == nothing:
        things.pop()
    return things


def _plain(value: Any) -> Any:
    """The same in each reader: days are instants, numbers are rounded floats, nothing is ''."""
    if value is None:
        return ""
    if isinstance(value, bool | str):
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time())
    return round(float(value), 9) if isinstance(value, int | float) else value


def _column(rows: list[list[Any]], heading: str) -> list[Any]:
    position = rows[0].index(heading)
    return [row[position] if len(row) > position else "" for row in rows[1:]]
