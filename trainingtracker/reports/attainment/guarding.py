"""Which numbers of the overview are dots for readers who count people whom they may not name."""

from dataclasses import replace
from datetime import date

from trainingtracker import settings
from trainingtracker.attainment.groups import ALL
from trainingtracker.attainment.reach import ANY, reach
from trainingtracker.attainment.scope import Scope
from trainingtracker.attainment.unnamed import differ_by_few, unnamed
from trainingtracker.catalogue import topics
from trainingtracker.organisation.tree import UnitTree
from trainingtracker.privacy.suppression import Cell, Node
from trainingtracker.reports import scopes
from trainingtracker.reports.attainment.standing import reach_of
from trainingtracker.reports.report import Question


def scope_on(question: Question, day: date) -> Scope:
    """The scope of the question on another day: who is named does depend on the day."""
    scope = question.scope
    if not question.guarded or scope.is_team:
        return scope
    return replace(scope, named=scopes.usual(question.actor, day).named)


def hidden_now(question: Question) -> frozenset[Node]:
    """The topics, or ANY, in which few people whom the reader does not name were reached."""
    if not question.guarded or question.scope.named is None:
        return frozenset()
    return _of_unit(question, reach_of(question).hidden)


def hidden_before(question: Question, day: date) -> frozenset[Node]:
    """The same of an earlier day, and where few made the difference to the reference date."""
    scope = scope_on(question, day)
    if not question.guarded or scope.is_team:
        return frozenset()
    smallest: int = settings.get("small_group")
    found = reach(
        day,
        scopes.usual(question.actor, day),
        UnitTree.load(day),
        smallest,
        question.actor.person_id,
    )
    nodes: list[Node] = [ANY, *(topic.id for topic in topics.in_order())]
    now, before = unnamed(question.as_of, question.scope), unnamed(day, scope)
    return _of_unit(question, found.hidden) | differ_by_few(now, before, nodes, smallest)


def _of_unit(question: Question, hidden: frozenset[Cell]) -> frozenset[Node]:
    unit = question.filters.unit_id or ALL
    return frozenset(cell[1] for cell in hidden if cell[0] == unit)
