"""What persons hold on a day, for the person's own page and for their manager's."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, select

from trainingtracker.extensions import db
from trainingtracker.models import Competence, Holding, Level, Topic
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import Activity, Basis, Evidence


class Held(NamedTuple):
    """A competence somebody holds; `until` is the first day on which they no longer do."""

    competence_id: int
    competence: Bilingual
    level_code: str
    level: Bilingual
    activity: Activity | None
    evidence: Evidence
    since: date
    until: date | None
    basis: Basis
    own_words: str | None = None

    @property
    def last_day(self) -> date | None:
        """The last day of validity."""
        return self.until - timedelta(days=1) if self.until else None

    def expires_within(self, days: int, today: date) -> bool:
        return self.until is not None and self.until <= today + timedelta(days=days)


def held_by(
    person_ids: Iterable[int],
    as_of: date,
    readable: ColumnElement[bool],
    *,
    topic_id: int | None = None,
) -> dict[int, list[Held]]:
    """Person id -> what they hold on the day, in one query, by topic and competence.

    `readable` says what the reader may see of it: `consent.readable_by(actor)`, or everything for
    the person. The same thing held by the same evidence several times counts once, with the
    longest validity.
    """
    query = (
        select(
            Holding.person_id,
            Holding.competence_id,
            Competence.name,
            Level.code,
            Level.name.label("level"),
            Holding.activity,
            Holding.evidence,
            Holding.since,
            Holding.until,
            Holding.basis,
            Holding.own_words,
        )
        .join(Competence, Competence.id == Holding.competence_id)
        .join(Topic, Topic.id == Competence.topic_id)
        .join(Level, Level.id == Holding.level_id)
        .where(Holding.person_id.in_(list(person_ids)), Holding.valid(as_of), readable)
        .order_by(Topic.position, Competence.position, Competence.id, Level.rank.desc(), Holding.id)
    )
    if topic_id is not None:
        query = query.where(Competence.topic_id == topic_id)
    held: dict[int, dict[tuple[object, ...], Held]] = defaultdict(dict)
    for row in db.session.execute(query):
        found = Held(
            row.competence_id,
            row.name,
            row.code,
            row.level,
            row.activity,
            row.evidence,
            row.since,
            row.until,
            row.basis,
            row.own_words,
        )
        same = (row.competence_id, row.code, row.activity, row.evidence, row.basis)
        known = held[row.person_id].get(same)
        if known is None or _longer(found, known):
            held[row.person_id][same] = found
    return {person_id: list(rows.values()) for person_id, rows in held.items()}


def _longer(one: Held, other: Held) -> bool:
    if other.until is None:
        return False
    return one.until is None or one.until > other.until
