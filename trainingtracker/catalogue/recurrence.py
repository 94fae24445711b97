"""Meetings that recur: from "15 Tuesdays" to the days, holidays left out.

A number counts the meetings that take place: what falls on a holiday is made up for at the end.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import NamedTuple

from dateutil.rrule import MO, WEEKLY, rrule

from trainingtracker.text import Bilingual, Message, mark
from trainingtracker.working_days import SchoolHolidays, public_holidays

MOST = 60
# Nobody plans further ahead; also the end of a search that finds nothing but holidays.
_HORIZON = timedelta(days=3 * 366)


class LeftOut(Enum):
    """Why a day of the rule has no meeting."""

    PUBLIC = mark("%(day)s: public holiday")
    SCHOOL = mark("%(day)s: %(name)s")


@dataclass(frozen=True)
class Rule:
    """On which weekdays (0 is Monday) of every so many weeks, from a day on.

    Ends after `number` meetings or with the day `until`, whichever comes first; one of them is
    needed. Without weekdays the one of the first day is meant.
    """

    first: date
    weekdays: frozenset[int] = frozenset()
    every: int = 1
    number: int | None = None
    until: date | None = None
    skip_public: bool = True
    skip_school: bool = False


class Series(NamedTuple):
    """The days of a rule in order, and a sentence for each that was left out."""

    days: list[date]
    left_out: list[Message]


def series(rule: Rule, state: str, school: Iterable[SchoolHolidays] = ()) -> Series:
    """The days on which meetings take place in a federal state; at most MOST.

    `school` are its school holidays.

    Raises ValueError for a rule without an end.
    """
    if rule.number is None and rule.until is None:
        raise ValueError("a rule ends after a number of meetings or on a day")
    last = min(rule.until or date.max, rule.first + _HORIZON)
    wanted = min(rule.number or MOST, MOST)
    found, holidays = Series([], []), tuple(school)
    for each in rrule(
        WEEKLY,
        dtstart=rule.first,
        until=last,
        interval=rule.every,
        byweekday=sorted(rule.weekdays) or rule.first.weekday(),
        wkst=MO,
    ):
        if len(found.days) == wanted:
            break
        day = each.date()
        reason = _left_out(day, rule, state, holidays)
        if reason is None:
            found.days.append(day)
        else:
            found.left_out.append(reason)
    return found


def _left_out(
    day: date, rule: Rule, state: str, school: tuple[SchoolHolidays, ...]
) -> Message | None:
    if rule.skip_public and day in public_holidays(state, day.year):
        return Message(LeftOut.PUBLIC.value, {"day": day})
    found = next((h for h in school if h.first <= day <= h.last), None)
    if rule.skip_school and found:
        name = Bilingual(found.name_de, found.name_en)
        return Message(LeftOut.SCHOOL.value, {"day": day, "name": name})
    return None
