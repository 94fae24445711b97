"""Targets of the example city: some reached, some on the way, one overdue."""

from datetime import date

from sqlalchemy import select

from trainingtracker.extensions import db
from trainingtracker.models import Topic
from trainingtracker.strategy.targets import Aim, set_target
from trainingtracker.vocabulary import TargetMeasure


def resolve(units: dict[str, int], staff: int, today: date, hr_id: int) -> None:
    """What the council of the city resolved: two shares of all, one of a division, one number."""
    topics = dict(db.session.execute(select(Topic.key, Topic.id)).all())
    resolved, year = date(today.year - 2, 1, 1), today.year
    for topic, unit, measure, amount, due, german, english in (
        (None, None, TargetMeasure.SHARE, 45, date(year + 2, 12, 31),
         "Ratsbeschluss zur Internationalisierung", "Council resolution on internationalisation"),
        ("intercultural", None, TargetMeasure.SHARE, 30, date(year + 1, 12, 31),
         "Alle mit Kontakt zu Bürger*innen", "Everyone who meets citizens"),
        ("eu_funding", "18", TargetMeasure.PERSONS, max(3, staff // 150), date(year + 1, 6, 30),
         "Anträge für die neue Förderperiode", "Applications for the new funding period"),
        ("languages", "32", TargetMeasure.SHARE, 40, date(year - 1, 12, 31),
         "Auskunft in einer zweiten Sprache", "Information in a second language"),
    ):  # fmt: skip
        aim = Aim(measure, amount, due, resolved, german, english)
        set_target(topics[topic] if topic else None, units[unit] if unit else None, aim, hr_id)
