"""Sending a workbook: read in one snapshot, logged as an access, streamed from a file."""

import tempfile
from collections.abc import Callable
from contextlib import ExitStack

from flask import Response, request, send_file

from trainingtracker.attainment.scope import Scope
from trainingtracker.extensions import begin, db
from trainingtracker.privacy import log_access
from trainingtracker.reports.report import ATTAINMENT, Filters
from trainingtracker.vocabulary import AccessKind
from trainingtracker.web.requests import current_account, current_actor, reader_language

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attainment_workbook(ask: Callable[[], tuple[Filters, Scope]]) -> Response:
    """The attainment workbook of what `ask`, called inside the snapshot, says the reader may see.

    A RuleViolation of `ask` passes through; nothing is logged then.
    """
    from trainingtracker.reports.attainment import write_attainment

    account = current_account()
    reader = account.person.full_name if account else ""
    actor_id, language = current_actor().person_id, reader_language()
    # What has been read for the request so far belongs to another transaction.
    db.session.rollback()
    begin("snapshot")
    filters, scope = ask()
    with ExitStack() as unless_sent:
        workbook = unless_sent.enter_context(tempfile.TemporaryFile())
        written = write_attainment(filters, scope, language, reader, workbook)
        db.session.rollback()
        begin("read")
        log_access(
            AccessKind.EXPORT,
            actor_id=actor_id,
            row_count=written.row_count,
            filters={"report": ATTAINMENT.key, "page": request.path, **request.args.to_dict()},
        )
        workbook.seek(0)
        response = send_file(
            workbook, mimetype=_XLSX, as_attachment=True, download_name=written.file_name
        )
        response.call_on_close(unless_sent.pop_all().close)
    return response
