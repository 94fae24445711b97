"""How many places an offering had when it began.

The capacity may be changed later; the audit knows what it was. Where the entry has been deleted
with the end of its retention, the present capacity is taken.
"""

from collections.abc import Mapping

from sqlalchemy import Text, cast, select

from trainingtracker.extensions import db
from trainingtracker.models import AuditEntry, Offering
from trainingtracker.statistics.span import Span
from trainingtracker.vocabulary import ChangeKind

_FIELD = "max_places"


def changed_since_the_start(span: Span) -> Mapping[int, int]:
    """Offering id -> its capacity when it began, for those that have another one now."""
    entries = db.session.execute(
        select(AuditEntry.row_id, AuditEntry.changes)
        .join(Offering, Offering.id == AuditEntry.row_id)
        .where(
            AuditEntry.table_name == Offering.__tablename__,
            AuditEntry.kind == ChangeKind.UPDATE,
            AuditEntry.at > Offering.starts_at,
            cast(AuditEntry.changes, Text).contains(f'"{_FIELD}"'),
            span.covers,
        )
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    )
    # The earliest change after the start comes last, and says what there was before it.
    return {offering_id: changes[_FIELD][0] for offering_id, changes in entries}
