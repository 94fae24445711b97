"""Who changed what, and who looked at whom. Rows are added by `privacy/`, never edited."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from trainingtracker import clock
from trainingtracker.extensions import Model
from trainingtracker.models.columns import Code, Instant, Key, enum_type
from trainingtracker.vocabulary import AccessKind, ChangeKind


class AuditEntry(Model):
    """One changed row. `changes` maps a field to [before, after]; personal fields to null."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_table_name_row_id", "table_name", "row_id"),
        # The newest change of a table: whether what was counted still holds (`kept`).
        Index("ix_audit_entry_table_name_id", "table_name", "id"),
    )

    id: Mapped[Key]
    at: Mapped[Instant] = mapped_column(default=clock.now, index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    table_name: Mapped[Code]
    row_id: Mapped[int]
    kind: Mapped[ChangeKind] = mapped_column(enum_type(ChangeKind))
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)


class AccessEntry(Model):
    """Somebody looked at other people's personal data: one person's, or a list of `row_count`."""

    __tablename__ = "access_entry"

    id: Mapped[Key]
    at: Mapped[Instant] = mapped_column(default=clock.now, index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[AccessKind] = mapped_column(enum_type(AccessKind))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    row_count: Mapped[int | None]
    filters: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
