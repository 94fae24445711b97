"""What dashboards show, from the same counts as the reports: rates by unit, trend, levels.

Rates stand against targets.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from trainingtracker import clock, settings
from trainingtracker.accounts.actor import Actor
from trainingtracker.attainment.groups import ALL
from trainingtracker.attainment.levels import Holders, Which, levels_held
from trainingtracker.attainment.reach import ANY, Reach, reach
from trainingtracker.attainment.scope import EVERYONE, Scope
from trainingtracker.attainment.trend import Quarter, quarter_ends, trend
from trainingtracker.catalogue import topics
from trainingtracker.extensions import db
from trainingtracker.models import Assignment, Topic
from trainingtracker.organisation.tree import UnitNode, UnitTree
from trainingtracker.privacy.suppression import Node
from trainingtracker.reports import scopes
from trainingtracker.strategy.in_force import Holds, TargetsInForce
from trainingtracker.strategy.progress import Progress, progress


class UnitRate(NamedTuple):
    """A unit, or all units of the reader, with the rates of the topics; None is hidden.

    `everybody`: it is the whole administration.
    """

    unit: UnitNode | None
    everybody: bool
    headcount: int
    reached: dict[Node, int | None]
    rates: dict[Node, float | None]


class Against(NamedTuple):
    """The target that holds for a unit, and how it stands there."""

    holds: Holds
    progress: Progress


@dataclass(frozen=True)
class Dashboard:
    """The figures of a reader on a day, within a unit or all of theirs.

    `average` is the whole administration, to compare with.
    """

    as_of: date
    tree: UnitTree
    unit: UnitNode | None
    topics: Sequence[Topic]
    units: list[UnitRate]
    whole: UnitRate
    average: UnitRate
    targets: TargetsInForce
    guarded: bool
    smallest: int
    actor: Actor
    scope: Scope

    def against(self, row: UnitRate, node: Node) -> Against | None:
        """How a unit stands against its target in a topic, or in ANY; None where it has none."""
        topic_id = node if isinstance(node, int) else None
        if row.unit is None:
            holds = self.targets.for_all(topic_id, everybody=row.everybody)
        else:
            holds = self.targets.for_unit(row.unit.id, topic_id)
        if holds is None:
            return None
        found = progress(holds.target, row.reached[node], row.headcount, self.as_of)
        return Against(holds, found) if found else None

    def has_target(self, node: Node) -> bool:
        """Whether any of the rows by unit stands against a target."""
        return any(self.against(row, node) for row in (*self.units, self.whole, self.average))

    def trend(self) -> list[Quarter]:
        """Of the chosen unit for HR; for others of all their units together.

        Two units less than each other over time could be a single person.
        """
        scope = self.scope
        if self.unit is not None and not self.guarded:
            scope = scope.within(self.tree.subtree_ids(self.unit.id))
        return trend(self.as_of, scope, self.smallest, self.actor.person_id)

    def levels(self, topic: Topic) -> list[Holders]:
        """Everybody of the unit once in each competence, at the highest level."""
        found = levels_held(
            Which(topic_id=topic.id),
            self.as_of,
            self.scope,
            self.tree,
            self.smallest,
            self.actor.person_id,
        )
        return [row for row in found if row.unit == self.unit]


def days_for(actor: Actor) -> list[date]:
    """The reference dates to choose from, the newest first.

    Numbers of days that are close to each other would tell of single people: readers other than HR
    get the ends of quarters.
    """
    ends = quarter_ends(clock.today())[::-1]
    return [clock.today(), *ends] if actor.is_hr else ends


def dashboard(actor: Actor, as_of: date, unit_number: str = "") -> Dashboard:
    """The figures; a unit that is not the reader's to see is as if none was chosen."""
    tree = UnitTree.load(as_of)
    scope = scopes.aggregates(actor, as_of)
    guarded = not actor.is_hr
    smallest: int = settings.get("small_group") if guarded else 0
    counts = reach(as_of, scope, tree, smallest, actor.person_id)
    everybody = reach(as_of, EVERYONE, tree, 0, 0)
    unit = tree.by_number(unit_number)
    if unit is not None and not _within(unit, scope):
        unit = None
    shown_topics = topics.in_order()

    def rates(node: Node, of: UnitNode | None, source: Reach, covers: Scope = scope) -> UnitRate:
        keys: list[Node] = [ANY, *(topic.id for topic in shown_topics)]
        return UnitRate(
            of,
            covers.is_everyone,
            source.headcount(node),
            {key: source.reached(node, key) for key in keys},
            {key: source.rate(node, key) for key in keys},
        )

    return Dashboard(
        as_of=as_of,
        tree=tree,
        unit=unit,
        topics=shown_topics,
        units=[
            rates(each.id, each, counts)
            for each in _below(tree, unit, scope)
            if counts.headcount(each.id)
        ],
        whole=rates(unit.id if unit else ALL, unit, counts),
        average=rates(ALL, None, everybody, EVERYONE),
        targets=TargetsInForce.load(as_of, tree),
        guarded=guarded,
        smallest=smallest,
        actor=actor,
        scope=scope,
    )


def units_of_the_team(found: Dashboard) -> frozenset[int | None]:
    """The units in which any direct report of the reader is on the day, and those above them.

    None stands for all units together. Nothing for whoever has no direct reports.
    """
    if not found.actor.is_manager:
        return frozenset()
    team = scopes.team(found.actor, found.as_of)
    homes = {
        unit_id
        for unit_id in db.session.scalars(
            select(Assignment.unit_id).where(
                Assignment.valid(found.as_of), team.covers(Assignment.person_id, found.as_of)
            )
        )
        if unit_id in found.tree
    }
    above = (found.tree.ancestor_ids(unit_id) for unit_id in homes)
    return frozenset[int | None]().union(homes, *above, {None} if homes else ())


def _within(unit: UnitNode, scope: Scope) -> bool:
    return scope.unit_ids is None or unit.id in scope.unit_ids


def _below(tree: UnitTree, unit: UnitNode | None, scope: Scope) -> list[UnitNode]:
    """The units below the chosen one; without one, the highest ones of the reader."""
    if unit is not None:
        return tree.children(unit.id)
    if scope.unit_ids is None:
        return tree.children(None)
    top = [
        tree[each]
        for each in scope.unit_ids
        if each in tree and tree[each].parent_id not in scope.unit_ids
    ]
    # A single unit at the top says nothing beside the total: those below it do.
    highest = tree.children(top[0].id) if len(top) == 1 else top
    order = {node.id: place for place, node in enumerate(tree.in_order())}
    return sorted(highest, key=lambda node: order[node.id]) or top
