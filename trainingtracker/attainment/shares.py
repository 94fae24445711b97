"""Shares of a whole, and which of them are hidden because too few people stand behind them."""

from collections.abc import Sequence
from typing import NamedTuple


class Share(NamedTuple):
    """`part` of `whole`, and how many persons the whole comes from."""

    part: int
    whole: int
    persons: int

    @property
    def value(self) -> float | None:
        """Between 0 and 1; None where there is nothing to divide by."""
        return self.part / self.whole if self.whole else None


def hidden(shares: Sequence[Share], smallest: int) -> frozenset[int]:
    """Positions of the shares that must not be shown beside the share of them all together.

    A share of fewer than `smallest` persons is hidden. Where what is hidden could be worked out by
    subtracting the rest from the whole, the next larger share is hidden too.
    """
    by_size = sorted(
        (position for position, share in enumerate(shares) if share.whole),
        key=lambda position: shares[position].persons,
    )
    small = [position for position in by_size if shares[position].persons < smallest]
    if not small:
        return frozenset()
    concealed = small[:]
    for position in by_size[len(small) :]:
        if len(concealed) > 1 and sum(shares[p].persons for p in concealed) >= smallest:
            break
        concealed.append(position)
    return frozenset(concealed)
