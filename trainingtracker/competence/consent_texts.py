"""What people consent to: versions of a text that is never changed once it has been published."""

from functools import cache

from trainingtracker import reference
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import ConsentAudience

_GENERAL = "general"


@cache
def _texts() -> dict[int, dict[str, Bilingual]]:
    found: dict[int, dict[str, Bilingual]] = {}
    for row in reference.rows("consent_texts"):
        texts = found.setdefault(int(row["version"]), {})
        texts[row["key"]] = Bilingual(row["de"], row["en"])
    return found


def in_force() -> int:
    """The version that people are asked to agree to; consent to an earlier one does not count."""
    return max(_texts())


def general(version: int) -> Bilingual:
    """What holds for every audience."""
    return _texts()[version][_GENERAL]


def about(audience: ConsentAudience, version: int) -> Bilingual:
    """What this audience sees."""
    return _texts()[version][audience.value]
