"""The shares of the equality report: a number, its base, and what it is called."""

from typing import NamedTuple

from trainingtracker.text import mark


class Figure(NamedTuple):
    """`part` and `base` name traits of statistics/equality.py; `persons`: each counted once."""

    key: str
    name: str
    part: str
    base: str
    persons: bool = False
    depth: int = 0


def _women(trait: str, name: str, depth: int = 0, *, persons: bool = False) -> Figure:
    key = f"women_of_{trait}" + "_persons" * persons
    return Figure(key, name, f"{trait}_women", f"{trait}_with_gender", persons, depth)


FIGURES = (
    _women("taken", mark("Women among participations")),
    _women("taken", mark("Women among persons"), 1, persons=True),
    _women("staff", mark("Women among staff"), 1),
    _women("taken_part_time", mark("Women among persons who work part-time"), persons=True),
    _women("staff_part_time", mark("Women among part-time staff"), 1),
    _women("taken_managers", mark("Women among managers who took part"), persons=True),
    _women("staff_managers", mark("Women among managers"), 1),
    Figure(
        "part_time_of_taken",
        mark("Part-time among participations"),
        "taken_part_time",
        "taken",
    ),
    Figure(
        "part_time_of_persons",
        mark("Part-time among persons"),
        "taken_part_time",
        "taken",
        persons=True,
        depth=1,
    ),
    Figure(
        "part_time_of_staff", mark("Part-time among staff"), "staff_part_time", "staff", depth=1
    ),
    _women("requests", mark("Women among requests")),
    _women("refused", mark("Women among refusals"), 1),
    _women("waiting", mark("Women among those waiting at the start"), 1),
    _women("withdrawn_in_time", mark("Women among withdrawals in time"), 1),
    _women("withdrawn_late", mark("Women among withdrawals too late"), 1),
    _women("absences", mark("Women among absences"), 1),
)
