"""Report numbers: a run for each file, its content kept until the retention ends."""

import zlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import func, not_, select
from sqlalchemy.orm import joinedload

from trainingtracker import clock, settings
from trainingtracker.accounts.actor import Actor
from trainingtracker.competence.consent import covering
from trainingtracker.competence.consent_files import (
    forget_whose,
    mark_deleted,
    rely_on,
    still_given,
)
from trainingtracker.extensions import db
from trainingtracker.models import Consent, Person, ReportConsent, ReportContent, ReportRun
from trainingtracker.reports.outgoing import Outgoing
from trainingtracker.reports.runs.numbered import numbered
from trainingtracker.vocabulary import ReportStatus

# Among the parameters of a run: a report that is for others, made of the team of a manager.
OF_THE_TEAM = "team"
# How long a file that is sent while it is made may take before the worker makes it instead.
_AT_ONCE = timedelta(hours=1)


def new_run(
    key: str,
    ending: str,
    language: str,
    parameters: Mapping[str, str],
    actor_id: int | None,
    *,
    status: ReportStatus = ReportStatus.WAITING,
    total: int = 0,
    saved_report_id: int | None = None,
    due_on: date | None = None,
) -> ReportRun:
    """A run with a number; whoever makes the file at once says that it is WORKING.

    A saved report that asks for itself says for which day.
    """
    run = ReportRun(
        report_key=key,
        ending=ending,
        language=language,
        parameters=dict(parameters),
        requested_by_id=actor_id,
        status=status,
        total=total,
        claimed_until=clock.now() + _AT_ONCE if status is ReportStatus.WORKING else None,
        saved_report_id=saved_report_id,
        due_on=due_on,
    )
    db.session.add(run)
    db.session.flush()
    return run


def keep(run: ReportRun, content: bytes, file: Outgoing) -> None:
    """The file is made: keep it, compressed; not where somebody in it has taken back consent."""
    if still_given(file.consents):
        db.session.add(ReportContent(run_id=run.id, content=zlib.compress(content, 6)))
        rely_on(run.id, file.consents)
    else:
        mark_deleted(run)
    run.status, run.finished_at, run.claimed_until = ReportStatus.READY, clock.now(), None
    run.file_name, run.row_count = file.file_name, file.row_count
    run.done = run.total = file.row_count


def content_of(run: ReportRun) -> bytes | None:
    """The same file again; None where it has been deleted."""
    kept = db.session.get(ReportContent, run.id)
    return zlib.decompress(kept.content) if kept else None


def find(run_id: int, actor: Actor) -> ReportRun | None:
    """A run of the actor, or for HR any; see `withheld` for its file."""
    named = [joinedload(ReportRun.requested_by), joinedload(ReportRun.saved_report)]
    run = db.session.get(ReportRun, run_id, options=named)
    if run is None or not (actor.is_hr or run.requested_by_id == actor.person_id):
        return None
    return run if numbered(run.report_key) else None


def may_have(run: ReportRun, actor: Actor) -> bool:
    """Whether whoever knows the run may have its file, with the roles of today.

    Who has lost a role keeps what was downloaded, and gets no more.
    """
    of_the_team = OF_THE_TEAM in run.parameters and actor.is_manager
    found = numbered(run.report_key)
    return of_the_team or bool(found and found.audience(actor))


def withheld(run: ReportRun, actor: Actor) -> bool:
    """Whether its file has what people have stated and do not show the actor (any more)."""
    covered = covering(actor)
    behind = (
        select(ReportConsent.run_id)
        .join(Consent, Consent.id == ReportConsent.consent_id)
        .join(Person, Person.id == Consent.person_id)
        .where(ReportConsent.run_id == run.id)
    )
    others = behind if covered is None else behind.where(not_(covered))
    return db.session.scalar(others.limit(1)) is not None


def runs_of(person_id: int, *, limit: int, offset: int) -> tuple[list[ReportRun], int]:
    """One page of somebody's runs, the newest first, and how many there are."""
    own = ReportRun.requested_by_id == person_id
    total = db.session.scalar(select(func.count(ReportRun.id)).where(own)) or 0
    newest = (
        select(ReportRun)
        .options(joinedload(ReportRun.saved_report))
        .where(own)
        .order_by(ReportRun.id.desc())
    )
    return list(db.session.scalars(newest.limit(limit).offset(offset))), total


def cancel(run: ReportRun) -> None:
    """Stop a file that is not ready; nothing of it is kept."""
    if run.status.working:
        run.status, run.claimed_until = ReportStatus.CANCELLED, None
        run.finished_at = clock.now()


def kept_until(run: ReportRun) -> datetime:
    days: int = settings.get("retention_report_days")
    return run.requested_at + timedelta(days=days)


def forget_old_files(now: datetime) -> int:
    """Delete the files whose retention has ended; their numbers say so from then on."""
    days: int = settings.get("retention_report_days")
    kept = select(ReportContent.run_id)
    old = db.session.scalars(
        select(ReportRun).where(
            ReportRun.requested_at <= now - timedelta(days=days), ReportRun.id.in_(kept)
        )
    ).all()
    for run in old:
        db.session.delete(db.session.get_one(ReportContent, run.id))
        forget_whose(run.id)
        run.deleted_at = now
    return len(old)
