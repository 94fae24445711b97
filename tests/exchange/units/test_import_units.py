"""Lists of units: the tree in, changes dated, what cannot be told."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import Workbook
from sqlalchemy import func, select

from tests.cast import LONG_AGO, Cast, a_person, a_unit, leads
from tests.conftest import CountQueries
from tests.exchange.lists import (
    applied,
    changed_fields,
    compared,
    counts,
    delimited,
    messages,
    notes,
    places,
    saved,
    workbook,
)
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import AuditEntry, Leadership, Unit, UnitVersion
from trainingtracker.organisation.tree import UnitTree
from trainingtracker.vocabulary import LeadershipKind, UnitKind

HEADINGS = ["OE-Nr.", "Bezeichnung", "Übergeordnete OE", "Art"]
TREE = [
    HEADINGS,
    ["15.23", "Internationale Angelegenheiten", "15", "Sachgebiet"],
    ["15", "Büro Oberbürgermeister*in", "D-OB", "Fachbereich"],
    ["D-OB", "Geschäftsbereich", "", "Dezernat"],
]
REFERENCE = Path("trainingtracker/reference/units.csv")


def test_children_may_come_before_their_parents(app_context: Flask) -> None:
    assert counts(applied("units", TREE)) == (3, 0, 0, 0)
    tree = UnitTree.load(clock.today())
    assert [(node.number, node.depth, node.kind) for node in tree.in_order()] == [
        ("D-OB", 0, UnitKind.DEPARTMENT),
        ("15", 1, UnitKind.DIVISION),
        ("15.23", 2, UnitKind.SECTION),
    ]


def test_new_units_are_found_by_past_reference_dates(app_context: Flask) -> None:
    applied("units", TREE)
    assert len(UnitTree.load(date(2001, 1, 1))) == 3


def test_the_list_may_date_its_units(app_context: Flask) -> None:
    applied("units", [["OE", "Name", "gültig ab"], ["15", "Büro", "01.07.2024"]])
    assert len(UnitTree.load(date(2024, 6, 30))) == 0
    assert len(UnitTree.load(date(2024, 7, 1))) == 1


def test_the_same_list_changes_nothing_the_second_time(app_context: Flask) -> None:
    applied("units", TREE)
    written = db.session.scalar(select(func.count(AuditEntry.id)))
    assert counts(applied("units", TREE)) == (0, 0, 3, 0)
    assert db.session.scalar(select(func.count(AuditEntry.id))) == written


def test_the_reference_list_of_units_can_be_loaded(app_context: Flask) -> None:
    content = REFERENCE.read_bytes()
    preview = applied("units", content, name="units.csv")
    assert counts(preview)[0] == 36
    assert counts(compared("units", content, name="units.csv")) == (0, 0, 36, 0)


def test_a_changed_name_and_parent_hold_from_today_and_the_past_stays(
    app_context: Flask, frozen: FrozenClock
) -> None:
    applied("units", TREE)
    frozen.move_to(date(2026, 7, 1))
    changed = [HEADINGS, ["15.23", "Internationales", "D-OB", "Sachgebiet"]]
    preview = applied("units", changed)
    assert counts(preview) == (0, 1, 0, 0)
    assert changed_fields(preview) == {
        "15.23 Internationales": [
            ("Name of the unit", "Internationale Angelegenheiten", "Internationales"),
            ("Parent unit", "15", "D-OB"),
        ]
    }
    assert notes(preview) == ["On record, but not in this list, and left as they are: 2."]
    before, after = (
        UnitTree.load(day).by_number("15.23") for day in (date(2026, 6, 30), date(2026, 7, 1))
    )
    assert before is not None
    assert after is not None
    assert (before.name.de, before.depth) == ("Internationale Angelegenheiten", 2)
    assert (after.name.de, after.depth) == ("Internationales", 1)


def test_a_change_supersedes_and_edits_nothing(app_context: Flask, frozen: FrozenClock) -> None:
    applied("units", TREE)
    frozen.move_to(date(2026, 7, 1))
    applied("units", [HEADINGS, ["15", "Neu", "D-OB", ""]])
    unit_id = db.session.scalar(select(Unit.id).where(Unit.number == "15"))
    rows = db.session.scalars(
        select(UnitVersion).where(UnitVersion.unit_id == unit_id).order_by(UnitVersion.id)
    ).all()
    assert [(r.name_de, r.since, r.until, r.superseded_at is None) for r in rows] == [
        ("Büro Oberbürgermeister*in", date(2000, 1, 1), None, False),
        ("Büro Oberbürgermeister*in", date(2000, 1, 1), date(2026, 7, 1), True),
        ("Neu", date(2026, 7, 1), None, True),
    ]
    assert rows[0].superseded_at == rows[1].recorded_at == rows[2].recorded_at
    assert {row.kind for row in rows} == {UnitKind.DIVISION}


def test_unit_numbers_that_excel_has_changed_are_recognised(app_context: Flask) -> None:
    for number in ("15", "15.23", "18", "18.10"):
        a_unit(number, "Alt")
    db.session.commit()
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["OE", "Name"], [15.23, "A"], [18, "B"], [18.1, "C"], [date(2026, 10, 18), "D"]):
        sheet.append(row)
    preview = compared("units", saved(book))
    assert places(preview)[0][1:] == (5, "OE", "18.10.2026")
    assert messages(preview) == ["The unit 18.10 stands in row 4 of sheet “Sheet” already."]
    assert [change.key for change in preview.changes] == ["15.23 A", "18 B", "18.10 C", "15 Alt"]


@pytest.mark.parametrize(
    ("rows", "row", "column", "value", "message"),
    [
        ([["1", "A", "3"], ["2", "B", "1"], ["3", "C", "2"]], 2, "Übergeordnete OE", "3",
         "These units would stand above themselves: 1, 3, 2, 1."),
        ([["1", "A", "1"]], 2, "Übergeordnete OE", "1",
         "These units would stand above themselves: 1, 1."),
        ([["1", "A", "99"]], 2, "Übergeordnete OE", "99",
         "There is no unit “99”, neither on record nor in this list."),
        ([["1", "A", ""], ["1", "B", ""]], 3, "OE-Nr.", "1",
         "The unit 1 stands in row 2 of sheet “Tabelle1” already."),
        ([["1", " \u00a0", ""]], 2, "Bezeichnung", "", "Name of the unit is missing."),
        ([["", "A", ""]], 2, "OE-Nr.", "", "Unit number is missing."),
        ([["1", "A", "", "Kreis"]], 2, "Art", "Kreis",
         "“Kreis” is not known here. Possible are: Department, Division, Section."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(
    app_context: Flask, rows: list[list[str]], row: int, column: str, value: str, message: str
) -> None:
    preview = compared("units", [HEADINGS, *rows])
    assert messages(preview) == [message]
    assert places(preview) == [("Tabelle1", row, column, value)]


def test_a_cycle_with_units_on_record_is_told(app_context: Flask) -> None:
    applied("units", TREE)
    preview = compared("units", [HEADINGS, ["D-OB", "Geschäftsbereich", "15.23", ""]])
    assert messages(preview) == ["These units would stand above themselves: D-OB, 15.23, 15, D-OB."]


def test_a_parent_may_be_written_with_its_name(app_context: Flask) -> None:
    applied("units", [HEADINGS, ["15", "Büro", "", ""], ["15.23", "Int", "15 Büro", ""]])
    node = UnitTree.load(clock.today()).by_number("15.23")
    assert node is not None
    assert node.depth == 1


def test_managers_and_deputies_come_by_personnel_number(
    app_context: Flask, frozen: FrozenClock
) -> None:
    for last_name, number in (("Voss", "00000101"), ("Kurz", "00000102"), ("Lang", "00000103")):
        a_person("A", last_name, number=number, account=False)
    head = ["OE", "Name", "Führungskraft", "Vertretung"]
    applied("units", [head, ["15", "Büro", 101, "00000102"]])
    preview = applied("units", [head, ["15", "Büro", "Lang, A", ""]])
    assert changed_fields(preview) == {
        "15 Büro": [
            ("Manager", "00000101 Voss, A", "00000103 Lang, A"),
            ("Deputy", "00000102 Kurz, A", None),
        ]
    }
    today = clock.today()
    leading = db.session.scalars(select(Leadership).where(Leadership.valid(today))).all()
    assert [(row.kind, row.since) for row in leading] == [(LeadershipKind.MANAGER, today)]
    assert counts(compared("units", [head, ["15", "Büro", "00000103", ""]])) == (0, 0, 1, 0)


def test_a_deputy_named_for_days_keeps_them_whatever_the_list_says(
    cast: Cast, frozen: FrozenClock
) -> None:
    today = clock.today()
    term = leads(
        cast.colleague, cast.unit_1523, LeadershipKind.DEPUTY, until=today + timedelta(days=9)
    )
    db.session.commit()
    number = cast.employee.personnel_number
    applied("units", [["OE", "Name", "Vertretung"], ["15.23", "Internationales", number]])
    deputies = select(Leadership.person_id).where(
        Leadership.kind == LeadershipKind.DEPUTY,
        Leadership.unit_id == cast.unit_1523.id,
        Leadership.valid(today),
    )
    assert set(db.session.scalars(deputies)) == {cast.colleague.id, cast.employee.id}
    assert db.session.get_one(Leadership, term.id).superseded_at is None


def test_who_led_before_keeps_their_time_even_where_the_list_dates_its_units(
    cast: Cast, frozen: FrozenClock
) -> None:
    unit = a_unit("99", "Neu")
    former, next_one = a_person("Eva", "Alt", account=False), a_person("Ute", "Jung", account=False)
    leads(former, unit)
    db.session.commit()
    head = ["OE", "Name", "Leitung", "gültig ab"]
    applied("units", [head, ["99", "Neu", next_one.personnel_number, LONG_AGO]])
    yesterday = date(2026, 3, 2)
    led = select(Leadership.person_id).where(Leadership.unit_id == unit.id)
    assert db.session.scalars(led.where(Leadership.valid(yesterday))).all() == [former.id]
    assert db.session.scalars(led.where(Leadership.valid(clock.today()))).all() == [next_one.id]


@pytest.mark.parametrize("led_before", [False, True])
def test_whoever_leads_from_a_day_to_come_does_not_lead_before(
    app_context: Flask, led_before: bool
) -> None:
    today, day = clock.today(), clock.today() + timedelta(days=30)
    unit = a_unit("15", "Büro")
    former = a_person("Frieda", "Früher", unit, number="00000102")
    new = a_person("Lena", "Leiter", unit, number="00000101")
    if led_before:
        leads(former, unit)
    rows = [["OE", "Name", "Leitung", "gültig ab"], ["15", "Büro", "00000101", day]]
    assert counts(applied("units", rows)) == (0, 1, 0, 0)

    def leading(on: date) -> list[int]:
        return list(db.session.scalars(select(Leadership.person_id).where(Leadership.valid(on))))

    assert leading(today) == ([former.id] if led_before else [])
    assert leading(day) == [new.id]
    assert counts(applied("units", rows)) == (0, 0, 1, 0)


def test_before_the_people_are_loaded_managers_are_left_for_later(app_context: Flask) -> None:
    preview = applied("units", [["OE", "Name", "Leitung"], ["15", "Büro", "00000101"]])
    assert counts(preview) == (1, 0, 0, 0)
    assert any("nobody is on record yet" in note for note in notes(preview))


def test_a_unit_that_ends_before_it_begins_is_told(app_context: Flask) -> None:
    head = ["OE", "Name", "gültig ab", "gültig bis"]
    preview = compared("units", [head, ["15", "Büro", "01.02.2027", "31.01.2027"]])
    assert messages(preview) == ["It ends (31 January 2027) before it begins (1 February 2027)."]
    assert places(preview) == [("Tabelle1", 2, "gültig bis", "31.01.2027")]
    one_day = [head, ["15", "Büro", "01.02.2027", "01.02.2027"]]
    assert messages(compared("units", one_day)) == []


def test_an_unknown_manager_is_told(cast: Cast) -> None:
    preview = compared("units", [["OE", "Name", "Leitung"], ["98", "Büro", "00777777"]])
    assert messages(preview) == [
        "There is no person with the personnel number “00777777”. Load the people first."
    ]


def test_the_number_of_queries_does_not_depend_on_the_number_of_units(
    app_context: Flask, count_queries: CountQueries
) -> None:
    with count_queries() as few:
        compared("units", TREE)
    more = [HEADINGS, *([f"{n}", f"Einheit {n}", "1", ""] for n in range(1, 200))]
    more[1][2] = ""
    with count_queries() as many:
        applied("units", more)
    assert few.number == 4
    assert many.number <= 12


def test_a_sheet_of_units_beside_sheets_of_notes_is_found(app_context: Flask) -> None:
    content = workbook(Hinweise=[["Bitte nicht ändern"], ["OE", "siehe unten"]], OE=TREE)
    assert counts(compared("units", content)) == (3, 0, 0, 0)


def test_a_semicolon_list_in_windows_1252_is_read(app_context: Flask) -> None:
    preview = applied("units", delimited(TREE, ";", "cp1252"), name="oe.csv")
    assert preview.changes[1].key == "15 Büro Oberbürgermeister*in"


def test_a_list_may_say_until_when_a_unit_is_there(app_context: Flask) -> None:
    applied("units", TREE)
    last = clock.today() + timedelta(days=30)
    ending = [["OE", "Name", "Gültig bis"], ["15.23", "Internationale Angelegenheiten", last]]
    preview = applied("units", ending)
    ((_, fields),) = changed_fields(preview).items()
    assert fields == [("Valid until", None, last)]
    assert UnitTree.load(last).by_number("15.23") is not None
    assert UnitTree.load(last + timedelta(days=1)).by_number("15.23") is None
    assert counts(compared("units", ending)) == (0, 0, 1, 0)


def test_a_unit_that_ends_while_people_belong_to_it_is_told(cast: Cast) -> None:
    last = clock.today() + timedelta(days=30)
    ending = [["OE", "Name", "Gültig bis"], ["15.23", "Internationale Angelegenheiten", last]]
    told = notes(compared("units", ending))
    assert any(note.startswith("These units end while people still belong") for note in told)
