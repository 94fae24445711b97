"""What makes Excel offer to repair a workbook, as far as the format itself says so.

LibreOffice is more forgiving, so that a file which opens there may still be a broken one.
"""

import math
import posixpath
import re
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from zipfile import ZipFile

from lxml import etree
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

# The parts of a sheet in the order in which they must stand.
_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetProtection",
    "autoFilter", "mergeCells", "conditionalFormatting", "dataValidations", "hyperlinks",
    "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "drawing",
    "legacyDrawing", "tableParts", "extLst",
)  # fmt: skip
_LIKE_CELLS = re.compile(r"[a-z]{1,3}\d+|r\d*(c\d*)?|c\d*", re.IGNORECASE)
_LONGEST_TEXT, _LONGEST_TITLE, _MOST_ROWS = 32_767, 31, 1_048_576


def complaints(content: bytes) -> list[str]:
    """What is wrong with a workbook; nothing, as a rule."""
    with ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    found = [f"{name} is there twice" for name in parts if archive.namelist().count(name) > 1]
    found += _missing(parts)
    found += _names(parts)
    for name in parts:
        if name.startswith("xl/worksheets/sheet"):
            found += [f"{name}: {what}" for what in _sheet(name, parts)]
    return found


def _xml(part: bytes) -> etree._Element:
    return etree.fromstring(part)


def _missing(parts: dict[str, bytes]) -> Iterator[str]:
    """Parts without a type, and references to parts that are not there."""
    types = _xml(parts["[Content_Types].xml"])
    told = {str(one.get("PartName")).lstrip("/") for one in types.iter("{*}Override")}
    endings = {one.get("Extension") for one in types.iter("{*}Default")}
    yield from (f"{name} is not there" for name in told - set(parts))
    for name, part in parts.items():
        if name not in told and name.rpartition(".")[2] not in endings:
            yield f"{name} has no type"
        if name.endswith(".rels"):
            folder = posixpath.dirname(posixpath.dirname(name))
            for relation in _xml(part):
                target = str(relation.get("Target"))
                path = target.lstrip("/") if target[0] == "/" else posixpath.join(folder, target)
                if relation.get("TargetMode") != "External" and path not in parts:
                    yield f"{name} leads to {path}"


def _names(parts: dict[str, bytes]) -> Iterator[str]:
    titles = [str(one.get("name")) for one in _xml(parts["xl/workbook.xml"]).iter("{*}sheet")]
    if len({title.casefold() for title in titles}) < len(titles):
        yield f"two sheets of the same name: {titles}"
    yield from (f"the name of a sheet is too long: {t}" for t in titles if len(t) > _LONGEST_TITLE)
    tables = [_xml(part) for name, part in parts.items() if name.startswith("xl/tables/")]
    names = [str(table.get("displayName")) for table in tables]
    if len({name.casefold() for name in names}) < len(names):
        yield f"two tables of the same name: {names}"
    yield from (f"no name for a table: {name}" for name in names if _LIKE_CELLS.fullmatch(name))
    if len({table.get("id") for table in tables}) < len(tables):
        yield "two tables of the same number"


def _sheet(name: str, parts: dict[str, bytes]) -> Iterator[str]:
    sheet, looks = _xml(parts[name]), _xml(parts["xl/styles.xml"])
    order = [_ORDER.index(etree.QName(child).localname) for child in sheet]
    if order != sorted(order):
        yield f"its parts stand in the order {[_ORDER[number] for number in order]}"
    rows = [int(str(row.get("r"))) for row in sheet.iter("{*}row")]
    if any(one >= next_ for one, next_ in pairwise(rows)) or max(rows, default=0) > _MOST_ROWS:
        yield "its rows are not in order"
    known = len(looks.find("{*}cellXfs"))  # type: ignore[arg-type]
    conditional = looks.find("{*}dxfs")
    for rule in sheet.iter("{*}cfRule"):
        if rule.get("type") == "dataBar":
            continue  # It draws itself.
        if int(rule.get("dxfId", "0")) >= (0 if conditional is None else len(conditional)):
            yield "a conditional format has no look"
    for row in sheet.iter("{*}row"):
        yield from _row(row, known)
    yield from _tables(name, sheet, parts)


def _row(row: etree._Element, known_styles: int) -> Iterator[str]:
    places = [coordinate_from_string(str(cell.get("r"))) for cell in row]
    columns = [column_index_from_string(letters) for letters, _ in places]
    if any(one >= next_ for one, next_ in pairwise(columns)):
        yield f"the cells of row {row.get('r')} are not in order"
    if any(str(number) != row.get("r") for _, number in places):
        yield f"a cell of row {row.get('r')} is of another row"
    for cell in row:
        if int(cell.get("s", "0")) >= known_styles:
            yield f"{cell.get('r')} has no such look"
        value, text = cell.find("{*}v"), "".join(cell.itertext())
        if cell.get("t", "n") == "n" and value is not None:
            if not math.isfinite(float(value.text or "nan")):
                yield f"{cell.get('r')} is no number"
        elif len(text) > _LONGEST_TEXT:
            yield f"{cell.get('r')} is too long"


def _tables(name: str, sheet: etree._Element, parts: dict[str, bytes]) -> Iterator[str]:
    relations = name.replace("worksheets/", "worksheets/_rels/") + ".rels"
    if relations not in parts:
        return
    headings = ["".join(cell.itertext()) for cell in next(sheet.iter("{*}row"), [])]
    for relation in _xml(parts[relations]):
        if not str(relation.get("Type")).endswith("/table"):
            continue
        table = _xml(parts[str(relation.get("Target")).lstrip("/")])
        columns = [str(column.get("name")) for column in table.iter("{*}tableColumn")]
        if columns != headings:
            yield f"the table says {columns}, the sheet {headings}"
        if len({column.casefold() for column in columns}) < len(columns):
            yield f"two columns of the same heading: {columns}"
        last = coordinate_from_string(str(table.get("ref")).partition(":")[2])[1]
        if last < 2 or last < len(list(sheet.iter("{*}row"))):
            yield f"the table covers {table.get('ref')} only"
