"""Which groups of an aggregate are too small to be shown."""

import pytest

from trainingtracker.privacy.small_groups import hidden


@pytest.mark.parametrize(
    ("people", "unseen"),
    [
        ({"a": 5, "b": 9}, set()),
        ({"a": 4, "b": 9, "c": 7}, {"a", "c"}),
        ({"a": 4, "b": 1, "c": 7}, {"a", "b"}),
        ({"a": 1, "b": 1, "c": 7, "d": 9}, {"a", "b", "c"}),
        ({"a": 3}, {"a"}),
        ({"a": 0, "b": 6}, set()),
    ],
)
def test_a_small_group_is_hidden_with_whoever_would_give_it_away(
    people: dict[str, int], unseen: set[str]
) -> None:
    assert hidden(people, 5) == unseen
