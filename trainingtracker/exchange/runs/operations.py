"""What HR does with a list: bring the file, say that it shall go in, or that it shall not."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import PurePath

from sqlalchemy import select, update

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.errors import RuleViolation, StaleVersion
from trainingtracker.exchange.preview import Preview
from trainingtracker.exchange.reading.choices import Choices
from trainingtracker.exchange.runs import journal, undoing
from trainingtracker.exchange.runs.journal import Footprint
from trainingtracker.exchange.runs.kept import forget_content, forget_lines, keep
from trainingtracker.extensions import db
from trainingtracker.models import ImportContent, ImportRun
from trainingtracker.text import mark
from trainingtracker.vocabulary import ImportStatus, ListKind

MAX_MEGABYTES = 15

_EMPTY = mark("This file is empty.")
_TOO_LARGE = mark("This file is too large to be read (more than %(limit)s MB).")
_UNKNOWN = mark("This import does not exist any more.")
_OVER = mark("This import is over; nothing has been changed.")
_HAS_PROBLEMS = mark("The list has problems, so nothing of it goes in. Correct them first.")
_NOTHING_TO_DO = mark("There is nothing to bring in: everything is on record already.")
_ANOTHER_PREVIEW = mark(
    "The list has been compared again since you looked at it. Look at the new comparison first."
)
_GONE = mark("The file is not kept any more. Bring it once more.")
_AT_WORK = mark("The list is being worked on. Wait until that is done.")

_RESTING = (ImportStatus.COMPARED, ImportStatus.FAILED)


def upload(kind: ListKind, file_name: str, content: bytes, actor: Actor) -> ImportRun:
    """Keep a file until somebody has decided about it. Raises RuleViolation.

    Whether it is a list at all, reading it will say; its name is no more than a label.
    """
    if not content:
        raise RuleViolation(_EMPTY)
    if len(content) > MAX_MEGABYTES * 1024**2:
        raise RuleViolation(_TOO_LARGE, limit=MAX_MEGABYTES)
    return _keep(kind, file_name, content, actor.person_id)


def record(preview: Preview, content: bytes, file_name: str, footprint: Footprint) -> ImportRun:
    """Keep in the history what a command has just brought in, in the same transaction."""
    person_id = preview.actor.person_id if preview.actor else None
    run = _keep(preview.kind, file_name, content, person_id)
    run.ordered_by_id, run.choices = person_id, preview.choices.kept()
    keep(run, preview)
    finish(run, footprint)
    return run


def finish(run: ImportRun, footprint: Footprint) -> None:
    """The list is in: keep what is needed to take it back."""
    journal.keep(run.id, footprint.written)
    run.audited = [footprint.audited()]
    run.status, run.finished_at, run.claimed_until = ImportStatus.APPLIED, clock.now(), None


def order_undo(run_id: int, actor: Actor) -> ImportRun:
    """Say that what the list has written shall be taken back."""
    run = _locked(run_id)
    if run.status is not ImportStatus.APPLIED:
        raise RuleViolation(_AT_WORK if run.status.working else _OVER)
    run.undone_by_id = actor.person_id
    db.session.flush()
    undoing.refuse(run)
    _start(run, ImportStatus.UNDO_ORDERED)
    return run


def choose(run_id: int, choices: Choices) -> ImportRun:
    """Compare the kept file again, read as somebody says it is to be read.

    Who leaves stays as it was said, and what becomes of their enrolments.
    """
    run = compare_again(run_id)
    said = Choices.of(run.choices)
    run.choices = replace(
        choices, leaving=said.leaving, rest_leave=said.rest_leave, withdraw=said.withdraw
    ).kept()
    return run


def say_who_leaves(
    run_id: int, last_days: Mapping[str, date | None], rest_leave: date | None
) -> ImportRun:
    """Say when people leave who are missing from the list (personnel number -> last day).

    None takes back what was said; `rest_leave` is for everybody of whom nothing was said.
    """
    run = compare_again(run_id)
    choices = Choices.of(run.choices)
    leaving = dict(choices.leaving)
    for number, day in last_days.items():
        leaving.pop(number, None)
        if day is not None:
            leaving[number] = day.isoformat()
    rest = rest_leave.isoformat() if rest_leave else None
    run.choices = replace(choices, leaving=leaving, rest_leave=rest).kept()
    return run


def say_what_becomes_of_enrolments(run_id: int, *, withdraw: bool) -> ImportRun:
    """Say whether people who leave are withdrawn from what begins after their last day."""
    run = compare_again(run_id)
    run.choices = replace(Choices.of(run.choices), withdraw=withdraw).kept()
    return run


def _keep(kind: ListKind, file_name: str, content: bytes, person_id: int | None) -> ImportRun:
    run = ImportRun(
        list_kind=kind,
        file_name=_label(file_name),
        size=len(content),
        file_hash=hashlib.sha256(content).hexdigest(),
        uploaded_by_id=person_id,
    )
    db.session.add(run)
    db.session.flush()
    db.session.add(ImportContent(run_id=run.id, content=content))
    return run


def order(run_id: int, outcome: str, actor: Actor) -> ImportRun:
    """Say that the list shall go in, as the comparison `outcome` has shown it."""
    run = _locked(run_id)
    if run.status is not ImportStatus.COMPARED:
        raise RuleViolation(_AT_WORK if run.status.working else _OVER)
    if run.problems:
        raise RuleViolation(_HAS_PROBLEMS)
    if not run.new + run.changed:
        raise RuleViolation(_NOTHING_TO_DO)
    if run.outcome != outcome:
        raise StaleVersion(_ANOTHER_PREVIEW)
    _start(run, ImportStatus.ORDERED)
    run.ordered_by_id, run.ordered_at = actor.person_id, clock.now()
    return run


def compare_again(run_id: int, kind: ListKind | None = None) -> ImportRun:
    """Compare the kept file with what is on record now, perhaps as another kind of list."""
    run = _locked(run_id)
    _refuse_unless_resting(run)
    if not db.session.scalar(select(ImportContent.run_id).where(ImportContent.run_id == run_id)):
        raise RuleViolation(_GONE)
    if kind and kind is not run.list_kind:
        run.list_kind, run.choices = kind, None
    _start(run, ImportStatus.UPLOADED)
    return run


def discard(run_id: int) -> ImportRun:
    """Do not bring it in: the file and what was found in it go at once."""
    run = _locked(run_id)
    _refuse_unless_resting(run)
    forget(run)
    run.status, run.finished_at = ImportStatus.DISCARDED, clock.now()
    return run


def forget(run: ImportRun) -> None:
    """Delete the file, the lines of the comparison and the way back; the history stays."""
    forget_content(run.id)
    forget_lines(run.id)
    journal.forget(run.id)


def _start(run: ImportRun, status: ImportStatus) -> None:
    run.status, run.remark = status, None
    run.attempts = run.done = run.total = 0
    run.claimed_until = None


def _refuse_unless_resting(run: ImportRun) -> None:
    if run.status.working:
        raise RuleViolation(_AT_WORK)
    if run.status not in _RESTING:
        raise RuleViolation(_OVER)


def _locked(run_id: int) -> ImportRun:
    """The run, which nobody else changes until this transaction ends."""
    db.session.execute(
        update(ImportRun)
        .where(ImportRun.id == run_id)
        .values(attempts=ImportRun.attempts)
        .execution_options(synchronize_session=False)
    )
    run = db.session.get(ImportRun, run_id, populate_existing=True)
    if run is None:
        raise RuleViolation(_UNKNOWN)
    return run


def _label(file_name: str) -> str:
    """The last part of the name, without what no name should have."""
    name = PurePath(file_name.replace("\\", "/")).name
    return "".join(c for c in name if c.isprintable()).strip()[-250:] or "\u2013"
