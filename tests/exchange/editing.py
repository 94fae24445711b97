"""Lists taken from the tracker and edited: which cells can be, and to what.

What a list lets people edit is what its rows state (`EditableRow.values`): a new column is edited
by these tests as soon as it goes out.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from functools import cached_property
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import select

from tests.cast import Cast, a_course, a_status_group, an_enrolment, an_offering
from tests.exchange.lists import saved
from trainingtracker import clock
from trainingtracker.exchange import editable
from trainingtracker.exchange.kinds import KINDS
from trainingtracker.exchange.preview import Change
from trainingtracker.exchange.round_trip import EditableRow
from trainingtracker.extensions import db
from trainingtracker.labels import label
from trainingtracker.models import Attendance, Language, Offering, WorkingTime
from trainingtracker.reports.lists.as_workbook import ForReader
from trainingtracker.text import sentence
from trainingtracker.vocabulary import CourseFormat, CourseStatus, ListKind, Presence, Status

EDITABLE = [kind for kind in ListKind if KINDS[kind].editable]

# Row of the sheet and name of the column -> what somebody types there.
Edits = Mapping[tuple[int, str], Any]


@dataclass(frozen=True)
class Taken:
    """A list as it stands, in a language."""

    kind: ListKind
    language: str
    rows: list[EditableRow]
    content: bytes

    @cached_property
    def possible(self) -> list[tuple[int, str, Any]]:
        """Every cell that can be edited, with everything that can be typed there.

        That is what stands in the same column of other rows, so that each column has to have at
        least two values; the column that names the entry stays as it is.
        """
        found, key = [], KINDS[self.kind].vocabulary.key
        for name in (each for each in self.rows[0].values if each != key):
            known = {row.cells[name]: None for row in self.rows if row.cells[name] is not None}
            assert len(known) > 1, f"{self.kind}: {name} is the same in all rows"
            found += [
                (number, name, value)
                for number, row in enumerate(self.rows, start=2)
                for value in map(_of(name, number), known)
                if value != row.cells[name] and self._takes(row, name, value)
            ]
        return found

    def _takes(self, row: EditableRow, name: str, value: Any) -> bool:
        """Whether the rules of the list allow it: a status has to follow from the one before."""
        if self.kind is ListKind.ENROLMENTS:
            before = row.values["status"]
            after = _AFTER.get(before, ()) if isinstance(before, Status) else ()
            return value in [sentence(label(status), self.language) for status in after]
        if self.kind is ListKind.COURSES and name == "status":
            return value == sentence(label(CourseStatus.PUBLISHED), self.language)
        if self.kind is ListKind.ATTENDANCE:
            return (name == "minutes") is (row.values["presence"] is Presence.PRESENT)
        return True

    def says(self, row: int, name: str) -> bool:
        return self.rows[row - 2].cells[name] is not None

    def with_edits(self, edits: Edits) -> bytes:
        def edit(sheet: Worksheet) -> None:
            for (row, name), value in edits.items():
                sheet.cell(row, column(self.kind, name, sheet, self.language)).value = value

        return edited(self.content, edit)


# HR withdraws whoever is enrolled; a request in an offering with places becomes a place.
_AFTER = {
    Status.REQUESTED: (Status.CONFIRMED, Status.WITHDRAWN),
    Status.CONFIRMED: (Status.WITHDRAWN,),
}


def _of(name: str, row: int) -> Callable[[Any], Any]:
    """An address is one person's: another one for each row."""
    return lambda value: f"neu.{row}@example.org" if name == "email" else value


def taken(kind: ListKind, language: str = "de", offering: Offering | None = None) -> Taken:
    def rows(language: str) -> Iterator[EditableRow]:
        of_kind = KINDS[kind]
        assert of_kind.editable is not None
        return of_kind.editable(language, offering.id if offering else 0)

    reader = ForReader(language, "Hanna Rieck", "2026-000001")
    content = b"".join(editable.outgoing(kind, rows, reader, "").pieces)
    return Taken(kind, language, list(rows(language)), content)


def edited(content: bytes, edit: Callable[[Worksheet], None]) -> bytes:
    """The workbook after somebody has edited it."""
    book = openpyxl.load_workbook(BytesIO(content))
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    edit(sheet)
    return saved(book)


def column(kind: ListKind, field: str, sheet: Worksheet, language: str = "de") -> int:
    name = sentence(KINDS[kind].vocabulary.fields[field].label, language)
    return next(cell.column for cell in sheet[1] if cell.value == name)


def edits_told(here: Taken, changes: list[Change]) -> set[tuple[int | None, str]]:
    """Row and column of everything that the changes tell of columns of the list.

    What a course gives has its validity with it, which is told as well and is not in the list.
    """
    fields = KINDS[here.kind].vocabulary.fields
    names = {fields[name].label: name for name in here.rows[0].values}
    return {
        (each.place.row, names[told.field])
        for each in changes
        for told in each.fields
        if told.field in names
    }


def lists_to_edit(cast: Cast) -> Offering:
    """Something to edit in every column of every list; answers the offering of two of them."""
    today = clock.today()
    a_status_group("civil_servant", cast.employee)
    a_status_group("employee", cast.colleague)
    cast.deputy.entry = today - timedelta(500)
    cast.colleague.exit, cast.outsider.exit = today + timedelta(800), today + timedelta(900)
    for person, percent in ((cast.employee, 50), (cast.colleague, 75)):
        since = person.entry
        db.session.add(WorkingTime(person_id=person.id, percent=percent, since=since, until=None))
    cast.draft.status = CourseStatus.ARCHIVED
    one = a_course(
        "PL-1", "Polnisch", "Polish", gives=("pol", "A1"), requires=("eng", "A1"),
        cost_per_place=5_000, valid_months=24,
    )  # fmt: skip
    two = a_course(
        "IC-2", "Delegationen", "Delegations", topic="intercultural", gives=("eng", "B1"),
        requires=("eng", "A2"), cost_per_place=7_550, needs_approval=False, threshold=60,
        teaching_units=16, format=CourseFormat.ONLINE, status=CourseStatus.ARCHIVED,
    )  # fmt: skip
    for number, course in enumerate((one, two)):
        course.language_id = db.session.scalars(select(Language.id).offset(number)).first()
        course.provider = ("Volkshochschule", "Akademie")[number]
        course.description_de = ("Sprechen und Hören", "Gäste empfangen")[number]
        course.description_en = ("Speaking", "Receiving guests")[number]
    return _an_offering_with_people(cast)


def _an_offering_with_people(cast: Cast) -> Offering:
    day = clock.today() - timedelta(2)
    offering = an_offering(a_course("ES-1", "Spanisch"), starts_on=day, meetings=3, begins=time(9))
    offering.withdrawal_deadline = None
    recorded = (
        (cast.employee, Presence.PRESENT, 60),
        (cast.colleague, Presence.PRESENT, 90),
        (cast.outsider, Presence.EXCUSED, None),
        (cast.deputy, Presence.UNEXCUSED, None),
    )
    for person, presence, minutes in recorded:
        enrolment = an_enrolment(person, offering)
        db.session.add(
            Attendance(
                enrolment_id=enrolment.id, meeting_id=offering.meetings[0].id,
                presence=presence, minutes=minutes,
            )
        )  # fmt: skip
    for person in (cast.trainer, cast.without_email, cast.coordinator):
        an_enrolment(person, offering, Status.REQUESTED)
    an_enrolment(cast.staff_council, offering, Status.WITHDRAWN)
    return offering
