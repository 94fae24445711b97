"""Shares of a whole."""

from trainingtracker.attainment.shares import Share


def test_a_share_of_nothing_has_no_value() -> None:
    assert Share(0, 0).value is None
    assert Share(0, 4).value == 0
