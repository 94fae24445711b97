"""What the page of the attainment report shows of its workbook: the same rows, some at a time."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Select, func

from trainingtracker.attainment.assignments import AssignmentHistory
from trainingtracker.attainment.competences import by_competence
from trainingtracker.attainment.holdings import expiry_horizon, state_of
from trainingtracker.attainment.units import by_unit
from trainingtracker.extensions import db
from trainingtracker.reports import (
    attainment_competences,
    attainment_holdings,
    attainment_participations,
    attainment_reconciliation,
    attainment_units,
)
from trainingtracker.reports.attainment_competences import competence_rows
from trainingtracker.reports.attainment_holdings import holding_statement, holding_values
from trainingtracker.reports.attainment_participations import (
    participation_statement,
    participation_values,
)
from trainingtracker.reports.attainment_selection import Selection
from trainingtracker.reports.attainment_units import unit_rows
from trainingtracker.reports.report import Column, Value


class Part(StrEnum):
    """The sheets of the workbook that a page can show."""

    UNITS = "units"
    COMPETENCES = "competences"
    PARTICIPATIONS = "participations"
    HOLDINGS = "holdings"

    @property
    def names_people(self) -> bool:
        return self in (Part.PARTICIPATIONS, Part.HOLDINGS)


TITLES: dict[Part, str] = {
    Part.UNITS: attainment_reconciliation.UNITS,
    Part.COMPETENCES: attainment_reconciliation.COMPETENCES,
    Part.PARTICIPATIONS: attainment_reconciliation.PARTICIPATIONS,
    Part.HOLDINGS: attainment_reconciliation.HOLDINGS,
}


class PreviewRow(NamedTuple):
    """A value a column; `depth` indents the name of a unit."""

    values: tuple[Value, ...]
    depth: int = 0
    total: bool = False


class Preview(NamedTuple):
    """Some rows of one sheet; `total` is how many the sheet has."""

    part: Part
    columns: Sequence[Column]
    rows: list[PreviewRow]
    total: int


def preview(part: Part, chosen: Selection, *, limit: int = 50, offset: int = 0) -> Preview:
    """The rows of a sheet from `offset` on, in the order of the workbook."""
    return _PARTS[part](chosen, limit, offset)


def _units(chosen: Selection, limit: int, offset: int) -> Preview:
    counts = by_unit(chosen.filters.as_of, chosen.scope, chosen.tree, chosen.filters.topic_id)
    rows = [PreviewRow(*row) for row in unit_rows(counts, chosen)]
    shown = rows[offset : offset + limit]
    return Preview(Part.UNITS, attainment_units.COLUMNS, shown, len(rows))


def _competences(chosen: Selection, limit: int, offset: int) -> Preview:
    counts = by_competence(chosen.filters.as_of, chosen.scope, chosen.filters.topic_id)
    rows = islice(competence_rows(counts, chosen.language), offset, offset + limit)
    return Preview(
        Part.COMPETENCES,
        attainment_competences.COLUMNS,
        [PreviewRow(values) for values in rows],
        len(counts.levels),
    )


def _participations(chosen: Selection, limit: int, offset: int) -> Preview:
    as_of, language = chosen.filters.as_of, chosen.language
    found = _Some.of(participation_statement(chosen.filters, chosen.scope), chosen, limit, offset)
    rows = [
        PreviewRow(tuple(participation_values(row, as_of, language, found.history)))
        for row in found.rows
    ]
    return Preview(Part.PARTICIPATIONS, attainment_participations.COLUMNS, rows, found.total)


def _holdings(chosen: Selection, limit: int, offset: int) -> Preview:
    as_of, language = chosen.filters.as_of, chosen.language
    horizon = expiry_horizon(as_of)
    found = _Some.of(holding_statement(chosen.filters, chosen.scope), chosen, limit, offset)
    rows = [
        PreviewRow(
            tuple(
                holding_values(
                    row, state_of(row.until, as_of, horizon), as_of, language, found.history
                )
            )
        )
        for row in found.rows
    ]
    return Preview(Part.HOLDINGS, attainment_holdings.COLUMNS, rows, found.total)


class _Some(NamedTuple):
    """Some rows of a statement, how many there are, and where the people of these rows were."""

    rows: Sequence[Any]
    total: int
    history: AssignmentHistory

    @classmethod
    def of(
        cls, statement: Select[*tuple[Any, ...]], chosen: Selection, limit: int, offset: int
    ) -> "_Some":
        counted = statement.with_only_columns(func.count()).order_by(None)
        total = db.session.scalar(counted) or 0
        rows = db.session.execute(statement.limit(limit).offset(offset)).all()
        history = AssignmentHistory(chosen.scope, {row.person_id for row in rows})
        return cls(rows, total, history)


_PARTS: dict[Part, Callable[[Selection, int, int], Preview]] = {
    Part.UNITS: _units,
    Part.COMPETENCES: _competences,
    Part.PARTICIPATIONS: _participations,
    Part.HOLDINGS: _holdings,
}
