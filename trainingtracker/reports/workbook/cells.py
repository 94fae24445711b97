"""What every cell obeys: which texts it can hold, which could be formulas, how it is dressed."""

import re

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from trainingtracker.reports.styles import RULE, Style, number_format

FORMULA_STARTS = ("=", "+", "-", "@")
# What XML 1.0 cannot hold: control characters, halves of surrogate pairs, two non-characters.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_TEXT = 32_767


def clean(text: str) -> str:
    """The text without what no workbook may hold."""
    return _IMPOSSIBLE.sub("", text)[:_LONGEST_TEXT]


def dress(cell: Cell, style: Style, language: str) -> None:
    cell.font = Font(
        name="Calibri", size=style.size, bold=style.bold, italic=style.italic, color=style.colour
    )
    cell.alignment = Alignment(
        horizontal=style.horizontal,
        vertical="top" if style.wrap and not style.fill else "center",
        wrap_text=style.wrap,
        indent=style.indent,
    )
    cell.number_format = number_format(style.kind, language)
    if style.fill:
        cell.fill = PatternFill("solid", start_color=style.fill)
    if style.line:
        cell.border = Border(bottom=Side(style="thin", color=RULE))
