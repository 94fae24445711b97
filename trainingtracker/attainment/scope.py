"""Whose data may be counted. A scope is part of the query; filters narrow it and never widen it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import InstrumentedAttribute

from trainingtracker.models import Assignment


@dataclass(frozen=True)
class Scope:
    """Everyone, or people assigned to units on the reference date, or named people; or both."""

    unit_ids: frozenset[int] | None = None
    person_ids: frozenset[int] | None = None

    @classmethod
    def team(cls, person_ids: Iterable[int]) -> "Scope":
        """A manager's direct reports and nobody else, whatever the filters say."""
        return cls(person_ids=frozenset(person_ids))

    @property
    def is_everyone(self) -> bool:
        return self.unit_ids is None and self.person_ids is None

    @property
    def is_team(self) -> bool:
        return self.person_ids is not None

    def within(self, unit_ids: Iterable[int]) -> "Scope":
        """The part of this scope that is assigned to these units."""
        wanted = frozenset(unit_ids)
        return replace(self, unit_ids=wanted if self.unit_ids is None else self.unit_ids & wanted)

    def covers(
        self, person_id: ColumnElement[int] | InstrumentedAttribute[int], as_of: date
    ) -> ColumnElement[bool]:
        """The condition that the person is in this scope on the day."""
        condition: ColumnElement[bool] = true()
        if self.unit_ids is not None:
            assigned = select(Assignment.person_id).where(
                Assignment.valid(as_of), Assignment.unit_id.in_(self.unit_ids)
            )
            condition = person_id.in_(assigned)
        if self.person_ids is not None:
            condition = condition & person_id.in_(self.person_ids)
        return condition


EVERYONE = Scope()
