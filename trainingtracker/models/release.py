"""Numbers that have been published for a reference date, as they were published."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingtracker import clock
from trainingtracker.extensions import Model
from trainingtracker.models.columns import BilingualColumns, Code, Instant, Key, Name


class Release(Model):
    """One table of one day; never changed, because everybody may have read it.

    A correction is another release of the same day with the next number, and with its reason: the
    one before is replaced from then on. `cells` are rows by what they are about (a unit, "all" for
    everybody; a sheet and a group) with the numbers by column, null where hidden. `behind` is what
    a correction is compared with, shown to nobody: how many were alike, and what was hidden.
    """

    __tablename__ = "release"
    __table_args__ = (UniqueConstraint("table_key", "as_of", "number"),)

    id: Mapped[Key]
    table_key: Mapped[Code]
    as_of: Mapped[date]
    number: Mapped[int] = mapped_column(default=1)
    reason_de: Mapped[Name] = mapped_column(default="")
    reason_en: Mapped[Name] = mapped_column(default="")
    cells: Mapped[dict[str, dict[str, Any]]] = mapped_column(JSON)
    behind: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    released_at: Mapped[Instant] = mapped_column(default=clock.now)
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    reason = BilingualColumns("reason")
