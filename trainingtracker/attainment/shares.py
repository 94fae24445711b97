"""Shares of a whole."""

from typing import NamedTuple


class Share(NamedTuple):
    """`part` of `whole`."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """Between 0 and 1; None where there is nothing to divide by."""
        return self.part / self.whole if self.whole else None
