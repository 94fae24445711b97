"""Numbers that have been published for a reference date, as they were published."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingtracker import clock
from trainingtracker.extensions import Model
from trainingtracker.models.columns import Code, Instant, Key


class Release(Model):
    """One table of one day; never changed, because everybody may have read it.

    `cells` are rows by what they are about (a unit, "all" for everybody; a sheet and a group) with
    the numbers by column, null where hidden.
    """

    __tablename__ = "release"
    __table_args__ = (UniqueConstraint("table_key", "as_of"),)

    id: Mapped[Key]
    table_key: Mapped[Code]
    as_of: Mapped[date]
    cells: Mapped[dict[str, dict[str, Any]]] = mapped_column(JSON)
    released_at: Mapped[Instant] = mapped_column(default=clock.now)
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
