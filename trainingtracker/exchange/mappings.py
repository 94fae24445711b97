"""Which column is which, remembered for files with the same headings."""

from collections.abc import Mapping

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import ImportMapping
from trainingtracker.vocabulary import ListKind


def remembered(kind: ListKind) -> dict[str, dict[str, int]]:
    """Fingerprint of the headings -> field -> position."""
    query = select(ImportMapping.headings, ImportMapping.columns).where(
        ImportMapping.list_kind == kind
    )
    return {row.headings: row.columns for row in db.session.execute(query)}


def remember(kind: ListKind, headings: str, columns: Mapping[str, int]) -> None:
    """From now on files with these headings are read so."""
    found = db.session.scalars(
        select(ImportMapping).where(
            ImportMapping.list_kind == kind, ImportMapping.headings == headings
        )
    ).one_or_none()
    if found is None:
        found = ImportMapping(list_kind=kind, headings=headings)
        db.session.add(found)
    found.columns, found.said_at = dict(columns), clock.now()
