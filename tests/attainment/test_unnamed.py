"""Two days side by side: no difference that a reader can reckon comes from few people."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as some

from tests.privacy.test_suppression import QUICKLY
from trainingtracker.attainment.reach import ANY
from trainingtracker.attainment.unnamed import Unnamed, differ_by_few

SMALLEST, TOPICS = 5, (1, 2)
# Whether somebody was there, and how often they had taken part in each topic.
one_day = some.tuples(some.booleans(), some.tuples(*(some.integers(0, 2) for _ in TOPICS)))
people = some.lists(
    some.tuples(one_day, one_day) | one_day.map(lambda day: (day, day)), max_size=40
)


def _on(days: list[tuple[bool, tuple[int, ...]]]) -> Unnamed:
    taken: Counter[tuple[int, str | int]] = Counter()
    for person, (_, often) in enumerate(days):
        for topic, number in zip(TOPICS, often, strict=True):
            if number:
                taken[person, topic] += number
                taken[person, ANY] += number
    return Unnamed(frozenset(p for p, (here, _) in enumerate(days) if here), taken)


def _shown(day: tuple[bool, tuple[int, ...]], node: str | int) -> tuple[int, int, int]:
    """What one person adds to those reached, to those left over, and to the participations."""
    here, often = day
    number = sum(often) if node == ANY else often[TOPICS.index(int(node))]
    return int(here and number > 0), int(here and not number), number


@QUICKLY
@given(people)
def test_no_difference_between_two_days_comes_from_few(
    found: list[tuple[tuple[bool, tuple[int, ...]], tuple[bool, tuple[int, ...]]]],
) -> None:
    before, now = _on([first for first, _ in found]), _on([second for _, second in found])
    few = differ_by_few(now, before, (ANY, *TOPICS), SMALLEST)
    for node in {ANY, *TOPICS} - few:
        for place in range(3):
            changes = [_shown(b, node)[place] - _shown(a, node)[place] for a, b in found]
            assert sum(changes) == 0 or sum(map(bool, changes)) >= SMALLEST, (node, place)
