"""What a table hides, the target beside it does not tell: a gap is as good as the number."""

from collections.abc import Hashable
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as some

from tests.privacy import attack
from tests.privacy.test_suppression import QUICKLY, REACHED, hierarchies, reached
from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.attainment.reach import Reach
from trainingtracker.attainment.scope import EVERYONE
from trainingtracker.organisation.tree import UnitTree
from trainingtracker.privacy.suppression import Cell, Table, hidden_cells
from trainingtracker.reports.attainment.standing import COLUMNS, Counted, standing_values
from trainingtracker.reports.report import DOT, Filters, Question
from trainingtracker.strategy.in_force import Holds, TargetFacts
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import TargetMeasure

TODAY = clock.today()
QUESTION = Question(Filters(TODAY), Actor(0), EVERYONE, UnitTree([]), "en", "")
KEYS = [column.key for column in COLUMNS]


@some.composite
def counted_units(draw: some.DrawFn) -> tuple[Table, Reach]:
    """People of some units, by whether they took part, with what is hidden of it."""
    tree, kinds = draw(hierarchies(5)), reached("x")
    atoms = [(unit, kind) for unit in sorted(tree.leaves, key=repr) for kind in kinds.leaves]
    few_or_many = some.integers(0, 12) | some.integers(0, 3)
    counts = {atom: number for atom in atoms if (number := draw(few_or_many))}
    cells: list[Cell] = [(unit, kind) for unit in tree.nodes for kind in kinds.nodes]
    table = Table((tree, kinds), counts, cells)
    numbers = {cell: attack.value(table, cell) for cell in cells}
    return table, Reach(numbers, hidden_cells(table, 5))  # type: ignore[arg-type]


targets = some.builds(
    lambda measure, amount, days: TargetFacts(
        1, None, None, measure, amount, TODAY + timedelta(days=days), Bilingual("", ""), None
    ),
    some.sampled_from(TargetMeasure),
    some.integers(1, 100),
    some.integers(-400, 400),
)


@QUICKLY
@given(counted_units(), targets)
def test_no_gap_tells_what_is_hidden(counted: tuple[Table, Reach], target: TargetFacts) -> None:
    table, found = counted
    told: dict[tuple[Hashable, Hashable], dict[str, object]] = {}
    for unit in table.dimensions[0].nodes:
        headcount = attack.value(table, (unit, "headcount"))
        amounts = Counted(found.reached(unit, REACHED), headcount)
        row = standing_values(Holds(target, None, own=True), amounts, QUESTION)
        told[unit, REACHED] = dict(zip(KEYS, row, strict=True))
    # Whoever sees a number of the target and the gap knows how many were reached, or at least.
    known = {cell for cell, row in told.items() if row["gap"] not in (DOT, None)}
    assert known.isdisjoint(found.hidden)
    for cell, row in told.items():
        hidden = cell in found.hidden
        assert (row["gap"] == DOT) == (row["gap_in_words"] == DOT) == hidden
    assert attack.computable(table, found.hidden - known) == set()
