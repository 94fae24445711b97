"""The topics of the strategy: HR adds one without a programmer."""

import re
from zlib import crc32

from sqlalchemy import func, select

from trainingtracker.collation import fold
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Topic
from trainingtracker.organisation.versions import check_version
from trainingtracker.text import mark


def in_order() -> list[Topic]:
    """All topics in their published order."""
    return list(db.session.scalars(select(Topic).order_by(Topic.position, Topic.id)))


def add(title_de: str, title_en: str) -> Topic:
    """A new topic at the end of the order; its key is made of the English title."""
    title_de, title_en = title_de.strip(), title_en.strip()
    _check_titles(title_de, title_en)
    position = db.session.scalar(select(func.coalesce(func.max(Topic.position), 0))) or 0
    topic = Topic(
        key=_free_key(title_en), title_de=title_de, title_en=title_en, position=position + 1
    )
    db.session.add(topic)
    db.session.flush()
    return topic


def version(topic: Topic) -> int:
    """What somebody has seen of a topic, in nine digits: its titles are all there is to change."""
    return crc32(f"{topic.title_de}\n{topic.title_en}".encode()) % 10**9


def rename(topic: Topic, title_de: str, title_en: str, seen: int) -> None:
    """New titles; the key stays, so that lists and links keep their meaning.

    StaleVersion where somebody else has renamed it since version `seen`.
    """
    check_version(version(topic), seen)
    title_de, title_en = title_de.strip(), title_en.strip()
    _check_titles(title_de, title_en, topic)
    topic.title_de, topic.title_en = title_de, title_en
    db.session.flush()


def _check_titles(title_de: str, title_en: str, own: Topic | None = None) -> None:
    if not title_de or not title_en:
        raise RuleViolation(mark("A topic needs a title in German and in English."))
    for other in in_order():
        if other is not own and fold(title_de) == fold(other.title_de):
            raise RuleViolation(
                mark("There is already a topic called %(title)s."), title=other.title
            )


def _free_key(title: str) -> str:
    base = re.sub(r"\W+", "_", fold(title)).strip("_")[:50] or "topic"
    taken = set(db.session.scalars(select(Topic.key)))
    key, number = base, 2
    while key in taken:
        key, number = f"{base}_{number}", number + 1
    return key
