"""Reading any spreadsheet: what it is, what stands in it, and why it cannot be read."""

import random
import subprocess
import sys
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.exchange.lists import delimited, saved, workbook
from trainingtracker.exchange.reading.choices import Choices
from trainingtracker.exchange.reading.reader import read
from trainingtracker.exchange.reading.sheets import ErrorCell, Padded, TextForm, Unreadable

ROWS = [["Pers.-Nr.", "Name"], ["00012345", "Müller-Özil"], ["00012346", "Łukasz"]]


def only_rows(content: bytes, name: str = "Personal.csv") -> list[list[object]]:
    (sheet,) = read(content, name)
    return [list(row.cells) for row in sheet.rows]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_delimited_text_is_read_in_every_encoding(delimiter: str, encoding: str) -> None:
    assert only_rows(delimited(ROWS, delimiter, encoding)) == ROWS


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_windows_1252_is_read(delimiter: str) -> None:
    rows = [["Nr.", "Name"], ["1", "Müller – „Öz“ €"]]
    assert only_rows(delimited(rows, delimiter, "cp1252")) == rows


def test_commas_and_line_breaks_inside_quotes_stay_inside() -> None:
    rows = [["code", "gives", "title"], ["EU-02", "eu:a:1;eu:b:1", 'Recht, "kurz"\nund gut']]
    assert only_rows(delimited(rows, ",")) == rows


def test_a_row_after_a_quoted_line_break_has_the_number_that_excel_shows() -> None:
    (sheet,) = read(b'a;b\r\n"1\r\n2";x\r\n;\r\n3;y\r\n', "x.csv")
    assert [row.number for row in sheet.rows] == [1, 2, 4]


def test_the_delimiter_that_excel_announces_is_used_and_counts_as_no_row() -> None:
    (sheet,) = read(b"sep=|\r\na|b;c\r\n1|2;3\r\n", "x.csv")
    assert [(row.number, row.cells) for row in sheet.rows] == [(1, ("a", "b;c")), (2, ("1", "2;3"))]


def test_delimited_text_is_a_sheet_named_after_its_file() -> None:
    (sheet,) = read(delimited(ROWS), "Personal Oktober.csv")
    assert sheet.name == "Personal Oktober"


def test_text_with_the_ending_of_a_workbook_is_read(tmp_path: Path) -> None:
    file = tmp_path / "export.xls"
    file.write_bytes(delimited(ROWS, "\t", "utf-16"))
    (sheet,) = read(file)
    assert [list(row.cells) for row in sheet.rows] == ROWS


def test_a_workbook_gives_its_visible_sheets_with_real_row_numbers() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Personal"
    sheet["B3"], sheet["C3"], sheet["B6"] = "x", date(2020, 2, 1), 12345
    book.create_sheet("Leer")
    book.create_sheet("Alt").sheet_state = "hidden"
    book["Alt"]["A1"] = "old"
    book.create_chartsheet("Diagramm")
    (found,) = read(saved(book))
    assert found.name == "Personal"
    assert [(row.number, row.cells) for row in found.rows] == [
        (3, ("", "x", date(2020, 2, 1))),
        (6, ("", 12345.0, "")),
    ]


def test_a_value_merged_over_rows_holds_for_each_of_them_and_a_title_only_once() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "Personalliste"
    sheet.merge_cells("A1:C1")
    for row in (2, 3, 4):
        sheet.cell(row, 1, f"{row}")
        sheet.cell(row, 3, "x")
    sheet["B2"] = "15.23"
    sheet.merge_cells("B2:B4")
    (found,) = read(saved(book))
    assert found.rows[0].cells == ("Personalliste", "", "")
    assert [row.cells[1] for row in found.rows[1:]] == ["15.23"] * 3


def test_numbers_keep_the_zeros_that_excel_shows() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for column, (value, shape) in enumerate(
        [(12345, "00000000"), (18.1, "0.00"), (12345, "General"), (0.5, "0%"), (1.255, "0.00")], 1
    ):
        sheet.cell(1, column, value).number_format = shape
    cells = read(saved(book))[0].rows[0].cells
    assert [cell.shown for cell in cells if isinstance(cell, Padded)] == ["00012345", "18.10"]
    assert cells == (12345.0, 18.1, 12345.0, 0.5, 1.255)


def test_errors_of_formulas_are_no_empty_cells() -> None:
    cells = read(workbook(A=[["a", "#N/A", "b"], ["c", "#REF!", "d"]]))[0].rows
    assert [row.cells[1] for row in cells] == ["#N/A", "#REF!"]
    assert all(isinstance(row.cells[1], ErrorCell) for row in cells)


def refusal(content: bytes | Path, name: str = "list.xlsx") -> str:
    with pytest.raises(Unreadable) as caught:
        read(content, name)
    return str(caught.value)


@pytest.mark.parametrize("content", [b"", b" \r\n\t", b"\xef\xbb\xbf", b";;;\r\n;;;\r\n"])
def test_an_empty_file_is_told_so(content: bytes) -> None:
    assert "empty" in refusal(content)


def test_a_workbook_without_content_is_told_so() -> None:
    assert "empty" in refusal(workbook(A=[], B=[["", "  "]]))


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)),
        b"%PDF-1.7 a;b;c\n1;2;3\n",
        b"just a sentence\n",
        b"Personalnummer\n1\n2\n",
        b'{"rows": [1, 2]}',
        random.Random(1).randbytes(5000),
    ],
)
def test_what_is_no_spreadsheet_is_told_so(content: bytes) -> None:
    assert "not a spreadsheet" in refusal(content)


def test_a_zip_with_other_things_in_it_is_no_spreadsheet() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert "not a spreadsheet" in refusal(buffer.getvalue())


@pytest.mark.parametrize(
    "start", ["<html><table>", "<!DOCTYPE html>", '<?xml version="1.0"?>', "MIME-Version: 1.0"]
)
def test_a_web_page_named_xls_is_told_what_to_do(start: str) -> None:
    assert "web page" in refusal(f"\n{start}<tr><td>1;2</td>\n".encode(), "export.xls")


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.95])
def test_a_truncated_workbook_is_damaged(share: float) -> None:
    content = workbook(A=[[str(i), "x"] for i in range(200)])
    assert "damaged" in refusal(content[: int(len(content) * share)])


def test_a_workbook_with_broken_contents_is_damaged() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
    assert "damaged" in refusal(buffer.getvalue())
    assert "damaged" in refusal(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4000))


@pytest.mark.parametrize("cell", ["XFD1048576", "ZZ100000"])
def test_a_stray_cell_far_away_does_not_fill_the_memory(cell: str) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet[cell] = "Personalnummer", "x"
    assert "reaches far beyond a list" in refusal(saved(book))


def test_an_encrypted_workbook_is_told_so() -> None:
    content = bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le")
    assert "password" in refusal(content)


def test_quotation_marks_that_do_not_match_are_told_with_their_line() -> None:
    assert "line 3" in refusal(b'a;b\n1;2\n"3;4\n', "x.csv")
    assert "line 2" in refusal(b'a;b\n"Meier "Hansi" Karl";2\n', "x.csv")


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman"])
def test_older_encodings_are_known_by_their_german_letters(encoding: str) -> None:
    rows = [["Nr.", "Name"], ["1", "Müller-Özil"], ["2", "Weiß"]]
    assert only_rows(delimited(rows, encoding=encoding)) == rows


def test_how_a_text_was_read_is_told_and_can_be_said() -> None:
    content = "Nr;Name,Ort\n1;Łukasz,Gdańsk\n".encode("cp1250")
    (as_it_looks,) = read(content, "x.csv")
    assert as_it_looks.form == TextForm("cp1252", ";")
    (said,) = read(content, "x.csv", Choices(encoding="cp1250", delimiter=","))
    assert [row.cells for row in said.rows] == [("Nr;Name", "Ort"), ("1;Łukasz", "Gdańsk")]
    with pytest.raises(Unreadable, match="UTF-8"):
        read(content, "x.csv", Choices(encoding="utf-8"))


def test_letters_of_an_unknown_encoding_are_told_so() -> None:
    assert "UTF-8" in refusal(b"Nr;Name\n1;M\x8dr\x9dt\n", "x.csv")


def test_a_missing_file_and_a_folder_are_told_so(tmp_path: Path) -> None:
    assert "no file" in refusal(tmp_path / "nowhere.xlsx")
    assert "folder" in refusal(tmp_path)


_READ_WITHIN_SECONDS_OF_WORK = """
import resource, sys
from pathlib import Path
from trainingtracker.exchange.reading.reader import read
from trainingtracker.exchange.reading.sheets import Unreadable
resource.setrlimit(resource.RLIMIT_CPU, (8, 8))
try:
    print(len(read(Path(sys.argv[1]))), "sheets")
except Unreadable as refused:
    print(refused.message)
"""


def _with_sheet(content: bytes, sheet: bytes) -> bytes:
    """The workbook with other XML in its first sheet."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, sheet if name.endswith("sheet1.xml") else old.read(name))
    return buffer.getvalue()


_WORKSHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
_MANY = 200_000


@pytest.mark.parametrize(
    ("sheet", "answer"),
    [
        (b"<c " * _MANY, "damaged"),
        (_WORKSHEET + b"<!--" + b"<c " * _MANY + b't="e"--></worksheet>', "empty"),
        (
            _WORKSHEET
            + b'<sheetData><row r="1"><c r="A1" t="e">'
            + b" " * _MANY
            + b"</c></row></sheetData></worksheet>",
            "empty",
        ),
    ],
)
def test_a_sheet_made_to_be_read_for_ever_costs_no_more_than_its_length(
    tmp_path: Path, sheet: bytes, answer: str
) -> None:
    file = tmp_path / "Liste.xlsx"
    file.write_bytes(_with_sheet(workbook(Liste=[["Name"], ["Müller"]]), sheet))
    done = subprocess.run(
        [sys.executable, "-c", _READ_WITHIN_SECONDS_OF_WORK, str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert answer in done.stdout


@pytest.mark.parametrize(
    "cell",
    [
        b'<c note="&gt;" r="XFD1048576"><v>1</v></c>',
        b'<c note=">" r="XFD1048576"><v>1</v></c>',
        b"<c r='XFD1048576'><v>1</v></c>",
        b'<c r="&#88;FD1048576"><v>1</v></c>',
    ],
)
def test_a_far_cell_is_found_however_it_is_written(cell: bytes) -> None:
    sheet = _WORKSHEET + b"<sheetData><row>" + cell + b"</row></sheetData></worksheet>"
    with pytest.raises(Unreadable, match="far beyond a list"):
        read(_with_sheet(workbook(Liste=[["Name"]]), sheet))
