"""Money: what a year has for a topic, and what an offering is to cost and has cost. In cents."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainingtracker.extensions import Model
from trainingtracker.models.columns import Code, Key, Name, enum_type
from trainingtracker.models.international import EuProgramme
from trainingtracker.models.offering import Offering
from trainingtracker.models.person import Person
from trainingtracker.vocabulary import ContractState, CostKind


class Budget(Model):
    """What a budget year has for a topic."""

    __tablename__ = "budget"
    __table_args__ = (UniqueConstraint("year", "topic_id"),)

    id: Mapped[Key]
    year: Mapped[int]
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"))
    amount: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)


class CostSheet(Model):
    """Where the costs of an offering are booked, and what a programme pays towards them.

    `product`, `account` and `cost_centre` are those of the municipal budget.
    """

    __tablename__ = "cost_sheet"

    id: Mapped[Key]
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"), unique=True)
    budget_year: Mapped[int] = mapped_column(index=True)
    product: Mapped[Code] = mapped_column(default="")
    account: Mapped[Code] = mapped_column(default="")
    cost_centre: Mapped[Code] = mapped_column(default="")
    procurement_number: Mapped[Code] = mapped_column(default="")
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("eu_programme.id"))
    funding: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    offering: Mapped[Offering] = relationship()
    programme: Mapped[EuProgramme | None] = relationship()
    items: Mapped[list["CostItem"]] = relationship(
        cascade="all, delete-orphan", order_by="CostItem.id"
    )
    contracts: Mapped[list["TrainerContract"]] = relationship(
        cascade="all, delete-orphan", order_by="TrainerContract.id"
    )


class CostItem(Model):
    """One cost. Without an `actual` amount it has not been invoiced yet."""

    __tablename__ = "cost_item"

    id: Mapped[Key]
    sheet_id: Mapped[int] = mapped_column(ForeignKey("cost_sheet.id"), index=True)
    kind: Mapped[CostKind] = mapped_column(enum_type(CostKind))
    note: Mapped[Name] = mapped_column(default="")
    planned: Mapped[int] = mapped_column(default=0)
    actual: Mapped[int | None]
    invoice_number: Mapped[Code] = mapped_column(default="")


class TrainerContract(Model):
    """The contract with a trainer of the offering, and how far its signature has got."""

    __tablename__ = "trainer_contract"

    id: Mapped[Key]
    sheet_id: Mapped[int] = mapped_column(ForeignKey("cost_sheet.id"), index=True)
    trainer_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    number: Mapped[Code] = mapped_column(default="")
    dated: Mapped[date | None]
    state: Mapped[ContractState] = mapped_column(
        enum_type(ContractState), default=ContractState.DRAFTED
    )

    trainer: Mapped[Person] = relationship()
