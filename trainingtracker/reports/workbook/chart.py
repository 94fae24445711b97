"""Native charts over the cells of a sheet: readable in grey, and described in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from lxml import etree
from openpyxl.cell import Cell
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.data_source import (
    AxDataSource,
    NumData,
    NumDataSource,
    NumRef,
    NumVal,
    StrData,
    StrRef,
    StrVal,
)
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.worksheet.worksheet import Worksheet

from trainingtracker.reports.styles import GREYS

_LINES: tuple[tuple[str, Any, Any], ...] = (
    (GREYS[0], "solid", "circle"),
    (GREYS[3], "dash", "square"),
    (GREYS[2], "sysDot", "triangle"),
)
# In the unit of drawings, of which a point has 12,700.
_LINE_WIDTH = 28_000
_HEADING_CM, _LINE_CM, _LEAST_CM = 3, 0.75, 7
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}cNvPr"


@dataclass(frozen=True)
class Chart:
    """A chart of some columns of a sheet over some of its rows; columns are numbers from 1 on.

    The row of `headings` names the series, the one above the first where nothing is said.
    `description` says what there is to see to whoever cannot see it. `bars` lie and are read from
    the top; a `line` is for what follows in time.
    """

    title: str
    description: str
    rows: range
    labels: int
    values: Sequence[int]
    kind: Literal["bars", "line"] = "bars"
    width_cm: int = 18
    headings: int = 0


def drawn(chart: Chart, sheet: Worksheet) -> BarChart | LineChart:
    """The chart as openpyxl writes it, with caches of what the sheet shows and nothing else."""
    found = _bars(chart) if chart.kind == "bars" else _line()
    found.title = chart.title
    found.width = chart.width_cm
    for position, column in enumerate(chart.values):
        found.series.append(_series(chart, sheet, column, position))
    if len(chart.values) == 1:
        found.legend = None
    else:
        assert found.legend is not None
        found.legend.position = "b"
    # Without this Excel shows no axes.
    found.x_axis.delete = found.y_axis.delete = False
    found.y_axis.number_format = sheet.cell(chart.rows.start, chart.values[0]).number_format
    found.y_axis.majorGridlines = None if chart.kind == "bars" else found.y_axis.majorGridlines
    found.roundedCorners = False
    return found


def with_words(drawing: bytes, charts: Sequence[Chart]) -> bytes:
    """The part of a sheet's drawings with the titles and descriptions of its charts."""
    root = etree.fromstring(drawing)
    for properties, chart in zip(root.iter(_DRAWN), charts, strict=True):
        properties.set("name", chart.title)
        properties.set("descr", chart.description)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, standalone=True)


def _bars(chart: Chart) -> BarChart:
    bars = BarChart()
    bars.type = "bar"
    bars.gapWidth = 60
    # The first row of the sheet stands on top, its axis stays at the bottom.
    bars.x_axis.scaling.orientation = "maxMin"
    bars.y_axis.crosses = "max"
    bars.y_axis.scaling.min = 0
    bars.dataLabels = DataLabelList(
        showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False
    )
    lines = len(chart.rows) * len(chart.values)
    bars.height = max(_LEAST_CM, _HEADING_CM + round(lines * _LINE_CM))
    return bars


def _line() -> LineChart:
    line = LineChart()
    line.height = 9
    return line


def _series(chart: Chart, sheet: Worksheet, column: int, position: int) -> Series:
    rows, first, last = chart.rows, chart.rows[0], chart.rows[-1]
    named = chart.headings or first - 1

    def place(column: int, top: int, bottom: int) -> str:
        return str(Reference(sheet, min_col=column, min_row=top, max_row=bottom))

    numbers = [(index, sheet.cell(row, column)) for index, row in enumerate(rows)]
    values = NumData(
        formatCode=sheet.cell(first, column).number_format,
        ptCount=len(rows),
        pt=[NumVal(idx=index, v=str(cell.value)) for index, cell in numbers if _is_number(cell)],
    )
    source = NumDataSource(numRef=NumRef(f=place(column, first, last), numCache=values))
    if len(values.pt) < len(rows):
        # A dot where a number is hidden would be drawn as nought; without its cell it is a gap.
        source = NumDataSource(numLit=values)
    return Series(
        idx=position,
        order=position,
        **_look(position, chart.kind),
        val=source,
        cat=AxDataSource(
            strRef=_texts(sheet, place(chart.labels, first, last), rows, chart.labels)
        ),
        tx=SeriesLabel(
            strRef=_texts(sheet, place(column, named, named), range(named, named + 1), column)
        ),
    )


def _texts(sheet: Worksheet, place: str, rows: range, column: int) -> StrRef:
    texts = [str(sheet.cell(row, column).value or "") for row in rows]
    points = [StrVal(idx=index, v=text) for index, text in enumerate(texts)]
    return StrRef(f=place, strCache=StrData(ptCount=len(points), pt=points))


def _is_number(cell: Any) -> bool:
    return isinstance(cell, Cell) and cell.data_type == "n" and cell.value is not None


def _look(position: int, kind: str) -> dict[str, Any]:
    """Light and dark, the dashes of a line and its marks tell the series apart in grey too."""
    if kind == "bars":
        look = GraphicalProperties(solidFill=GREYS[position % len(GREYS)])
        look.line = LineProperties(solidFill=GREYS[0])
        return {"spPr": look}
    colour, dash, symbol = _LINES[position % len(_LINES)]
    line = LineProperties(solidFill=colour, prstDash=dash, w=_LINE_WIDTH)
    marker = Marker(symbol=symbol, spPr=GraphicalProperties(solidFill=colour))
    return {"spPr": GraphicalProperties(ln=line), "marker": marker, "smooth": False}
