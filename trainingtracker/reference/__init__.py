"""Reference facts as csv files: loaded by the first migration, editable afterwards.

`units.csv`, `sections.csv` and `courses.csv` describe the example city and serve the demo alone.
"""

import csv
from pathlib import Path

_FOLDER = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    """The rows of `<name>.csv`, each a dict from heading to text."""
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
