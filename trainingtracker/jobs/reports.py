"""Making long reports where nobody waits for the answer, and deleting files that are too old.

Whoever makes one claims it for a short time and moves that on while writing. One that was
interrupted is begun again once its time has run out. The file is kept in the transaction that says
that it is ready, so two that took up the same report cannot both keep it.
"""

import logging
from datetime import datetime, timedelta
from io import BytesIO
from time import monotonic

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor, actor_for, may_sign_in
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import begin, db
from trainingtracker.models import Account, Person, ReportRun
from trainingtracker.notify import report_messages
from trainingtracker.privacy import log_access
from trainingtracker.reports.asking import ask
from trainingtracker.reports.outgoing import Outgoing
from trainingtracker.reports.registry import REPORTS
from trainingtracker.reports.rendering.files import outgoing
from trainingtracker.reports.runs.keeping import forget_old_files, keep
from trainingtracker.reports.typed import choices, understood
from trainingtracker.text import sentence
from trainingtracker.vocabulary import AccessKind, ReportStatus

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 3
# How often a reader's progress bar moves, in seconds.
_EVERY = 0.5
_WORKING = (ReportStatus.WAITING, ReportStatus.WORKING)
_log = logging.getLogger(__name__)


def make_waiting_reports() -> int:
    """Make all reports that wait and that nobody is making; how many there were."""
    begin("read")
    now = clock.now()
    waiting = db.session.scalars(
        select(ReportRun.id)
        .where(
            ReportRun.status.in_(_WORKING),
            or_(ReportRun.claimed_until.is_(None), ReportRun.claimed_until <= now),
        )
        .order_by(ReportRun.id)
    ).all()
    db.session.rollback()
    return sum(make_report(run_id) for run_id in waiting)


def make_report(run_id: int) -> bool:
    """Make one report; False where there is nothing to do or somebody else is at it."""
    if not _claim(run_id):
        return False
    try:
        _make(run_id)
    except RuleViolation as refused:
        _log.info("report %s is refused by now", run_id)
        _end(run_id, refused)
    except Exception:
        _log.exception("report %s has stopped", run_id)
        _end(run_id)
    return True


def forget_old_reports(now: datetime) -> None:
    begin("write")
    forget_old_files(now)
    db.session.commit()


def _claim(run_id: int) -> bool:
    begin("write")
    now = clock.now()
    free = or_(ReportRun.claimed_until.is_(None), ReportRun.claimed_until <= now)
    claimed = db.session.execute(
        update(ReportRun)
        .where(ReportRun.id == run_id, ReportRun.status.in_(_WORKING), free)
        .values(
            status=ReportStatus.WORKING,
            claimed_until=now + LEASE,
            attempts=ReportRun.attempts + 1,
            done=0,
        )
        .execution_options(synchronize_session=False)
        .returning(ReportRun.attempts)
    ).all()
    db.session.commit()
    if claimed and claimed[0].attempts > MAX_ATTEMPTS:
        _end(run_id)
        return False
    return bool(claimed)


def _make(run_id: int) -> None:
    begin("snapshot")
    run = db.session.get_one(ReportRun, run_id)
    actor, reader = _reader(run)
    report = REPORTS[run.report_key]
    offered = choices(dict(run.parameters))
    name = reader.full_name
    question = ask(report, understood(offered), actor, run.language, name, tree=offered.tree)
    part = str(run.parameters.get("part", ""))
    file = outgoing(report, run.ending, question, run.number, part)
    content = _content(run_id, file)
    db.session.rollback()
    if content is None:
        return
    begin("write")
    run = db.session.get_one(ReportRun, run_id, populate_existing=True)
    if run.status is ReportStatus.WORKING:
        keep(run, content, file)
        if run.due_on and run.saved_report and reader.email:
            # It is deleted at once where somebody in it has taken back consent meanwhile.
            tell = report_messages.report_failed if run.deleted_at else report_messages.report_ready
            tell(run, run.saved_report, reader)
        log_access(
            AccessKind.EXPORT,
            actor_id=actor.person_id,
            row_count=run.row_count,
            filters={**run.parameters, "report": run.report_key, "number": run.number},
        )
    db.session.commit()


def _reader(run: ReportRun) -> tuple[Actor, Person]:
    """Who asked, with the roles of now: whoever has lost them gets nothing any more."""
    account = db.session.scalars(
        select(Account).where(Account.person_id == run.requested_by_id)
    ).one()
    actor = actor_for(account)
    if not (may_sign_in(account) and REPORTS[run.report_key].audience(actor)):
        raise LookupError("the reader may not have this report any more")
    return actor, account.person


def _content(run_id: int, file: Outgoing) -> bytes | None:
    """The whole file; None where somebody has cancelled it meanwhile."""
    whole, told = BytesIO(), monotonic()
    for piece in file.pieces:
        whole.write(piece)
        if monotonic() - told > _EVERY:
            told = monotonic()
            if not _tell(run_id, file.row_count):
                return None
    return whole.getvalue()


def _tell(run_id: int, done: int) -> bool:
    """Say how far it is, in a short transaction of its own; whether it is still wanted."""
    with Session(db.engine.execution_options(begin_mode="write")) as session:
        told = session.execute(
            update(ReportRun)
            .where(ReportRun.id == run_id, ReportRun.status == ReportStatus.WORKING)
            .values(done=done, claimed_until=clock.now() + LEASE)
            .execution_options(synchronize_session=False)
            .returning(ReportRun.id)
        ).all()
        session.commit()
    return bool(told)


def _end(run_id: int, refused: RuleViolation | None = None) -> None:
    """It cannot be made. Whoever waits for it without having asked just now is told."""
    db.session.rollback()
    begin("write")
    run = db.session.get_one(ReportRun, run_id, populate_existing=True)
    if run.status.working:
        run.status, run.claimed_until = ReportStatus.FAILED, None
        run.finished_at = clock.now()
        if refused:
            run.refusal = sentence(refused.message, run.language, **refused.values)
        owner = run.requested_by
        if run.due_on and run.saved_report and owner and owner.email:
            report_messages.report_failed(run, run.saved_report, owner)
    db.session.commit()
