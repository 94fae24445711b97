"""The rows of a reorganisation: cut and added, remembered, and taken back."""

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from trainingtracker import clock
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Assignment, Leadership, RoleGrant, UnitVersion
from trainingtracker.organisation.dated import copy_of
from trainingtracker.text import mark

Row = UnitVersion | Assignment | Leadership
_TABLES: dict[str, type[Row]] = {
    model.__tablename__: model for model in (UnitVersion, Assignment, Leadership)
}
_GRANTS = RoleGrant.__tablename__
_BUILT_ON = mark(
    "Something of it has been changed since. State how it is to be from now on as a new"
    " reorganisation."
)


class Rows:
    """What one reorganisation supersedes and adds."""

    def __init__(self, since: date) -> None:
        self.since = since
        self._superseded: list[Row] = []
        self._added: list[Row] = []
        self._ended: list[tuple[int, date | None]] = []

    def cut(self, row: Row) -> None:
        """The row ends where the reorganisation begins; what began later never holds."""
        row.superseded_at = clock.now()
        self._superseded.append(row)
        if row.since < self.since:
            self.add(copy_of(row, until=self.since))

    def continue_as(self, row: Row, **values: Any) -> None:
        """The row goes on from there with other values, as long as it was to last."""
        since, until = max(row.since, self.since), row.until
        self.cut(row)
        self.add(copy_of(row, since=since, until=until, **values))

    def add(self, row: Row) -> None:
        db.session.add(row)
        self._added.append(row)

    def end(self, grant: RoleGrant) -> None:
        """The role ends where the reorganisation begins, or has never begun."""
        self._ended.append((grant.id, grant.until))
        grant.until = max(grant.since, self.since)

    def ids(self) -> dict[str, dict[str, list[int]]]:
        """The ids by table, once they are there."""
        db.session.flush()
        found: dict[str, dict[str, list[int]]] = defaultdict(
            lambda: {"superseded": [], "added": []}
        )
        for name, rows in (("superseded", self._superseded), ("added", self._added)):
            for row in rows:
                found[row.__tablename__][name].append(row.id)
        if self._ended:
            # When they were to end before, as a number of days; 0 for never.
            found[_GRANTS] = {
                "ended": [id_ for id_, _ in self._ended],
                "until": [until.toordinal() if until else 0 for _, until in self._ended],
            }
        return dict(found)


def reaching(model: type[Row], condition: ColumnElement[bool], since: date) -> list[Any]:
    """The rows on record that hold on a day or later."""
    query = select(model).where(
        model.known(), condition, or_(model.until.is_(None), model.until > since)
    )
    return list(db.session.scalars(query.order_by(model.id)))


def take_back(ids: dict[str, dict[str, list[int]]], since: date) -> None:
    """What was added is superseded, what was superseded holds again; nothing is edited.

    Raises RuleViolation where something else has been built on it.
    """
    now, dated = clock.now(), dict(ids)
    _give_back(dated.pop(_GRANTS, {"ended": [], "until": []}), since)
    for table, changed in dated.items():
        model: Any = _TABLES[table]
        added = list(db.session.scalars(select(model).where(model.id.in_(changed["added"]))))
        if any(row.superseded_at is not None for row in added):
            raise RuleViolation(_BUILT_ON)
        before = db.session.scalars(select(model).where(model.id.in_(changed["superseded"])))
        for row in before.all():
            db.session.add(copy_of(row, since=row.since, until=row.until))
        for row in added:
            row.superseded_at = now
    db.session.flush()


def _give_back(roles: dict[str, list[int]], since: date) -> None:
    """Those that ended with it go on as long as they were to last."""
    for id_, until in zip(roles["ended"], roles["until"], strict=True):
        grant = db.session.get_one(RoleGrant, id_)
        if grant.until != max(grant.since, since):
            raise RuleViolation(_BUILT_ON)
        grant.until = date.fromordinal(until) if until else None
