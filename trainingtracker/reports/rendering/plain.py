"""CSV and JSON: for programs. Columns by their keys, values without formats of a language."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice

from trainingtracker import clock
from trainingtracker.reports.asking import particulars
from trainingtracker.reports.report import Question, Report, Table, Value
from trainingtracker.reports.workbook.cells import FORMULA_STARTS

_ROWS_AT_ONCE = 500


def csv_pieces(table: Table, question: Question, rows: dict[str, int]) -> Iterator[bytes]:
    """One table, keys in the first line, separated by semicolons, in UTF-8 with a mark.

    The mark and the semicolon make German spreadsheets open it as it is.
    """
    text = io.StringIO(newline="")
    lines = csv.writer(text, delimiter=";")
    text.write("\ufeff")
    lines.writerow([column.key for column in table.columns_for(question)])
    found = iter(table.rows(question))
    rows[table.key] = 0
    while batch := list(islice(found, _ROWS_AT_ONCE)):
        lines.writerows([_safe(_plain(value)) for value in row] for row in batch)
        rows[table.key] += len(batch)
        yield _taken(text)
    yield _taken(text)


def json_pieces(
    report: Report, question: Question, number: str, rows: dict[str, int]
) -> Iterator[bytes]:
    """All tables, written row by row so that a long one needs no memory."""
    head = {
        "report": report.key,
        "number": number,
        "created_at": clock.now().isoformat(),
        "language": question.language,
        "parameters": dict(particulars(report, question)),
    }
    yield (_json(head)[:-1] + ', "tables": [').encode()
    for position, table in enumerate(report.tables_for(question)):
        yield (",\n" if position else "\n").encode()
        yield from _table(table, question, rows)
    yield b"\n]}\n"


def _table(table: Table, question: Question, rows: dict[str, int]) -> Iterator[bytes]:
    columns = table.columns_for(question)
    described = {
        "key": table.key,
        "columns": [
            {"key": column.key, "heading": column.title(question.language)} for column in columns
        ],
    }
    yield (_json(described)[:-1] + ', "rows": [').encode()
    keys = [column.key for column in columns]
    found = iter(table.rows(question))
    rows[table.key] = 0
    while batch := list(islice(found, _ROWS_AT_ONCE)):
        records = (
            {key: _plain(value) for key, value in zip(keys, row, strict=True)} for row in batch
        )
        between = ",\n" if rows[table.key] else "\n"
        yield (between + ",\n".join(_json(record) for record in records)).encode()
        rows[table.key] += len(batch)
    yield b"]}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _taken(text: io.StringIO) -> bytes:
    piece = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return piece


def _plain(value: Value) -> str | int | float | None:
    match value:
        case Decimal():
            return float(value)
        case datetime() | time():
            return value.isoformat(timespec="minutes")
        case date():
            return value.isoformat()
        case _:
            return value


def _safe(value: str | int | float | None) -> str | int | float | None:
    """A text that a spreadsheet would take for a formula gets an apostrophe in front."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value
