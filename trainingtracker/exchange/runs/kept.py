"""A comparison kept with its run: the counts, a row for everything that readers are told."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import delete

from trainingtracker import privacy
from trainingtracker.exchange.preview import NOWHERE, ChangeOf, Place, Preview
from trainingtracker.exchange.runs.values import packed
from trainingtracker.extensions import db
from trainingtracker.models import ImportContent, ImportLine, ImportRun
from trainingtracker.text import Message
from trainingtracker.vocabulary import LineKind

_KIND = {
    ChangeOf.NEW: LineKind.NEW,
    ChangeOf.CHANGED: LineKind.CHANGED,
    ChangeOf.UNCHANGED: LineKind.UNCHANGED,
    ChangeOf.MISSING: LineKind.MISSING,
    ChangeOf.CONFLICT: LineKind.CONFLICT,
    ChangeOf.LEFT_OUT: LineKind.LEFT_OUT,
}
# What is written does not depend on them, and neither does whether it may be.
_ASIDE = {LineKind.NOTE, LineKind.UNCHANGED, LineKind.MISSING}


def fingerprint(preview: Preview) -> str:
    """The same for two comparisons that would write the same and tell readers the same."""
    digest = hashlib.blake2b(preview.kind.encode(), digest_size=24)
    for line in _lines(preview):
        if line["kind"] not in _ASIDE:
            digest.update(json.dumps(line, sort_keys=True, ensure_ascii=False).encode())
    return digest.hexdigest()


def keep(run: ImportRun, preview: Preview) -> None:
    """Put the comparison in the place of an earlier one."""
    forget_lines(run.id)
    privacy.bulk_insert(
        ImportLine,
        (
            line | {"run_id": run.id, "position": position}
            for position, line in enumerate(_lines(preview), start=1)
        ),
    )
    counts = preview.counts()
    run.new, run.changed = counts[ChangeOf.NEW], counts[ChangeOf.CHANGED]
    run.unchanged, run.missing = counts[ChangeOf.UNCHANGED], counts[ChangeOf.MISSING]
    run.left_out, run.conflicts = counts[ChangeOf.LEFT_OUT], counts[ChangeOf.CONFLICT]
    run.problems = len(preview.problems)
    run.done = run.total = preview.rows
    run.outcome = fingerprint(preview)


def forget_lines(run_id: int) -> None:
    db.session.execute(delete(ImportLine).where(ImportLine.run_id == run_id))


def forget_content(run_id: int) -> None:
    db.session.execute(delete(ImportContent).where(ImportContent.run_id == run_id))


def _lines(preview: Preview) -> Iterator[dict[str, Any]]:
    for problem in preview.problems:
        place, name = problem.place, problem.column
        yield _line(LineKind.PROBLEM, place, name, packed(problem.message), problem.value)
    for note in preview.notes:
        yield _line(LineKind.NOTE, NOWHERE, "", packed(note))
    for change in preview.changes:
        if kind := _KIND.get(change.kind):
            fields = [[f.field, packed(f.before), packed(f.after)] for f in change.fields]
            yield _line(kind, change.place, change.key, fields, change.number)
    for change in preview.enrolled:
        fields = [[f.field, packed(f.before), packed(f.after)] for f in change.fields]
        yield _line(LineKind.ENROLLED, change.place, change.key, fields)


def _line(kind: LineKind, place: Place, name: str, detail: Any, value: str = "") -> dict[str, Any]:
    return {
        "kind": kind,
        "sheet": place.sheet,
        "row": place.row,
        "name": name,
        "value": value,
        "detail": detail,
    }


def remark(message: str, **values: object) -> Any:
    """A sentence about how a run ended, to be kept with it."""
    return packed(Message(message, values))
