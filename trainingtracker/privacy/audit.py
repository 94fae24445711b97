"""One audit row per changed row: a flush hook for the session, the same rows for bulk writes."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from json.encoder import encode_basestring_ascii
from typing import Any

from sqlalchemy import event, insert, inspect
from sqlalchemy.orm import Mapper, Session, UOWTransaction

from trainingtracker import clock
from trainingtracker.models import AuditEntry
from trainingtracker.privacy.journal import Written, note
from trainingtracker.vocabulary import ChangeKind

# Tables that record by themselves what happened and when.
UNAUDITED = {
    "audit_entry", "access_entry", "enrolment_event", "outgoing_mail",
    "import_run", "import_content", "import_line", "import_write", "import_mapping",
    "external_content", "report_run", "report_content", "report_consent",
}  # fmt: skip

# Not audited, but taken down in a journal: whoever takes something back withdraws its messages.
_JOURNALED = {"outgoing_mail"}

# Feedback is given without a name. An entry would keep the answer beside its author and the second
# at which it was sent, and one of the invitation the second in which to look for the answer.
UNAUDITED |= {"feedback_answer", "feedback_invitation"}

# Fields whose name is enough: the values would turn the audit into a second personnel file.
PERSONAL_FIELDS = {
    "person": {
        "last_name", "first_name", "email", "gender", "personnel_number", "sort_key", "search_text",
    },
    "account": {"login", "password_hash", "session_key", "invitation_digest"},
    "approval": {"reason", "trip_note"},
    "holding": {"competence_id", "level_id", "activity", "evidence", "score", "own_words"},
    "consent": {"audience"},
    "external_training": {"purpose"},
    "external_event": {"reason"},
    "external_document": {"name"},
    "saved_report": {"name", "name_key"},
    "round_entry": {"adjusted_reason", "note_de", "note_en"},
    "hearing": {"reply_text", "outcomes"},
    "release": {"behind"},
}  # fmt: skip

# Written to lock or to order, never by a decision.
_MECHANICAL = {"lock_counter", "version", "last_sign_in_at"}


def register(session_factory: Any) -> None:
    """Audit every flush of the sessions made by this factory."""
    event.listen(session_factory, "after_flush", _after_flush)


def _after_flush(session: Session, context: UOWTransaction) -> None:
    at = clock.now()
    # What its owner has dropped is deleted as well, though the session does not list it.
    deleted = [
        state.obj()
        for state, (is_delete, listed) in context.states.items()
        if is_delete and not listed
    ]
    gone = set(map(id, deleted))
    entries = [
        *(_entry(session, at, row, ChangeKind.INSERT) for row in session.new),
        *(
            _entry(session, at, row, ChangeKind.UPDATE)
            for row in session.dirty
            if id(row) not in gone
        ),
        *(_entry(session, at, row, ChangeKind.DELETE) for row in deleted if row is not None),
    ]
    rows = [entry for entry in entries if entry is not None]
    if rows:
        session.connection().execute(insert(AuditEntry), rows)


def _entry(session: Session, at: datetime, row: Any, kind: ChangeKind) -> dict[str, Any] | None:
    state = inspect(row)
    mapper: Mapper[Any] = state.mapper
    table = mapper.local_table.name  # type: ignore[attr-defined]
    if table in UNAUDITED:
        if table in _JOURNALED and kind is ChangeKind.INSERT:
            _note(session, table, mapper.primary_key_from_instance(row)[0], kind, {})
        return None
    if kind is ChangeKind.UPDATE and not session.is_modified(row):
        return None
    changes: dict[str, tuple[Any, Any]] = {}
    for column in mapper.column_attrs:
        history = state.attrs[column.key].history
        if kind is ChangeKind.UPDATE and not history.has_changes():
            continue
        after = history.added[0] if history.added else getattr(row, column.key)
        before = history.deleted[0] if history.deleted else None
        if kind is ChangeKind.DELETE:
            before, after = getattr(row, column.key), None
        changes[column.key] = (before, after)
    identity = mapper.primary_key_from_instance(row)[0]
    _note(session, table, identity, kind, changes)
    return audit_row(at, session.info.get("actor"), table, identity, kind, changes)


def _note(
    session: Session,
    table: str,
    identity: Any,
    kind: ChangeKind,
    changes: Mapping[str, tuple[Any, Any]],
) -> None:
    if kind is ChangeKind.UPDATE and not changes:
        return
    before = {} if kind is ChangeKind.INSERT else changes
    values = tuple(value for value, _ in before.values())
    note(session.info, Written(table, kind, tuple(before), [(identity, *values)]))


def audit_row(
    at: datetime,
    actor_id: int | None,
    table: str,
    row_id: Any,
    kind: ChangeKind,
    changes: Mapping[str, tuple[Any, Any]],
) -> dict[str, Any] | None:
    """The audit entry of one changed row; None where nothing that matters has changed."""
    personal = PERSONAL_FIELDS.get(table, set())
    kept = {
        name: None if name in personal else [plain(before), plain(after)]
        for name, (before, after) in changes.items()
        if name not in _MECHANICAL and name != "id" and before != after
    }
    if not kept and kind is ChangeKind.UPDATE:
        return None
    return {
        "at": at,
        "actor_id": actor_id,
        "table_name": table,
        # Settings have a name instead of a number; the name is among the changes.
        "row_id": row_id if isinstance(row_id, int) else 0,
        "kind": kind,
        "changes": kept,
    }


def audited_inserts(table: str, columns: Mapping[str, Sequence[Any]], number: int) -> list[str]:
    """What the audit keeps of new rows given by column, as JSON; equal values are written once."""
    personal = PERSONAL_FIELDS.get(table, set())
    written = [
        _fragments(name, values, name in personal)
        for name, values in columns.items()
        if name not in _MECHANICAL and name != "id"
    ]
    if not written:
        return ["{}"] * number
    return ["{" + ", ".join(filter(None, row)) + "}" for row in zip(*written, strict=True)]


def _fragments(name: str, values: Sequence[Any], is_personal: bool) -> list[str]:
    """`"name": [null, value]` of each value; nothing where there is none."""
    key = json.dumps(name)
    if is_personal:
        return ["" if value is None else f"{key}: null" for value in values]
    known: dict[Any, str] = {}
    fragments = []
    for value in values:
        try:
            fragment = known.get((type(value), value))
        except TypeError:
            fragments.append(f"{key}: [null, {_as_json(value)}]")
            continue
        if fragment is None:
            fragment = "" if value is None else f"{key}: [null, {_as_json(value)}]"
            known[type(value), value] = fragment
        fragments.append(fragment)
    return fragments


def _as_json(value: Any) -> str:
    kept = plain(value)
    return encode_basestring_ascii(kept) if type(kept) is str else json.dumps(kept)


def plain(value: Any) -> Any:
    """The value as JSON can keep it."""
    if value is None or type(value) in (str, int, bool, float):
        return value
    match value:
        case Enum():
            return value.value
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case _:
            return value


def chunks(rows: list[dict[str, Any]], size: int) -> Iterable[list[dict[str, Any]]]:
    """The rows in portions that one statement can carry."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
