"""Consent of people to show others what they have stated about themselves."""

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from trainingtracker import clock
from trainingtracker.extensions import Model
from trainingtracker.models.columns import Instant, Key, enum_type
from trainingtracker.vocabulary import ConsentAudience

_LIVE = text("revoked_at IS NULL")


class Consent(Model):
    """That a person has agreed to a version of the text, for one audience, until they revoke it.

    A row is written when consent is given and closed when it ends; who agrees again gets a new one.
    """

    __tablename__ = "consent"
    __table_args__ = (
        Index(
            "uq_consent_live",
            "person_id",
            "audience",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    audience: Mapped[ConsentAudience] = mapped_column(enum_type(ConsentAudience))
    version: Mapped[int]
    given_at: Mapped[Instant] = mapped_column(default=clock.now)
    revoked_at: Mapped[Instant | None]


class ReportConsent(Model):
    """A kept file has data that its reader could see because of this consent."""

    __tablename__ = "report_consent"

    run_id: Mapped[int] = mapped_column(ForeignKey("report_run.id"), primary_key=True)
    consent_id: Mapped[int] = mapped_column(ForeignKey("consent.id"), primary_key=True, index=True)
