"""Who holds which competence at which level, by unit and kind of evidence: a language register."""

from collections import Counter
from datetime import date
from itertools import product
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, or_, select

from trainingtracker.attainment.groups import ALL, Member, members, unit_dimension
from trainingtracker.attainment.holdings import GROUPS, counted, group_rank
from trainingtracker.attainment.scope import Scope
from trainingtracker.extensions import db
from trainingtracker.models import Competence, Holding, Level, Person
from trainingtracker.organisation.tree import UnitNode, UnitTree
from trainingtracker.privacy.suppression import Cell, Dimension, Table, hidden_cells
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import CompetenceKind, EvidenceGroup

_HOLDERS = "holders"


class LevelOf(NamedTuple):
    """A level of a competence that somebody holds."""

    competence_id: int
    name: Bilingual
    rank: int
    code: str
    level: Bilingual


class Holders(NamedTuple):
    """Who holds it as their highest level in a unit (None: in all); None is a hidden number."""

    unit: UnitNode | None
    of: LevelOf
    holders: int | None
    groups: dict[EvidenceGroup, int | None]


class _Holder(NamedTuple):
    person_id: int
    level: LevelOf
    group: EvidenceGroup


def language_register(as_of: date, scope: Scope, tree: UnitTree, smallest: int) -> list[Holders]:
    """The levels of all languages."""
    languages = Competence.kind == CompetenceKind.LANGUAGE
    return levels_held(languages, as_of, scope, tree, smallest)


def levels_held(
    which: ColumnElement[bool], as_of: date, scope: Scope, tree: UnitTree, smallest: int
) -> list[Holders]:
    """All together first, then unit by unit; the levels of a competence from low to high.

    With `smallest`, groups of fewer people whom the reader does not see by name are hidden, and
    what would give them away; with 0 nothing is.
    """
    found = members(as_of, scope)
    held = [each for each in _highest_levels(which, as_of, scope) if each.person_id in found]
    units = unit_dimension(tree, found)
    rows: list[tuple[object, Holders]] = []
    for competence_id in dict.fromkeys(each.level.competence_id for each in held):
        of_it = [each for each in held if each.level.competence_id == competence_id]
        rows += _of_competence(of_it, found, units, tree, smallest)
    order: dict[object, int] = {node.id: place for place, node in enumerate(tree.in_order())}
    order[ALL] = -1
    # Sorting is stable: within a unit the competences keep their order.
    return [row for _, row in sorted(rows, key=lambda each: order[each[0]])]


def _of_competence(
    held: list[_Holder],
    found: dict[int, Member],
    units: Dimension,
    tree: UnitTree,
    smallest: int,
) -> list[tuple[object, Holders]]:
    levels = sorted({each.level for each in held}, key=lambda each: each.rank)
    evidence = _evidence(levels)
    numbers: Counter[Cell] = Counter()
    unknown: Counter[Cell] = Counter()
    for each in held:
        member = found[each.person_id]
        atom = (member.home, (each.level.rank, each.group.value))
        unknown[atom] += not member.known
        for cell in product(units.above[member.home], evidence.above[atom[1]]):
            numbers[cell] += 1
    table = Table((units, evidence), +unknown, list(product(units.nodes, evidence.nodes)))
    hidden = hidden_cells(table, smallest) if smallest else frozenset()

    def number(*cell: object) -> int | None:
        return None if cell in hidden else numbers[cell]

    rows: list[tuple[object, Holders]] = []
    for unit, level in product(units.nodes, levels):
        holders = number(unit, (_HOLDERS, level.rank))
        groups = {group: number(unit, (level.rank, group.value)) for group in GROUPS}
        if holders != 0 or any(each != 0 for each in groups.values()):
            node = tree.get(unit) if isinstance(unit, int) else None
            rows.append((unit, Holders(node, level, holders, groups)))
    return rows


def _evidence(levels: list[LevelOf]) -> Dimension:
    """Each level by kind of evidence, and each level."""
    nodes: dict[object, frozenset[object]] = {}
    for level in levels:
        leaves = [(level.rank, group.value) for group in GROUPS]
        nodes |= {leaf: frozenset([leaf]) for leaf in leaves}
        nodes[_HOLDERS, level.rank] = frozenset(leaves)
    return Dimension(nodes)


def _highest_levels(which: ColumnElement[bool], as_of: date, scope: Scope) -> list[_Holder]:
    """The highest valid level of each person in each competence, by its best evidence."""
    rows = db.session.execute(
        select(
            Holding.person_id,
            Competence.id,
            Competence.name,
            Level.rank,
            Level.code,
            Level.name.label("level"),
            func.min(group_rank()).label("group"),
        )
        .join(Person, Person.id == Holding.person_id)
        .join(Competence, Competence.id == Holding.competence_id)
        .join(Level, Level.id == Holding.level_id)
        .where(
            counted(as_of, scope),
            or_(Holding.until.is_(None), Holding.until > as_of),
            Holding.activity.is_(None),
            which,
        )
        .group_by(
            Holding.person_id,
            Competence.id,
            Competence.name,
            Competence.position,
            Level.rank,
            Level.code,
            Level.name,
        )
        .order_by(Competence.position, Competence.id, Holding.person_id, Level.rank.desc())
    )
    best: dict[tuple[int, int], _Holder] = {}
    for row in rows:
        level = LevelOf(row.id, row.name, row.rank, row.code, row.level)
        holder = _Holder(row.person_id, level, GROUPS[row.group])
        best.setdefault((row.person_id, row.id), holder)
    return list(best.values())
