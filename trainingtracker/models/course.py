"""What the catalogue lists: topics and courses, what they ask for and what they give."""

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainingtracker.extensions import Model
from trainingtracker.models.columns import BilingualColumns, Code, Key, Name, enum_type
from trainingtracker.models.competence import Competence, Language, Level
from trainingtracker.vocabulary import CourseFormat, CourseStatus, EvidenceGroup


class Topic(Model):
    """A field of the strategy. Data, so that HR adds a fourth without a programmer."""

    __tablename__ = "topic"

    id: Mapped[Key]
    key: Mapped[Code] = mapped_column(unique=True)
    title_de: Mapped[Name]
    title_en: Mapped[Name]
    title = BilingualColumns("title")
    position: Mapped[int] = mapped_column(default=0)


class Course(Model):
    """A course; its length is in teaching units of 45 minutes.

    `cost_per_place` is in euro cents, `attendance_threshold` in percent of the meetings' time. Who
    has no level in the competence of `placement_competence_id` takes a placement test first.
    """

    __tablename__ = "course"

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), index=True)
    title_de: Mapped[Name]
    title_en: Mapped[Name] = mapped_column(default="")
    title = BilingualColumns("title")
    description_de: Mapped[str] = mapped_column(Text, default="")
    description_en: Mapped[str] = mapped_column(Text, default="")
    description = BilingualColumns("description")
    format: Mapped[CourseFormat] = mapped_column(enum_type(CourseFormat))
    language_id: Mapped[int | None] = mapped_column(ForeignKey("language.id"))
    teaching_units: Mapped[int]
    provider: Mapped[Name] = mapped_column(default="")
    cost_per_place: Mapped[int] = mapped_column(default=0)
    needs_approval: Mapped[bool] = mapped_column(default=True)
    needs_hr_approval: Mapped[bool] = mapped_column(default=False)
    asks_interest: Mapped[bool] = mapped_column(default=False)
    placement_competence_id: Mapped[int | None] = mapped_column(ForeignKey("competence.id"))
    attendance_threshold: Mapped[int] = mapped_column(default=80)
    audience: Mapped[str] = mapped_column(String(60), default="")
    status: Mapped[CourseStatus] = mapped_column(
        enum_type(CourseStatus), default=CourseStatus.DRAFT, index=True
    )
    sort_key: Mapped[str] = mapped_column(String(500), index=True)
    search_text: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)

    topic: Mapped[Topic] = relationship()
    placement_competence: Mapped[Competence | None] = relationship()
    language: Mapped[Language | None] = relationship()
    outcomes: Mapped[list["CourseOutcome"]] = relationship(
        back_populates="course", cascade="all, delete-orphan", order_by="CourseOutcome.id"
    )
    audiences: Mapped[list["CourseAudience"]] = relationship(
        cascade="all, delete-orphan", order_by="CourseAudience.id"
    )
    prerequisites: Mapped[list["CoursePrerequisite"]] = relationship(
        back_populates="course",
        cascade="all, delete-orphan",
        foreign_keys="CoursePrerequisite.course_id",
        order_by="CoursePrerequisite.id",
    )


class CourseAudience(Model):
    """Somebody the course is for: of a unit or a status group, or (without either) of all.

    `managers` narrows that to those who lead a unit or deputise. Who fits one row is addressed; a
    course without rows is for everybody.
    """

    __tablename__ = "course_audience"
    __table_args__ = (
        CheckConstraint(
            "(unit_id IS NULL OR status_group_id IS NULL)"
            " AND (managers OR unit_id IS NOT NULL OR status_group_id IS NOT NULL)",
            name="somebody",
        ),
    )

    id: Mapped[Key]
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    status_group_id: Mapped[int | None] = mapped_column(ForeignKey("status_group.id"))
    managers: Mapped[bool] = mapped_column(default=False)


class CourseOutcome(Model):
    """What completing the course gives, and for how many months (none: for good)."""

    __tablename__ = "course_outcome"

    id: Mapped[Key]
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    competence_id: Mapped[int] = mapped_column(ForeignKey("competence.id"))
    level_id: Mapped[int] = mapped_column(ForeignKey("level.id"))
    valid_months: Mapped[int | None]

    course: Mapped[Course] = relationship(back_populates="outcomes")
    competence: Mapped[Competence] = relationship()
    level: Mapped[Level] = relationship()


class CoursePrerequisite(Model):
    """Either a course to have completed, or a competence to hold at a level or above.

    `evidence` is the weakest that counts for a competence. Where `max_age_months` is set, the
    evidence, or the completion of the course, is no older than that on the day of the start.
    """

    __tablename__ = "course_prerequisite"
    __table_args__ = (
        CheckConstraint(
            "(required_course_id IS NULL) <> (competence_id IS NULL)", name="course_or_competence"
        ),
    )

    id: Mapped[Key]
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    required_course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"))
    competence_id: Mapped[int | None] = mapped_column(ForeignKey("competence.id"))
    level_id: Mapped[int | None] = mapped_column(ForeignKey("level.id"))
    evidence: Mapped[EvidenceGroup] = mapped_column(
        enum_type(EvidenceGroup), default=EvidenceGroup.SELF_DECLARED
    )
    max_age_months: Mapped[int | None]

    course: Mapped[Course] = relationship(back_populates="prerequisites", foreign_keys=[course_id])
    required_course: Mapped[Course | None] = relationship(foreign_keys=[required_course_id])
    competence: Mapped[Competence | None] = relationship()
    level: Mapped[Level | None] = relationship()
