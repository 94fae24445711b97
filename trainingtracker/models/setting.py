"""Settings that change while the program runs, by name; `settings.py` knows their defaults."""

from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from trainingtracker.extensions import Model
from trainingtracker.models.columns import Code


class Setting(Model):
    __tablename__ = "setting"

    name: Mapped[Code] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
