"""The rows of a report as the table of its page has them, every cell ready to be put there."""

from collections.abc import Iterator
from typing import NamedTuple

from trainingtracker import text
from trainingtracker.organisation.tree import UnitTree
from trainingtracker.reports.rendering.preview import Preview
from trainingtracker.reports.rendering.words import shown
from trainingtracker.reports.report import Column
from trainingtracker.reports.styles import Kind

_NUMBERS = {"count", "decimal", "share", "money", "change"}
# From so many characters on a text may take the width of the page.
_WIDE = 38


class Cell(NamedTuple):
    """A value in words; `lang` where it is a name that there is in the other language alone."""

    title: str
    words: str
    look: str
    lang: str | None
    heads: bool


class TableRow(NamedTuple):
    """`depth` is that of a tree; `total` of everything."""

    cells: list[Cell]
    depth: int
    total: bool


class Heading(NamedTuple):
    title: str
    number: bool


def headings(found: Preview, language: str) -> list[Heading]:
    return [
        Heading(column.title(language), column.kind.value in _NUMBERS) for column in found.columns
    ]


def table_rows(found: Preview, tree: UnitTree, language: str) -> Iterator[TableRow]:
    """A long preview has hundreds of cells: whatever is true of a column is asked once."""
    columns = [
        (column.title(language), column.kind, _look(column), place == found.label)
        for place, column in enumerate(found.columns)
    ]
    for row in found.rows:
        cells = [
            Cell(
                title,
                shown(value, kind, language),
                f"{look} blank".lstrip() if value is None or value == "" else look,
                _language_of(value, tree, language) if isinstance(value, str) else None,
                heads,
            )
            for value, (title, kind, look, heads) in zip(row.values, columns, strict=True)
        ]
        yield TableRow(cells, row.depth, row.total)


def _look(column: Column) -> str:
    if column.kind.value in _NUMBERS:
        return "number"
    if column.kind is not Kind.TEXT:
        return "nowrap"
    return "wide" if column.width >= _WIDE else ""


def _language_of(value: str, tree: UnitTree, language: str) -> str | None:
    name = tree.in_one_language.get(value)
    return text.other_language(name, language) if name else None
