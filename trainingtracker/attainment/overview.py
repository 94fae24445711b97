"""The overview: headcount, participations and persons reached on a day, in all and by topic.

A person who took part in two topics is one person reached in each and one in all: distinct persons
are never added up over topics.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import FromClause, Integer, Select, cast, func, null, select, union_all

from trainingtracker.attainment.participations import participations
from trainingtracker.attainment.people import Headcount, employed, headcount
from trainingtracker.attainment.scope import Scope
from trainingtracker.attainment.shares import Share
from trainingtracker.extensions import db
from trainingtracker.models import Course, Person, Topic
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import Gender, PersonKind


class Tally(NamedTuple):
    """A group of persons alike in kind, gender and employment, and what they took part in."""

    topic_id: int | None
    kind: PersonKind
    gender: Gender | None
    employed: bool
    persons: int
    participations: int
    imported: int


@dataclass(frozen=True)
class Counts:
    """Participations of staff; `reached` are the persons of the headcount among those behind."""

    headcount: int
    participations: int
    imported: int
    reached: int
    women: Share
    women_reached: Share

    @property
    def rate(self) -> Share:
        """Persons in the headcount with at least one participation, over the headcount."""
        return Share(self.reached, self.headcount, self.headcount)

    @classmethod
    def of(cls, tallies: Iterable[Tally], persons: int) -> "Counts":
        staff = [tally for tally in tallies if tally.kind is PersonKind.STAFF]
        known = [tally for tally in staff if tally.gender is not None]
        women = [tally for tally in known if tally.gender is Gender.FEMALE]
        return cls(
            headcount=persons,
            participations=sum(tally.participations for tally in staff),
            imported=sum(tally.imported for tally in staff),
            reached=sum(tally.persons for tally in staff if tally.employed),
            women=Share(
                sum(tally.participations for tally in women),
                sum(tally.participations for tally in known),
                sum(tally.persons for tally in known),
            ),
            women_reached=Share(
                sum(tally.persons for tally in women if tally.employed),
                sum(tally.persons for tally in known if tally.employed),
                sum(tally.persons for tally in known if tally.employed),
            ),
        )


class TopicCounts(NamedTuple):
    topic_id: int
    title: Bilingual
    counts: Counts


@dataclass(frozen=True)
class Overview:
    headcount: Headcount
    total: Counts
    topics: tuple[TopicCounts, ...]
    guest_participations: int
    guests: int


def overview(as_of: date, scope: Scope, topic_id: int | None = None) -> Overview:
    """The overview within a scope, for one topic or all of them: three queries."""
    staff = headcount(as_of, scope)
    topics = db.session.execute(
        select(Topic.id, Topic.title_de, Topic.title_en)
        .where(Topic.id == topic_id if topic_id is not None else Topic.id.is_not(None))
        .order_by(Topic.position, Topic.id)
    ).all()
    tallies = _tallies(as_of, scope, topic_id)
    in_all = [tally for tally in tallies if tally.topic_id is None]
    guests = [tally for tally in in_all if tally.kind is PersonKind.GUEST]
    return Overview(
        headcount=staff,
        total=Counts.of(in_all, staff.persons),
        topics=tuple(
            TopicCounts(
                row.id,
                Bilingual(row.title_de, row.title_en),
                Counts.of([tally for tally in tallies if tally.topic_id == row.id], staff.persons),
            )
            for row in topics
        ),
        guest_participations=sum(tally.participations for tally in guests),
        guests=sum(tally.persons for tally in guests),
    )


def _tallies(as_of: date, scope: Scope, topic_id: int | None) -> list[Tally]:
    """Persons counted once a topic, and once in all where `topic_id` is None.

    One statement, so that the participations are gathered once for both.
    """
    taken = participations(as_of)
    per_topic = (
        select(
            taken.c.person_id,
            Course.topic_id,
            func.count().label("participations"),
            func.count(taken.c.imported_id).label("imported"),
        )
        .join(Course, Course.id == taken.c.course_id)
        .where(scope.covers(taken.c.person_id, as_of))
        .group_by(taken.c.person_id, Course.topic_id)
    )
    if topic_id is not None:
        per_topic = per_topic.where(Course.topic_id == topic_id)
    apart = per_topic.cte("apart")
    together = (
        select(
            apart.c.person_id,
            cast(null(), Integer).label("topic_id"),
            func.sum(apart.c.participations).label("participations"),
            func.sum(apart.c.imported).label("imported"),
        )
        .group_by(apart.c.person_id)
        .subquery("together")
    )
    rows = db.session.execute(union_all(_alike(apart, as_of), _alike(together, as_of)))
    return [Tally(*row) for row in rows]


def _alike(each: FromClause, as_of: date) -> Select[*tuple[Any, ...]]:
    """Persons grouped by topic, kind, gender and employment on the day."""
    return (
        select(
            each.c.topic_id,
            Person.kind,
            Person.gender,
            employed(as_of).label("employed"),
            func.count(),
            cast(func.sum(each.c.participations), Integer),
            cast(func.sum(each.c.imported), Integer),
        )
        .join(Person, Person.id == each.c.person_id)
        # By name: PostgreSQL takes an expression with parameters, repeated, for another one.
        .group_by(each.c.topic_id, Person.kind, Person.gender, "employed")
    )
