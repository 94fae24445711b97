"""CSV and JSON: for programs. Columns by their keys, values without formats of a language."""

import codecs
import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain

from trainingtracker import clock
from trainingtracker.reports.asked_in_words import file_stem, particulars
from trainingtracker.reports.outgoing import Outgoing, batches, counted, counting
from trainingtracker.reports.report import Published, Question, Report, Table, Value
from trainingtracker.reports.workbook.cells import FORMULA_STARTS


def csv_file(report: Report, table: Table, question: Question) -> Outgoing:
    """One table, keys in the first line, separated by semicolons, in UTF-8 with a mark.

    The mark and the semicolon make German spreadsheets open it as it is.
    """
    counts = {table.key: 0}
    name = f"{file_stem(report, question)}_{table.key}.csv"
    return Outgoing(name, _csv(table, question, counts), counts)


def _csv(table: Table, question: Question, counts: dict[str, int]) -> Iterator[bytes]:
    keys = [column.key for column in table.columns_for(question)]
    yield codecs.BOM_UTF8
    for rows in batches(chain((keys,), counting(table.rows(question), counts, table.key))):
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=";").writerows(
            [_safe(_plain(value)) for value in row] for row in rows
        )
        yield text.getvalue().encode()


def json_file(report: Report, question: Question, number: str = "") -> Outgoing:
    """All tables."""
    counts = counted(report.tables_for(question))
    pieces = ("".join(texts).encode() for texts in batches(_json(report, question, number, counts)))
    return Outgoing(f"{file_stem(report, question)}.json", pieces, counts)


def _json(report: Report, question: Question, number: str, counts: dict[str, int]) -> Iterator[str]:
    head: dict[str, object] = {
        "report": report.key,
        "number": number,
        "created_at": clock.now().isoformat(),
        "language": question.language,
        "parameters": dict(particulars(report, question)),
    }
    if question.releases is not None:
        head["releases"] = [
            _published(year, each, question.language) for year, each in question.releases.items()
        ]
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "tables": ['
    for position, table in enumerate(report.tables_for(question)):
        columns = table.columns_for(question)
        described = {
            "key": table.key,
            "columns": [
                {"key": column.key, "heading": column.title(question.language)}
                for column in columns
            ],
        }
        yield "," * bool(position) + "\n" + json.dumps(described, ensure_ascii=False)[:-1]
        yield ', "rows": ['
        keys = [column.key for column in columns]
        comma = ""
        for text in _records(keys, counting(table.rows(question), counts, table.key)):
            yield f"{comma}\n{text}"
            comma = ","
        yield "]}"
    yield "\n]}\n"


def _published(year: int, published: Published, language: str) -> dict[str, object]:
    return {
        "year": year,
        "number": published.release.number,
        "published_on": published.day.isoformat(),
        "replaced_on": _plain(published.replaced_on),
        "reason": published.release.reason.in_language(language) or None,
    }


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
