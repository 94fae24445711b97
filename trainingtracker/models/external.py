"""Training outside the catalogue: what somebody asked for, what happened to it, its files."""

from datetime import date

from sqlalchemy import ForeignKey, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainingtracker import clock
from trainingtracker.extensions import Model
from trainingtracker.models.columns import Code, Instant, Key, Name, enum_type
from trainingtracker.models.person import Person
from trainingtracker.vocabulary import DocumentKind, ExternalAction, ExternalStatus


class ExternalTraining(Model):
    """A training of another provider for one person; `cost` in cents, the last day inclusive.

    `submission` names the form that it was sent with: sent twice, it is one request.
    `reminded_at` and `escalated_at` belong to the decision that is awaited now.
    """

    __tablename__ = "external_training"
    __table_args__ = (
        UniqueConstraint("person_id", "submission"),
        Index("ix_external_training_status_status_since", "status", "status_since"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    status: Mapped[ExternalStatus] = mapped_column(enum_type(ExternalStatus))
    status_since: Mapped[Instant] = mapped_column(default=clock.now)
    title: Mapped[Name]
    provider: Mapped[Name]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    cost: Mapped[int]
    purpose: Mapped[str] = mapped_column(Text)
    requested_at: Mapped[Instant] = mapped_column(default=clock.now)
    submission: Mapped[Code]
    reminded_at: Mapped[Instant | None]
    escalated_at: Mapped[Instant | None]

    person: Mapped[Person] = relationship()


class ExternalEvent(Model):
    """One step of such a training. Decisions say in whose place. Rows are only ever added."""

    __tablename__ = "external_event"

    id: Mapped[Key]
    training_id: Mapped[int] = mapped_column(ForeignKey("external_training.id"), index=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    in_place_of_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    action: Mapped[ExternalAction] = mapped_column(enum_type(ExternalAction))
    from_status: Mapped[ExternalStatus | None] = mapped_column(enum_type(ExternalStatus))
    to_status: Mapped[ExternalStatus] = mapped_column(enum_type(ExternalStatus))
    at: Mapped[Instant] = mapped_column(default=clock.now)
    reason: Mapped[str] = mapped_column(Text, default="")


class ExternalDocument(Model):
    """An attachment or a certificate, of a type that its content has shown.

    Without a training it was sent with a form (`submission`) that had other mistakes, and waits
    until that form comes again.
    """

    __tablename__ = "external_document"
    __table_args__ = (
        Index("ix_external_document_uploaded_by_id_submission", "uploaded_by_id", "submission"),
    )

    id: Mapped[Key]
    training_id: Mapped[int | None] = mapped_column(ForeignKey("external_training.id"), index=True)
    kind: Mapped[DocumentKind] = mapped_column(enum_type(DocumentKind))
    name: Mapped[Name]
    media_type: Mapped[Code]
    size: Mapped[int]
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[Instant] = mapped_column(default=clock.now)
    submission: Mapped[Code] = mapped_column(default="")


class ExternalContent(Model):
    """The bytes of a document, apart from it so that no list reads them."""

    __tablename__ = "external_content"

    document_id: Mapped[int] = mapped_column(ForeignKey("external_document.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
