"""Which status group somebody belonged to on any day."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from trainingtracker.attainment.scope import Scope
from trainingtracker.extensions import db
from trainingtracker.models import StatusGroup, StatusGroupMembership
from trainingtracker.text import Bilingual


class StatusGroups:
    """One query; every answer about these persons from memory."""

    def __init__(self, scope: Scope, person_ids: Collection[int]) -> None:
        self._periods: dict[int, list[tuple[date, date | None, Bilingual]]] = defaultdict(list)
        membership = StatusGroupMembership
        for row in db.session.execute(
            select(membership.person_id, membership.since, membership.until, StatusGroup.name)
            .join(StatusGroup, StatusGroup.id == membership.status_group_id)
            .where(membership.known(scope.known_at), membership.person_id.in_(list(person_ids)))
            .order_by(membership.since, membership.id)
        ):
            self._periods[row.person_id].append((row.since, row.until, row.name))

    def group_on(self, person_id: int, day: date, language: str) -> str | None:
        for since, until, name in self._periods.get(person_id, ()):
            if since <= day and (until is None or day < until):
                return name.in_language(language)
        return None
