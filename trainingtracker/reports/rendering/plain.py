"""CSV and JSON: for programs. Columns by their keys, values without formats of a language."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO

from trainingtracker import clock
from trainingtracker.reports.asking import file_stem, particulars
from trainingtracker.reports.report import Question, Report, Table, Value, Written, records_in
from trainingtracker.reports.workbook.cells import FORMULA_STARTS


def write_csv(report: Report, table: Table, question: Question, output: BinaryIO) -> Written:
    """One table, keys in the first line, separated by semicolons, in UTF-8 with a mark.

    The mark and the semicolon make German spreadsheets open it as it is.
    """
    text = io.TextIOWrapper(output, encoding="utf-8-sig", newline="", write_through=True)
    lines = csv.writer(text, delimiter=";")
    lines.writerow([column.key for column in table.columns_for(question)])
    rows = 0
    for row in table.rows(question):
        lines.writerow([_safe(_plain(value)) for value in row])
        rows += 1
    text.detach()
    return Written(f"{file_stem(report, question)}_{table.key}.csv", {table.key: rows})


def write_json(report: Report, question: Question, number: str, output: BinaryIO) -> Written:
    """All tables, written row by row so that a long one needs no memory."""
    counts: dict[str, int] = {}

    def put(text: str) -> None:
        output.write(text.encode())

    head = {
        "report": report.key,
        "number": number,
        "created_at": clock.now().isoformat(),
        "language": question.language,
        "parameters": dict(particulars(report, question)),
    }
    put(json.dumps(head, ensure_ascii=False)[:-1] + ', "tables": [')
    tables = report.tables_for(question)
    for position, table in enumerate(tables):
        columns = table.columns_for(question)
        described = {
            "key": table.key,
            "columns": [
                {"key": column.key, "heading": column.title(question.language)}
                for column in columns
            ],
        }
        put("," * bool(position) + "\n" + json.dumps(described, ensure_ascii=False)[:-1])
        put(', "rows": [')
        keys = [column.key for column in columns]
        counts[table.key] = 0
        for text in _records(keys, table.rows(question)):
            put("," * bool(counts[table.key]) + "\n" + text)
            counts[table.key] += 1
        put("]}")
    put("\n]}\n")
    return Written(f"{file_stem(report, question)}.json", records_in(tables, counts))


def _records(keys: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    for row in rows:
        record = {key: _plain(value) for key, value in zip(keys, row, strict=True)}
        yield json.dumps(record, ensure_ascii=False)


def _plain(value: Value) -> str | int | float | None:
    match value:
        case Decimal():
            return float(value)
        case datetime():
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
