"""The outbox: every message, rendered when its rule fired, in the transaction of its cause."""

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainingtracker import clock
from trainingtracker.extensions import Model
from trainingtracker.models.columns import Code, Instant, Key, Name, enum_type
from trainingtracker.models.person import Person
from trainingtracker.vocabulary import Channel, MailStatus


class OutgoingMail(Model):
    """A message to one person; a letter where they have no address.

    A worker claims a row by setting `claimed_until` and retries at `next_attempt_at`.
    """

    __tablename__ = "outgoing_mail"
    __table_args__ = (
        Index("ix_outgoing_mail_status_next_attempt_at", "status", "next_attempt_at"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    channel: Mapped[Channel] = mapped_column(enum_type(Channel))
    kind: Mapped[Code]
    address: Mapped[Name | None]
    language: Mapped[str] = mapped_column(String(2))
    subject: Mapped[Name]
    body: Mapped[str] = mapped_column(Text)
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"))
    status: Mapped[MailStatus] = mapped_column(enum_type(MailStatus), default=MailStatus.QUEUED)
    queued_at: Mapped[Instant] = mapped_column(default=clock.now)
    next_attempt_at: Mapped[Instant] = mapped_column(default=clock.now)
    claimed_until: Mapped[Instant | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[Instant | None]
    last_error: Mapped[str] = mapped_column(Text, default="")

    person: Mapped[Person] = relationship()
