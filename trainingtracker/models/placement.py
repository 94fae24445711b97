"""Placement tests: somebody's level in a competence is found out before they join a course."""

from datetime import date

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainingtracker import clock
from trainingtracker.extensions import Model
from trainingtracker.models.columns import Instant, Key, enum_type
from trainingtracker.models.competence import Competence, Level
from trainingtracker.models.course import Course
from trainingtracker.models.person import Person
from trainingtracker.vocabulary import PlacementStatus

_OPEN = text("status = 'open'")


class Placement(Model):
    """One test of one person: asked for on the page of a course, then a result.

    A result without a level says that the person begins at the beginning. What a level proves is
    the holding.
    """

    __tablename__ = "placement"
    __table_args__ = (
        Index(
            "uq_placement_open",
            "person_id",
            "competence_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    competence_id: Mapped[int] = mapped_column(ForeignKey("competence.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    status: Mapped[PlacementStatus] = mapped_column(
        enum_type(PlacementStatus), default=PlacementStatus.OPEN, index=True
    )
    asked_at: Mapped[Instant] = mapped_column(default=clock.now)
    tested_on: Mapped[date | None]
    level_id: Mapped[int | None] = mapped_column(ForeignKey("level.id"))
    entered_at: Mapped[Instant | None]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    holding_id: Mapped[int | None] = mapped_column(ForeignKey("holding.id"))
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    competence: Mapped[Competence] = relationship()
    course: Mapped[Course] = relationship()
    level: Mapped[Level | None] = relationship()
