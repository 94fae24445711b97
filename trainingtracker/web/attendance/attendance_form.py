"""The form of an attendance sheet: one choice and perhaps minutes for each participant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from trainingtracker import labels, text
from trainingtracker.enrolment.presence.attendance import Entry
from trainingtracker.enrolment.queries.attendance_sheet import SheetRow
from trainingtracker.errors import RuleViolation
from trainingtracker.vocabulary import Presence, Status
from trainingtracker.web.arguments import whole
from trainingtracker.web.requests import reader_language


@dataclass
class Line:
    """One participant; `presence` is empty where nothing is recorded."""

    row: SheetRow
    presence: str
    minutes: str
    sent: bool = True
    conflict: bool = False
    minutes_alone: bool = False
    error: str = ""

    @property
    def name(self) -> str:
        return f"presence-{self.row.enrolment_id}"

    @property
    def minutes_name(self) -> str:
        return f"minutes-{self.row.enrolment_id}"

    @property
    def shown_name(self) -> str:
        return f"shown-{self.row.enrolment_id}"

    @property
    def stored(self) -> str:
        """What is stored now, sent back with the page to tell what the reader has changed."""
        return _signature(_stored_entry(self.row))

    @property
    def editable(self) -> bool:
        """Whoever has a result keeps the attendance it was made from until HR corrects it."""
        return self.row.status is Status.CONFIRMED


class AttendanceForm:
    """The lines of a sheet, as stored or as sent.

    Sent with `fill=present`, everybody without an entry becomes present.
    """

    def __init__(self, rows: Iterable[SheetRow], sent: Mapping[str, str] | None = None) -> None:
        self.form_errors: list[str] = []
        self.stale = False
        self.lines = [_stored(row) if sent is None else _typed(row, sent) for row in rows]

    @property
    def errors(self) -> bool:
        return bool(self.form_errors) or any(line.error for line in self.lines)

    @property
    def unrecorded(self) -> int:
        return sum(1 for line in self.lines if line.editable and not line.presence)

    @property
    def editable(self) -> bool:
        return any(line.editable for line in self.lines)

    def validate(self, length: int) -> bool:
        """Minutes are whole numbers within the `length` of the meeting."""
        for line in self.lines:
            if line.conflict:
                self.stale = True
                line.error = _(
                    "Somebody else has recorded this in the meantime: %(entry)s."
                    " You have entered: %(own)s. Check it and save again.",
                    entry=in_words(_stored_entry(line.row)),
                    own=_typed_in_words(line),
                )
                continue
            typed = line.minutes
            if line.minutes_alone:
                line.error = _("Choose “present” as well, or leave the minutes empty.")
                continue
            if line.presence != Presence.PRESENT or not typed:
                continue
            if not 0 < (whole(typed) or 0) <= length:
                line.error = _("Please give whole minutes from 1 to %(length)s.", length=length)
        return not self.errors

    def entries(self) -> dict[int, Entry | None]:
        """What the operation records; who was not on the page sent is left out."""
        return {
            line.row.enrolment_id: _entry(line)
            for line in self.lines
            if line.editable and line.sent
        }

    def refuse(self, violation: RuleViolation) -> None:
        self.form_errors.append(
            text.sentence(violation.message, reader_language(), **violation.values)
        )


def _stored(row: SheetRow) -> Line:
    return Line(row, row.presence or "", "" if row.minutes is None else str(row.minutes))


def _typed(row: SheetRow, sent: Mapping[str, str]) -> Line:
    line = Line(row, "", "")
    if not line.editable or line.name not in sent:
        stored = _stored(row)
        stored.sent = False
        return stored
    chosen = sent[line.name]
    line.presence = chosen if chosen in set(Presence) else ""
    if not line.presence and sent.get("fill") == Presence.PRESENT:
        line.presence = Presence.PRESENT
    line.minutes = sent.get(line.minutes_name, "").strip()
    shown = sent.get(line.shown_name)
    if shown is not None:
        typed = f"{line.presence}:{line.minutes if line.presence == Presence.PRESENT else ''}"
        filled = not chosen and bool(line.presence)
        line.minutes_alone = typed == shown == line.stored == ":" and bool(line.minutes)
        if line.minutes_alone:
            return line
        if typed == shown or (filled and line.stored != ":"):
            # Untouched here, or filled up only for want of an entry: what others wrote stays.
            stored = _stored(row)
            stored.sent = False
            return stored
        line.conflict = line.stored not in (shown, typed)
    return line


def _stored_entry(row: SheetRow) -> Entry | None:
    return Entry(row.presence, row.minutes) if row.presence else None


def _signature(entry: Entry | None) -> str:
    if entry is None:
        return ":"
    return f"{entry.presence.value}:{'' if entry.minutes is None else entry.minutes}"


def in_words(entry: Entry | None) -> str:
    """An entry as it is read out: whether somebody was present, and for how long."""
    if entry is None:
        return _("no entry")
    word = _(labels.label(entry.presence))
    if entry.minutes is None:
        return word
    return f"{word}, {_('%(number)s minutes', number=entry.minutes)}"


def _typed_in_words(line: Line) -> str:
    """What the reader has chosen, whatever was typed for minutes."""
    minutes = whole(line.minutes) if line.presence == Presence.PRESENT else None
    return in_words(Entry(Presence(line.presence), minutes) if line.presence else None)


def _entry(line: Line) -> Entry | None:
    if not line.presence:
        return None
    presence = Presence(line.presence)
    minutes = int(line.minutes) if presence is Presence.PRESENT and line.minutes else None
    return Entry(presence, minutes)
