"""The named styles of one workbook: each look once, under a name that its readers understand."""

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray

from trainingtracker.reports.styles import FONT, RULE, Style, number_format, style_name
from trainingtracker.reports.workbook.names import distinct


class Wardrobe:
    """Dresses cells; a style is entered into the workbook when the first cell wears it."""

    def __init__(self, book: Workbook, language: str) -> None:
        self._book = book
        self._language = language
        self._names: dict[Style, str] = {}
        self._worn: dict[tuple[Style, bool], StyleArray] = {}

    def dress(self, cell: Cell, style: Style, *, quoted: bool = False) -> None:
        """`quoted`: Excel shows no apostrophe, and keeps a text a text when somebody edits it."""
        if (worn := self._worn.get((style, quoted))) is not None:
            # By its name openpyxl would look through all styles, for each cell.
            cell._style = worn  # type: ignore[attr-defined]
            return
        cell.style = self._names.get(style) or self._enter(style)
        if quoted:
            cell.quotePrefix = True
        self._worn[style, quoted] = cell._style  # type: ignore[attr-defined]

    def _enter(self, style: Style) -> str:
        name = self._names[style] = distinct(
            style_name(style, self._language), self._names.values()
        )
        self._book.add_named_style(
            NamedStyle(
                name=name,
                font=Font(
                    name=FONT,
                    size=style.size,
                    bold=style.bold,
                    italic=style.italic,
                    color=style.colour,
                ),
                alignment=Alignment(
                    horizontal=style.horizontal,
                    vertical="top" if style.wrap and not style.fill else "center",
                    wrap_text=style.wrap,
                    indent=style.indent,
                ),
                number_format=number_format(style.kind, self._language),
                fill=PatternFill("solid", start_color=style.fill) if style.fill else PatternFill(),
                border=Border(bottom=Side(style="thin", color=RULE)) if style.line else Border(),
            )
        )
        return name
