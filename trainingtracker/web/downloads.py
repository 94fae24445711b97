"""Sending a file: read in one snapshot, logged as an access, streamed from a file."""

import tempfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import BinaryIO, cast

from flask import Response, request, send_file

from trainingtracker.extensions import begin, db
from trainingtracker.privacy import log_access
from trainingtracker.reports.report import ListReport, Value, Written
from trainingtracker.vocabulary import AccessKind
from trainingtracker.web import arguments
from trainingtracker.web.requests import current_account, current_actor, reader_language

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "json": "application/json",
}
Write = Callable[[str, str, BinaryIO], Written]


def list_workbook(report: ListReport, rows: Callable[[str], Iterable[Iterable[Value]]]) -> Response:
    """A list as a workbook; `rows` makes them in a language, called inside the snapshot."""
    from trainingtracker.reports.lists import write_list

    def write(language: str, reader: str, output: BinaryIO) -> Written:
        return write_list(report, rows(language), language, reader, output)

    return sent(report.key, write)


def sent(report_key: str, write: Write, media_type: str = MEDIA_TYPES["xlsx"]) -> Response:
    """The file that `write` makes for a reader inside a snapshot, once the access is logged."""
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
            workbook, mimetype=media_type, as_attachment=True, download_name=written.file_name
        )
        response.call_on_close(unless_sent.pop_all().close)
    return response
