"""What is to be seen of units: one that will be called otherwise, and numbers from before."""

from datetime import date

from sqlalchemy import select

from trainingtracker.extensions import db
from trainingtracker.models import OpeningBalance, Topic, UnitVersion
from trainingtracker.organisation.reorganisation.carrying_out import carry_out
from trainingtracker.organisation.reorganisation.wish import Wish
from trainingtracker.vocabulary import ReorganisationKind

_REACHED = {"languages": 412, "intercultural": 96}


def reorganise(unit_id: int, today: date, hr_id: int) -> None:
    """From the first of January on the unit has a longer name."""
    version = db.session.scalars(
        select(UnitVersion).where(UnitVersion.unit_id == unit_id, UnitVersion.valid(today))
    ).one()
    wish = Wish(
        ReorganisationKind.RENAME,
        unit_id,
        date(today.year + 1, 1, 1),
        f"{version.name_de} und Städtepartnerschaften",
        f"{version.name_en} and Town Twinning" if version.name_en else "",
    )
    carry_out(wish, hr_id)


def reached_before(first: date) -> None:
    """Persons reached before the city kept a record, by topic: numbers without names."""
    for topic in db.session.scalars(select(Topic).where(Topic.key.in_(_REACHED))):
        db.session.add(
            OpeningBalance(
                topic_id=topic.id,
                as_of=first,
                persons=_REACHED[topic.key],
                source="Fortbildungsstatistik",
            )
        )
    db.session.flush()
