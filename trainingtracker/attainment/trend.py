"""How the number of persons reached has grown, quarter by quarter."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import func, select

from trainingtracker.attainment.participations import participations
from trainingtracker.attainment.people import is_staff
from trainingtracker.attainment.reach import ANY
from trainingtracker.attainment.scope import Scope
from trainingtracker.extensions import db
from trainingtracker.kept import kept
from trainingtracker.models import Assignment, Course, Person
from trainingtracker.privacy.suppression import Node
from trainingtracker.privacy.suppression.releases import tells_of_few

QUARTERS = 12


class Quarter(NamedTuple):
    """The last day of a quarter, the headcount of that day, and who was reached by then.

    Numbers by topic, and in ANY; None is hidden.
    """

    day: date
    headcount: int
    reached: dict[Node, int | None]

    def rate(self, topic: Node) -> float | None:
        reached = self.reached.get(topic, 0)
        return None if reached is None or not self.headcount else reached / self.headcount


_Period = tuple[date, date | None]


class _Person(NamedTuple):
    entry: date | None
    exit: date | None
    known: bool


def quarter_ends(until: date, number: int = QUARTERS) -> list[date]:
    """The last days of quarters up to a day, the newest last."""
    first = date(until.year, (until.month - 1) // 3 * 3 + 1, 1)
    following = (first + timedelta(days=92)).replace(day=1)
    end = following - timedelta(days=1)
    if end > until:
        end = first - timedelta(days=1)
    found = [end]
    while len(found) < number:
        earlier = found[-1]
        found.append(date(earlier.year, earlier.month - 2, 1) - timedelta(days=1))
    return found[::-1]


def trend(until: date, scope: Scope, smallest: int, reader_id: int) -> list[Quarter]:
    """The quarters that had ended by the day; four queries.

    With `smallest`, a number is hidden that stands for fewer people whom the reader does not see
    by name, or that differs by fewer from the number shown before.
    """
    key = ("trend", until, scope, smallest, None if scope.named is None else reader_id)
    return kept(key, lambda: _trend(quarter_ends(until), scope, smallest))


def _trend(days: list[date], scope: Scope, smallest: int) -> list[Quarter]:
    people, firsts, periods = _people(scope), _first_days(days[-1]), _periods(scope)
    shown: dict[Node, list[int]] = defaultdict(list)
    found = []
    for day in days:
        staff = [
            person_id
            for person_id, each in people.items()
            if _counts(each, periods(person_id), day)
        ]
        unknown = {each for each in staff if not people[each].known}
        reached: dict[Node, list[int]] = {ANY: []}
        for person_id in staff:
            topics = [topic for topic, first in firsts.get(person_id, ()) if first <= day]
            for topic in (*topics, *([ANY] if topics else [])):
                reached.setdefault(topic, []).append(person_id)
        numbers: dict[Node, int | None] = {}
        for topic, ids in reached.items():
            own = len(unknown.intersection(ids))
            few = any(0 < part < smallest for part in (own, len(unknown) - own))
            if few or tells_of_few(own, shown[topic], smallest):
                numbers[topic] = None
            else:
                numbers[topic] = len(ids)
                shown[topic].append(own)
        found.append(Quarter(day, len(staff), numbers))
    return found


def _counts(person: _Person, periods: list[_Period], day: date) -> bool:
    """Whether the person is employed, and in a unit of the scope, on the day."""
    employed = (person.entry or day) <= day <= (person.exit or day)
    return employed and any(
        since <= day and (until is None or day < until) for since, until in periods
    )


def _people(scope: Scope) -> dict[int, _Person]:
    known = select(Person.id).where(scope.may_be_named) if scope.named is not None else None
    named = None if known is None else set(db.session.scalars(known))
    staff = select(Person.id, Person.entry, Person.exit).where(is_staff())
    if scope.person_ids is not None:
        staff = staff.where(Person.id.in_(scope.person_ids))
    return {
        row.id: _Person(row.entry, row.exit, named is None or row.id in named)
        for row in db.session.execute(staff)
    }


def _periods(scope: Scope) -> Callable[[int], list[_Period]]:
    """When somebody belonged to the units of the scope; everybody always to the whole house."""
    if scope.unit_ids is None:
        return lambda _id: [(date.min, None)]
    found: dict[int, list[_Period]] = defaultdict(list)
    rows = select(Assignment.person_id, Assignment.since, Assignment.until).where(
        Assignment.known(), Assignment.unit_id.in_(scope.unit_ids)
    )
    for person_id, since, until in db.session.execute(rows):
        found[person_id].append((since, until))
    return lambda person_id: found.get(person_id, [])


def _first_days(until: date) -> dict[int, list[tuple[int, date]]]:
    """The day of each person's first participation in each topic."""
    part = participations(until)
    found: dict[int, list[tuple[int, date]]] = defaultdict(list)
    for person_id, topic_id, first in db.session.execute(
        select(part.c.person_id, Course.topic_id, func.min(part.c.day))
        .join(Course, Course.id == part.c.course_id)
        .group_by(part.c.person_id, Course.topic_id)
    ):
        found[person_id].append((topic_id, first))
    return found
