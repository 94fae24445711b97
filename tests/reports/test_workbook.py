"""Workbooks as spreadsheets read them: types, tables, print settings, nothing to repair."""

import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from io import BytesIO

import pytest
from lxml import etree

from tests.reports.reading import opened, second_reader, values
from trainingtracker.reports.report import Column, Value
from trainingtracker.reports.styles import PLAIN, ROW, TITLE, Kind, Style
from trainingtracker.reports.workbook import Book, table
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
    book.table("People", COLUMNS).fill(records)
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
    covered = sheet.tables["People"]
    assert covered.ref == f"A1:D{max(number, 1) + 1}"
    assert covered.autoFilter.ref == covered.ref
    assert tuple(covered.column_names) == values(sheet)[0]


def test_headings_stay_in_sight_and_are_printed_on_each_page() -> None:
    sheet = opened(table_of([("Name", 1, None, None)]))["People"]
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"


def test_every_sheet_prints_on_a4_landscape_with_page_numbers() -> None:
    book = a_book("de")
    book.table("People", COLUMNS)
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


def test_the_first_bytes_leave_before_the_last_row_is_read() -> None:
    read = 0

    def rows() -> Iterator[tuple[Value, ...]]:
        nonlocal read
        for read in range(1, 10_001):
            yield (f"Name {read}", read, date(2026, 6, 30), 0.5)

    book = a_book()
    book.table("People", COLUMNS).fill(rows())
    pieces = book.stream()
    first = next(pieces)
    assert first.startswith(b"PK")
    assert read < 1_000
    content = first + b"".join(pieces)
    assert read == 10_000
    assert len(second_reader(content, "People")) == 10_001


def test_rows_that_one_sheet_cannot_hold_go_on_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_ROWS", 4)
    book = a_book()
    counted = book.page("Cover", [20])
    people = book.table("People", COLUMNS)
    people.fill((f"Name {number}", number, None, None) for number in range(7))
    book.table("Last", COLUMNS).fill([("Only", 1, None, None)])
    book.at_last(lambda: counted.line("written at last"))
    content = saved(book)
    read = opened(content)
    assert read.sheetnames == ["Cover", "People", "People (2)", "People (3)", "Last"]
    assert [len(values(sheet)) for sheet in read.worksheets[1:]] == [4, 4, 2, 2]
    names = [next(iter(sheet.tables.values())) for sheet in read.worksheets[1:]]
    assert [(found.name, found.ref) for found in names] == [
        ("People", "A1:D4"),
        ("People__2_", "A1:D4"),
        ("People__3_", "A1:D2"),
        ("Last", "A1:D2"),
    ]
    assert [row[0] for row in second_reader(content, "People (3)")[1:]] == ["Name 6"]
    assert read.worksheets[2].print_title_rows == "$1:$1"
    assert second_reader(content, "Cover") == [["written at last"]]


def test_a_sheet_that_is_just_full_is_followed_by_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_ROWS", 4)
    read = opened(table_of([("Name", 1, None, None)] * 3))
    assert read.sheetnames == ["People"]


def test_a_record_with_too_few_values_is_refused() -> None:
    with pytest.raises(ValueError, match="2 values for 4 columns"):
        table_of([("Name", 1)])


def test_no_two_columns_have_the_same_heading() -> None:
    book = a_book()
    book.table("Matrix", [Column("a", "English"), Column("b", "english"), Column("c", "")])
    sheet = opened(saved(book))["Matrix"]
    assert values(sheet)[0] == ("English", "english (2)", "\u2013")
    assert sheet.tables["Matrix"].column_names == ["English", "english (2)", "\u2013"]


@pytest.mark.parametrize(
    ("title", "name"), [("Q1", "_Q1"), ("2026", "_2026"), ("R1C1", "_R1C1"), ("A/B: x", "A_B__x")]
)
def test_no_table_is_called_like_a_cell(title: str, name: str) -> None:
    assert table_name(title) == name


def test_looks_are_named_in_the_readers_language() -> None:
    book = a_book("de")
    sheet = book.page("Page", [20])
    sheet.line("Text", style=TITLE)
    sheet.row([(1, ROW.of(Kind.COUNT)), (2, Style(kind=Kind.COUNT, indent=2))])
    cells = opened(saved(book))["Page"]
    assert cells["A1"].style == "\u25aa Titel"
    assert cells["A2"].style == "\u25aa Zeile, Anzahl"
    assert cells["B2"].style == "\u25aa Zelle, Anzahl"


def test_nothing_in_the_file_is_newer_than_its_first_piece() -> None:
    """Nobody goes back to what has left: each part says its length behind itself."""
    with zipfile.ZipFile(BytesIO(table_of([("Name", 1, None, None)]))) as archive:
        assert all(part.flag_bits & 0x08 for part in archive.infolist())
        assert archive.testzip() is None
