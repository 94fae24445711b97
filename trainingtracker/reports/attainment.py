"""The attainment workbook: who had reached what by a reference date.

Each sheet is written by its own module. The two long sheets are streamed first and counted while
they are written; the reconciliation holds these counts against those of the database.
"""

import re
from pathlib import Path
from typing import BinaryIO

from trainingtracker.attainment.assignments import AssignmentHistory
from trainingtracker.attainment.competences import by_competence
from trainingtracker.attainment.overview import overview
from trainingtracker.attainment.scope import EVERYONE, Scope
from trainingtracker.attainment.units import by_unit
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Topic, Unit
from trainingtracker.organisation.tree import UnitNode, UnitTree
from trainingtracker.reports import (
    attainment_competences,
    attainment_cover,
    attainment_holdings,
    attainment_overview,
    attainment_participations,
    attainment_reconciliation,
    attainment_units,
)
from trainingtracker.reports.report import Filters, Written
from trainingtracker.reports.workbook import Book
from trainingtracker.text import counted, day, mark, mark_plural, sentence

TITLE = mark("Attainment on a reference date")

COVER = mark("Cover")
OVERVIEW = attainment_reconciliation.OVERVIEW
UNITS = attainment_reconciliation.UNITS
COMPETENCES = attainment_reconciliation.COMPETENCES
PARTICIPATIONS = attainment_reconciliation.PARTICIPATIONS
HOLDINGS = attainment_reconciliation.HOLDINGS
RECONCILIATION = mark("Reconciliation")

DIRECT_REPORTS = mark_plural(
    "%(number)s direct report of %(name)s", "%(number)s direct reports of %(name)s"
)


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
    tree = UnitTree.load(filters.as_of)
    unit = _unit(filters, tree)
    narrowed = scope.within(tree.subtree_ids(unit.id)) if unit else scope
    asked = _particulars(filters, scope, unit, language, reader_name)
    subtitle = " \u00b7 ".join(
        part for part in (day(filters.as_of, language), asked.scope, _chosen(asked)) if part
    )
    title = sentence(TITLE, language)
    book = Book(
        language,
        title=f"{title}, {day(filters.as_of, language)}",
        author=reader_name,
        footer=f"{title}, {day(filters.as_of, language)}",
    )

    cover = book.page(sentence(COVER, language), attainment_cover.WIDTHS)
    first = book.page(sentence(OVERVIEW, language), attainment_overview.WIDTHS)
    units = book.page(
        sentence(UNITS, language), attainment_units.WIDTHS, repeat=attainment_units.HEADING_ROW
    )
    competences = book.page(
        sentence(COMPETENCES, language),
        attainment_competences.WIDTHS,
        repeat=attainment_competences.HEADING_ROW,
    )
    participations = book.table(
        sentence(PARTICIPATIONS, language), attainment_participations.COLUMNS
    )
    holdings = book.table(sentence(HOLDINGS, language), attainment_holdings.COLUMNS)
    reconciliation = book.page(
        sentence(RECONCILIATION, language),
        attainment_reconciliation.WIDTHS,
        repeat=attainment_reconciliation.HEADING_ROW,
    )

    history = AssignmentHistory(narrowed)
    taken = attainment_participations.write_participations(
        participations, filters, narrowed, history
    )
    held = attainment_holdings.write_holdings(holdings, filters, narrowed, history)

    in_all = overview(filters.as_of, narrowed, filters.topic_id)
    in_units = by_unit(filters.as_of, narrowed, tree, filters.topic_id)
    in_competences = by_competence(filters.as_of, narrowed, filters.topic_id)
    attainment_overview.write_overview(first, in_all, subtitle, guarded=scope.is_team)
    attainment_units.write_units(units, in_units, subtitle)
    attainment_competences.write_competences(competences, in_competences, subtitle)
    attainment_reconciliation.write_reconciliation(
        reconciliation,
        attainment_reconciliation.pairs(in_all, in_units, in_competences, taken, held),
        subtitle,
    )
    attainment_cover.write_cover(
        cover,
        asked,
        (
            attainment_cover.Content(OVERVIEW, mark("Key figures, in all and by topic")),
            attainment_cover.Content(UNITS, mark("The tree of units, every person counted once")),
            attainment_cover.Content(COMPETENCES, mark("Holders by level and evidence")),
            attainment_cover.Content(
                PARTICIPATIONS, mark("One row for each participation of staff"), taken.rows
            ),
            attainment_cover.Content(
                HOLDINGS, mark("One row for each official holding"), held.rows
            ),
            attainment_cover.Content(
                RECONCILIATION, mark("Each total beside the same number from its source sheet")
            ),
        ),
    )
    book.save(output)
    return Written(
        file_name(filters, unit, language),
        {"participations": taken.rows, "holdings": held.rows},
    )


def file_name(filters: Filters, unit: UnitNode | None, language: str) -> str:
    """Attainment_2026-06-30_18.xlsx, in the reader's language."""
    parts = [sentence(mark("Attainment"), language), filters.as_of.isoformat()]
    if unit:
        parts.append(re.sub(r"[^\w.-]", "-", unit.number))
    return "_".join(parts) + ".xlsx"


def _unit(filters: Filters, tree: UnitTree) -> UnitNode | None:
    if filters.unit_id is None:
        return None
    unit = tree.get(filters.unit_id)
    if unit is None:
        known = db.session.get(Unit, filters.unit_id)
        raise RuleViolation(
            mark("Unit %(number)s did not exist on %(day)s. Choose another unit or another day."),
            number=known.number if known else str(filters.unit_id),
            day=filters.as_of,
        )
    return unit


def _particulars(
    filters: Filters, scope: Scope, unit: UnitNode | None, language: str, reader_name: str
) -> attainment_cover.Particulars:
    topic = db.session.get(Topic, filters.topic_id) if filters.topic_id is not None else None
    return attainment_cover.Particulars(
        as_of=filters.as_of,
        scope=_scope_text(scope, language, reader_name),
        unit=(
            sentence(mark("%(unit)s with the units below it"), language, unit=unit)
            if unit
            else sentence(mark("All units"), language)
        ),
        topic=topic.title.in_language(language)
        if topic
        else sentence(mark("All topics"), language),
        reader_name=reader_name,
        narrowed=unit is not None,
        topical=topic is not None,
        team=scope.is_team,
    )


def _scope_text(scope: Scope, language: str, reader_name: str) -> str:
    if scope.person_ids is not None:
        return counted(DIRECT_REPORTS, len(scope.person_ids), language, name=reader_name)
    return sentence(
        mark("The whole administration")
        if scope == EVERYONE
        else mark("The units for which you are responsible"),
        language,
    )


def _chosen(asked: attainment_cover.Particulars) -> str:
    """The filters that narrow the scope, for the line below each title."""
    chosen = [asked.unit] if asked.narrowed else []
    return " \u00b7 ".join([*chosen, asked.topic] if asked.topical else chosen)
