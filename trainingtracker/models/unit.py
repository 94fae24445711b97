"""Organisational units: the number stays, names and place in the tree are dated."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainingtracker.extensions import Model
from trainingtracker.models.columns import BilingualColumns, Code, Dated, Key, Name, enum_type
from trainingtracker.vocabulary import LeadershipKind, UnitKind


class Unit(Model):
    __tablename__ = "unit"

    id: Mapped[Key]
    number: Mapped[Code] = mapped_column(unique=True)


class UnitVersion(Dated, Model):
    """What a unit was called and where it hung in the tree during a time."""

    __tablename__ = "unit_version"
    __table_args__ = (Index("ix_unit_version_unit_id_since", "unit_id", "since"),)

    id: Mapped[Key]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    name_de: Mapped[Name]
    name_en: Mapped[Name] = mapped_column(default="")
    kind: Mapped[UnitKind | None] = mapped_column(enum_type(UnitKind))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    cost_centre: Mapped[Code | None]

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    parent: Mapped[Unit | None] = relationship(foreign_keys=[parent_id])
    name = BilingualColumns("name")


class Leadership(Dated, Model):
    """A person leads a unit or deputises for whoever does."""

    __tablename__ = "leadership"

    id: Mapped[Key]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[LeadershipKind] = mapped_column(enum_type(LeadershipKind))
