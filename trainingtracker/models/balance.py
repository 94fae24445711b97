"""Numbers of persons that had been reached before the tracker knew any of them by name."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainingtracker import clock
from trainingtracker.extensions import Model
from trainingtracker.models.columns import Code, Instant, Key
from trainingtracker.models.course import Topic
from trainingtracker.models.unit import Unit


class OpeningBalance(Model):
    """So many persons of a unit (none: of the city) had been reached in a topic by a day.

    Nobody knows who they are: some are surely among the persons on record. So the number stands by
    itself wherever it is shown and is never added to persons. A topic of none means any of them.
    """

    __tablename__ = "opening_balance"
    __table_args__ = (Index("ix_opening_balance_as_of", "as_of"),)

    id: Mapped[Key]
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    as_of: Mapped[date]
    persons: Mapped[int]
    source: Mapped[Code] = mapped_column(default="")
    recorded_at: Mapped[Instant] = mapped_column(default=clock.now)

    topic: Mapped[Topic | None] = relationship()
    unit: Mapped[Unit | None] = relationship()
