"""School holidays, left out by recurring meetings: the shipped list, or what HR made of it."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from zlib import crc32

from trainingtracker import settings, working_days
from trainingtracker.errors import RuleViolation, StaleVersion
from trainingtracker.text import mark
from trainingtracker.working_days import SchoolHolidays


def current() -> tuple[SchoolHolidays, ...]:
    """The list in force, in the order of its days."""
    stored = settings.get("school_holidays")
    if stored is None:
        return working_days.school_holidays(settings.get("federal_state"))
    return tuple(
        SchoolHolidays(de, en, date.fromisoformat(first), date.fromisoformat(last))
        for de, en, first, last in stored
    )


def version() -> str:
    """Changes with the list; a form carries it to tell whether somebody else has saved."""
    return str(crc32(repr(current()).encode()))


def replace(wanted: Iterable[SchoolHolidays], seen: str) -> None:
    """Store the list; the ranges are in order and do not overlap."""
    if seen != version():
        raise StaleVersion(
            mark(
                "Somebody else has changed this list meanwhile."
                " Please compare it with yours and save again."
            )
        )
    in_order = sorted(wanted, key=lambda each: each.first)
    for each in in_order:
        if each.last < each.first:
            raise RuleViolation(
                mark("%(name)s: the last day lies before the first."), name=each.name_de
            )
    for earlier, later in pairwise(in_order):
        if later.first <= earlier.last:
            raise RuleViolation(
                mark("%(first)s and %(second)s overlap."),
                first=earlier.name_de,
                second=later.name_de,
            )
    settings.put(
        "school_holidays",
        [[h.name_de, h.name_en, h.first.isoformat(), h.last.isoformat()] for h in in_order],
    )
