"""The reference lists of international work; what is done with them comes with its own tables."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from trainingtracker.extensions import Model
from trainingtracker.models.columns import Code, Key, Name


class EuProgramme(Model):
    __tablename__ = "eu_programme"

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    management: Mapped[Code]


class PartnerCity(Model):
    """`since` is the year of the partnership, `country` an ISO 3166 code."""

    __tablename__ = "partner_city"

    id: Mapped[Key]
    name: Mapped[Name] = mapped_column(unique=True)
    country: Mapped[str] = mapped_column(String(2))
    since: Mapped[int | None]
    international: Mapped[bool] = mapped_column(default=True)


class Network(Model):
    """A municipal network or title; `standing` is free text because memberships change."""

    __tablename__ = "network"

    id: Mapped[Key]
    name: Mapped[Name] = mapped_column(unique=True)
    kind: Mapped[Name]
    standing: Mapped[Name]
    note: Mapped[Name] = mapped_column(default="")
