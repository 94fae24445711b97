"""Working on lists that came in through pages: compare, bring in, forget.

Whoever works claims the run for a short time with one conditional update and moves that time on
while comparing: a worker, or the process that received the file. Work that was interrupted is
taken up again once its time has run out. A list goes in within one transaction, which also says
that it has gone in: two that took the same work up cannot both do it.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from trainingtracker import clock, settings
from trainingtracker.accounts.actor import actor_of
from trainingtracker.errors import RuleViolation, StaleVersion
from trainingtracker.exchange.importing import bring_in, read_and_compare
from trainingtracker.exchange.kinds import KINDS
from trainingtracker.exchange.locking import lock_imports
from trainingtracker.exchange.preview import Preview, Watcher
from trainingtracker.exchange.reading.choices import Choices
from trainingtracker.exchange.runs import undoing
from trainingtracker.exchange.runs.journal import footprint
from trainingtracker.exchange.runs.kept import fingerprint, keep, remark
from trainingtracker.exchange.runs.operations import finish, forget
from trainingtracker.extensions import begin, db
from trainingtracker.models import ImportContent, ImportRun
from trainingtracker.text import mark
from trainingtracker.vocabulary import ImportStatus

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 3
# How long a file waits for a decision.
KEPT = timedelta(days=7)
HISTORY = timedelta(days=730)

_INTERRUPTED = mark(
    "The work on this list was interrupted several times, the last time before its end. Nothing of"
    " it has been written. Try it once more; if it happens again, tell your administrators."
)
_FAULT = mark(
    "A fault of the program has stopped the work on this list. Nothing of it has been written."
    " Please tell your administrators when it happened."
)
_CHANGED_MEANWHILE = mark(
    "Nothing has been written: somebody has changed data since you looked at the comparison. This"
    " is the new one; look at it and decide again."
)

_STEPS = {
    ImportStatus.UPLOADED: ImportStatus.COMPARING,
    ImportStatus.COMPARING: ImportStatus.COMPARING,
    ImportStatus.ORDERED: ImportStatus.APPLYING,
    ImportStatus.APPLYING: ImportStatus.APPLYING,
    ImportStatus.UNDO_ORDERED: ImportStatus.UNDOING,
    ImportStatus.UNDOING: ImportStatus.UNDOING,
}
_log = logging.getLogger(__name__)


def work_on_imports() -> int:
    """Do all work on lists that nobody is doing; how much of it there was."""
    begin("read")
    now = clock.now()
    waiting = db.session.scalars(
        select(ImportRun.id).where(ImportRun.status.in_(_STEPS), _free(now)).order_by(ImportRun.id)
    ).all()
    db.session.rollback()
    return sum(work_on(run_id) for run_id in waiting)


def work_on(run_id: int) -> bool:
    """Compare the list or bring it in, whichever is due; False where somebody else is at it."""
    status = _claim(run_id)
    if status is None:
        return False
    try:
        _WORK[status](run_id)
    except RuleViolation as refusal:
        # A file that cannot be read: the sentence says why.
        _end(run_id, refusal.message, **refusal.values)
    except Exception:
        _log.exception("import %s has stopped", run_id)
        _end(run_id, _FAULT)
    return True


def forget_old_imports(now: datetime) -> None:
    """Delete files nobody decided about, files that are in for long, at last the history."""
    begin("write")
    applied = now - timedelta(days=settings.get("import_file_days"))
    old = ImportRun.uploaded_at <= now - KEPT
    undecided = (ImportStatus.COMPARED, ImportStatus.FAILED)
    for run in db.session.scalars(select(ImportRun).where(old, ImportRun.status.in_(undecided))):
        forget(run)
        run.status, run.finished_at = ImportStatus.DISCARDED, now
    holding = select(ImportContent.run_id).where(ImportContent.run_id == ImportRun.id).exists()
    done = ImportRun.status == ImportStatus.APPLIED
    for run in db.session.scalars(
        select(ImportRun).where(done, ImportRun.finished_at <= applied, holding)
    ):
        forget(run)
    ended = (ImportStatus.APPLIED, ImportStatus.DISCARDED, ImportStatus.UNDONE)
    for run in db.session.scalars(
        select(ImportRun).where(ImportRun.uploaded_at <= now - HISTORY, ImportRun.status.in_(ended))
    ):
        db.session.delete(run)
    db.session.commit()


def _free(now: datetime) -> Any:
    return or_(ImportRun.claimed_until.is_(None), ImportRun.claimed_until <= now)


def _claim(run_id: int) -> ImportStatus | None:
    """What is to be done; None where there is nothing, or somebody else does it."""
    begin("write")
    now = clock.now()
    claimed = db.session.execute(
        update(ImportRun)
        .where(ImportRun.id == run_id, ImportRun.status.in_(_STEPS), _free(now))
        .values(claimed_until=now + LEASE, attempts=ImportRun.attempts + 1)
        .execution_options(synchronize_session=False)
        .returning(ImportRun.id)
    ).all()
    run = db.session.get(ImportRun, run_id, populate_existing=True) if claimed else None
    if run is None:
        db.session.rollback()
        return None
    if run.attempts > MAX_ATTEMPTS:
        run.status, run.remark = _stopped(run), remark(_INTERRUPTED)
        db.session.commit()
        return None
    run.status = status = _STEPS[run.status]
    db.session.commit()
    return status


def _compare(run_id: int) -> None:
    begin("read")
    rehearses = KINDS[db.session.get_one(ImportRun, run_id).list_kind].by_operations
    db.session.rollback()
    # Nobody else can write while the operations are tried, not even how far that is.
    begin("write" if rehearses else "snapshot")
    run, content = _read(run_id)
    preview = read_and_compare(
        run.list_kind,
        content,
        name=run.file_name,
        actor=actor_of(run.uploaded_by_id) if run.uploaded_by_id else None,
        watcher=None if rehearses else _watcher(run_id),
        choices=Choices.of(run.choices),
    )
    db.session.rollback()
    begin("write")
    run = db.session.get_one(ImportRun, run_id, populate_existing=True)
    if run.status is ImportStatus.COMPARING:
        keep(run, preview)
        run.status, run.claimed_until = ImportStatus.COMPARED, None
    db.session.commit()


def _bring_in(run_id: int) -> None:
    begin("read")
    run, content = _read(run_id)
    kind, name, outcome, actor_id = run.list_kind, run.file_name, run.outcome, run.ordered_by_id
    choices = Choices.of(run.choices)
    db.session.rollback()
    begin("write")
    db.session.info["actor"] = actor_id

    def as_shown(preview: Preview) -> bool:
        here = db.session.get_one(ImportRun, run_id, populate_existing=True)
        return here.status is ImportStatus.APPLYING and fingerprint(preview) == outcome

    try:
        actor = actor_of(actor_id) if actor_id else None
        with footprint() as left:
            preview = bring_in(
                kind, content, name=name, actor=actor, only_if=as_shown, choices=choices
            )
    except StaleVersion:
        db.session.rollback()
        _compare_anew(run_id)
        return
    run = db.session.get_one(ImportRun, run_id, populate_existing=True)
    if run.status is not ImportStatus.APPLYING:
        # Whoever had this work before has done it after all.
        db.session.rollback()
        return
    run.claimed_until = None
    if preview.written:
        finish(run, left)
    else:
        keep(run, preview)
        run.status, run.remark = ImportStatus.COMPARED, remark(_CHANGED_MEANWHILE)
    db.session.commit()


def _compare_anew(run_id: int) -> None:
    """Pages wrote the same rows at the same moment: look again at what there is now."""
    begin("write")
    run = db.session.get_one(ImportRun, run_id, populate_existing=True)
    run.status, run.remark = ImportStatus.COMPARING, remark(_CHANGED_MEANWHILE)
    db.session.commit()
    _compare(run_id)


def _read(run_id: int) -> tuple[ImportRun, bytes]:
    run = db.session.get_one(ImportRun, run_id, populate_existing=True)
    return run, db.session.get_one(ImportContent, run_id).content


def _end(run_id: int, message: str, **values: object) -> None:
    db.session.rollback()
    begin("write")
    run = db.session.get_one(ImportRun, run_id, populate_existing=True)
    if run.status.working:
        run.status, run.claimed_until = _stopped(run), None
        run.remark = remark(message, **values)
    db.session.commit()


def _stopped(run: ImportRun) -> ImportStatus:
    """What a list is whose work has stopped: one that was to be taken back is in as before."""
    undoing = run.status in (ImportStatus.UNDO_ORDERED, ImportStatus.UNDOING)
    return ImportStatus.APPLIED if undoing else ImportStatus.FAILED


def _take_back(run_id: int) -> None:
    begin("write")
    lock_imports()
    run = db.session.get_one(ImportRun, run_id, populate_existing=True)
    db.session.info["actor"] = run.undone_by_id
    if run.status is not ImportStatus.UNDOING:
        db.session.rollback()
        return
    undoing.take_back(run)
    forget(run)
    db.session.commit()


def _watcher(run_id: int) -> Watcher:
    """Tells how far the comparison is, in short transactions of their own."""
    engine = db.engine.execution_options(begin_mode="write")

    def told(done: int, total: int) -> None:
        with Session(engine) as session:
            session.execute(
                update(ImportRun)
                .where(ImportRun.id == run_id, ImportRun.status == ImportStatus.COMPARING)
                .values(done=done, total=total, claimed_until=clock.now() + LEASE)
                .execution_options(synchronize_session=False)
            )
            session.commit()

    return told


_WORK = {
    ImportStatus.COMPARING: _compare,
    ImportStatus.APPLYING: _bring_in,
    ImportStatus.UNDOING: _take_back,
}
