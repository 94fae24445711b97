"""Sending a workbook: read in one snapshot, logged as an access, streamed from a file."""

import tempfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import BinaryIO, cast

from flask import Response, request, send_file

from trainingtracker.attainment.scope import Scope
from trainingtracker.extensions import begin, db
from trainingtracker.privacy import log_access
from trainingtracker.reports.report import ATTAINMENT, Filters, ListReport, Value, Written
from trainingtracker.vocabulary import AccessKind
from trainingtracker.web import arguments
from trainingtracker.web.requests import current_account, current_actor, reader_language

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Write = Callable[[str, str, BinaryIO], Written]


def attainment_workbook(ask: Callable[[], tuple[Filters, Scope]]) -> Response:
    """The attainment workbook of what `ask`, called inside the snapshot, says the reader may see.

    A RuleViolation of `ask` passes through; nothing is logged then.
    """
    from trainingtracker.reports.attainment import write_attainment

    def write(language: str, reader: str, output: BinaryIO) -> Written:
        filters, scope = ask()
        return write_attainment(filters, scope, language, reader, output)

    return _sent(ATTAINMENT.key, write)


def list_workbook(report: ListReport, rows: Callable[[str], Iterable[Iterable[Value]]]) -> Response:
    """A list as a workbook; `rows` makes them in a language, called inside the snapshot."""
    from trainingtracker.reports.lists import write_list

    def write(language: str, reader: str, output: BinaryIO) -> Written:
        return write_list(report, rows(language), language, reader, output)

    return _sent(report.key, write)


def _sent(report_key: str, write: Write) -> Response:
    account = current_account()
    reader = account.person.full_name if account else ""
    actor_id, language = current_actor().person_id, reader_language()
    # What has been read for the request so far belongs to another transaction.
    db.session.rollback()
    begin("snapshot")
    with ExitStack() as unless_sent:
        workbook = unless_sent.enter_context(tempfile.TemporaryFile())
        written = write(language, reader, cast("BinaryIO", workbook))
        db.session.rollback()
        begin("read")
        log_access(
            AccessKind.EXPORT,
            actor_id=actor_id,
            row_count=written.row_count,
            filters={"report": report_key, "page": request.path, **arguments.for_the_log()},
        )
        workbook.seek(0)
        response = send_file(
            workbook, mimetype=_XLSX, as_attachment=True, download_name=written.file_name
        )
        response.call_on_close(unless_sent.pop_all().close)
    return response
