"""Lists that are brought in through pages: the file, what comparing found, what became of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainingtracker import clock
from trainingtracker.extensions import Model
from trainingtracker.models.columns import Code, Instant, Key, Name, enum_type
from trainingtracker.models.person import Person
from trainingtracker.vocabulary import ChangeKind, ImportStatus, LineKind, ListKind


class ImportRun(Model):
    """One list on its way in. The row stays as history; file and lines go after some days.

    Whoever works on it claims it by setting `claimed_until` and shows signs of life by moving it
    on. `done` of `total` are the rows compared so far. `outcome` is the fingerprint of what the
    reader was shown; applying refuses any other. `remark` is a sentence about how it ended.
    `choices` are what somebody has said about how to read the file. Who brought it is unknown
    where a command did. `audited` are the first and last audit entries of bringing it in and of
    taking it back, so that a later change of the same rows can be told from its own.
    """

    __tablename__ = "import_run"
    __table_args__ = (Index("ix_import_run_status_claimed_until", "status", "claimed_until"),)

    id: Mapped[Key]
    list_kind: Mapped[ListKind] = mapped_column(enum_type(ListKind))
    file_name: Mapped[Name]
    size: Mapped[int]
    status: Mapped[ImportStatus] = mapped_column(
        enum_type(ImportStatus), default=ImportStatus.UPLOADED
    )
    file_hash: Mapped[str] = mapped_column(String(64), default="")
    choices: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[Instant] = mapped_column(default=clock.now, index=True)
    ordered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ordered_at: Mapped[Instant | None]
    finished_at: Mapped[Instant | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[Instant | None]
    audited: Mapped[list[list[int]] | None] = mapped_column(JSON(none_as_null=True))
    claimed_until: Mapped[Instant | None]
    attempts: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    new: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    missing: Mapped[int] = mapped_column(default=0)
    left_out: Mapped[int] = mapped_column(default=0)
    conflicts: Mapped[int] = mapped_column(default=0)
    problems: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[Code] = mapped_column(default="")
    remark: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    uploaded_by: Mapped[Person | None] = relationship(foreign_keys=uploaded_by_id)
    ordered_by: Mapped[Person | None] = relationship(foreign_keys=ordered_by_id)
    undone_by: Mapped[Person | None] = relationship(foreign_keys=undone_by_id)

    def rests(self, now: datetime) -> bool:
        """Whether work waits that nobody is doing (any more)."""
        return self.status.working and (self.claimed_until is None or self.claimed_until <= now)


class ImportContent(Model):
    """The file itself, apart from the run so that progress does not rewrite it."""

    __tablename__ = "import_content"

    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ImportLine(Model):
    """One finding of the comparison: an entry, a problem or a note, in no language yet.

    `name` is the entry, or the heading of the column that has a problem.
    """

    __tablename__ = "import_line"
    __table_args__ = (
        Index("ix_import_line_run_id_kind_position", "run_id", "kind", "position", unique=True),
    )

    id: Mapped[Key]
    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id"))
    kind: Mapped[LineKind] = mapped_column(enum_type(LineKind))
    position: Mapped[int]
    sheet: Mapped[str] = mapped_column(Text)
    row: Mapped[int | None]
    name: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column(Text)
    detail: Mapped[Any] = mapped_column(JSON)


class ImportWrite(Model):
    """What one statement of an import has written, so that it can be taken back.

    `detail` has the ids of inserted rows as ranges, or what stood in changed and deleted rows.
    """

    __tablename__ = "import_write"
    __table_args__ = (Index("ix_import_write_run_id_position", "run_id", "position", unique=True),)

    id: Mapped[Key]
    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id"))
    position: Mapped[int]
    table_name: Mapped[Code]
    kind: Mapped[ChangeKind] = mapped_column(enum_type(ChangeKind))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)


class ImportMapping(Model):
    """Which column is which in files with these headings, as somebody has said once.

    `headings` is the fingerprint of the row of headings; `columns` has field -> position.
    """

    __tablename__ = "import_mapping"
    __table_args__ = (
        Index("ix_import_mapping_list_kind_headings", "list_kind", "headings", unique=True),
    )

    id: Mapped[Key]
    list_kind: Mapped[ListKind] = mapped_column(enum_type(ListKind))
    headings: Mapped[Code]
    columns: Mapped[dict[str, int]] = mapped_column(JSON)
    said_at: Mapped[Instant] = mapped_column(default=clock.now)
