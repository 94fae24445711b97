"""How the number of persons reached has grown, quarter by quarter."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache, partial
from typing import NamedTuple

from sqlalchemy import func, select

from trainingtracker.attainment import read
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


_Periods = tuple[tuple[date, date | None], ...]
_ALWAYS: _Periods = ((date.min, None),)
# A topic, and the quarter by the end of which somebody first took part in it.
_Taken = tuple[tuple[int, int], ...]
# The quarters at the end of which somebody counts, what they took part in, known by name or not.
_Life = tuple[tuple[int, ...], _Taken, bool]
# A quarter, and whether those counted are known by name.
_Of = tuple[int, bool]


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
    days = quarter_ends(until)
    of = read.of(scope, read.participations_until(days[-1]))
    return kept(key, lambda: _trend(days, scope, smallest), of=of, long=True)


def _trend(days: list[date], scope: Scope, smallest: int) -> list[Quarter]:
    counted: dict[Node, Counter[_Of]] = defaultdict(Counter)
    headcount: Counter[int] = Counter()
    for (present, taken, known), persons in _alike(days, scope).items():
        for quarter in present:
            headcount[quarter] += persons
        for topic, first in (*taken, *([(ANY, min(q for _, q in taken))] if taken else [])):
            for quarter in present:
                if quarter >= first:
                    counted[topic][quarter, known] += persons
    shown: dict[Node, list[int]] = defaultdict(list)
    found = []
    for quarter, day in enumerate(days):
        numbers: dict[Node, int | None] = {ANY: 0}
        for topic, by_quarter in counted.items():
            own, named = by_quarter[quarter, False], by_quarter[quarter, True]
            if own + named == 0:
                numbers[topic] = 0
            elif any(0 < part < smallest for part in (own, named)) or tells_of_few(
                own, shown[topic], smallest
            ):
                numbers[topic] = None
            else:
                numbers[topic] = own + named
                shown[topic].append(own)
        found.append(Quarter(day, headcount[quarter], numbers))
    return found


def _alike(days: list[date], scope: Scope) -> Counter[_Life]:
    """The staff by what a trend asks of them: most have nothing to tell apart from each other."""
    firsts, periods, named = _first_days(days), _periods(scope), _named(scope)
    staff = select(Person.id, Person.entry, Person.exit).where(is_staff())
    if scope.person_ids is not None:
        staff = staff.where(Person.id.in_(scope.person_ids))
    present = lru_cache(maxsize=None)(partial(_present, days))
    found: Counter[_Life] = Counter()
    # Past the ORM, which would make each row once more.
    for person_id, entry, exit_ in db.session.connection().execute(staff):
        quarters = present(entry, exit_, periods(person_id))
        if quarters:
            known = named is None or person_id in named
            found[quarters, firsts.get(person_id, ()), known] += 1
    return found


def _present(
    days: list[date], entry: date | None, exit_: date | None, periods: _Periods
) -> tuple[int, ...]:
    """The quarters at the end of which somebody is employed, and in a unit of the scope."""
    return tuple(
        quarter
        for quarter, day in enumerate(days)
        if (entry or day) <= day <= (exit_ or day)
        and any(since <= day and (until is None or day < until) for since, until in periods)
    )


def _named(scope: Scope) -> set[int] | None:
    """Whom the reader sees by name; None is everybody."""
    if scope.named is None:
        return None
    return set(db.session.scalars(select(Person.id).where(scope.may_be_named)))


def _periods(scope: Scope) -> Callable[[int], _Periods]:
    """When somebody belonged to the units of the scope; everybody always to the whole house."""
    if scope.unit_ids is None:
        return lambda _id: _ALWAYS
    found: dict[int, _Periods] = {}
    rows = select(Assignment.person_id, Assignment.since, Assignment.until).where(
        Assignment.known(), Assignment.unit_id.in_(scope.unit_ids)
    )
    for person_id, since, until in db.session.execute(rows):
        found[person_id] = (*found.get(person_id, ()), (since, until))
    return lambda person_id: found.get(person_id, ())


def _first_days(days: list[date]) -> dict[int, _Taken]:
    """The topics in which people took part, and the quarter by the end of which they first had."""
    part = participations(days[-1])
    found: dict[int, _Taken] = {}
    for person_id, topic_id, first in db.session.execute(
        select(part.c.person_id, Course.topic_id, func.min(part.c.day))
        .join(Course, Course.id == part.c.course_id)
        .group_by(part.c.person_id, Course.topic_id)
        .order_by(Course.topic_id)
    ):
        quarter = bisect_left(days, first)
        found[person_id] = (*found.get(person_id, ()), (topic_id, quarter))
    return found
