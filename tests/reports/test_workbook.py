"""Workbooks as spreadsheets read them: types, tables, print settings, nothing to repair."""

import zipfile
from collections.abc import Iterable
from datetime import date
from io import BytesIO

import pytest
from lxml import etree

from tests.reports.reading import opened, second_reader, values
from trainingtracker.reports.report import Column, Value
from trainingtracker.reports.styles import PLAIN, Kind
from trainingtracker.reports.workbook import Book
from trainingtracker.reports.workbook.names import table_name

COLUMNS = (
    Column("last_name", "Last name", 20),
    Column("teaching_units", "Teaching units", 12, Kind.COUNT),
    Column("begins_on", "Begins on", 12, Kind.DAY),
    Column("participation_rate", "Participation rate", 12, Kind.SHARE),
)


def a_book(language: str = "en") -> Book:
    return Book(language, title="Test & more", author="Hanna Rieck", footer="Bits & pieces")


def saved(book: Book) -> bytes:
    output = BytesIO()
    book.save(output)
    return output.getvalue()


def table_of(records: Iterable[tuple[Value, ...]], language: str = "en") -> bytes:
    book = a_book(language)
    sheet = book.table("People", COLUMNS)
    for record in records:
        sheet.record(record)
    sheet.close()
    return saved(book)


def part(content: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return etree.fromstring(archive.read(name))


@pytest.mark.parametrize(
    "text", ["=1+1", "+49 511", "-Anna", "@SUM(A1)", '=HYPERLINK("http://x")', "#N/A", "00012345"]
)
def test_text_stays_text_whatever_it_looks_like(text: str) -> None:
    content = table_of([(text, 1, None, None)])
    cell = opened(content)["People"]["A2"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert second_reader(content, "People")[1][0] == text
    sheet = part(content, "xl/worksheets/sheet1.xml")
    assert not sheet.findall(".//{*}f")
    assert cell.quotePrefix is (text[0] in "=+-@")


def test_characters_that_no_workbook_may_hold_are_left_out() -> None:
    content = table_of([("Mül\x0bler\x00\ud800\uffff", 1, None, None)])
    assert opened(content)["People"]["A2"].value == "Müller"


def test_markup_blanks_and_line_breaks_in_texts_survive() -> None:
    text = ' <b> & "Söhne" \n]]> Zeile '
    content = table_of([(text, 1, None, None)])
    assert opened(content)["People"]["A2"].value == text


def test_numbers_days_and_shares_keep_their_type() -> None:
    content = table_of([("Öztürk", 16, date(2026, 6, 30), 0.692)], "de")
    _, units, day, share = opened(content)["People"][2]
    assert (units.value, units.data_type) == (16, "n")
    assert day.value.date() == date(2026, 6, 30)
    assert (day.number_format, share.number_format) == ("dd.mm.yyyy", "0.0 %")
    assert share.value == 0.692
    assert second_reader(content, "People")[1] == ["Öztürk", 16, date(2026, 6, 30), 0.692]


@pytest.mark.parametrize("number", [0, 1, 3])
def test_a_table_covers_its_rows_exactly(number: int) -> None:
    content = table_of([("Name", 1, None, None)] * number)
    sheet = opened(content)["People"]
    table = sheet.tables["People"]
    assert table.ref == f"A1:D{max(number, 1) + 1}"
    assert table.autoFilter.ref == table.ref
    assert tuple(table.column_names) == values(sheet)[0]


def test_headings_stay_in_sight_and_are_printed_on_each_page() -> None:
    sheet = opened(table_of([("Name", 1, None, None)]))["People"]
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"


def test_every_sheet_prints_on_a4_landscape_with_page_numbers() -> None:
    book = a_book("de")
    book.table("People", COLUMNS).close()
    book.page("Page", [20]).line("Text")
    for sheet in opened(saved(book)).worksheets:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.oddFooter.right.text == "Seite &P von &N"
        assert sheet.oddFooter.left.text == "Bits && pieces"


def test_the_properties_say_what_it_is_and_in_which_language() -> None:
    properties = opened(table_of([])).properties
    assert (properties.title, properties.creator) == ("Test & more", "Hanna Rieck")
    assert properties.language == "en-GB"


def test_outline_groups_have_their_parent_above() -> None:
    book = a_book()
    sheet = book.page("Tree", [20])
    sheet.outlined()
    for level in (0, 1, 2, 0):
        sheet.row([("Unit", PLAIN)], level=level)
    read = opened(saved(book))["Tree"]
    assert [read.row_dimensions[row].outlineLevel for row in range(1, 5)] == [0, 1, 2, 0]
    assert read.sheet_properties.outlinePr.summaryBelow is False


def test_a_link_leads_to_another_sheet() -> None:
    book = a_book()
    cover = book.page("Cover", [20, 20])
    book.page("It's here", [20]).line("Found")
    cover.link("Go", "It's here", ("there", PLAIN))
    cell = opened(saved(book))["Cover"]["A1"]
    assert cell.hyperlink is not None
    assert cell.hyperlink.location == "'It''s here'!A1"
    assert cell.value == "Go"


def test_only_the_first_sheet_is_selected() -> None:
    book = a_book()
    for name in ("One", "Two", "Three"):
        book.page(name, [20])
    selected = [sheet.sheet_view.tabSelected for sheet in opened(saved(book)).worksheets]
    assert selected == [True, False, False]


def test_a_table_name_can_stand_in_a_formula() -> None:
    assert table_name("Erworbene Kompetenzen") == "Erworbene_Kompetenzen"
