"""The attainment workbook: who had reached what by a reference date.

Each sheet is written by its own module. The two long sheets are streamed first and counted while
they are written; the reconciliation holds these counts against those of the database.
"""

from pathlib import Path
from typing import BinaryIO, NamedTuple

from trainingtracker.attainment.assignments import AssignmentHistory
from trainingtracker.attainment.competences import by_competence
from trainingtracker.attainment.overview import overview
from trainingtracker.attainment.scope import Scope
from trainingtracker.attainment.units import by_unit
from trainingtracker.reports import (
    attainment_competences,
    attainment_cover,
    attainment_holdings,
    attainment_overview,
    attainment_participations,
    attainment_reconciliation,
    attainment_selection,
    attainment_units,
)
from trainingtracker.reports.attainment_cover import Content
from trainingtracker.reports.attainment_reconciliation import (
    COMPETENCES,
    HOLDINGS,
    ON_LEAVE,
    OVERVIEW,
    PARTICIPATIONS,
    UNITS,
    Pair,
)
from trainingtracker.reports.attainment_selection import Selection
from trainingtracker.reports.report import Filters, Written
from trainingtracker.reports.workbook import Book, Sheet, TableSheet
from trainingtracker.text import mark, sentence

COVER = mark("Cover")
RECONCILIATION = mark("Reconciliation")


def write_attainment(
    filters: Filters,
    scope: Scope,
    language: str,
    reader_name: str,
    output: BinaryIO | Path,
) -> Written:
    """Write the workbook for a reader who may see `scope`; the filters narrow it further.

    Run it in a snapshot, so that all sheets tell of the same moment. The caller logs the access.
    Raises RuleViolation for a unit that does not exist on the reference date.
    """
    chosen = attainment_selection.select(filters, scope, language, reader_name)
    title = chosen.title
    with Book(language, title=title, author=reader_name, footer=title) as book:
        rows = _fill(_Sheets.of(book), chosen)
        book.save(output)
    return Written(chosen.file_name, rows)


class _Sheets(NamedTuple):
    """The sheets in the order in which they stand; they are filled in another."""

    cover: Sheet
    overview: Sheet
    units: Sheet
    competences: Sheet
    participations: TableSheet
    holdings: TableSheet
    reconciliation: Sheet

    @classmethod
    def of(cls, book: Book) -> "_Sheets":
        def page(title: str, widths: tuple[float, ...], headings: int | None = None) -> Sheet:
            return book.page(sentence(title, book.language), widths, repeat=headings)

        return cls(
            cover=page(COVER, attainment_cover.WIDTHS),
            overview=page(OVERVIEW, attainment_overview.WIDTHS),
            units=page(UNITS, attainment_units.WIDTHS, attainment_units.HEADING_ROW),
            competences=page(
                COMPETENCES, attainment_competences.WIDTHS, attainment_competences.HEADING_ROW
            ),
            participations=book.table(
                sentence(PARTICIPATIONS, book.language), attainment_participations.COLUMNS
            ),
            holdings=book.table(sentence(HOLDINGS, book.language), attainment_holdings.COLUMNS),
            reconciliation=page(
                RECONCILIATION,
                attainment_reconciliation.WIDTHS,
                attainment_reconciliation.HEADING_ROW,
            ),
        )


def _fill(sheets: _Sheets, chosen: Selection) -> dict[str, int]:
    """Write every sheet; answers the number of rows of the two long ones."""
    filters, scope, subtitle = chosen.filters, chosen.scope, chosen.subtitle
    history = AssignmentHistory(scope)
    taken = attainment_participations.write_participations(
        sheets.participations, filters, scope, history
    )
    held = attainment_holdings.write_holdings(sheets.holdings, filters, scope, history)

    in_all = overview(filters.as_of, scope, filters.topic_id)
    in_units = by_unit(filters.as_of, scope, chosen.tree, filters.topic_id)
    in_competences = by_competence(filters.as_of, scope, filters.topic_id)
    attainment_overview.write_overview(sheets.overview, in_all, chosen)
    attainment_units.write_units(sheets.units, in_units, chosen)
    attainment_competences.write_competences(sheets.competences, in_competences, subtitle)
    attainment_reconciliation.write_reconciliation(
        sheets.reconciliation,
        [
            pair
            for pair in attainment_reconciliation.pairs(
                in_all, in_units, in_competences, taken, held
            )
            if _may_be_compared(pair, chosen)
        ],
        subtitle,
    )
    attainment_cover.write_cover(sheets.cover, chosen.asked, _contents(taken.rows, held.rows))
    return {"participations": taken.rows, "holdings": held.rows}


def _may_be_compared(pair: Pair, chosen: Selection) -> bool:
    """Not what the reader must not see, nor counts with sheets that name fewer than are counted."""
    if chosen.guarded and pair.number.message == ON_LEAVE:
        return False
    return chosen.scope.named is None or pair.source not in (PARTICIPATIONS, HOLDINGS)


def _contents(participations: int, holdings: int) -> tuple[Content, ...]:
    return (
        Content(OVERVIEW, mark("Key figures, in all and by topic")),
        Content(UNITS, mark("The tree of units, every person counted once")),
        Content(COMPETENCES, mark("Holders by level and evidence")),
        Content(PARTICIPATIONS, mark("One row for each participation of staff"), participations),
        Content(HOLDINGS, mark("One row for each official holding"), holdings),
        Content(RECONCILIATION, mark("Each total beside the same number from its source sheet")),
    )
