"""Accounts and the dated roles granted to them."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainingtracker import clock
from trainingtracker.extensions import Model
from trainingtracker.models.columns import Instant, Key, Name, enum_type
from trainingtracker.models.person import Person
from trainingtracker.models.unit import Unit
from trainingtracker.vocabulary import Role


class Account(Model):
    """What signs in. `login` is stored casefolded.

    `session_key` is part of every signed-in session; a new one signs all of them out. Of a one-time
    link only the digest is kept.
    """

    __tablename__ = "account"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    login: Mapped[Name] = mapped_column(unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(250))
    active: Mapped[bool] = mapped_column(default=True)
    session_key: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[Instant] = mapped_column(default=clock.now)
    last_sign_in_at: Mapped[Instant | None]
    invitation_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    invitation_until: Mapped[Instant | None]

    person: Mapped[Person] = relationship()
    grants: Mapped[list["RoleGrant"]] = relationship(foreign_keys="RoleGrant.account_id")


class RoleGrant(Model):
    """A role from `since` (inclusive) until `until` (exclusive), everywhere or in a subtree."""

    __tablename__ = "role_grant"

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[Role] = mapped_column(enum_type(Role))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    since: Mapped[date]
    until: Mapped[date | None]
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[Instant] = mapped_column(default=clock.now)

    unit: Mapped[Unit | None] = relationship()
