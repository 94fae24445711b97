"""Targets: how many are to be reached by a day, in a topic or at all, in a unit or everywhere."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainingtracker.extensions import Model
from trainingtracker.models.columns import BilingualColumns, Dated, Key, Name, enum_type
from trainingtracker.models.course import Topic
from trainingtracker.models.person import Person
from trainingtracker.models.unit import Unit
from trainingtracker.vocabulary import TargetMeasure


class Target(Dated, Model):
    """So many of the headcount are to have taken part by `due`, that day included.

    Counted are the persons reached of the attainment report: in a topic, or with none in any of
    them; in a unit with those below it, or with none in the whole administration. `amount` is a
    share in percent or a number of persons, as `measure` says.
    """

    __tablename__ = "target"
    __table_args__ = (Index("ix_target_topic_id_unit_id", "topic_id", "unit_id"),)

    id: Mapped[Key]
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    measure: Mapped[TargetMeasure] = mapped_column(enum_type(TargetMeasure))
    amount: Mapped[int]
    due: Mapped[date]
    note_de: Mapped[Name] = mapped_column(default="")
    note_en: Mapped[Name] = mapped_column(default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    topic: Mapped[Topic | None] = relationship()
    unit: Mapped[Unit | None] = relationship()
    recorded_by: Mapped[Person | None] = relationship()
    note = BilingualColumns("note")
