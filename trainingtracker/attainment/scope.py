"""Whose data may be counted, and by what was on record when.

A scope is part of the query; filters narrow it and never widen it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, select, true
from sqlalchemy.orm import InstrumentedAttribute

from trainingtracker.attainment.known import Known
from trainingtracker.models import Assignment


@dataclass(frozen=True)
class Scope:
    """Everyone, or people assigned to units on the reference date, or named people; or both.

    `named` is a condition on Person: those in scope whom rows may name. The others are counted.
    `withheld` is how many people were left out of the named ones and are not even counted.
    `known`: as it was on record at that moment, and not as it is on record now.
    """

    unit_ids: frozenset[int] | None = None
    person_ids: frozenset[int] | None = None
    named: ColumnElement[bool] | None = field(default=None, compare=False)
    withheld: int = 0
    known: Known | None = None

    @classmethod
    def team(cls, person_ids: Iterable[int], withheld: int = 0) -> "Scope":
        """A manager's direct reports and nobody else, whatever the filters say."""
        return cls(person_ids=frozenset(person_ids), withheld=withheld)

    @property
    def known_at(self) -> datetime | None:
        return self.known.at if self.known else None

    @property
    def is_everyone(self) -> bool:
        return self.unit_ids is None and self.person_ids is None

    @property
    def is_team(self) -> bool:
        return self.person_ids is not None

    @property
    def may_be_named(self) -> ColumnElement[bool]:
        """The condition on Person for a row with a name."""
        return true() if self.named is None else self.named

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
            condition = person_id.in_(self._assigned(as_of))
        if self.person_ids is not None:
            condition = condition & person_id.in_(self.person_ids)
        return condition

    def covers_each(
        self, person_id: InstrumentedAttribute[int], as_of: date
    ) -> ColumnElement[bool]:
        """The same where few of all people are asked for: each is looked up, not all in scope."""
        if self.unit_ids is None:
            return self.covers(person_id, as_of)
        here = self._assigned(as_of).where(Assignment.person_id == person_id)
        others = replace(self, unit_ids=None)
        return here.correlate(person_id.class_).exists() & others.covers(person_id, as_of)

    def _assigned(self, as_of: date) -> Select[int]:
        return select(Assignment.person_id).where(
            Assignment.valid(as_of, self.known_at), Assignment.unit_id.in_(self.unit_ids or ())
        )


EVERYONE = Scope()
