"""Edit conflicts: whoever saves must have seen the latest version."""

from typing import Protocol

from trainingtracker.errors import StaleVersion
from trainingtracker.text import mark


class Versioned(Protocol):
    version: int


def check_version(stored: int, seen: int) -> None:
    """StaleVersion where somebody saved after the reader's copy."""
    if stored != seen:
        raise StaleVersion(
            mark(
                "Somebody else has saved changes in the meantime. What you typed is kept:"
                " compare it with what is stored now and save again."
            )
        )


def take_version(row: Versioned, seen: int) -> None:
    """Count the row's version up; StaleVersion where somebody saved after the reader's copy.

    The row must have been read in the transaction that writes it.
    """
    check_version(row.version, seen)
    row.version += 1
