"""Files that are made to do harm, or that are damaged in any way: one sentence each, in bounds."""

import io
import struct
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.lists import delimited, workbook
from trainingtracker.exchange.reading import apart, excel, sheets
from trainingtracker.exchange.reading import workbook as one_workbook
from trainingtracker.exchange.reading.reader import read
from trainingtracker.exchange.reading.sheets import ErrorCell, Unreadable

DATA = Path("tests/data")
XLS, ODS = (DATA / "formula_errors.xls").read_bytes(), (DATA / "formula_errors.ods").read_bytes()
ROWS = [["Pers.-Nr.", "Name", "Eintritt"], ["00012345", "Müller", "01.02.2019"]]
XLSX = workbook(Personal=ROWS)


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def files_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    return zipped(files_of(content) | {name: part})


def ods(table: bytes, doctype: bytes = b"") -> bytes:
    """An .ods whose one sheet has these rows."""
    office = b"urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        b'<?xml version="1.0"?>' + doctype + b"<office:document-content"
        b' xmlns:office="' + office + b'office:1.0" xmlns:table="' + office + b'table:1.0"'
        b' xmlns:text="' + office + b'text:1.0" office:version="1.2"><office:body>'
        b'<office:spreadsheet><table:table table:name="A">' + table + b"</table:table>"
        b"</office:spreadsheet></office:body></office:document-content>"
    )
    return with_part(ODS, "content.xml", content)


def refusal(content: bytes, name: str = "Liste.xlsx") -> str:
    with pytest.raises(Unreadable) as caught:
        read(content, name)
    return str(caught.value)


@pytest.mark.parametrize("content", [XLS, ODS])
def test_errors_of_formulas_are_no_empty_cells_in_older_formats(content: bytes) -> None:
    rows = [row.cells for row in read(content)[0].rows]
    assert [rows[1][2], rows[2][1], rows[3][1]] == ["#DIV/0!", "#N/A", ""]
    assert isinstance(rows[1][2], ErrorCell)


def test_errors_of_formulas_are_no_empty_cells_in_binary_workbooks() -> None:
    def record(kind: int, content: bytes) -> bytes:
        number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
        return number + bytes([len(content)]) + content

    def words(text: str) -> bytes:
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    def cell(column: int) -> bytes:
        return struct.pack("<II", column, 0)

    book = record(131, b"") + record(143, b"")
    book += record(156, struct.pack("<II", 0, 1) + words("rId1") + words("Liste"))
    book += record(144, b"") + record(132, b"")
    sheet = record(129, b"") + record(148, struct.pack("<IIII", 0, 1, 0, 1)) + record(145, b"")
    sheet += record(0, struct.pack("<I", 0) + bytes(13)) + record(6, cell(0) + words("Nr."))
    sheet += record(0, struct.pack("<I", 1) + bytes(13)) + record(3, cell(1) + b"\x2a")
    sheet += record(146, b"") + record(130, b"")
    relation = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Target="worksheets/sheet1.bin" Type="http://schemas.'
        b'openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>'
    )
    content = zipped(
        {
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": relation,
            "xl/worksheets/sheet1.bin": sheet,
        }
    )
    assert [row.cells for row in read(content)[0].rows] == [("Nr.", ""), ("", "#N/A")]


def test_a_cell_that_stands_for_a_million_is_refused_within_bounds() -> None:
    row = (
        b'<table:table-row table:number-rows-repeated="1048576"><table:table-cell'
        b' table:number-columns-repeated="16384" office:value-type="float" office:value="1">'
        b"<text:p>1</text:p></table:table-cell></table:table-row>"
    )
    said = refusal(ods(row), "Liste.ods")
    assert "damaged" in said or "reaches far beyond a list" in said


@pytest.mark.parametrize("content", [delimited([["Nr.", "Name"], *[["1", "x"]] * 6]), workbook(
    A=[["Nr.", "Name"], *[["1", "x"]] * 3], B=[["Nr.", "Name"], *[["1", "x"]] * 2]
)])  # fmt: skip
def test_a_list_beyond_the_rows_that_memory_is_bounded_by_is_refused(
    content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MAX_ROWS", 5)
    assert refusal(content).startswith("This list has more than 5 rows.")
    monkeypatch.setattr(sheets, "MAX_ROWS", 6)
    assert read(content, "Liste.csv")


def test_a_million_empty_columns_are_refused() -> None:
    assert "reaches far beyond a list" in refusal(b";" * 5_000_001 + b"\n1;2\n", "x.csv")
    assert "reaches far beyond a list" in refusal(b"a" + b";" * 20_000 + b"b\n1;2\n", "x.csv")
    (sheet,) = read(b"a;b" + b";" * 1_000_000 + b"\n1;2\n", "x.csv")
    assert [row.cells for row in sheet.rows] == [("a", "b"), ("1", "2")]


@pytest.mark.parametrize("of_ods", [False, True])
def test_entities_are_neither_multiplied_nor_fetched(of_ods: bool, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    doctype = b'<!DOCTYPE x [<!ENTITY l0 "ha">' + laughs
    doctype += b'<!ENTITY file SYSTEM "file://%s">]>' % bytes(secret)
    if of_ods:
        cell = b'<table:table-cell office:value-type="string"><text:p>&l9;&file;</text:p>'
        rows = b"<table:table-row>" + cell + b"</table:table-cell></table:table-row>"
        content = ods(rows, doctype)
    else:
        part = files_of(XLSX)["xl/worksheets/sheet1.xml"].replace(b"Pers.-Nr.", b"&l9;&file;")
        part = doctype + part.replace("Müller".encode(), b"&l9;&file;")
        content = with_part(XLSX, "xl/worksheets/sheet1.xml", part)
    try:
        cells = str(read(content))
    except Unreadable:
        return
    assert "secret" not in cells
    assert len(cells) < 10_000


def test_a_small_file_that_unpacks_to_more_than_a_list_is_refused_before_it_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bomb = with_part(XLSX, "xl/worksheets/sheet2.xml", b" " * 30_000_000)
    monkeypatch.setattr(excel, "MAX_UNPACKED_BYTES", 20 * 1024**2)
    assert len(bomb) < 100_000
    assert refusal(bomb).startswith("This file unpacks to more than 20 MB")


def test_a_file_inside_that_is_longer_than_it_says_is_refused() -> None:
    long = files_of(XLSX) | {"xl/sharedStrings.xml": b"<sst>" + b" " * 50_000_000}
    content = bytearray(zipped(long))
    at = content.rindex(b"xl/sharedStrings.xml") - 46
    assert content[at : at + 4] == b"PK\x01\x02"
    content[at + 24 : at + 28] = struct.pack("<I", 100)
    assert "damaged" in refusal(bytes(content))


def test_an_encrypted_document_of_libreoffice_is_told_so() -> None:
    manifest = files_of(ODS)["META-INF/manifest.xml"]
    content = with_part(ODS, "META-INF/manifest.xml", manifest + b"<manifest:encryption-data/>")
    assert "password" in refusal(content, "Liste.ods")


def test_macros_and_formulas_are_data() -> None:
    with_macros = with_part(XLSX, "xl/vbaProject.bin", b"Sub AutoOpen()")
    assert [row.cells[1] for row in read(with_macros, "Liste.xlsm")[0].rows] == ["Name", "Müller"]
    (sheet,) = read(delimited([["Nr.", "Name"], ["1", '=HYPERLINK("x")']]), "x.csv")
    assert sheet.rows[1].cells[1] == '=HYPERLINK("x")'


PARTS = {
    name: part
    for content in (XLSX, ODS)
    for name, part in files_of(content).items()
    if name.endswith((".xml", ".rels"))
}


@settings(
    max_examples=120, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    base=st.sampled_from([XLSX, ODS, XLS, delimited(ROWS), delimited(ROWS, "\t", "utf-16")]),
    part=st.sampled_from(sorted(PARTS)),
    at=st.floats(0, 1, exclude_max=True),
    junk=st.one_of(
        st.binary(min_size=1, max_size=12), st.sampled_from([b"<", b'"', b"-1", b"&x;"])
    ),
    cut=st.booleans(),
)
def test_no_damage_to_a_real_file_gives_more_than_a_sentence(
    monkeypatch: pytest.MonkeyPatch, base: bytes, part: str, at: float, junk: bytes, cut: bool
) -> None:
    # A process for each would take too long; none of these grows.
    monkeypatch.setattr(apart, "sheets", one_workbook.sheets)

    def damaged(content: bytes) -> bytes:
        start = int(at * len(content))
        return content[:start] if cut else content[:start] + junk + content[start + len(junk) :]

    inside = base in (XLSX, ODS) and part in files_of(base)
    content = with_part(base, part, damaged(PARTS[part])) if inside else damaged(base)
    with suppress(Unreadable):
        read(content, "Liste.xlsx")
