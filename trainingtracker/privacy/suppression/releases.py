"""Numbers shown on several days: what has changed between them is a group of people too."""

from collections.abc import Iterable


def tells_of_few(number: int, earlier: Iterable[int], smallest: int) -> bool:
    """Whether a number differs from one that was shown before by so few that it would name them."""
    return any(0 < abs(number - before) < smallest for before in earlier)
