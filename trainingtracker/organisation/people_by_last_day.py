"""People in the order of their last day: the few who have one, and everybody else by name.

Each of the two has an index in its order, so that a page sorts nobody whom it does not show.
"""

from sqlalchemy import ColumnElement, CompoundSelect, func, select, union_all

from trainingtracker.models import Person
from trainingtracker.organisation.people_by_unit import counted


def by_last_day(
    conditions: list[ColumnElement[bool]],
    total: int,
    *,
    descending: bool,
    limit: int,
    offset: int,
) -> CompoundSelect[int]:
    """The ids of one page of the people whom the conditions let through, `total` in all."""
    leaves, stays = Person.exit.is_not(None), Person.exit.is_(None)
    leaving = counted(select(func.count(Person.id)).where(*conditions, leaves))
    parts = [
        (leaving, leaves, (Person.exit.desc() if descending else Person.exit.asc(),)),
        (total - leaving, stays, ()),
    ]
    page, before = [], 0
    # Who stays has no last day yet: it is later than any other.
    for number, which, order in parts[::-1] if descending else parts:
        first, last = max(offset - before, 0), min(offset + limit - before, number)
        before += number
        ids = select(Person.id).where(*conditions, which)
        ordered = ids.order_by(*order, Person.sort_key, Person.id)
        page.append(select(ordered.limit(max(last - first, 0)).offset(first).subquery().c.id))
    return union_all(*page)
