"""The units of the example city."""

from datetime import date

from trainingtracker.extensions import db
from trainingtracker.models import Unit, UnitVersion
from trainingtracker.reference import rows
from trainingtracker.vocabulary import UnitKind

# Units that employ many; every other one counts 1.
_WEIGHTS = {"51": 9, "37.1": 8, "67": 6, "40": 4, "50": 4, "66": 3, "19": 3, "68": 3, "32": 3}


def build(since: date) -> dict[str, int]:
    """Every unit of the list, parents first; number -> id."""
    ids: dict[str, int] = {}
    for row in rows("units"):
        unit = Unit(number=row["number"])
        db.session.add(unit)
        db.session.flush()
        ids[unit.number] = unit.id
        db.session.add(
            UnitVersion(
                unit_id=unit.id,
                name_de=row["name"],
                name_en="",
                kind=UnitKind(row["kind"]),
                parent_id=ids[row["parent"]] if row["parent"] else None,
                since=since,
            )
        )
    db.session.flush()
    return ids


def weight(number: str) -> int:
    """How many people a unit employs in comparison with others; departments none but the head."""
    return 0 if number.startswith("D-") else _WEIGHTS.get(number, 1)
