"""People in a scope whom its reader does not see by name: how they differ between two days.

A coordinator names the people of today. Who was there on another day is counted; numbers of two
days side by side must not tell of the few who came, went or took part between them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, not_, select

from trainingtracker.attainment.participations import participations
from trainingtracker.attainment.people import in_headcount, is_staff
from trainingtracker.attainment.reach import ANY
from trainingtracker.attainment.scope import Scope
from trainingtracker.extensions import db
from trainingtracker.models import Course, Person
from trainingtracker.privacy.suppression import Node


@dataclass(frozen=True)
class Unnamed:
    """Who is in the headcount, and how often each took part in what: by person and topic."""

    employed: frozenset[int]
    taken: Mapping[tuple[int, Node], int]

    def reached(self, node: Node) -> frozenset[int]:
        return frozenset(person for person, of in self.taken if of == node) & self.employed


def unnamed(as_of: date, scope: Scope) -> Unnamed:
    """Two queries; nobody where everybody in scope may be named."""
    if scope.named is None:
        return Unnamed(frozenset(), {})
    others = not_(scope.named)
    here = db.session.scalars(
        select(Person.id).where(
            others, in_headcount(as_of, scope.known), scope.covers(Person.id, as_of)
        )
    )
    part = participations(as_of, known=scope.known)
    taken: Counter[tuple[int, Node]] = Counter()
    for person_id, topic_id, number in db.session.execute(
        select(part.c.person_id, Course.topic_id, func.count())
        .join(Course, Course.id == part.c.course_id)
        .join(Person, Person.id == part.c.person_id)
        .where(others, is_staff(), scope.covers(part.c.person_id, as_of))
        .group_by(part.c.person_id, Course.topic_id)
    ):
        taken[person_id, topic_id] += number
        taken[person_id, ANY] += number
    return Unnamed(frozenset(here), taken)


def differ_by_few(
    now: Unnamed, before: Unnamed, nodes: Iterable[Node], smallest: int
) -> frozenset[Node]:
    """The topics, or ANY, whose numbers differ between two days by few people."""
    return frozenset(node for node in nodes if _few_differ(now, before, node, smallest))


def _few_differ(now: Unnamed, before: Unnamed, node: Node, smallest: int) -> bool:
    """Those reached, those who are not, and those who took part more often are groups."""
    left_over = [each.employed - each.reached(node) for each in (now, before)]
    often = [
        {(person, number) for (person, of), number in each.taken.items() if of == node}
        for each in (now, before)
    ]
    changed = (
        len(now.reached(node) ^ before.reached(node)),
        len(left_over[0] ^ left_over[1]),
        len({person for person, _ in often[0] ^ often[1]}),
    )
    return any(0 < persons < smallest for persons in changed)
