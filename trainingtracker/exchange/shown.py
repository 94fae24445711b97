"""What Excel shows where the stored value alone does not say it: errors and padded numbers.

The reader of workbooks hands out an error such as #N/A as an empty cell and 00012345 (the number
12345 in the format 00000000) as 12345. Both are read here from the parts of an .xlsx.
"""

import io
import re
import zipfile
from typing import TYPE_CHECKING

from trainingtracker.exchange.sheets import Cell, ErrorCell, Padded

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# Only formats that do nothing but pad: 00000000, 0.00, 00.00.
_PADDING = re.compile(r"(0+)(?:\.(0+))?")
_CELL = re.compile(
    rb"<c\b([^>]*[^>/])>\s*(?:<f\b[^>]*/>|<f\b[^>]*>[^<]*</f>)?\s*<v>([^<]*)</v>", re.DOTALL
)
_ATTRIBUTE = re.compile(rb'\b(r|s|t)="([^"]*)"')
_REFERENCE = re.compile(rb"([A-Z]+)(\d+)")


def corrections(content: bytes) -> dict[str, dict[tuple[int, int], Cell]]:
    """Sheet name -> (row, column) from 0 -> the cell as shown. Nothing for other than .xlsx."""
    if not content.startswith(b"PK"):
        return {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
            return {}
        styles = archive.read("xl/styles.xml") if "xl/styles.xml" in names else b""
        padded = _padded_styles(styles)
        return {
            sheet: _corrections(archive.read(part), padded)
            for sheet, part in _parts(archive).items()
            if part in names
        }


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> the file inside the archive."""
    relations = _xml(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {
        relation.get("Id", ""): relation.get("Target", "").lstrip("/").removeprefix("xl/")
        for relation in relations
    }
    workbook = _xml(archive.read("xl/workbook.xml"))
    return {
        sheet.get("name", ""): "xl/" + targets.get(sheet.get(_RELATION, ""), "")
        for sheet in workbook.iter(f"{_MAIN}sheet")
    }


def _xml(part: bytes) -> "_Element":
    """Parsed without following what the file refers to."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(part, parser)


def _padded_styles(styles: bytes) -> dict[int, tuple[int, int]]:
    """Style number -> (digits before, digits after the point) of the formats that pad."""
    if not styles:
        return {}
    root = _xml(styles)
    codes = {2: "0.00"} | {
        int(element.get("numFmtId", "0")): element.get("formatCode", "")
        for element in root.iter(f"{_MAIN}numFmt")
    }
    found: dict[int, tuple[int, int]] = {}
    for number, style in enumerate(root.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")):
        code = codes.get(int(style.get("numFmtId", "0")), "").replace('"', "").replace("\\", "")
        padding = _PADDING.fullmatch(code)
        if padding and code != "0":
            found[number] = (len(padding[1]), len(padding[2] or ""))
    return found


def _corrections(part: bytes, padded: dict[int, tuple[int, int]]) -> dict[tuple[int, int], Cell]:
    if b't="e"' not in part and not padded:
        return {}
    found: dict[tuple[int, int], Cell] = {}
    for attributes, value in _CELL.findall(part):
        cell = dict(_ATTRIBUTE.findall(attributes))
        reference = _REFERENCE.fullmatch(cell.get(b"r", b""))
        style = int(cell.get(b"s", b"0"))
        if reference is None:
            continue
        where = (int(reference[2]) - 1, _column(reference[1]))
        if cell.get(b"t") == b"e":
            found[where] = ErrorCell(value.decode("ascii", "replace"))
        elif cell.get(b"t", b"n") == b"n" and style in padded:
            found[where] = _shown(float(value), *padded[style])
    return found


def _shown(value: float, before: int, after: int) -> Cell:
    text = f"{value:.{after}f}"
    if value < 0 or float(text) != value:
        return value  # the format hides digits: what is stored counts
    return Padded(value, text.zfill(before + after + (1 if after else 0)))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
