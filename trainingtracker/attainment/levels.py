"""Who holds which competence at which level, by unit and kind of evidence: a language register."""

from collections import Counter
from datetime import date
from itertools import product
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, or_, select

from trainingtracker.attainment.groups import ALL, Member, members, unit_dimension
from trainingtracker.attainment.holdings import GROUPS, counted, group_rank
from trainingtracker.attainment.scope import Scope
from trainingtracker.attainment.statements import shown_on
from trainingtracker.extensions import db
from trainingtracker.models import Competence, Holding, Level, Person
from trainingtracker.organisation.tree import UnitNode, UnitTree
from trainingtracker.privacy.suppression import Cell, Dimension, Node, Table, hidden_cells
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
    stated: int | None = 0  # of themselves, as their highest level, and consented to show it


class _Holder(NamedTuple):
    person_id: int
    level: LevelOf
    group: EvidenceGroup
    position: int


def language_register(
    as_of: date,
    scope: Scope,
    tree: UnitTree,
    smallest: int,
    shown: ColumnElement[bool] | None = None,
) -> list[Holders]:
    """The levels of all languages."""
    languages = Competence.kind == CompetenceKind.LANGUAGE
    return levels_held(languages, as_of, scope, tree, smallest, shown)


def levels_held(
    which: ColumnElement[bool],
    as_of: date,
    scope: Scope,
    tree: UnitTree,
    smallest: int,
    shown: ColumnElement[bool] | None = None,
) -> list[Holders]:
    """All together first, then unit by unit; the levels of a competence from low to high.

    `shown` is `consent.stated_to(reader)`. Who states a level of themselves is counted apart from
    the holders, also where they are one.

    With `smallest`, groups of fewer people whom the reader does not see by name are hidden, and
    what would give them away; with 0 nothing is.
    """
    found = members(as_of, scope)
    official = _highest_levels(which, counted(as_of, scope) & _valid(as_of))
    held = [each for each in official if each.person_id in found]
    stated: list[_Holder] = []
    if shown is not None:
        theirs = _highest_levels(which, shown_on(as_of, scope, shown))
        stated = [each for each in theirs if each.person_id in found]
    units = unit_dimension(tree, found)
    rows: list[tuple[object, Holders]] = []
    positions = {each.level.competence_id: each.position for each in (*held, *stated)}
    for competence_id in sorted(positions, key=lambda each: (positions[each], each)):
        of_it = [each for each in held if each.level.competence_id == competence_id]
        by_themselves = [each for each in stated if each.level.competence_id == competence_id]
        rows += _of_competence(of_it, by_themselves, found, units, tree, smallest)
    order: dict[object, int] = {node.id: place for place, node in enumerate(tree.in_order())}
    order[ALL] = -1
    # Sorting is stable: within a unit the competences keep their order.
    return [row for _, row in sorted(rows, key=lambda each: order[each[0]])]


def _of_competence(
    held: list[_Holder],
    stated: list[_Holder],
    found: dict[int, Member],
    units: Dimension,
    tree: UnitTree,
    smallest: int,
) -> list[tuple[object, Holders]]:
    levels = sorted({each.level for each in (*held, *stated)}, key=lambda each: each.rank)
    evidence = _evidence(levels)
    said = _stated(stated, found, units, smallest)
    numbers: Counter[Cell] = Counter()
    unknown: Counter[Cell] = Counter()
    for each in held:
        member = found[each.person_id]
        atom = (member.home, (each.level.rank, each.group.value))
        unknown[atom] += not member.known
        for cell in product(units.above[member.home], evidence.above[atom[1]]):
            numbers[cell] += 1
    hidden: frozenset[Cell] = frozenset()
    if smallest:
        table = Table((units, evidence), +unknown)
        hidden = hidden_cells(table, smallest)

    def number(*cell: object) -> int | None:
        return None if cell in hidden else numbers[cell]

    level_of: dict[Node, LevelOf] = {level.rank: level for level in levels}
    level_of |= {(_HOLDERS, level.rank): level for level in levels}
    level_of |= {(level.rank, group.value): level for level in levels for group in GROUPS}
    # In most units nobody holds most of the levels: those cells are not even looked at.
    places = {(unit, level_of[node]) for unit, node in (*numbers, *hidden, *said)}
    rows: list[tuple[object, Holders]] = []
    for unit, level in sorted(places, key=lambda place: place[1].rank):
        holders = number(unit, (_HOLDERS, level.rank))
        groups = {group: number(unit, (level.rank, group.value)) for group in GROUPS}
        of_themselves = said.get((unit, level.rank), 0)
        if any(each != 0 for each in (holders, *groups.values(), of_themselves)):
            node = tree.get(unit) if isinstance(unit, int) else None
            rows.append((unit, Holders(node, level, holders, groups, of_themselves)))
    return rows


def _stated(
    stated: list[_Holder], found: dict[int, Member], units: Dimension, smallest: int
) -> dict[Cell, int | None]:
    """Who states a level, by unit and rank. No sum of these and of the official numbers is shown,
    so the two are hidden each for itself.
    """
    if not stated:
        return {}
    ranks = Dimension({each.level.rank: frozenset([each.level.rank]) for each in stated})
    numbers: Counter[Cell] = Counter()
    unknown: Counter[Cell] = Counter()
    for each in stated:
        member, rank = found[each.person_id], each.level.rank
        unknown[member.home, rank] += not member.known
        numbers.update((unit, rank) for unit in units.above[member.home])
    if not smallest:
        return dict(numbers)
    table = Table((units, ranks), +unknown)
    return {**numbers, **dict.fromkeys(hidden_cells(table, smallest))}


def _evidence(levels: list[LevelOf]) -> Dimension:
    """Each level by kind of evidence, and each level."""
    nodes: dict[object, frozenset[object]] = {}
    for level in levels:
        leaves = [(level.rank, group.value) for group in GROUPS]
        nodes |= {leaf: frozenset([leaf]) for leaf in leaves}
        nodes[_HOLDERS, level.rank] = frozenset(leaves)
    return Dimension(nodes)


def _valid(as_of: date) -> ColumnElement[bool]:
    return or_(Holding.until.is_(None), Holding.until > as_of)


def _highest_levels(which: ColumnElement[bool], valid: ColumnElement[bool]) -> list[_Holder]:
    """The highest valid level of each person in each competence, by its best evidence."""
    rows = db.session.execute(
        select(
            Holding.person_id,
            Competence.id,
            Competence.name,
            Competence.position,
            Level.rank,
            Level.code,
            Level.name.label("level"),
            func.min(group_rank()).label("group"),
        )
        .join(Person, Person.id == Holding.person_id)
        .join(Competence, Competence.id == Holding.competence_id)
        .join(Level, Level.id == Holding.level_id)
        .where(
            valid,
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
        .execution_options(yield_per=1000)
    )
    best: dict[tuple[int, int], _Holder] = {}
    for row in rows:
        level = LevelOf(row.id, row.name, row.rank, row.code, row.level)
        holder = _Holder(row.person_id, level, GROUPS[row.group], row.position)
        best.setdefault((row.person_id, row.id), holder)
    return list(best.values())
