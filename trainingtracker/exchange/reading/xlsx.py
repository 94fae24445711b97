"""The parts of an .xlsx: what its sheets and its number formats are made of."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from lxml.etree import _Element

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CHUNK = 1024 * 1024
_USUAL_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"')
_ANY_CELL = re.compile(rb"[<:]c[\s/>]")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass(frozen=True)
class Parts:
    """The XML of the sheets by name, and of the styles."""

    sheets: dict[str, bytes]
    styles: bytes
    names: set[str]


def parts(content: bytes) -> Parts:
    """The parts of a workbook; none for other than .xlsx."""
    if not content.startswith(b"PK"):
        return Parts({}, b"", set())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
            _unpack(archive, names)
            return Parts({}, b"", names)
        files = _files(archive)
        _unpack(archive, names - set(files.values()))
        return Parts(
            sheets={sheet: archive.read(part) for sheet, part in files.items() if part in names},
            styles=archive.read("xl/styles.xml") if "xl/styles.xml" in names else b"",
            names=names,
        )


def _unpack(archive: zipfile.ZipFile, names: set[str]) -> None:
    """Read every file once: one that is longer than it says fails its check here."""
    for name in names:
        with archive.open(name) as file:
            while file.read(_CHUNK):
                pass


def spanned_cells(sheet: bytes) -> int:
    """How many cells the rectangle from A1 to the farthest cell has, filled or not.

    Where every cell says where it is in the way programs write, its reference tells. Else a parser
    reads element by element: its work grows with the length of the sheet alone, and it stops where
    the sheet is no XML.
    """
    span = _Span()
    if not (_is_plain(sheet) and span.by_references(sheet)) and sheet:
        parser = expat.ParserCreate()
        parser.StartElementHandler = span.begins
        parser.StartDoctypeDeclHandler = _refuse_declarations
        parser.Parse(sheet, True)  # noqa: FBT003 - the whole sheet at once
    return span.rows * span.columns


def _is_plain(sheet: bytes) -> bool:
    """UTF-8 without anything that hides elements from a search: declarations, comments, NULs."""
    start = sheet[:200].lower()
    return (
        b"\0" not in sheet
        and b"<!" not in sheet
        and (b"encoding=" not in start or b'encoding="utf-8"' in start)
    )


class _Span:
    """How far a sheet reaches; a cell or row that does not say where it is follows the last one."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self._row = self._column = 0

    def by_references(self, sheet: bytes) -> bool:
        """Take it from the references; False where not every cell has one."""
        columns, rows = set[bytes](), 0
        for piece in _pieces(sheet):
            references = _USUAL_CELL.findall(piece)
            if len(references) != len(_ANY_CELL.findall(piece)):
                return False
            columns.update(letters for letters, _ in references)
            rows = max(rows, max((int(row) for _, row in references), default=0))
        self.columns = max((column_number(each.decode()) + 1 for each in columns), default=0)
        self.rows = rows
        return bool(rows)

    def begins(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "row":
                number = attributes.get("r", "")
                self._row = int(number) if number.isdecimal() else self._row + 1
                self._column = 0
            case "c":
                said = _REFERENCE.fullmatch(attributes.get("r", ""))
                self._column = column_number(said[1]) + 1 if said else self._column + 1
                self.columns = max(self.columns, self._column)
                self.rows = max(self.rows, int(said[2]) if said else self._row)


def _pieces(sheet: bytes) -> Iterator[bytes]:
    """One after the other, each from the beginning of an element."""
    start = 0
    while start < len(sheet):
        end = sheet.find(b"<", start + _CHUNK)
        yield sheet[start : end if end >= 0 else len(sheet)]
        start = end if end >= 0 else len(sheet)


def _refuse_declarations(*_declaration: object) -> None:
    raise ValueError("no workbook declares a document type")


def column_number(letters: str) -> int:
    """A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def xml(part: bytes) -> "_Element":
    """Parsed without following what the file refers to."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(part, parser)


def _files(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> the file inside the archive."""
    relations = xml(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {
        relation.get("Id", ""): relation.get("Target", "").lstrip("/").removeprefix("xl/")
        for relation in relations
    }
    workbook = xml(archive.read("xl/workbook.xml"))
    return {
        sheet.get("name", ""): "xl/" + targets.get(sheet.get(_RELATION, ""), "")
        for sheet in workbook.iter(f"{MAIN}sheet")
    }
