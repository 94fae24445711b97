"""Setting, changing and withdrawing targets; which of them holds for whom; how it stands."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.cast import Cast
from tests.enrolment.test_races import Act, all_at_once
from trainingtracker import clock
from trainingtracker.errors import RuleViolation, StaleVersion
from trainingtracker.extensions import db
from trainingtracker.models import AuditEntry, Target
from trainingtracker.organisation.tree import UnitTree
from trainingtracker.strategy import targets
from trainingtracker.strategy.in_force import Holds, TargetFacts, TargetsInForce
from trainingtracker.strategy.progress import in_words, progress
from trainingtracker.strategy.targets import Aim
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import TargetMeasure, TargetState

TODAY = clock.today()
LAST_YEAR = TODAY - timedelta(days=400)
A_THIRD = Aim(TargetMeasure.SHARE, 30, date(2031, 12, 31), TODAY)
TEN = A_THIRD._replace(measure=TargetMeasure.PERSONS, amount=10)


def valid_on(day: date) -> list[tuple[TargetMeasure, int]]:
    rows = db.session.execute(select(Target.measure, Target.amount).where(Target.valid(day)))
    return [(row.measure, row.amount) for row in rows]


def test_a_changed_target_stays_what_it_was_for_earlier_days(cast: Cast) -> None:
    first = targets.set_target(None, None, A_THIRD._replace(since=LAST_YEAR), cast.hr.id)
    second = targets.change_target(first.id, TEN, cast.hr.id)
    assert valid_on(TODAY - timedelta(days=1)) == [(TargetMeasure.SHARE, 30)]
    assert valid_on(TODAY) == [(TargetMeasure.PERSONS, 10)]
    targets.withdraw_target(second.id)
    targets.withdraw_target(second.id)
    assert valid_on(TODAY) == []
    assert valid_on(TODAY - timedelta(days=1)) == [(TargetMeasure.SHARE, 30)]
    written = select(func.count()).where(AuditEntry.table_name == "target")
    assert (db.session.scalar(written) or 0) >= 4


def test_a_mistake_is_corrected_from_the_day_on_which_it_was_made(cast: Cast) -> None:
    wrong = targets.set_target(None, None, A_THIRD._replace(since=LAST_YEAR), cast.hr.id)
    targets.change_target(wrong.id, TEN._replace(since=LAST_YEAR), cast.hr.id)
    assert valid_on(LAST_YEAR) == valid_on(TODAY) == [(TargetMeasure.PERSONS, 10)]


def test_there_is_one_target_for_a_topic_and_a_unit(cast: Cast) -> None:
    topic_id, unit_id = cast.english.topic_id, cast.unit_15.id
    first = targets.set_target(topic_id, unit_id, A_THIRD, cast.hr.id)
    assert targets.set_target(topic_id, unit_id, A_THIRD, cast.hr.id) is first
    with pytest.raises(RuleViolation):
        targets.set_target(topic_id, unit_id, TEN, cast.hr.id)
    targets.set_target(topic_id, None, TEN, cast.hr.id)
    targets.set_target(None, unit_id, TEN, cast.hr.id)
    assert len(valid_on(TODAY)) == 3


def test_who_has_not_seen_the_latest_target_changes_nothing(cast: Cast) -> None:
    first = targets.set_target(None, None, A_THIRD._replace(since=LAST_YEAR), cast.hr.id)
    second = targets.change_target(first.id, TEN, cast.hr.id)
    # The same once more is a double click.
    assert targets.change_target(first.id, TEN, cast.hr.id) is second
    for refused in (
        lambda: targets.change_target(first.id, TEN._replace(amount=11), cast.hr.id),
        lambda: targets.withdraw_target(first.id),
    ):
        with pytest.raises(StaleVersion):
            refused()
    targets.withdraw_target(second.id)
    with pytest.raises(StaleVersion):
        targets.change_target(second.id, A_THIRD, cast.hr.id)


@pytest.mark.parametrize(
    "wrong",
    [
        A_THIRD._replace(amount=0),
        A_THIRD._replace(amount=101),
        TEN._replace(amount=0),
        TEN._replace(due=TODAY),
        TEN._replace(since=TODAY + timedelta(days=1)),
    ],
)
def test_a_target_that_makes_no_sense_is_refused(cast: Cast, wrong: Aim) -> None:
    with pytest.raises(RuleViolation):
        targets.set_target(None, None, wrong, cast.hr.id)


def test_of_several_who_set_the_first_target_one_does(app: Flask, cast: Cast) -> None:
    db.session.commit()
    by_id = cast.hr.id

    def setting(amount: int) -> Act:
        aim = TEN._replace(amount=amount)
        return lambda: targets.set_target(None, None, aim, by_id)

    raised = all_at_once(app, [setting(number) for number in (1, 2, 3)])
    assert [type(error) for error in raised if error] == [RuleViolation] * 2
    assert db.session.scalar(select(func.count()).select_from(Target)) == 1


def test_a_unit_without_a_target_has_the_nearest_share_above_it(cast: Cast) -> None:
    topic_id = cast.english.topic_id
    targets.set_target(topic_id, None, A_THIRD, cast.hr.id)
    targets.set_target(topic_id, cast.unit_15.id, TEN, cast.hr.id)
    tree = UnitTree.load(TODAY)
    found = TargetsInForce.load(TODAY, tree)

    def amount(holds: Holds | None) -> tuple[int, bool] | None:
        return (holds.target.amount, holds.own) if holds else None

    assert amount(found.for_unit(cast.unit_15.id, topic_id)) == (10, True)
    # Ten persons of 15 are nobody's of 15.23.
    assert amount(found.for_unit(cast.unit_1523.id, topic_id)) == (30, False)
    assert amount(found.for_unit(cast.unit_23.id, None)) is None


def a_target(aim: Aim) -> TargetFacts:
    return TargetFacts(1, None, None, aim.measure, aim.amount, aim.due, Bilingual("", ""), None)


@pytest.mark.parametrize(
    ("aim", "reached", "state", "english", "german"),
    [
        (A_THIRD, 3, TargetState.TO_GO,
         "1 person to go until 31 December 2031", "Noch 1 Person bis zum 31. Dezember 2031"),
        (A_THIRD, 1, TargetState.TO_GO,
         "3 persons to go until 31 December 2031", "Noch 3 Personen bis zum 31. Dezember 2031"),
        (A_THIRD, 4, TargetState.REACHED, "Reached", "Erreicht"),
        (TEN._replace(due=LAST_YEAR), 9, TargetState.OVERDUE,
         "Overdue by 1 person", "Überfällig: 1 Person fehlt"),
        (TEN._replace(due=LAST_YEAR), 3, TargetState.OVERDUE,
         "Overdue by 7 persons", "Überfällig: 7 Personen fehlen"),
        (TEN._replace(due=LAST_YEAR), None, None, None, None),
    ],
)  # fmt: skip
def test_how_a_target_stands_among_eleven_is_said_in_words(
    aim: Aim,
    reached: int | None,
    state: TargetState | None,
    english: str | None,
    german: str | None,
) -> None:
    found = progress(a_target(aim), reached, 11, TODAY)
    assert found
    assert found.state is state
    assert (found.in_words("en"), found.in_words("de")) == (english, german)


def test_the_last_day_still_counts_and_nobody_can_miss_anything() -> None:
    last = progress(a_target(TEN._replace(due=TODAY)), 9, 40, TODAY)
    assert last
    assert last.state is TargetState.TO_GO
    assert progress(a_target(TEN), 0, 0, TODAY) is None


def test_a_target_is_named_in_short() -> None:
    target = a_target(A_THIRD)
    assert in_words(target, "en") == "30% by 31/12/2031"
    assert in_words(target, "de") == "30\u00a0% bis 31.12.2031"
