"""Published numbers: what they hide by themselves, and beside what was published before."""

from datetime import date

import pytest

from tests.cast import Cast, a_person, an_enrolment
from trainingtracker import clock
from trainingtracker.attainment import released
from trainingtracker.attainment.reach import ANY
from trainingtracker.attainment.trend import quarter_ends
from trainingtracker.errors import RuleViolation
from trainingtracker.models import Unit
from trainingtracker.vocabulary import Status


def _reached_on(cast: Cast, day: date, number: int, unit: Unit | None = None) -> None:
    """So many more of a unit, and as many who are not."""
    for _ in range(number):
        person = a_person("Person", "Nummer", unit or cast.unit_1523, account=False)
        an_enrolment(person, cast.english_offering, Status.COMPLETED, finished_on=day)
        a_person("Person", "Ohne", unit or cast.unit_1523, account=False)


def _all(cells: dict[str, dict[str, int | None]]) -> int | None:
    return cells["all"][ANY]


def test_what_few_have_added_since_the_last_release_is_hidden(cast: Cast) -> None:
    *_, first, second, third = quarter_ends(clock.today())
    for unit in (cast.unit_1523, cast.unit_1814, cast.unit_23):
        _reached_on(cast, first, 12, unit)
    assert _all(released.publish(first, released_by=None).cells) == 36
    _reached_on(cast, second, 2)
    assert _all(released.publish(second, released_by=None).cells) is None
    _reached_on(cast, third, 4)
    assert _all(released.publish(third, released_by=None).cells) == 42


def test_a_day_is_published_once_and_only_at_the_end_of_a_quarter(cast: Cast) -> None:
    last = quarter_ends(clock.today())[-1]
    released.publish(last, released_by=None)
    assert last not in released.to_release()
    with pytest.raises(RuleViolation, match="already"):
        released.publish(last, released_by=None)
    with pytest.raises(RuleViolation, match="end of a quarter"):
        released.publish(clock.today(), released_by=None)


def test_small_units_are_not_published(cast: Cast) -> None:
    _reached_on(cast, quarter_ends(clock.today())[-1], 12)
    release = released.publish(quarter_ends(clock.today())[-1], released_by=None)
    for row in released.rows_of(release):
        assert all(number is None or number not in range(1, 5) for number in row.reached.values())
