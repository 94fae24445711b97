"""Filters of reports under a name, and reports that were made: what was asked, by whom, when; and
the file, as long as it is kept.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainingtracker import clock
from trainingtracker.extensions import Model
from trainingtracker.models.columns import Code, Instant, Key, Name, enum_type
from trainingtracker.models.person import Person
from trainingtracker.vocabulary import (
    ReportComparison,
    ReportDays,
    ReportReaders,
    ReportStatus,
    Schedule,
)


class SavedReport(Model):
    """Filters of a report under a name that its owner has no second time (`name_key`, casefolded).

    `parameters` are the filters as they were typed, without the days that `days` and `compared`
    fill in each time. With a schedule it is made on `due_on`, the next time after that; `ended_on`
    says when the schedule ended because the owner was not entitled to the report any more.
    """

    __tablename__ = "saved_report"
    __table_args__ = (UniqueConstraint("owner_id", "name_key"),)

    id: Mapped[Key]
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    report_key: Mapped[Code]
    name: Mapped[Name]
    name_key: Mapped[Name]
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    days: Mapped[ReportDays] = mapped_column(enum_type(ReportDays))
    compared: Mapped[ReportComparison | None] = mapped_column(enum_type(ReportComparison))
    shared_with: Mapped[ReportReaders | None] = mapped_column(enum_type(ReportReaders), index=True)
    schedule: Mapped[Schedule | None] = mapped_column(enum_type(Schedule))
    due_on: Mapped[date | None] = mapped_column(index=True)
    ended_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    owner: Mapped[Person] = relationship()


class ReportRun(Model):
    """One file of a report; the row stays when the file is deleted, and says when that was.

    `parameters` are the filters as they were typed. Whoever makes a long one claims it by setting
    `claimed_until` and moves that on; `done` of `total` are the rows written so far. Nobody asked
    for it on a page where `requested_by` is empty: it came from the command line. `consent_ended`
    says that the file was deleted because somebody in it has taken back their consent.
    for it on a page where `requested_by` is empty: it came from the command line. A saved report
    asks for one itself, once for each day on which it is due (`due_on`). `refusal` says in the
    language of the file why there is none, where a rule said no.
    """

    __tablename__ = "report_run"
    __table_args__ = (
        Index("ix_report_run_status_claimed_until", "status", "claimed_until"),
        UniqueConstraint("saved_report_id", "due_on"),
    )

    id: Mapped[Key]
    report_key: Mapped[Code]
    ending: Mapped[Code]
    language: Mapped[Code]
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    status: Mapped[ReportStatus] = mapped_column(
        enum_type(ReportStatus), default=ReportStatus.WAITING
    )
    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    requested_at: Mapped[Instant] = mapped_column(default=clock.now, index=True)
    finished_at: Mapped[Instant | None]
    file_name: Mapped[Name] = mapped_column(default="")
    row_count: Mapped[int | None]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[Instant | None]
    attempts: Mapped[int] = mapped_column(default=0)
    deleted_at: Mapped[Instant | None]
    consent_ended: Mapped[bool] = mapped_column(default=False)
    saved_report_id: Mapped[int | None] = mapped_column(ForeignKey("saved_report.id"))
    due_on: Mapped[date | None]
    refusal: Mapped[str] = mapped_column(Text, default="")

    requested_by: Mapped[Person | None] = relationship()
    saved_report: Mapped[SavedReport | None] = relationship()

    @property
    def number(self) -> str:
        """The report number, as it stands on the cover: 2026-000123."""
        return f"{clock.local(self.requested_at).year}-{self.id:06d}"

    def rests(self, now: datetime) -> bool:
        """Whether it waits to be made and nobody is making it (any more)."""
        return self.status.working and (self.claimed_until is None or self.claimed_until <= now)


class ReportContent(Model):
    """The file itself, compressed, apart from the run so that no list reads it."""

    __tablename__ = "report_content"

    run_id: Mapped[int] = mapped_column(ForeignKey("report_run.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
