"""A place with a price that somebody gave back late or left empty: what it may cost their unit."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainingtracker import clock
from trainingtracker.extensions import Model
from trainingtracker.models.columns import Code, Instant, Key, enum_type
from trainingtracker.models.enrolment import Enrolment
from trainingtracker.vocabulary import Unused


class UnusedPlace(Model):
    """`amount` in cents and the `cost_centre` of the unit (empty: it has none), both of that day.

    `place` is the number of the place: whoever gets it afterwards uses it, and nothing is charged.
    """

    __tablename__ = "unused_place"

    id: Mapped[Key]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    reason: Mapped[Unused] = mapped_column(enum_type(Unused))
    place: Mapped[int]
    amount: Mapped[int]
    cost_centre: Mapped[Code]
    recorded_at: Mapped[Instant] = mapped_column(default=clock.now)

    enrolment: Mapped[Enrolment] = relationship()
