"""Setting, changing and withdrawing targets. What a target was on an earlier day stays on record.

There is one target at a time for a topic (or any of them) and a unit (or all of them).
"""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.errors import RuleViolation, StaleVersion
from trainingtracker.extensions import db
from trainingtracker.models import NamedLock, Target
from trainingtracker.organisation.dated import change_from, end
from trainingtracker.organisation.versions import check_version
from trainingtracker.text import mark
from trainingtracker.vocabulary import TargetMeasure

MOST_PERSONS = 1_000_000


class Aim(NamedTuple):
    """What is to be reached by when, and from which day on that is so."""

    measure: TargetMeasure
    amount: int
    due: date
    since: date
    note_de: str = ""
    note_en: str = ""


def set_target(topic_id: int | None, unit_id: int | None, aim: Aim, by_id: int | None) -> Target:
    """Set the first target of a topic for a unit; None stands for any topic, and for all units.

    Setting what is set already is no change. RuleViolation where there is another one.
    """
    _queue()
    stored = current(topic_id, unit_id)
    if stored is not None:
        if aim_of(stored) == aim:
            return stored
        raise RuleViolation(
            mark("There is a target for this topic and unit already. Change that one instead.")
        )
    return _write({"topic_id": topic_id, "unit_id": unit_id}, aim, by_id)


def change_target(target_id: int, aim: Aim, by_id: int | None) -> Target:
    """From `aim.since` on the target is another one; until then what was set holds.

    `target_id` is that of the target as it was seen: StaleVersion where it is not the current one.
    """
    _queue()
    owner = _owner(target_id)
    stored = current(**owner)
    if stored and aim.since >= stored.since and aim == aim_of(stored)._replace(since=aim.since):
        return stored
    _check_seen(stored, target_id)
    return _write(owner, aim, by_id)


def withdraw_target(target_id: int) -> None:
    """From today on there is no such target; StaleVersion where it is not the current one.

    Withdrawing what is withdrawn is no change.
    """
    _queue()
    owner = _owner(target_id)
    if stored := current(**owner):
        _check_seen(stored, target_id)
        end(Target, owner, clock.today())


def current(topic_id: int | None, unit_id: int | None) -> Target | None:
    """The target of today, if there is one."""
    return db.session.scalar(
        select(Target)
        .where(
            Target.valid(clock.today()),
            Target.topic_id == topic_id,
            Target.unit_id == unit_id,
        )
        .execution_options(populate_existing=True)
    )


def aim_of(target: Target) -> Aim:
    return Aim(
        target.measure, target.amount, target.due, target.since, target.note_de, target.note_en
    )


def _queue() -> None:
    """Let those who set targets at the same moment do so one after another."""
    db.session.get_one(NamedLock, "targets", with_for_update=True, populate_existing=True)


def _check_seen(stored: Target | None, target_id: int) -> None:
    if stored is None:
        raise StaleVersion(
            mark("Somebody else has withdrawn this target in the meantime. Set a new one instead.")
        )
    check_version(stored.id, target_id)


def _owner(target_id: int) -> dict[str, Any]:
    """Whose target it is, by the names of the columns."""
    target = db.session.get_one(Target, target_id)
    return {"topic_id": target.topic_id, "unit_id": target.unit_id}


def _write(owner: dict[str, Any], aim: Aim, by_id: int | None) -> Target:
    _check(aim)
    return change_from(Target, owner, {**aim._asdict(), "recorded_by_id": by_id}, aim.since)


def _check(aim: Aim) -> None:
    if aim.measure is TargetMeasure.SHARE and not 1 <= aim.amount <= 100:
        raise RuleViolation(mark("A share is from 1 to 100 percent."))
    if not 1 <= aim.amount <= MOST_PERSONS:
        raise RuleViolation(mark("A target is of one person at least."))
    if aim.since > clock.today():
        raise RuleViolation(mark("A target holds from today or from an earlier day on."))
    if aim.due <= aim.since:
        raise RuleViolation(mark("A target is to be reached after the day from which it holds."))
