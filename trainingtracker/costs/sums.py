"""Sums of costs, in euro cents."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sums:
    """Planned; committed: planned of what is not yet invoiced; spent: actual; paid by others.

    What was planned for an offering that is cancelled commits nobody any more.
    """

    planned: int = 0
    committed: int = 0
    spent: int = 0
    funding: int = 0

    @property
    def used(self) -> int:
        return self.committed + self.spent

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.planned + other.planned,
            self.committed + other.committed,
            self.spent + other.spent,
            self.funding + other.funding,
        )
