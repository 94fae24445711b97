"""The revisions of the shipped migrations, read without importing alembic.

Importing it costs a quarter of a second, and at almost every start there is nothing to migrate.
"""

import re
from dataclasses import dataclass

from trainingtracker import config

_REVISION = re.compile(
    r"^(revision|down_revision)\b[^=]*=\s*(?:['\"](\w+)['\"]|None)", re.MULTILINE
)


@dataclass(frozen=True)
class Revisions:
    """Every revision this program knows, and the one that no other builds upon."""

    known: frozenset[str]
    newest: str

    @classmethod
    def shipped(cls) -> "Revisions":
        """Those in the folder of migrations; there is exactly one newest."""
        known, built_upon = set[str](), set[str]()
        for file in (config.resource_folder("migrations") / "versions").glob("*.py"):
            for name, value in _REVISION.findall(file.read_text(encoding="utf-8")):
                (known if name == "revision" else built_upon).add(value)
        (newest,) = known - built_upon
        return cls(frozenset(known), newest)
