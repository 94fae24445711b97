"""Who leads which unit on a day, and who therefore decides for whom."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from sqlalchemy import Select, exists, or_, select

from trainingtracker.extensions import db
from trainingtracker.kept import kept
from trainingtracker.models import Assignment, Leadership, Leave, Person
from trainingtracker.organisation import tree as units
from trainingtracker.organisation.tree import UnitTree
from trainingtracker.vocabulary import LeadershipKind

# The tables that leaderships are read from.
READ = (*units.READ, Leadership, Person, Leave)

_Leaderships = Select[int, int, LeadershipKind, bool]


@dataclass(frozen=True)
class Leaders:
    """The persons who lead a unit on a day, by id; deputies act where the manager does not.

    As the deciders of a request: `away` are managers on leave, who still may decide but are not
    waited for, and `above` those of the next unit above, who may decide as well because nobody has
    done so for long. `instead_of` is a manager on leave in whose place the managers decide.
    """

    managers: tuple[int, ...] = ()
    deputies: tuple[int, ...] = ()
    away: tuple[int, ...] = ()
    above: tuple[int, ...] = ()
    instead_of: int | None = None

    @property
    def all(self) -> tuple[int, ...]:
        return self.managers + self.deputies + self.above

    @property
    def manager(self) -> int | None:
        """In whose place somebody decides who is not the manager."""
        return next(iter(self.managers + self.away), None)


@dataclass(frozen=True)
class LeadershipMap:
    """All leaderships of a day beside the tree they refer to. Nobody changes it: it is shared."""

    tree: UnitTree
    leaders: dict[int, Leaders] = field(default_factory=dict)
    on_leave: frozenset[int] = frozenset()

    @classmethod
    def load(cls, as_of: date) -> "LeadershipMap":
        """Leaders who are employed on the day; somebody who has left leads nothing."""
        return kept(
            ("leadership", as_of),
            lambda: cls._of(UnitTree.load(as_of), _leaderships(as_of)),
            of=READ,
            large=True,
        )

    @classmethod
    def above(cls, person_id: int, as_of: date) -> "LeadershipMap":
        """The unit of one person and those above it alone: enough to know who decides for them."""
        tree = UnitTree.above(unit_of(person_id, as_of), as_of)
        units = [unit.id for unit in tree.in_order()]
        return cls._of(tree, _leaderships(as_of).where(Leadership.unit_id.in_(units)))

    @classmethod
    def _of(cls, tree: UnitTree, leaderships: _Leaderships) -> "LeadershipMap":
        # Tuples alone: thousands of lists would have the garbage collector look at all of them.
        managers: dict[int, tuple[int, ...]] = {}
        deputies: dict[int, tuple[int, ...]] = {}
        away = set[int]()
        for unit_id, person_id, kind, leave in db.session.execute(leaderships):
            found = managers if kind is LeadershipKind.MANAGER else deputies
            found[unit_id] = (*found.get(unit_id, ()), person_id)
            if leave:
                away.add(person_id)
        leaders = {
            unit_id: Leaders(managers.get(unit_id, ()), deputies.get(unit_id, ()))
            for unit_id in managers | deputies
        }
        return cls(tree, leaders, frozenset(away))

    def of(self, unit_id: int) -> Leaders:
        return self.leaders.get(unit_id, Leaders())

    def led_by(self, person_id: int) -> list[int]:
        """The units that a person leads or deputises for."""
        return list(self._led.get(person_id, ()))

    @cached_property
    def _led(self) -> dict[int, list[int]]:
        """Person id -> the units led."""
        led: dict[int, list[int]] = defaultdict(list)
        for unit_id, leaders in self.leaders.items():
            for person_id in dict.fromkeys(leaders.all):
                led[person_id].append(unit_id)
        return dict(led)

    def deciders(self, person_id: int, unit_id: int | None, *, escalated: bool = False) -> Leaders:
        """Who decides for a person of `unit_id`; `all` is empty where nobody leads any unit above.

        The leaders of the person's own unit, else of the nearest above that anybody leads who is
        not on leave. Nobody decides for themselves: a manager's request goes one level up, past
        their own deputy, while a deputy's goes to the manager they deputise for. An `escalated`
        request may be decided by the leaders of the next unit above as well.
        """
        if unit_id is None or unit_id not in self.tree:
            return Leaders()
        # Whoever leads nothing is decided for by the same people as the others of the unit.
        key = (person_id if person_id in self._led else None, unit_id, escalated)
        found = self._worked_out.get(key)
        if found is None:
            found = self._deciders(person_id, unit_id, escalated=escalated)
            self._worked_out[key] = found
        return found

    @cached_property
    def _worked_out(self) -> dict[tuple[int | None, int, bool], Leaders]:
        """Who decides for a leader, or for the other people of a unit, kept as it is asked for."""
        return {}

    def _deciders(self, person_id: int, unit_id: int, *, escalated: bool) -> Leaders:
        away: tuple[int, ...] = ()
        found: Leaders | None = None
        for candidate in (unit_id, *self.tree.ancestor_ids(unit_id)):
            leaders = self.of(candidate)
            if person_id in leaders.managers:
                continue
            present = self._present(person_id, leaders)
            if found is None:
                passed_over = next(iter(away), None)
                away += tuple(p for p in leaders.managers if p in self.on_leave and p not in away)
                if present.all:
                    found = replace(present, away=away, instead_of=passed_over)
            elif higher := tuple(p for p in present.all if p not in found.all):
                return replace(found, above=higher)
            if found and not escalated:
                break
        return found or Leaders(away=away)

    def _present(self, person_id: int, leaders: Leaders) -> Leaders:
        return Leaders(
            tuple(p for p in leaders.managers if p != person_id and p not in self.on_leave),
            tuple(p for p in leaders.deputies if p != person_id and p not in self.on_leave),
        )

    def direct_report_units(self, person_id: int) -> tuple[set[int], set[int]]:
        """(units whose people report to the person, people who do so as leaders one level below).

        Below a unit without leaders, the people of the units beneath it are not direct reports:
        they are led by nobody nearer, but seen by number only.
        """
        own = set(self.led_by(person_id))
        leaders_below = {
            leader
            for unit_id in own
            if unit_id in self.tree
            for child in self.tree.children(unit_id)
            for leader in self.of(child.id).managers
        }
        return own, leaders_below - {person_id}


def _leaderships(as_of: date) -> _Leaderships:
    on_leave = exists().where(Leave.person_id == Leadership.person_id, Leave.valid(as_of))
    return (
        select(Leadership.unit_id, Leadership.person_id, Leadership.kind, on_leave)
        .join(Person, Person.id == Leadership.person_id)
        .where(
            Leadership.valid(as_of),
            or_(Person.entry.is_(None), Person.entry <= as_of),
            or_(Person.exit.is_(None), Person.exit >= as_of),
        )
        .order_by(Leadership.since, Leadership.id)
    )


def unit_of(person_id: int, as_of: date) -> int | None:
    """The unit a person belongs to on a day."""
    return db.session.scalar(
        select(Assignment.unit_id)
        .where(Assignment.person_id == person_id, Assignment.valid(as_of))
        .order_by(Assignment.since.desc(), Assignment.id.desc())
        .limit(1)
    )


def units_of(person_ids: Iterable[int], as_of: date) -> dict[int, int]:
    """Person id -> unit id on a day, in one query; people without a unit are left out."""
    rows = db.session.execute(
        select(Assignment.person_id, Assignment.unit_id)
        .where(Assignment.person_id.in_(list(person_ids)), Assignment.valid(as_of))
        .order_by(Assignment.since, Assignment.id)
    )
    return {row[0]: row[1] for row in rows}
