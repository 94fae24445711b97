"""The grid of an offering's attendance as a form: a letter or minutes in each cell.

The letters are those of the words in the reader's language; the other language's are understood as
well. A number is somebody present for so many minutes, an empty cell has no entry.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from trainingtracker import text
from trainingtracker.enrolment.presence.attendance import Cell, Entry, duration
from trainingtracker.enrolment.queries.attendance_grid import GridRow
from trainingtracker.errors import RuleViolation
from trainingtracker.models import Meeting
from trainingtracker.text import mark
from trainingtracker.vocabulary import Presence, Status
from trainingtracker.web.arguments import whole
from trainingtracker.web.attendance.attendance_form import in_words
from trainingtracker.web.requests import reader_language

_LETTERS = mark("p:present e:excused u:unexcused n:")
# How `fill` names all meetings at once.
ALL = "all"


@dataclass
class GridCell:
    """One participant at one meeting, as it is shown."""

    name: str
    value: str
    editable: bool
    error: str = ""


class UnknownEntryError(ValueError):
    """What was typed is neither a letter nor minutes; the sentence says what is expected."""


class AttendanceGrid:
    """The rows of a grid, as stored or as sent.

    Sent with `fill`, the id of a meeting or ALL, everybody without an entry there becomes present.
    """

    def __init__(
        self,
        rows: Iterable[GridRow],
        meetings: Iterable[Meeting],
        *,
        own_id: int,
        locked: bool = False,
        sent: Mapping[str, str] | None = None,
    ) -> None:
        self.rows, self.meetings = list(rows), list(meetings)
        self.form_errors: list[str] = []
        self.stale = False
        self._own_id, self._locked = own_id, locked
        self._letters = _letters(reader_language())
        self._values = _letters("en") | _letters("de") | self._letters
        self._stored = {
            (row.enrolment_id, meeting_id): entry
            for row in self.rows
            for meeting_id, entry in row.entries.items()
        }
        self._entries: dict[Cell, Entry | None] = {}
        self.cells = {
            (row.enrolment_id, meeting.id): self._as_stored(row, meeting)
            for row in self.rows
            for meeting in self.meetings
        }
        if sent is not None:
            self._read(sent)

    @property
    def shown(self) -> str:
        """What is stored now, sent back with the page to tell what the reader has changed."""
        return " ".join(
            f"{_name(cell)}={_signature(entry)}" for cell, entry in sorted(self._stored.items())
        )

    @property
    def letters(self) -> str:
        """For the script: the letters that may be pressed."""
        return "".join(self._letters)

    @property
    def errors(self) -> bool:
        return bool(self.form_errors or self.wrong)

    @property
    def wrong(self) -> list[tuple[GridRow, Meeting, GridCell]]:
        return [
            (row, meeting, cell)
            for row in self.rows
            for meeting in self.meetings
            if (cell := self.cells[row.enrolment_id, meeting.id]).error
        ]

    @property
    def editable(self) -> bool:
        return any(cell.editable for cell in self.cells.values())

    @property
    def begun(self) -> list[Meeting]:
        """The meetings that can be filled up."""
        return [
            meeting
            for meeting in self.meetings
            if any(self.cells[row.enrolment_id, meeting.id].editable for row in self.rows)
        ]

    @property
    def unrecorded(self) -> int:
        """How many cells have no entry once this is saved."""
        return sum(
            self._entries.get(key, self._stored.get(key)) is None
            for key, cell in self.cells.items()
            if cell.editable
        )

    def entries(self) -> dict[Cell, Entry | None]:
        """What was changed, for the operation."""
        return self._entries

    def refuse(self, violation: RuleViolation) -> None:
        self.form_errors.append(
            text.sentence(violation.message, reader_language(), **violation.values)
        )

    def told(self, entry: Entry | None) -> str:
        """An entry as the cell shows it: its letter, or the minutes."""
        if entry is None:
            return ""
        if entry.minutes is not None:
            return str(entry.minutes)
        return self._letter_of(entry.presence)

    def _letter_of(self, presence: Presence) -> str:
        return next(one for one, value in self._letters.items() if value == presence).upper()

    def _as_stored(self, row: GridRow, meeting: Meeting) -> GridCell:
        # Whoever has a result keeps the attendance it was made from; nobody records their own.
        editable = (
            row.status is Status.CONFIRMED
            and row.person_id != self._own_id
            and meeting.has_begun
            and not self._locked
        )
        name = _name((row.enrolment_id, meeting.id))
        return GridCell(name, self.told(row.entries.get(meeting.id)), editable)

    def _read(self, sent: Mapping[str, str]) -> None:
        shown = dict(pair.split("=", 1) for pair in sent.get("shown", "").split() if "=" in pair)
        fill = sent.get("fill", "")
        for row in self.rows:
            for meeting in self.meetings:
                key = (row.enrolment_id, meeting.id)
                cell = self.cells[key]
                if not cell.editable or cell.name not in sent:
                    continue
                before = shown.get(cell.name, "")
                try:
                    entry = self._parsed(sent[cell.name].strip(), meeting)
                except UnknownEntryError as error:
                    cell.value, cell.error = sent[cell.name].strip(), str(error)
                    continue
                filled = fill in (ALL, str(meeting.id)) and entry is None and not before
                self._take(key, Entry(Presence.PRESENT) if filled else entry, before, filled)

    def _take(self, key: Cell, entry: Entry | None, before: str, filled: bool) -> None:
        """Keep a change; what others have recorded since the page was shown is not overwritten."""
        stored, cell = self._stored.get(key), self.cells[key]
        if entry == stored or _signature(entry) == before or (filled and stored is not None):
            return
        cell.value = self.told(entry)
        if _signature(stored) != before:
            self.stale = True
            cell.error = _(
                "Somebody else has recorded this in the meantime: %(entry)s."
                " You have entered: %(own)s. Check it and save again.",
                entry=in_words(stored),
                own=in_words(entry),
            )
        self._entries[key] = entry

    def _parsed(self, typed: str, meeting: Meeting) -> Entry | None:
        if not typed:
            return None
        if (letter := typed.casefold()) in self._values:
            value = self._values[letter]
            return Entry(Presence(value)) if value else None
        length = duration(meeting)
        minutes = whole(typed)
        if minutes is None or not 0 < minutes <= length:
            raise UnknownEntryError(
                _(
                    "Write one of the letters %(letters)s, or whole minutes from 1 to %(length)s.",
                    letters=", ".join(self._letter_of(presence) for presence in Presence),
                    length=length,
                )
            )
        return Entry(Presence.PRESENT, None if minutes == length else minutes)


def _name(cell: Cell) -> str:
    return f"a{cell[0]}-{cell[1]}"


def _signature(entry: Entry | None) -> str:
    if entry is None:
        return ""
    return f"{entry.presence.value}:{'' if entry.minutes is None else entry.minutes}"


def _letters(language: str) -> dict[str, str]:
    """Letter -> the value it stands for, the first of a value being the one that is shown."""
    found: dict[str, str] = {}
    for pair in text.sentence(_LETTERS, language).split():
        letter, value = pair.split(":")
        found[letter] = value
    return found
