"""Lists of the pages as workbooks: read in one snapshot, on record before they are whole."""

from collections.abc import Callable, Generator, Iterable, Sequence

from flask import Response, request, stream_with_context

from trainingtracker.extensions import begin, db
from trainingtracker.privacy import log_access
from trainingtracker.reports.outgoing import Outgoing
from trainingtracker.reports.rendering.files import MEDIA_TYPES
from trainingtracker.reports.report import ListReport, Value
from trainingtracker.vocabulary import AccessKind
from trainingtracker.web import arguments
from trainingtracker.web.requests import current_account, current_actor, reader_language
from trainingtracker.web.sending import as_attachment, held_back

Make = Callable[[str, str], Outgoing]


def list_workbook(report: ListReport, rows: Callable[[str], Iterable[Sequence[Value]]]) -> Response:
    """A list as a workbook; `rows` makes them in a language, called inside the snapshot."""
    from trainingtracker.reports import lists

    def make(language: str, reader: str) -> Outgoing:
        return lists.list_workbook(report, rows(language), language, reader)

    return _sent(report.key, make)


def _sent(report_key: str, make: Make) -> Response:
    """The file that `make` makes for a reader, its pieces sent as they come, in one snapshot."""
    account = current_account()
    reader = account.person.full_name if account else ""
    actor_id = current_actor().person_id
    filters = {"report": report_key, "page": request.path, **arguments.for_the_log()}

    def log(row_count: int) -> None:
        log_access(AccessKind.EXPORT, actor_id=actor_id, row_count=row_count, filters=filters)

    language = reader_language()
    # What has been read for the request so far belongs to another transaction.
    db.session.rollback()
    begin("snapshot")
    file = make(language, reader)
    pieces = stream_with_context(on_record(file, log))
    return as_attachment(Response(pieces, mimetype=MEDIA_TYPES["xlsx"]), file.file_name)


def on_record(file: Outgoing, log: Callable[[int], None]) -> Generator[bytes, None, None]:
    """The pieces; the last one leaves when the access is on record."""

    def finish(_complete: bool) -> None:
        begin("read")
        log(file.row_count)

    yield from held_back(file.pieces, finish)
