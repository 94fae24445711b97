"""What a table hides can not be reckoned out of what it shows."""

from itertools import combinations, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests.privacy import attack
from trainingtracker.privacy.suppression import Cell, Dimension, Table, flat, hidden_cells

TOTAL, HEADCOUNT, REACHED = "total", "headcount", "reached"


def a_column(**people: int) -> Table:
    """Groups and their total."""
    rows = flat(people, TOTAL)
    return Table((rows,), {(name,): number for name, number in people.items()}, _all(rows))


def _all(*dimensions: Dimension) -> list[Cell]:
    return list(product(*(each.nodes for each in dimensions)))


@pytest.mark.parametrize(
    ("people", "dots"),
    [
        ({"a": 5, "b": 9}, set()),
        ({"a": 4, "b": 9, "c": 7}, {"a", "c"}),
        ({"a": 4, "b": 1, "c": 7}, {"a", "b"}),
        ({"a": 1, "b": 1, "c": 7, "d": 9}, {"a", "b", "c"}),
        ({"a": 3}, {"a", TOTAL}),
        ({"a": 0, "b": 6}, set()),
    ],
)
def test_a_small_group_is_hidden_with_what_would_give_it_away(
    people: dict[str, int], dots: set[str]
) -> None:
    assert {name for (name,) in hidden_cells(a_column(**people), 5)} == dots


def units(leaves: dict[str, list[str]]) -> Dimension:
    """Units by the names of those above them; somebody may be in several."""
    nodes: dict[str, set[str]] = {}
    for leaf, above in leaves.items():
        for node in above:
            nodes.setdefault(node, set()).add(leaf)
    return Dimension({node: frozenset(inside) for node, inside in nodes.items()})


def reached(*topics: str) -> Dimension:
    """People by the topics in which they took part, beside the headcount that everybody knows."""
    kinds = [kind for size in range(len(topics) + 1) for kind in combinations(topics, size)]
    nodes = {topic: frozenset(kind for kind in kinds if topic in kind) for topic in topics}
    return Dimension(
        {**nodes, REACHED: frozenset(kinds[1:]), HEADCOUNT: frozenset(kinds)},
        whole=HEADCOUNT,
        adds_up=False,
    )


def test_the_few_who_sit_between_a_division_and_its_sections_are_hidden_too() -> None:
    tree = units({"own": ["15"], "a": ["15", "15.1"], "b": ["15", "15.2"], "c": ["15", "15.3"]})
    people = {"own": 1, "a": 10, "b": 11, "c": 12}
    table = Table((tree,), {(leaf,): number for leaf, number in people.items()}, _all(tree))
    assert hidden_cells(table, 5) == {("15.1",)}


def test_those_who_did_not_take_part_are_a_group_as_well() -> None:
    tree, topics = units({"a": ["15", "15.1"], "b": ["15", "15.2"]}), reached("eu")
    counts = {("a", ("eu",)): 11, ("a", ()): 1, ("b", ("eu",)): 8, ("b", ()): 9}
    hidden = hidden_cells(Table((tree, topics), counts, _all(tree, topics)), 5)
    assert hidden == {(unit, node) for unit in ("15.1", "15.2") for node in ("eu", REACHED)}


def test_participations_are_hidden_where_they_are_those_of_few_people() -> None:
    rows = flat("abc", TOTAL)
    people = {("a",): {1, 2}, ("b",): set(range(10, 19)), ("c",): set(range(20, 29))}
    table = Table(
        (rows,),
        {("a",): 30, ("b",): 9, ("c",): 12},
        _all(rows),
        people={atom: frozenset(each) for atom, each in people.items()},
    )
    assert hidden_cells(table, 5) == {("a",), ("b",)}


def test_what_is_hidden_for_other_reasons_gets_company() -> None:
    table = a_column(a=20, b=30, c=40)
    assert hidden_cells(table, 5, also=[("c",)]) == {("a",), ("c",)}


@some.composite
def hierarchies(draw: some.DrawFn, largest: int) -> Dimension:
    """A small tree; now and then somebody belongs to two of its units."""
    paths: dict[str, list[str]] = {"0": ["0"]}
    for number in range(1, draw(some.integers(2, largest))):
        above = paths[draw(some.sampled_from(sorted(paths)))]
        paths[str(number)] = [*above, str(number)]
    if draw(some.booleans()):
        paths["both"] = sorted({*paths["1"], *paths[max(paths)]})
    return units(paths)


@some.composite
def tables(draw: some.DrawFn, units: int = 5, topics: int = 3, most: int = 9) -> Table:
    """People by unit and topic, participations by unit and topic, or two tables of one file."""
    kind = draw(some.sampled_from(["people", "participations", "two tables"]))
    tree, names = draw(hierarchies(units)), "xyz"[: draw(some.integers(1, topics))]
    if kind == "people":
        dimensions: tuple[Dimension, ...] = (tree, reached(*names[:2]))
    elif kind == "participations":
        dimensions = (tree, flat(names, TOTAL))
    else:
        dimensions = (flat("ab", TOTAL), flat(names, TOTAL), flat("12", TOTAL))
    cells = [cell for cell in _all(*dimensions) if len(cell) < 3 or TOTAL in (cell[0], cell[2])]
    each = some.integers(0, most) | some.integers(0, 2)
    leaves = (sorted(one.leaves, key=repr) for one in dimensions)
    counts = {atom: number for atom in product(*leaves) if (number := draw(each))}
    return Table(dimensions, counts, cells)


QUICKLY = settings(
    max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


@QUICKLY
@given(tables())
def test_no_hidden_cell_can_be_computed_by_adding_and_subtracting(table: Table) -> None:
    hidden = hidden_cells(table, 5)
    assert {cell for cell in table.shown if 0 < attack.value(table, cell) < 5} <= hidden
    assert attack.computable(table, hidden) == set()


@QUICKLY
@given(tables(units=3, topics=1, most=4))
def test_no_hidden_cell_is_pinned_by_all_numbers_being_whole_and_not_negative(table: Table) -> None:
    assert attack.pinned(table, hidden_cells(table, 3), most=5) == set()


LEVELS, GROUPS = "12", "pc"


def _levels_held_and_stated() -> Dimension:
    """People by what they hold officially and what they state, as one who sees both knows them."""
    held: list[str | None] = [None, *(level + group for level in LEVELS for group in GROUPS)]
    kinds = set(product(held, [None, *LEVELS])) - {(None, None)}
    nodes: dict[str, frozenset[object]] = {}
    for level in LEVELS:
        nodes[f"states {level}"] = frozenset(kind for kind in kinds if kind[1] == level)
        nodes[f"holds {level}"] = frozenset(kind for kind in kinds if (kind[0] or "")[:1] == level)
        for group in GROUPS:
            nodes[level + group] = frozenset(kind for kind in kinds if kind[0] == level + group)
    return Dimension(nodes)


@QUICKLY
@given(hierarchies(4), some.data())
def test_what_people_state_gives_away_nothing_beside_what_they_hold(
    tree: Dimension, data: some.DataObject
) -> None:
    """The two are hidden each for itself: whoever adds up finds no way from one to the other."""
    both = _levels_held_and_stated()
    each = some.integers(0, 6) | some.just(0)
    counts = {
        atom: number
        for atom in product(sorted(tree.leaves, key=repr), sorted(both.leaves, key=repr))
        if (number := data.draw(each))
    }
    file = Table((tree, both), counts, _all(tree, both))
    hidden: set[Cell] = set()
    for stated in (True, False):
        nodes = {
            node: leaves
            for node, leaves in both.nodes.items()
            if str(node).startswith("states") == stated
        }
        part = Dimension(nodes)
        inside = {atom: number for atom, number in counts.items() if atom[1] in part.leaves}
        hidden |= hidden_cells(Table((tree, part), inside, _all(tree, part)), 5)
    assert {cell for cell in file.shown if 0 < attack.value(file, cell) < 5} <= hidden
    assert attack.computable(file, hidden) == set()
