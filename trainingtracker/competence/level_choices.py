"""Every competence with the levels of its scale, to choose from in a form."""

from typing import NamedTuple

from sqlalchemy import select

from trainingtracker.extensions import db
from trainingtracker.models import Competence, Level, Topic
from trainingtracker.text import Bilingual


class LevelChoice(NamedTuple):
    id: int
    code: str
    name: Bilingual


class CompetenceChoice(NamedTuple):
    id: int
    name: Bilingual
    levels: list[LevelChoice]


def level_choices() -> list[CompetenceChoice]:
    """All competences by topic and position with their levels by rank, in two queries."""
    levels: dict[int, list[LevelChoice]] = {}
    for level in db.session.scalars(select(Level).order_by(Level.scale_id, Level.rank)):
        levels.setdefault(level.scale_id, []).append(LevelChoice(level.id, level.code, level.name))
    competences = db.session.scalars(
        select(Competence)
        .join(Topic, Topic.id == Competence.topic_id)
        .order_by(Topic.position, Competence.position, Competence.id)
    )
    return [CompetenceChoice(c.id, c.name, levels.get(c.scale_id, [])) for c in competences]
