"""Rows that are written to lock what has no row of its own; they mean nothing else."""

from sqlalchemy.orm import Mapped, mapped_column

from trainingtracker.extensions import Model
from trainingtracker.models.columns import Code


class NamedLock(Model):
    """One thing that only one transaction may do at a time; the migrations add the row."""

    __tablename__ = "named_lock"

    name: Mapped[Code] = mapped_column(primary_key=True)
    counter: Mapped[int] = mapped_column(default=0)
