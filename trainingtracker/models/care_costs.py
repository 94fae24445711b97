"""What the care of children or relatives costs somebody while they take part. Never why."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainingtracker import clock
from trainingtracker.extensions import Model
from trainingtracker.models.columns import Instant, Key, enum_type
from trainingtracker.models.enrolment import Enrolment
from trainingtracker.vocabulary import ClaimStatus


class CareCostClaim(Model):
    """The participant states an amount in cents, HR decides whether it is paid."""

    __tablename__ = "care_cost_claim"

    id: Mapped[Key]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    amount: Mapped[int]
    status: Mapped[ClaimStatus] = mapped_column(enum_type(ClaimStatus), default=ClaimStatus.STATED)
    stated_at: Mapped[Instant] = mapped_column(default=clock.now)
    decided_at: Mapped[Instant | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    enrolment: Mapped[Enrolment] = relationship()
