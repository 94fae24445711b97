"""The overview: headcount, participations and persons reached on a day, in all and by topic.

A person who took part in two topics is one person reached in each and one in all: distinct persons
are never added up over topics.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import Integer, case, cast, func, select

from trainingtracker.attainment import read
from trainingtracker.attainment.participations import participations
from trainingtracker.attainment.people import Headcount, employed, headcount
from trainingtracker.attainment.scope import Scope
from trainingtracker.attainment.shares import Share
from trainingtracker.extensions import db
from trainingtracker.kept import kept
from trainingtracker.models import Course, Person, Topic
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import Gender, PersonKind


class Tally(NamedTuple):
    """A group of persons alike in kind, gender and employment, and what they took part in.

    `firsts` are those of them who are in no tally of an earlier topic: the persons of all topics
    together, each counted once, are the sum of these.
    """

    topic_id: int
    kind: PersonKind
    gender: Gender | None
    employed: bool
    persons: int
    firsts: int
    participations: int
    imported: int

    @property
    def as_part_of_all(self) -> "Tally":
        """The same group where all topics are counted together."""
        return self._replace(persons=self.firsts)


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
        return Share(self.reached, self.headcount)

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
            ),
            women_reached=Share(
                sum(tally.persons for tally in women if tally.employed),
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
    """The overview within a scope, for one topic or all of them: four queries, and one to know
    whether anything has changed since it was last counted.
    """
    key = ("overview", as_of, scope, topic_id)
    of = read.of(scope, read.participations_until(as_of))
    return kept(key, lambda: _overview(as_of, scope, topic_id), of=of, long=True)


def _overview(as_of: date, scope: Scope, topic_id: int | None) -> Overview:
    staff = headcount(as_of, scope)
    topics = db.session.execute(
        select(Topic.id, Topic.title)
        .where(Topic.id == topic_id if topic_id is not None else Topic.id.is_not(None))
        .order_by(Topic.position, Topic.id)
    ).all()
    tallies = _tallies(as_of, scope, topic_id)
    in_all = [tally.as_part_of_all for tally in tallies]
    guests = [tally for tally in in_all if tally.kind is PersonKind.GUEST]
    return Overview(
        headcount=staff,
        total=Counts.of(in_all, staff.persons),
        topics=tuple(
            TopicCounts(
                row.id,
                row.title,
                Counts.of([tally for tally in tallies if tally.topic_id == row.id], staff.persons),
            )
            for row in topics
        ),
        guest_participations=sum(tally.participations for tally in guests),
        guests=sum(tally.persons for tally in guests),
    )


def _tallies(as_of: date, scope: Scope, topic_id: int | None) -> list[Tally]:
    """Every person once a topic, in one pass over the participations."""
    taken = participations(as_of, known=scope.known)
    per_topic = (
        select(
            taken.c.person_id,
            Course.topic_id,
            func.count().label("participations"),
            func.count(taken.c.imported_id).label("imported"),
            func.min(Course.topic_id).over(partition_by=taken.c.person_id).label("first"),
        )
        .join(Course, Course.id == taken.c.course_id)
        .where(scope.covers(taken.c.person_id, as_of))
        .group_by(taken.c.person_id, Course.topic_id)
    )
    if topic_id is not None:
        per_topic = per_topic.where(Course.topic_id == topic_id)
    each = per_topic.subquery("each_topic")
    rows = db.session.execute(
        select(
            each.c.topic_id,
            Person.kind,
            Person.gender,
            employed(as_of, scope.known).label("employed"),
            func.count(),
            func.sum(case((each.c.topic_id == each.c.first, 1), else_=0)),
            cast(func.sum(each.c.participations), Integer),
            cast(func.sum(each.c.imported), Integer),
        )
        .join(Person, Person.id == each.c.person_id)
        # By name: PostgreSQL takes an expression with parameters, repeated, for another one.
        .group_by(each.c.topic_id, Person.kind, Person.gender, "employed")
    )
    return [Tally(*row) for row in rows]
