"""Who holds which competence at which level, by unit and kind of evidence: a language register."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, or_, select

from trainingtracker.attainment import read
from trainingtracker.attainment.groups import ALL, Member, members, unit_dimension
from trainingtracker.attainment.holdings import GROUPS, counted, group_rank
from trainingtracker.attainment.scope import Scope
from trainingtracker.attainment.statements import shown_on
from trainingtracker.extensions import db
from trainingtracker.kept import kept
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


class Which(NamedTuple):
    """The competences of a kind, or those of a topic."""

    kind: CompetenceKind | None = None
    topic_id: int | None = None

    @property
    def condition(self) -> ColumnElement[bool]:
        if self.kind is not None:
            return Competence.kind == self.kind
        return Competence.topic_id == self.topic_id


class _Holder(NamedTuple):
    person_id: int
    level: LevelOf
    group: EvidenceGroup
    position: int


class _Official(NamedTuple):
    """Who holds a competence: levels, everybody by unit and evidence, and those without a name."""

    position: int
    levels: frozenset[LevelOf]
    numbers: Counter[Cell]
    unknown: Counter[Cell]


@dataclass(frozen=True)
class _Register:
    """The official holders by competence, and the units in which anybody is."""

    units: Dimension
    official: Mapping[int, _Official]


def levels_held(
    which: Which,
    as_of: date,
    scope: Scope,
    tree: UnitTree,
    smallest: int,
    reader_id: int,
    shown: ColumnElement[bool] | None = None,
) -> list[Holders]:
    """All together first, then unit by unit; the levels of a competence from low to high.

    `shown` is `consent.stated_to(reader)`. Who states a level of themselves is counted apart from
    the holders, also where they are one, and anew each time: what is taken back is gone at once.

    With `smallest`, groups of fewer people whom the reader does not see by name are hidden, and
    what would give them away; with 0 nothing is.
    """
    key = ("levels held", which, as_of, scope, None if scope.named is None else reader_id)
    register = kept(
        key,
        lambda: _register(which, as_of, scope, tree),
        of=read.of(scope, read.HOLDINGS),
        large=True,
        long=True,
    )
    stated = [] if shown is None else _highest_levels(which, shown_on(as_of, scope, shown))
    found = _members_among({each.person_id for each in stated}, as_of, scope)
    by_themselves: dict[int, list[_Holder]] = defaultdict(list)
    for each in stated:
        if each.person_id in found:
            by_themselves[each.level.competence_id].append(each)
    positions = {id_: of_it.position for id_, of_it in register.official.items()}
    positions |= {id_: of_it[0].position for id_, of_it in by_themselves.items()}
    rows: list[tuple[object, Holders]] = []
    for competence_id in sorted(positions, key=lambda each: (positions[each], each)):
        held = register.official.get(competence_id, _NOBODY)
        said = by_themselves[competence_id]
        rows += _of_competence(held, said, found, register.units, tree, smallest)
    order: dict[object, int] = {node.id: place for place, node in enumerate(tree.in_order())}
    order[ALL] = -1
    # Sorting is stable: within a unit the competences keep their order.
    return [row for _, row in sorted(rows, key=lambda each: order[each[0]])]


def _members_among(persons: Collection[int], as_of: date, scope: Scope) -> dict[int, Member]:
    """Where these few belong; of more it is quicker to read where everybody does."""
    if not persons:
        return {}
    few = replace(scope, person_ids=frozenset(persons))
    return members(as_of, few if len(persons) < _FEW else scope)


_FEW = 1000
_NOBODY = _Official(0, frozenset(), Counter(), Counter())


def _register(which: Which, as_of: date, scope: Scope, tree: UnitTree) -> _Register:
    found = members(as_of, scope)
    units = unit_dimension(tree, found)
    by_competence: dict[int, list[_Holder]] = defaultdict(list)
    for each in _highest_levels(which, counted(as_of, scope) & _valid(as_of)):
        if each.person_id in found:
            by_competence[each.level.competence_id].append(each)
    return _Register(
        units, {id_: _official(held, found, units) for id_, held in by_competence.items()}
    )


def _official(held: list[_Holder], found: dict[int, Member], units: Dimension) -> _Official:
    levels = frozenset(each.level for each in held)
    evidence = _evidence(levels)
    numbers: Counter[Cell] = Counter()
    unknown: Counter[Cell] = Counter()
    for each in held:
        member = found[each.person_id]
        atom = (member.home, (each.level.rank, each.group.value))
        unknown[atom] += not member.known
        for cell in product(units.above[member.home], evidence.above[atom[1]]):
            numbers[cell] += 1
    return _Official(held[0].position, levels, numbers, +unknown)


def _of_competence(
    held: _Official,
    stated: list[_Holder],
    found: dict[int, Member],
    units: Dimension,
    tree: UnitTree,
    smallest: int,
) -> list[tuple[object, Holders]]:
    levels = sorted({*held.levels, *(each.level for each in stated)}, key=lambda each: each.rank)
    said = _stated(stated, found, units, smallest)
    hidden: frozenset[Cell] = frozenset()
    if smallest:
        hidden = hidden_cells(Table((units, _evidence(levels)), held.unknown), smallest)

    def number(*cell: object) -> int | None:
        return None if cell in hidden else held.numbers[cell]

    level_of: dict[Node, LevelOf] = {level.rank: level for level in levels}
    level_of |= {(_HOLDERS, level.rank): level for level in levels}
    level_of |= {(level.rank, group.value): level for level in levels for group in GROUPS}
    # In most units nobody holds most of the levels: those cells are not even looked at.
    places = {(unit, level_of[node]) for unit, node in (*held.numbers, *hidden, *said)}
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


def _evidence(levels: Iterable[LevelOf]) -> Dimension:
    """Each level by kind of evidence, and each level."""
    nodes: dict[object, frozenset[object]] = {}
    for level in levels:
        leaves = [(level.rank, group.value) for group in GROUPS]
        nodes |= {leaf: frozenset([leaf]) for leaf in leaves}
        nodes[_HOLDERS, level.rank] = frozenset(leaves)
    return Dimension(nodes)


def _valid(as_of: date) -> ColumnElement[bool]:
    return or_(Holding.until.is_(None), Holding.until > as_of)


def _highest_levels(which: Which, valid: ColumnElement[bool]) -> list[_Holder]:
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
            which.condition,
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
