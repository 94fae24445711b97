"""The kept file of a run, read again for readers: its sheets, their headings, what stands below."""

from collections.abc import Mapping
from dataclasses import dataclass

from trainingtracker.errors import RuleViolation
from trainingtracker.exchange import mappings
from trainingtracker.exchange.kinds import KINDS
from trainingtracker.exchange.meaning.cells import is_empty, shown
from trainingtracker.exchange.meaning.headings import Headings, fingerprint
from trainingtracker.exchange.meaning.layout import Layout
from trainingtracker.exchange.reading import reader
from trainingtracker.exchange.reading.choices import Choices
from trainingtracker.exchange.reading.sheets import Row, Sheet, TextForm
from trainingtracker.extensions import db
from trainingtracker.models import ImportContent, ImportRun
from trainingtracker.text import mark
from trainingtracker.vocabulary import ListKind

_SAMPLES = 3

_GONE = mark("The file is not kept any more. Bring it once more.")


@dataclass(frozen=True)
class ListSheet:
    """A sheet from its headings on."""

    name: str
    headings: Row
    rows: tuple[Row, ...]
    understood: Headings
    near: Mapping[str, str]
    form: TextForm | None

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.headings.cells)

    @property
    def columns(self) -> list["SampleColumn"]:
        """Every column with a few of its values, and what it is taken for."""
        width = max((len(row.cells) for row in (self.headings, *self.rows[:50])), default=0)
        taken = {position: name for name, position in self.understood.columns.items()}
        return [
            SampleColumn(
                position,
                heading := _shown_at(self.headings, position),
                tuple(self._samples(position)),
                taken.get(position),
                self.near.get(heading) if position not in taken else None,
            )
            for position in range(width)
            if _shown_at(self.headings, position) or any(self._samples(position))
        ]

    def _samples(self, position: int) -> list[str]:
        found = (_shown_at(row, position) for row in self.rows[:200])
        return list(dict.fromkeys(filter(None, found)))[:_SAMPLES]


@dataclass(frozen=True)
class SampleColumn:
    """A column of the file. `field` is what it is taken for, `near` what it may be."""

    position: int
    heading: str
    samples: tuple[str, ...]
    field: str | None
    near: str | None


def sheets(run: ImportRun, choices: Choices | None = None) -> list[ListSheet]:
    """The sheets of the list; with other choices than those of the run, as those would read it.

    Raises RuleViolation where the file is not kept or cannot be read.
    """
    kept = db.session.get(ImportContent, run.id)
    if kept is None:
        raise RuleViolation(_GONE)
    choices = Choices.of(run.choices) if choices is None else choices
    layout = Layout(choices, mappings.remembered(run.list_kind))
    found = reader.read(kept.content, run.file_name, choices)
    return [_list_sheet(sheet, layout, run.list_kind) for sheet in found]


def _list_sheet(sheet: Sheet, layout: Layout, kind: ListKind) -> ListSheet:
    vocabulary = KINDS[kind].vocabulary
    headings = layout.heading_row(sheet, vocabulary)
    understood = layout.headings(sheet, vocabulary)
    below = tuple(row for row in sheet.rows if row.number > headings.number)
    near = vocabulary.near_misses(understood)
    return ListSheet(sheet.name, headings, below, understood, near, sheet.form)


def _shown_at(row: Row, position: int) -> str:
    cell = row.cells[position] if position < len(row.cells) else ""
    return "" if is_empty(cell) else shown(cell)[:60]
