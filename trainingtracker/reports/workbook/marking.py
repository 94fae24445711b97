"""Cells that stand out by what they hold: rules that a spreadsheet applies while it is open.

Each look has something besides its colour, so that it is seen on a grey print as well.
"""

from openpyxl.formatting.rule import DataBar, FormatObject, Rule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from trainingtracker.reports.report import Column
from trainingtracker.reports.styles import ACCENT, GREYS, TINT, Emphasis, StandsOut
from trainingtracker.text import sentence

_BAR = GREYS[2]
_FRAME = Side(style="thin", color=ACCENT)
_LOOKS = {
    Emphasis.STRONG: DifferentialStyle(
        font=Font(bold=True),
        border=Border(left=_FRAME, right=_FRAME, top=_FRAME, bottom=_FRAME),
        fill=PatternFill(bgColor=TINT),
    ),
    Emphasis.MILD: DifferentialStyle(font=Font(italic=True, underline="single")),
}


def let_stand_out(
    sheet: Worksheet, column: Column, position: int, rows: range, language: str
) -> None:
    """Mark the cells of a column, which is the one at `position` from 1 on, in these rows."""
    letter = get_column_letter(position)
    for each in column.stands_out:
        rule = _rule(each, f"{letter}{rows.start}", language)
        sheet.conditional_formatting.add(f"{letter}{rows.start}:{letter}{rows.stop - 1}", rule)


def _rule(each: StandsOut, cell: str, language: str) -> Rule:
    """`cell` is the first one; a spreadsheet moves it along with every other."""
    if each.emphasis is Emphasis.LENGTH:
        ends = [FormatObject(type="num", val=0), FormatObject(type="num", val=1)]
        return Rule(type="dataBar", dataBar=DataBar(cfvo=ends, color=_BAR))
    # A dot for what is hidden is a text, and a text counts as more than any number.
    formula = f"AND(ISNUMBER({cell}),{cell}>0)"
    if each.word:
        word = sentence(each.word, language).replace('"', '""')
        formula = f'ISNUMBER(SEARCH("{word}",{cell}))'
    return Rule(type="expression", dxf=_LOOKS[each.emphasis], formula=[formula])
