"""Lists that go out, are edited and come back: what was edited goes in, and nothing else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.cast import Cast, a_course, an_enrolment, an_offering
from tests.exchange.editing import column, edited, taken
from tests.exchange.lists import (
    applied,
    changed_fields,
    compared,
    counts,
    messages,
)
from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.exchange.preview import ChangeOf, Preview
from trainingtracker.extensions import db
from trainingtracker.models import Attendance, Course, Offering, Person
from trainingtracker.vocabulary import ListKind, Presence, Role, Status

# What goes out and what comes back is the same on every database.
pytestmark = pytest.mark.parametrize("database_engine", ["sqlite"])


def content(kind: str, language: str = "de", offering: Offering | None = None) -> bytes:
    return taken(ListKind(kind), language, offering).content


def put(kind: str, row: int, field: str, value: Any) -> Callable[[Worksheet], None]:
    here = ListKind(kind)
    return lambda sheet: setattr(sheet.cell(row, column(here, field, sheet)), "value", value)


def conflicts(preview: Preview) -> list[tuple[str, list[tuple[object, object]]]]:
    found = preview.of(ChangeOf.CONFLICT)
    return [(change.key, [(f.before, f.after) for f in change.fields]) for change in found]


@pytest.mark.parametrize("kind", ["people", "courses"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_a_list_that_nobody_has_edited_changes_nothing(
    cast: Cast, kind: str, language: str
) -> None:
    preview = compared(kind, content(kind, language))
    assert messages(preview) == []
    assert counts(preview) == (0, 0, preview.rows, 0)


def test_what_was_changed_meanwhile_is_a_conflict_and_untouched_rows_stay(cast: Cast) -> None:
    here = content("people")
    cast.employee.last_name, cast.colleague.last_name = "Hier", "Auch-Hier"
    db.session.commit()

    def edit(sheet: Worksheet) -> None:
        for row in range(2, sheet.max_row + 1):
            if sheet.cell(row, 1).value == cast.employee.personnel_number:
                put("people", row, "last_name", "Liste")(sheet)
            if sheet.cell(row, 1).value == cast.manager.personnel_number:
                put("people", row, "first_name", "Marek A.")(sheet)

    preview = applied("people", edited(here, edit))
    ((key, fields),) = conflicts(preview)
    assert key.startswith(f"{cast.employee.personnel_number} ")
    assert fields == [("Hier", "Liste")]
    assert len(changed_fields(preview)) == 1
    names = {p: db.session.get_one(Person, p.id) for p in (cast.employee, cast.colleague)}
    assert [names[p].last_name for p in (cast.employee, cast.colleague)] == ["Hier", "Auch-Hier"]
    assert cast.manager.first_name == "Marek A."


def test_a_cell_that_was_empty_and_has_been_filled_here_is_untouched_as_well(cast: Cast) -> None:
    course = a_course("PL-1", "Polnisch")
    here = content("courses")
    course.provider, course.title_de = "Volkshochschule", "Polnisch für alle"
    db.session.flush()
    preview = compared("courses", here)
    assert (conflicts(preview), changed_fields(preview)) == ([], {})


def test_a_key_that_belongs_to_another_entry_is_told(cast: Cast) -> None:
    """Somebody has typed into the personnel number, or sorted half of the table."""
    here = edited(content("people"), put("people", 2, "personnel_number", "00099999"))
    (told,) = messages(compared("people", here))
    assert told.startswith("The key of this row belongs to another entry.")


def test_courses_come_back_with_what_was_edited(cast: Cast) -> None:
    a_course("PL-1", "Polnisch", "Polish", gives=("pol", "A2"), valid_months=24)
    db.session.commit()

    def edit(sheet: Worksheet) -> None:
        row = next(c.row for c in sheet["A"] if c.value == "PL-1")
        put("courses", row, "teaching_units", 30)(sheet)
        put("courses", row, "provider", "Volkshochschule")(sheet)
        put("courses", row, "needs_approval", "nein")(sheet)

    preview = applied("courses", edited(content("courses"), edit))
    ((key, fields),) = changed_fields(preview).items()
    assert key == "PL-1 Polnisch"
    assert {name for name, _, _ in fields} == {"Teaching units", "Provider", "Needs approval"}
    assert db.session.query(Course.needs_approval).filter(Course.code == "PL-1").scalar() is False


def test_participants_come_back_and_their_status_goes_by_the_rules(cast: Cast) -> None:
    hr = Actor(cast.hr.id, {Role.HR: None})
    offering = an_offering(a_course("PL-1", "Polnisch"))
    for person in (cast.employee, cast.colleague, cast.outsider):
        an_enrolment(person, offering, Status.REQUESTED)
    db.session.commit()
    here = content("enrolments", offering=offering)
    assert counts(compared("enrolments", here, actor=hr)) == (0, 0, 3, 0)
    jumped = edited(here, put("enrolments", 2, "status", "Abgeschlossen"))
    (told,) = messages(compared("enrolments", jumped, actor=hr))
    assert told.startswith("There is no way from")
    placed = edited(here, put("enrolments", 2, "status", "Platz bestätigt"))
    preview = applied("enrolments", placed, actor=hr)
    assert counts(preview) == (0, 1, 2, 0)
    # The same file again: that row has been changed here since it was taken, to the same.
    assert counts(compared("enrolments", placed, actor=hr)) == (0, 0, 3, 0)
    other = edited(here, put("enrolments", 2, "status", "Abgelehnt"))
    assert len(conflicts(compared("enrolments", other, actor=hr))) == 1


def test_attendance_comes_back_and_an_emptied_cell_takes_a_record_back(cast: Cast) -> None:
    hr = Actor(cast.hr.id, {Role.HR: None})
    offering = an_offering(a_course("PL-1", "Polnisch"), starts_on=clock.today() - timedelta(2))
    for person in (cast.employee, cast.colleague):
        enrolment = an_enrolment(person, offering)
        db.session.add(
            Attendance(
                enrolment_id=enrolment.id, meeting_id=offering.meetings[0].id,
                presence=Presence.PRESENT, minutes=60,
            )
        )  # fmt: skip
    db.session.commit()
    here = content("attendance", "en", offering)
    assert counts(compared("attendance", here, actor=hr)) == (0, 0, 2, 0)

    def edit(sheet: Worksheet) -> None:
        sheet.cell(2, column(ListKind.ATTENDANCE, "presence", sheet, "en")).value = None
        sheet.cell(2, column(ListKind.ATTENDANCE, "minutes", sheet, "en")).value = None
        sheet.cell(3, column(ListKind.ATTENDANCE, "minutes", sheet, "en")).value = 90

    assert counts(applied("attendance", edited(here, edit), actor=hr)) == (0, 2, 0, 0)
    assert [row.minutes for row in db.session.query(Attendance)] == [90]
