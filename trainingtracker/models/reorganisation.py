"""Reorganisations that were carried out: what for, from when, and which dated rows say so."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainingtracker import clock
from trainingtracker.extensions import Model
from trainingtracker.models.columns import Instant, Key, Name, enum_type
from trainingtracker.models.person import Person
from trainingtracker.models.unit import Unit
from trainingtracker.vocabulary import ReorganisationKind


class Reorganisation(Model):
    """One unit is renamed, moved, merged into another or split, from `since` on.

    `before` and `after` are what readers are told: names or units. `rows` are the ids of dated rows
    by table, superseded and added, so that it can be taken back.
    """

    __tablename__ = "reorganisation"

    id: Mapped[Key]
    kind: Mapped[ReorganisationKind] = mapped_column(enum_type(ReorganisationKind))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    since: Mapped[date]
    before: Mapped[Name] = mapped_column(default="")
    after: Mapped[Name] = mapped_column(default="")
    rows: Mapped[dict[str, Any]] = mapped_column(JSON)
    recorded_at: Mapped[Instant] = mapped_column(default=clock.now)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[Instant | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    unit: Mapped[Unit] = relationship()
    recorded_by: Mapped[Person | None] = relationship(foreign_keys=recorded_by_id)
