"""What the days of saved filters mean: which of them move on by themselves, and where to."""

from collections.abc import Mapping
from datetime import date, timedelta

from trainingtracker import clock
from trainingtracker.reports.report import Report
from trainingtracker.vocabulary import ReportComparison, ReportDays

# Tried in this order for days that somebody has typed: the narrower meaning first.
_MOVING = (
    ReportDays.PREVIOUS_MONTH,
    ReportDays.PREVIOUS_QUARTER,
    ReportDays.YEAR_SO_FAR,
    ReportDays.DAY,
)
# How many months before the reference date.
_BEFORE = {
    ReportComparison.YEAR_BEFORE: 12,
    ReportComparison.QUARTER_BEFORE: 3,
    ReportComparison.MONTH_BEFORE: 1,
}


def choices(report: Report) -> list[ReportDays]:
    """What there is to choose; nothing moves on in a report that asks for no days."""
    if not report.takes & {"as_of", "since", "year"}:
        return [ReportDays.AS_TYPED]
    # Without a period the year so far is no more than its last day.
    moving = [days for days in _MOVING if "since" in report.takes or days != "year_so_far"]
    return [*moving, ReportDays.AS_TYPED]


def comparisons(report: Report) -> list[ReportComparison]:
    """What there is to choose for the day to compare with."""
    return list(ReportComparison) if "compare_with" in report.takes else []


def filled(
    report: Report,
    parameters: Mapping[str, str],
    days: ReportDays,
    on: date,
    compared: ReportComparison | None = None,
) -> dict[str, str]:
    """The filters as somebody would type them on a day."""
    typed = dict(parameters) | _typed(report, days, on)
    if compared is None:
        return typed
    as_of = clock.plausible_day(typed.get("as_of", "")) or on
    return typed | {"compare_with": day_before(as_of, compared).isoformat()}


def lasting(
    report: Report,
    typed: Mapping[str, str],
    days: ReportDays,
    compared: ReportComparison | None = None,
) -> dict[str, str]:
    """The filters without the days that are filled in each time."""
    moving = {*_typed(report, days, clock.today()), *(["compare_with"] if compared else [])}
    return {name: value for name, value in typed.items() if value and name not in moving}


def day_before(as_of: date, compared: ReportComparison) -> date:
    """The day to compare with; the end of a month is compared with the end of a month."""
    following = as_of + timedelta(days=1)
    if following.day == 1:
        return clock.add_months(following, -_BEFORE[compared]) - timedelta(days=1)
    return clock.add_months(as_of, -_BEFORE[compared])


def comparison_meant(typed: Mapping[str, str]) -> ReportComparison | None:
    """What somebody who typed these two days probably means by the second."""
    as_of = clock.plausible_day(typed.get("as_of", ""))
    before = clock.plausible_day(typed.get("compare_with", ""))
    if as_of is None or before is None:
        return None
    return next((each for each in _BEFORE if day_before(as_of, each) == before), None)


def meant(report: Report, typed: Mapping[str, str], today: date) -> ReportDays:
    """What somebody who typed these days probably means by them."""
    for days in choices(report):
        moving = _typed(report, days, today)
        if moving and moving.items() <= typed.items():
            return days
    return ReportDays.AS_TYPED


def _typed(report: Report, days: ReportDays, on: date) -> dict[str, str]:
    """Those of the report's days that are filled in on a day."""
    since, last = _period(days, on)
    found = {
        "since": since.isoformat() if since else "",
        "as_of": last.isoformat() if last else "",
        "year": str(last.year) if last else "",
    }
    return {name: value for name, value in found.items() if value and name in report.takes}


def _period(days: ReportDays, on: date) -> tuple[date | None, date | None]:
    """The first day, where one is meant, and the last."""
    match days:
        case ReportDays.DAY:
            return None, on
        case ReportDays.YEAR_SO_FAR:
            return on.replace(month=1, day=1), on
        case ReportDays.PREVIOUS_MONTH:
            first = clock.add_months(on.replace(day=1), -1)
            return first, on.replace(day=1) - timedelta(days=1)
        case ReportDays.PREVIOUS_QUARTER:
            begin = on.replace(month=(on.month - 1) // 3 * 3 + 1, day=1)
            return clock.add_months(begin, -3), begin - timedelta(days=1)
    return None, None
