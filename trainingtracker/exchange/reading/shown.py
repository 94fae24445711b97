"""What Excel shows where the stored value alone does not say it: errors and padded numbers.

The reader of workbooks hands out an error such as #N/A as an empty cell and 00012345 (the number
12345 in the format 00000000) as 12345. Both are read here from the parts of an .xlsx.
"""

import re

from trainingtracker.exchange.reading.sheets import Cell, ErrorCell, Padded
from trainingtracker.exchange.reading.xlsx import MAIN, column_number, xml

# Only formats that do nothing but pad: 00000000, 0.00, 00.00.
_PADDING = re.compile(r"(0{1,30})(?:\.(0{1,30}))?")
# No part of it reads past the next tag or gives back what it has read, so that its work grows with
# the length of the sheet and not with its square.
_CELL = re.compile(
    rb"<c\b([^<>]*[^<>/])>\s*+(?:<f\b[^<>]*/>\s*+|<f\b[^<>]*>[^<]*</f>\s*+)?<v>([^<]*)</v>"
)
_ATTRIBUTE = re.compile(rb'\b(r|s|t)="([^"]*)"')
_REFERENCE = re.compile(rb"([A-Z]{1,3})(\d{1,7})")

# Style number -> (digits before, digits after the point) of the formats that pad.
PaddedStyles = dict[int, tuple[int, int]]


def padded_styles(styles: bytes) -> PaddedStyles:
    """The formats of a workbook that pad numbers."""
    if not styles:
        return {}
    root = xml(styles)
    codes = {2: "0.00"} | {
        int(element.get("numFmtId", "0")): element.get("formatCode", "")
        for element in root.iter(f"{MAIN}numFmt")
    }
    found: PaddedStyles = {}
    for number, style in enumerate(root.iterfind(f"{MAIN}cellXfs/{MAIN}xf")):
        code = codes.get(int(style.get("numFmtId", "0")), "").replace('"', "").replace("\\", "")
        padding = _PADDING.fullmatch(code)
        if padding and code != "0":
            found[number] = (len(padding[1]), len(padding[2] or ""))
    return found


def corrections(sheet: bytes, padded: PaddedStyles) -> dict[tuple[int, int], Cell]:
    """(row, column) from 0 -> the cell as shown, where it is not as stored."""
    if b't="e"' not in sheet and not padded:
        return {}
    found: dict[tuple[int, int], Cell] = {}
    for attributes, value in _CELL.findall(sheet):
        cell = dict(_ATTRIBUTE.findall(attributes))
        reference = _REFERENCE.fullmatch(cell.get(b"r", b""))
        style = int(cell.get(b"s", b"0"))
        if reference is None:
            continue
        where = (int(reference[2]) - 1, column_number(reference[1].decode()))
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
