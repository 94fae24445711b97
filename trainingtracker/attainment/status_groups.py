"""Which status group somebody belonged to on any day."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from trainingtracker.attainment.scope import Scope
from trainingtracker.extensions import db
from trainingtracker.models import StatusGroup, StatusGroupMembership
from trainingtracker.models.among import among
from trainingtracker.text import Bilingual

GroupNames = dict[int, Bilingual]


def group_names() -> GroupNames:
    """What every status group is called: one query."""
    return dict(db.session.execute(select(StatusGroup.id, StatusGroup.name)).all())


class StatusGroups:
    """One query; every answer about these persons from memory."""

    def __init__(self, scope: Scope, person_ids: Collection[int], names: GroupNames) -> None:
        self._names = names
        self._periods: dict[int, list[tuple[date, date | None, int]]] = defaultdict(list)
        membership = StatusGroupMembership
        found = db.session.connection().execute(
            select(
                membership.person_id,
                membership.since,
                membership.until,
                membership.status_group_id,
            )
            .where(membership.known(scope.known_at), among(membership.person_id, person_ids))
            .order_by(membership.since, membership.id)
        )
        for person_id, since, until, group_id in found.all():
            self._periods[person_id].append((since, until, group_id))

    def group_on(self, person_id: int, day: date, language: str) -> str | None:
        for since, until, group_id in self._periods.get(person_id, ()):
            if since <= day and (until is None or day < until):
                return self._names[group_id].in_language(language)
        return None

    def periods_of(self, person_id: int) -> Sequence[tuple[date, date | None, int]]:
        """All that an answer about the person depends on."""
        return self._periods.get(person_id, ())
