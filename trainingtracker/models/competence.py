"""What one can hold: scales and their levels, languages, competences, holdings, certificates."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainingtracker.extensions import Model
from trainingtracker.models.columns import BilingualColumns, Code, Dated, Key, Name, enum_type
from trainingtracker.models.person import Person
from trainingtracker.vocabulary import Activity, Basis, CompetenceKind, Evidence

_ENDS = text("until IS NOT NULL")


class Scale(Model):
    __tablename__ = "scale"

    id: Mapped[Key]
    key: Mapped[Code] = mapped_column(unique=True)
    name_de: Mapped[Name]
    name_en: Mapped[Name]
    name = BilingualColumns("name")
    levels: Mapped[list["Level"]] = relationship(back_populates="scale", order_by="Level.rank")


class Level(Model):
    """A step of a scale. Ranks are compared, codes ("B1+") never."""

    __tablename__ = "level"
    __table_args__ = (UniqueConstraint("scale_id", "rank"), UniqueConstraint("scale_id", "code"))

    id: Mapped[Key]
    scale_id: Mapped[int] = mapped_column(ForeignKey("scale.id"))
    rank: Mapped[int]
    code: Mapped[str] = mapped_column(String(20))
    name_de: Mapped[Name]
    name_en: Mapped[Name]
    name = BilingualColumns("name")
    scale: Mapped[Scale] = relationship(back_populates="levels")


class Language(Model):
    __tablename__ = "language"

    id: Mapped[Key]
    iso639_3: Mapped[str] = mapped_column(String(3), unique=True)
    iso639_1: Mapped[str | None] = mapped_column(String(2))
    name_de: Mapped[Name]
    name_en: Mapped[Name]
    name = BilingualColumns("name")


class Competence(Model):
    """`key` as the course list writes it: `eng`, `eu:call_search`, `ic:foundations`."""

    __tablename__ = "competence"

    id: Mapped[Key]
    key: Mapped[Code] = mapped_column(unique=True)
    kind: Mapped[CompetenceKind] = mapped_column(enum_type(CompetenceKind))
    name_de: Mapped[Name]
    name_en: Mapped[Name]
    name = BilingualColumns("name")
    scale_id: Mapped[int] = mapped_column(ForeignKey("scale.id"))
    language_id: Mapped[int | None] = mapped_column(ForeignKey("language.id"))
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)

    scale: Mapped[Scale] = relationship()


class CertificateScheme(Model):
    """Which score of a language certificate proves which level.

    `minimum` is the least score or grade as the scheme writes it; no language means any.
    """

    __tablename__ = "certificate_scheme"
    __table_args__ = (UniqueConstraint("name", "version", "language_id", "level_id"),)

    id: Mapped[Key]
    name: Mapped[Name]
    version: Mapped[str] = mapped_column(String(20))
    language_id: Mapped[int | None] = mapped_column(ForeignKey("language.id"))
    minimum: Mapped[str] = mapped_column(String(20))
    level_id: Mapped[int] = mapped_column(ForeignKey("level.id"))
    source: Mapped[Code]


class Holding(Dated, Model):
    """That this person holds this competence at this level, since, until, by this evidence.

    `own_words` belong to what people state about themselves (basis consent), and to nothing else.
    Exactly one of `enrolment_id`, `participation_id` and `external_id` is set where a course of the
    catalogue or a training outside it gave it.
    """

    __tablename__ = "holding"
    __table_args__ = (
        Index("ix_holding_person_id_competence_id", "person_id", "competence_id"),
        # What runs out soon is asked for by its day; most holdings have no end.
        Index("ix_holding_until", "until", sqlite_where=_ENDS, postgresql_where=_ENDS),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    competence_id: Mapped[int] = mapped_column(ForeignKey("competence.id"), index=True)
    level_id: Mapped[int] = mapped_column(ForeignKey("level.id"))
    activity: Mapped[Activity | None] = mapped_column(enum_type(Activity))
    evidence: Mapped[Evidence] = mapped_column(enum_type(Evidence))
    evidence_date: Mapped[date | None]
    scheme_id: Mapped[int | None] = mapped_column(ForeignKey("certificate_scheme.id"))
    score: Mapped[str | None] = mapped_column(String(20))
    basis: Mapped[Basis] = mapped_column(enum_type(Basis))
    own_words: Mapped[str | None] = mapped_column(String(500))
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"), index=True)
    participation_id: Mapped[int | None] = mapped_column(
        ForeignKey("imported_participation.id"), index=True
    )
    external_id: Mapped[int | None] = mapped_column(ForeignKey("external_training.id"), index=True)

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    competence: Mapped[Competence] = relationship()
    level: Mapped[Level] = relationship()
