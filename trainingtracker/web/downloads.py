"""Lists of the pages as workbooks: numbered as reports are, on record before they are whole."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from flask import Response, stream_with_context

from trainingtracker.extensions import begin, db
from trainingtracker.reports.outgoing import Outgoing
from trainingtracker.reports.rendering.files import MEDIA_TYPES
from trainingtracker.reports.report import ListReport, Value
from trainingtracker.reports.runs.keeping import new_run
from trainingtracker.vocabulary import ReportStatus
from trainingtracker.web import arguments
from trainingtracker.web.reports.files import kept_pieces
from trainingtracker.web.requests import current_account, current_actor, reader_language
from trainingtracker.web.sending import as_attachment

if TYPE_CHECKING:
    from trainingtracker.reports.lists.as_workbook import ForReader


def list_workbook(report: ListReport, rows: Callable[[str], Iterable[Sequence[Value]]]) -> Response:
    """A list as a workbook; `rows` makes them in a language, called inside the snapshot."""
    from trainingtracker.reports.lists import as_workbook

    def make(reader: "ForReader") -> Outgoing:
        return as_workbook.list_workbook(report, rows(reader.language), reader)

    return numbered_list(f"list:{report.key}", make)


def numbered_list(key: str, make: Callable[["ForReader"], Outgoing]) -> Response:
    """The file that `make` makes for the reader, its pieces sent as they come, in one snapshot."""
    from trainingtracker.reports.lists.as_workbook import ForReader

    account = current_account()
    name = account.person.full_name if account else ""
    language, actor_id = reader_language(), current_actor().person_id
    parameters = {name: str(value) for name, value in arguments.for_the_log().items()}
    # What has been read for the request so far belongs to another transaction.
    db.session.rollback()
    begin("write")
    run = new_run(key, "xlsx", language, parameters, actor_id, status=ReportStatus.WORKING)
    run_id, number = run.id, run.number
    db.session.commit()
    begin("snapshot")
    file = make(ForReader(language, name, number))
    pieces = stream_with_context(kept_pieces(file, run_id, key))
    return as_attachment(Response(pieces, mimetype=MEDIA_TYPES["xlsx"]), file.file_name)
