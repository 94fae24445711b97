"""Who has stated what about themselves, as far as they have consented to show the reader.

These people are counted beside the holders of official competences, never among them: the official
numbers do not change when somebody consents or revokes. `shown` is always the condition
`consent.stated_to(reader)`.
"""

from collections import Counter, defaultdict
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select

from trainingtracker.attainment.people import in_headcount
from trainingtracker.attainment.scope import Scope
from trainingtracker.competence import consent
from trainingtracker.extensions import db
from trainingtracker.models import Assignment, Competence, Consent, Holding, Level, Person
from trainingtracker.vocabulary import Activity, CompetenceKind


class Stated(NamedTuple):
    """The highest level that a person states of a competence, or of one activity of it."""

    person_id: int
    competence_id: int
    activity: Activity | None
    level_id: int


def shown_on(
    as_of: date, scope: Scope, shown: ColumnElement[bool], topic_id: int | None = None
) -> ColumnElement[bool]:
    """Statements of the headcount in scope that hold on the day. The query joins Person."""
    condition = and_(
        shown,
        Holding.since <= as_of,
        or_(Holding.until.is_(None), Holding.until > as_of),
        in_headcount(as_of),
        scope.covers(Person.id, as_of),
    )
    if topic_id is None:
        return condition
    of_topic = select(Competence.id).where(Competence.topic_id == topic_id)
    return condition & Holding.competence_id.in_(of_topic)


def units_of_those_who_state(
    as_of: date, scope: Scope, shown: ColumnElement[bool], topic_id: int | None
) -> list[set[int | None]]:
    """The units of each person who states anything."""
    people = (
        select(Holding.person_id)
        .join(Person, Person.id == Holding.person_id)
        .where(shown_on(as_of, scope, shown, topic_id))
        .distinct()
        .subquery()
    )
    rows = db.session.execute(
        select(people.c.person_id, Assignment.unit_id).outerjoin(
            Assignment, (Assignment.person_id == people.c.person_id) & Assignment.valid(as_of)
        )
    )
    found: dict[int, set[int | None]] = defaultdict(set)
    for person_id, unit_id in rows:
        found[person_id].add(unit_id)
    return list(found.values())


def highest_stated(
    as_of: date,
    scope: Scope,
    shown: ColumnElement[bool],
    topic_id: int | None = None,
    *,
    kind: CompetenceKind | None = None,
) -> list[Stated]:
    """Everybody once in each competence and activity, at the highest level."""
    query = (
        select(Holding.person_id, Holding.competence_id, Holding.activity, Holding.level_id)
        .join(Person, Person.id == Holding.person_id)
        .join(Level, Level.id == Holding.level_id)
        .where(shown_on(as_of, scope, shown, topic_id))
        .order_by(Level.rank.desc(), Holding.id)
    )
    if kind is not None:
        query = query.join(Competence, Competence.id == Holding.competence_id).where(
            Competence.kind == kind
        )
    best: dict[tuple[int, int, Activity | None], Stated] = {}
    for row in db.session.execute(query):
        best.setdefault(row[:3], Stated(*row))
    return list(best.values())


def numbers_at(stated: list[Stated]) -> Counter[tuple[int, Activity | None, int]]:
    """How many people by competence, activity and level."""
    return Counter((each.competence_id, each.activity, each.level_id) for each in stated)


def consents_behind(covered: ColumnElement[bool], as_of: date, scope: Scope) -> list[int]:
    """The consents, by id, that the statements in scope are shown for."""
    stated = select(Holding.person_id).where(consent.stated(), Holding.since <= as_of)
    return list(
        db.session.scalars(
            select(Consent.id)
            .join(Person, Person.id == Consent.person_id)
            .where(
                covered,
                Consent.person_id.in_(stated),
                in_headcount(as_of),
                scope.covers(Person.id, as_of),
            )
        )
    )
