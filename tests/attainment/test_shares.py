"""Which shares are hidden because too few people stand behind them."""

from trainingtracker.attainment.shares import Share, hidden


def of(*persons: int) -> list[Share]:
    return [Share(1, 2 * number, number) for number in persons]


def test_a_share_of_nothing_has_no_value() -> None:
    assert Share(0, 0, 0).value is None
    assert Share(0, 4, 4).value == 0


def test_a_share_of_a_small_group_is_hidden_with_the_cell_that_would_give_it_away() -> None:
    assert hidden(of(3, 40, 9), 5) == {0, 2}


def test_two_small_groups_hide_each_other_when_together_they_are_large_enough() -> None:
    assert hidden(of(3, 40, 4), 5) == {0, 2}


def test_small_groups_that_are_small_even_together_take_another_with_them() -> None:
    assert hidden(of(1, 40, 2), 5) == {0, 1, 2}


def test_large_groups_are_shown() -> None:
    assert hidden(of(5, 40, 9), 5) == frozenset()


def test_a_group_of_nobody_gives_nothing_away() -> None:
    assert hidden(of(0, 40, 9), 5) == frozenset()
