"""Which traits are shown as parts of which others, for hiding (see small_groups.py).

The annual statistics and the equality report are of the same facts, and readers may have both: what
one of them hides the other does not give away.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from trainingtracker.statistics import traits
from trainingtracker.statistics.traits import has_gender, is_manager, is_part_time, is_woman

Trait: TypeAlias = Callable[[Any], bool]
Family: TypeAlias = Mapping[str, Trait]

# Of whom the equality report tells by gender.
BY_GENDER = ("requests", "refused", "waiting", "withdrawn_in_time", "withdrawn_late", "absences")


def _anybody(_fact: object) -> bool:
    return True


def _by_gender(name: str, trait: Trait) -> dict[str, Trait]:
    """All of whom something is true, the women, and those with a gender on record."""
    return {
        name: trait,
        f"{name}_women": lambda fact: is_woman(fact) and trait(fact),
        f"{name}_with_gender": lambda fact: has_gender(fact) and trait(fact),
    }


def _of_people(name: str) -> tuple[Family, ...]:
    part_time, managers = f"{name}_part_time", f"{name}_managers"
    return (
        _by_gender(name, _anybody),
        {name: _anybody, part_time: is_part_time},
        {name: _anybody, managers: is_manager},
        _by_gender(part_time, is_part_time),
        _by_gender(managers, is_manager),
    )


_REFUSALS = tuple(name for name in traits.ASKED if name.startswith("refused"))
ASKED_BY_GENDER: tuple[Family, ...] = tuple(
    _by_gender(name, traits.ASKED[name]) for name in BY_GENDER
)
ASKED: tuple[Family, ...] = (
    {name: traits.ASKED[name] for name in _REFUSALS},
    *ASKED_BY_GENDER,
    *(
        {name: trait}
        for name, trait in traits.ASKED.items()
        if name not in (*BY_GENDER, *_REFUSALS)
    ),
)
TAKEN: tuple[Family, ...] = (
    *_of_people("taken"),
    {"taken": _anybody, "imported": traits.TAKEN["imported"]},
)
STAFF: tuple[Family, ...] = _of_people("staff")
# How many staff there are is no secret, nor of how many there is a gender on record.
KNOWN_TO_ALL = "staff"
HEADCOUNTS = frozenset({KNOWN_TO_ALL, "staff_with_gender"})
