"""One page of a longer list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

PAGE_SIZE = 50
Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of page `number` (from 1) of a list with `total` rows."""

    rows: Sequence[Row]
    total: int
    number: int = 1
    size: int = PAGE_SIZE

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first_row(self) -> int:
        """The position of the first row of this page in the whole list, from 1."""
        return (self.number - 1) * self.size + 1

    @property
    def last_row(self) -> int:
        return min(self.number * self.size, self.total)

    @property
    def numbers(self) -> list[int | None]:
        """The page numbers to offer, None where some are left out."""
        near = {1, self.last, *range(self.number - 1, self.number + 2)}
        shown = sorted(n for n in near if 1 <= n <= self.last)
        result: list[int | None] = []
        for number in shown:
            if result and result[-1] is not None and number > result[-1] + 1:
                result.append(None)
            result.append(number)
        return result


def page_number(value: str | None) -> int:
    """The page asked for in the query; anything odd is the first."""
    return (
        int(value)
        if value and value.isascii() and value.isdigit() and 0 < int(value) < 10**6
        else 1
    )
