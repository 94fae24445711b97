"""The groups of a division in the order in which readers expect them, and their names."""

from collections.abc import Collection, Hashable, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from trainingtracker.extensions import db
from trainingtracker.labels import label
from trainingtracker.models import StatusGroup, Topic, Unit, UnitVersion
from trainingtracker.statistics import annual
from trainingtracker.statistics.annual import ALL, Grouping
from trainingtracker.text import Bilingual, Localised, Message, mark
from trainingtracker.vocabulary import CourseFormat

_QUARTERS = range(1, 5)


class Group(NamedTuple):
    """The value of a grouping, and what readers call it."""

    key: Hashable
    name: Localised


class Numbered(NamedTuple):
    """A unit by its number and name."""

    number: str
    name: Bilingual

    def in_language(self, language: str) -> str:
        return f"{self.number} {self.name.in_language(language)}"


def groups(grouping: Grouping, found: Collection[str], as_of: date) -> Sequence[Group]:
    """The groups whose keys, as text, are among those found, named as on the day.

    One query, or none.
    """
    return [group for group in _all(grouping, as_of) if str(group.key) in found]


def _all(grouping: Grouping, as_of: date) -> list[Group]:
    if grouping is annual.by_topic:
        return [
            Group(row.id, row.title)
            for row in db.session.execute(
                select(Topic.id, Topic.title).order_by(Topic.position, Topic.id)
            )
        ]
    if grouping is annual.by_format:
        return [Group(each, Message(label(each))) for each in CourseFormat]
    if grouping is annual.by_quarter:
        return [
            Group(number, Message(mark("Quarter %(number)s"), {"number": number}))
            for number in _QUARTERS
        ]
    if grouping is annual.by_division:
        return [*_divisions(as_of), Group(None, Message(mark("Without a division")))]
    if grouping is annual.by_status_group:
        return [*_status_groups(), Group(None, Message(mark("No status group on record")))]
    return [Group(ALL, Message(mark("In all")))]


def _divisions(as_of: date) -> list[Group]:
    """Every unit by number, under its name on the day, or the last one that it had."""
    named: dict[int, Group] = {}
    for unit_id, number, name, since in db.session.execute(
        select(Unit.id, Unit.number, UnitVersion.name, UnitVersion.since)
        .join(UnitVersion, UnitVersion.unit_id == Unit.id)
        .where(UnitVersion.known())
        .order_by(UnitVersion.since, UnitVersion.id)
    ):
        if unit_id not in named or since <= as_of:
            named[unit_id] = Group(unit_id, Numbered(number, name))
    return sorted(named.values(), key=lambda group: _natural(group.name))


def _natural(name: Localised) -> tuple[str, ...]:
    """Numbers by their parts: 5 before 14."""
    assert isinstance(name, Numbered)
    return tuple(part.zfill(8) for part in name.number.split("."))


def _status_groups() -> list[Group]:
    return [
        Group(row.id, row.name)
        for row in db.session.execute(
            select(StatusGroup.id, StatusGroup.name).order_by(StatusGroup.id)
        )
    ]
