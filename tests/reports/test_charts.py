"""Native charts: what they show, what they keep of it, how they read without colours."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree

from tests.reports.reading import opened
from trainingtracker.reports.report import Column
from trainingtracker.reports.styles import ROW, Kind
from trainingtracker.reports.workbook import Book, Chart

COLUMNS = (Column("unit", "Unit"), Column("reached", "Reached"), Column("target", "Target"))


def drawn(*rows: tuple[str, int | str, int], kind: str = "bars") -> dict[str, etree._Element]:
    """The parts of a workbook whose second sheet has a chart; the first has one of its own."""
    output = BytesIO()
    book = Book("en", title="Test", author="Hanna Rieck", footer="Test")
    for title in ("First", "Second"):
        sheet = book.page(title, [20, 20, 20])
        sheet.headings(COLUMNS)
        for name, *numbers in rows:
            sheet.row([(name, ROW), *((number, ROW.of(Kind.COUNT)) for number in numbers)])
        chart = Chart(
            f"{title} chart", f"{title}: one bar a unit", range(2, 2 + len(rows)), 1, (2, 3), kind
        )  # type: ignore[arg-type]
        sheet.chart(chart, "F2")
    book.save(output)
    opened(output.getvalue())
    with ZipFile(output) as archive:
        return {
            name: etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.startswith(("xl/charts/", "xl/drawings/drawing"))
        }


@pytest.mark.parametrize("kind", ["bars", "line"])
def test_a_chart_keeps_what_its_sheet_shows_and_nothing_else(kind: str) -> None:
    parts = drawn(("15", 7, 10), ("23", 12, 10), kind=kind)
    points = parts["xl/charts/chart1.xml"].iterfind(".//{*}pt/{*}v")
    assert [point.text for point in points] == [
        "Reached", "15", "23", "7", "12", "Target", "15", "23", "10", "10",
    ]  # fmt: skip
    places = [place.text for place in parts["xl/charts/chart2.xml"].iterfind(".//{*}f")]
    assert places == [
        "'Second'!$B$1", "'Second'!$A$2:$A$3", "'Second'!$B$2:$B$3",
        "'Second'!$C$1", "'Second'!$A$2:$A$3", "'Second'!$C$2:$C$3",
    ]  # fmt: skip


def test_a_hidden_number_is_a_gap_and_not_nought() -> None:
    parts = drawn(("15", "\u2022", 10), ("23", 12, 10))
    first, _ = parts["xl/charts/chart1.xml"].iterfind(".//{*}ser")
    values = first.find("{*}val")
    assert values is not None
    assert [point.get("idx") for point in values.iterfind(".//{*}pt")] == ["1"]
    assert values.find(".//{*}f") is None


def test_every_chart_is_described_in_words() -> None:
    parts = drawn(("15", 7, 10))
    described = [
        (properties.get("name"), properties.get("descr"))
        for number in (1, 2)
        for properties in parts[f"xl/drawings/drawing{number}.xml"].iter("{*}cNvPr")
    ]
    assert described == [
        ("First chart", "First: one bar a unit"),
        ("Second chart", "Second: one bar a unit"),
    ]


def test_lines_are_told_apart_without_colours() -> None:
    parts = drawn(("15", 7, 10), kind="line")
    series = list(parts["xl/charts/chart1.xml"].iterfind(".//{*}ser"))
    dashes = [one.find(".//{*}prstDash").get("val") for one in series]  # type: ignore[union-attr]
    marks = [one.find(".//{*}symbol").get("val") for one in series]  # type: ignore[union-attr]
    assert len(set(dashes)) == len(set(marks)) == 2
