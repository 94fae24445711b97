"""By name, who decides about somebody's requests."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from trainingtracker.extensions import db
from trainingtracker.models import Person
from trainingtracker.organisation.leadership import LeadershipMap


def decider_names(
    person_id: int, unit_id: int | None, leadership: LeadershipMap
) -> tuple[str, ...]:
    """The managers' names, the deputies' behind them; empty where HR decides."""
    ids = leadership.deciders(person_id, unit_id).all
    names = names_of(ids)
    return tuple(names[leader] for leader in ids if leader in names)


def names_of(person_ids: Iterable[int | None]) -> Mapping[int, str]:
    """Person id -> name, in one query."""
    wanted = {person_id for person_id in person_ids if person_id is not None}
    if not wanted:
        return {}
    rows = db.session.execute(
        select(Person.id, Person.first_name, Person.last_name).where(Person.id.in_(wanted))
    )
    return {row.id: f"{row.first_name} {row.last_name}".strip() for row in rows}
