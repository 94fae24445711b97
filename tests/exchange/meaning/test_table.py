"""Finding the list in a file: sheets, title rows, headings, footers, blanks."""

from types import ModuleType

import pytest

from tests.exchange.lists import delimited, messages, notes, places, workbook
from trainingtracker.exchange.courses import fields as course_fields
from trainingtracker.exchange.meaning import table
from trainingtracker.exchange.meaning.headings import fingerprint
from trainingtracker.exchange.meaning.layout import Layout
from trainingtracker.exchange.meaning.table import Table
from trainingtracker.exchange.people import fields as people_fields
from trainingtracker.exchange.preview import ChangeOf, Preview
from trainingtracker.exchange.reading import reader
from trainingtracker.exchange.reading.choices import Choices
from trainingtracker.exchange.units import fields as unit_fields
from trainingtracker.vocabulary import ListKind

_AS_IT_LOOKS = Layout()
HEADINGS = ["Pers.-Nr.", "Name", "Vorname", "Eintritt"]


def found(
    content: bytes, layout: Layout = _AS_IT_LOOKS, name: str = "Liste.xlsx"
) -> tuple[Table, Preview]:
    preview = Preview(ListKind.PEOPLE)
    sheets = reader.read(content, name)
    return table.find(sheets, people_fields.VOCABULARY, preview, name, layout), preview


def rows_of(content: bytes) -> list[tuple[str, int | None, object]]:
    records = found(content)[0].records
    return [(r.place.sheet, r.place.row, r.raw("personnel_number")) for r in records]


def test_title_rows_above_and_totals_below_are_no_entries() -> None:
    content = workbook(
        Personal=[
            ["Personalliste Stand 01.10.2026"],
            [],
            ["erstellt von", "Frau Beispiel"],
            HEADINGS,
            ["1", "Berg", "Ada"],
            [None, "\u00a0", "  "],
            ["2", "Ende", "Michael"],
            ["Summe", None, None, 2],
            ["Gesamt: 2"],
            ["* ohne Beurlaubte"],
            ["Stand: 01.10.2026"],
        ]
    )
    assert rows_of(content) == [("Personal", 5, "1"), ("Personal", 7, "2")]
    left_out = [c for c in found(content)[1].changes if c.kind is ChangeOf.LEFT_OUT]
    assert [(c.place.row, c.key) for c in left_out] == [
        (8, "Summe 2"),
        (9, "Gesamt: 2"),
        (10, "* ohne Beurlaubte"),
        (11, "Stand: 01.10.2026"),
    ]


def test_headings_that_come_again_on_every_printed_page_are_left_out() -> None:
    content = workbook(A=[HEADINGS, ["1", "Berg", "Ada"], HEADINGS, ["2", "Tal", "Uwe"]])
    assert [row for _, row, _ in rows_of(content)] == [2, 4]


def test_names_that_look_like_totals_are_entries() -> None:
    content = workbook(
        A=[HEADINGS, ["1", "Ende", "Michael"], ["", "Stand", "Eva"], ["3", "Summe", ""]]
    )
    assert [number for _, _, number in rows_of(content)] == ["1", "", "3"]


def test_the_list_may_go_on_on_further_sheets_and_notes_are_told_to_be_unused() -> None:
    content = workbook(
        Legende=[["Feld", "Bedeutung"], ["OE", "Organisationseinheit"]],
        FB18=[HEADINGS, ["1", "Berg", "Ada"]],
        FB37=[["Vorname", "Familienname", "Personalnummer"], ["Uwe", "Tal", "2"]],
    )
    assert rows_of(content) == [("FB18", 2, "1"), ("FB37", 2, "2")]
    assert notes(found(content)[1]) == [
        "Sheet “Legende” is not used: it has no headings of this list."
    ]


def test_a_sheet_that_lacks_one_required_heading_is_not_passed_over() -> None:
    content = workbook(
        FB18=[HEADINGS, ["1", "Berg", "Ada"]],
        FB37=[["Persnoalnr", "Name", "Vorname", "Eintritt"], ["2"]],
    )
    preview = found(content)[1]
    assert messages(preview) == [
        "The column “Persnoalnr” may be “Personnel number” misspelt. Say whether it is."
    ]
    assert places(preview) == [("FB37", 1, "Persnoalnr", "")]


def test_a_near_miss_is_asked_about_and_what_was_said_about_it_is_remembered() -> None:
    rows = [["Personalnummer", "Name", "Vornamme", "Eintrittt"], ["1", "Berg", "Ada", "1.2.2019"]]
    content, asked = workbook(A=rows), found(workbook(A=rows))[1]
    assert [problem.column for problem in asked.problems] == ["Vornamme", "Eintrittt"]
    said = Layout(Choices(named={"Vornamme": "first_name", "Eintrittt": ""}))
    listed, settled = found(content, said)
    assert (messages(settled), set(listed.records[0].headings.columns)) == (
        [], {"personnel_number", "last_name", "first_name"},
    )  # fmt: skip
    heads = fingerprint(reader.read(content)[0].rows[0].cells)
    remembered = Layout(remembered={heads: {"personnel_number": 0, "last_name": 2}})
    listed, settled = found(content, remembered)
    assert (messages(settled), listed.records[0].raw("last_name")) == ([], "Ada")


def test_the_row_of_the_headings_can_be_said() -> None:
    rows = [HEADINGS, ["Nr.", "Familie"], ["1", "Berg"]]
    choices = Choices(heading_row=2, named={"Nr.": "personnel_number", "Familie": "last_name"})
    listed, preview = found(workbook(A=rows), Layout(choices))
    assert messages(preview) == []
    assert [[*map(each.raw, each.headings.columns)] for each in listed.records] == [["1", "Berg"]]
    assert messages(found(workbook(A=rows), Layout(Choices(heading_row=9)))[1]) != []


def test_a_heading_that_stands_twice_is_told() -> None:
    preview = found(workbook(A=[[*HEADINGS, "Personalnummer"], ["1", "Berg", "Ada"]]))[1]
    assert places(preview) == [("A", 1, "Pers.-Nr.", "")]
    assert "several columns" in messages(preview)[0]


def test_columns_that_are_not_used_are_told() -> None:
    preview = found(workbook(A=[[*HEADINGS, "Zimmer", "Telefon"], ["1", "Berg", "Ada"]]))[1]
    assert notes(preview) == ["Columns of sheet “A” that are not used: Zimmer, Telefon"]


def test_a_file_without_any_heading_says_what_it_needs() -> None:
    preview = found(delimited([["a", "b"], ["1", "2"]]), name="x.csv")[1]
    assert messages(preview) == [
        "No headings of this list were found. It needs at least: Personnel number, Last name."
    ]


def test_headings_that_are_all_misspelt_are_asked_about_wherever_they_stand() -> None:
    rows = [["Liste vom 1.11."], ["Personalnumer", "Nachnahme"], ["00880001", "Berg, Ada"]]
    asked = found(workbook(A=rows))[1]
    assert [problem.column for problem in asked.problems] == ["Personalnumer", "Nachnahme"]


def test_headings_without_rows_are_told() -> None:
    preview = found(workbook(A=[["Personalliste"], HEADINGS]))[1]
    assert messages(preview) == ["There are no rows below the headings."]
    assert places(preview) == [("A", 2, "", "")]


@pytest.mark.parametrize(
    ("kind", "headings", "told"),
    [
        (unit_fields, ["OE", "Name", "Vorname"], "Vorname"),
        (people_fields, ["Pers.-Nr.", "Name", "Vorname", "Kurs", "Datum"], "Kurs"),
        (
            course_fields,
            ["Kurs-Nr.", "Titel", "Themenfeld", "UE", "Personalnummer"],
            "Personalnummer",
        ),
    ],
)
def test_another_kind_of_list_is_not_taken_for_this_one(
    kind: ModuleType, headings: list[str], told: str
) -> None:
    preview = Preview(ListKind.UNITS)
    sheets = reader.read(workbook(A=[headings, ["1"] * len(headings)]))
    table.find(sheets, kind.VOCABULARY, preview, "Liste.xlsx")
    assert places(preview) == [("A", 1, told, "")]
    assert "does not belong to this kind of list" in messages(preview)[0]
