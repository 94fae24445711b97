"""The files of a report: numbered, read in one snapshot, on their way while they are being made."""

from collections.abc import Callable, Iterator, Mapping
from tempfile import SpooledTemporaryFile

from flask import Response, redirect, request, stream_with_context, url_for
from werkzeug.wrappers import Response as Answer

from trainingtracker import clock
from trainingtracker.extensions import begin, db
from trainingtracker.models import ReportRun
from trainingtracker.privacy import log_access
from trainingtracker.reports.outgoing import Outgoing
from trainingtracker.reports.rendering.files import MEDIA_TYPES, outgoing, size_of
from trainingtracker.reports.report import Question, Report
from trainingtracker.reports.runs.keeping import keep, new_run
from trainingtracker.vocabulary import AccessKind, ReportStatus
from trainingtracker.web import arguments
from trainingtracker.web.background import background
from trainingtracker.web.requests import current_actor, reader_language
from trainingtracker.web.sending import as_attachment, held_back

# More rows than that are made where nobody waits for the answer.
LONG = 200_000
# What a file being made may take of the memory before it goes to disk.
_IN_MEMORY = 8_000_000
# How long a reader looks at the old page before the bar is shown.
_PATIENCE = 1.0


def report_file(
    report: Report,
    ending: str,
    ask: Callable[[], Question],
    parameters: Mapping[str, str],
    *,
    may_wait: bool = True,
) -> Response | Answer:
    """The file of what `ask`, called inside the snapshot, says the reader may see.

    A long one is made in the background where `may_wait`, and the answer leads to its page. A
    RuleViolation of `ask` passes through; nothing is numbered then.
    """
    total = size_of(report, ask())
    later = may_wait and total > LONG
    status = ReportStatus.WAITING if later else ReportStatus.WORKING
    db.session.rollback()
    begin("write")
    run = new_run(
        report.key,
        ending,
        reader_language(),
        parameters,
        current_actor().person_id,
        status=status,
        total=total,
    )
    run_id, number = run.id, run.number
    db.session.commit()
    if later:
        background().make_report(run_id, _PATIENCE)
        return redirect(url_for("report_runs.show", run_id=run_id), 303)
    begin("snapshot")
    file = outgoing(report, ending, ask(), number, parameters.get("part", ""))
    pieces = stream_with_context(kept_pieces(file, run_id, report.key))
    return as_attachment(Response(pieces, mimetype=MEDIA_TYPES[ending]), file.file_name)


def kept_pieces(file: Outgoing, run_id: int, report_key: str) -> Iterator[bytes]:
    """Send what there is, and keep a copy under the number once all of it is there.

    A server ends the session of the view before the first piece is asked for: what is read from
    then on is read in a snapshot of its own.
    """
    db.session.rollback()
    begin("snapshot")
    with SpooledTemporaryFile(_IN_MEMORY) as copy:

        def copied() -> Iterator[bytes]:
            for piece in file.pieces:
                copy.write(piece)
                yield piece

        def finish(complete: bool) -> None:
            copy.seek(0)
            _finish(file, run_id, report_key, copy.read() if complete else None)

        yield from held_back(copied(), finish)


def _finish(file: Outgoing, run_id: int, report_key: str, content: bytes | None) -> None:
    begin("write")
    run = db.session.get_one(ReportRun, run_id)
    if content is None:
        run.status, run.finished_at = ReportStatus.FAILED, clock.now()
    else:
        keep(run, content, file)
    number = run.number
    db.session.commit()
    begin("read")
    log_access(
        AccessKind.EXPORT,
        actor_id=current_actor().person_id,
        row_count=file.row_count,
        filters={
            **arguments.for_the_log(),
            "report": report_key,
            "page": request.path,
            "number": number,
        },
    )
