"""What HR has published of the statistics, and what of it a reader gets for a day.

HR reads what is on record now, or what was published. Everybody else reads what was published:
who could ask about any two days would learn of the few who make the difference.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Release
from trainingtracker.reports.report import Filters, Published, Report
from trainingtracker.statistics.years import SIDE_BY_SIDE
from trainingtracker.text import mark

NO_TOPIC = mark("What has been published is not by a single topic. Look at the table by topic.")

NO_SUCH_RELEASE = mark("There is no release %(number)s of %(year)s.")


def as_published(report: Report, filters: Filters, actor: Actor) -> Filters:
    """The filters with what this reader gets in any case; of a year that is over.

    Raises RuleViolation for a topic: no such numbers have been published.
    """
    if "published" not in report.takes or (actor.is_hr and not filters.published):
        return filters
    if filters.topic_id is not None:
        raise RuleViolation(NO_TOPIC)
    newest = db.session.scalar(
        select(Release.as_of)
        .where(Release.table_key == report.key, Release.as_of <= filters.as_of)
        .order_by(Release.as_of.desc())
        .limit(1)
    )
    return replace(filters, published=True, as_of=newest or last_day_over(filters.as_of))


def last_day_over(day: date) -> date:
    """The end of the last year that was over on a day, or is now."""
    day = min(day, clock.today())
    is_end = (day.month, day.day) == (12, 31)
    return day if is_end else date(max(day.year - 1, date.min.year), 12, 31)


def of_years(report: Report, filters: Filters) -> dict[int, Published]:
    """By year: what has been published of the year of a day and those that stand beside it.

    Of the year itself the release that was asked for, of the others the last one. Raises
    RuleViolation where there is no such release.
    """
    last = filters.as_of
    rows = db.session.scalars(
        select(Release)
        .where(
            Release.table_key == report.key,
            Release.as_of <= last,
            Release.as_of > last.replace(year=max(last.year - SIDE_BY_SIDE, date.min.year)),
        )
        .order_by(Release.as_of.desc(), Release.number.desc())
    )
    found: dict[int, Published] = {}
    for each in as_read(rows):
        found.setdefault(each.release.as_of.year, each)
        if (each.release.as_of, each.release.number) == (last, filters.release):
            found[last.year] = each
    if filters.release is not None and not _is_numbered(found.get(last.year), filters.release):
        raise RuleViolation(NO_SUCH_RELEASE, number=str(filters.release), year=str(last.year))
    return found


def as_read(newest_first: Iterable[Release]) -> list[Published]:
    """With the day on which each was replaced by the release of the same day that came after it."""
    found: list[Published] = []
    after: dict[date, date] = {}
    for release in newest_first:
        day = clock.local_day(release.released_at)
        found.append(Published(release, day, after.get(release.as_of)))
        after[release.as_of] = day
    return found


def _is_numbered(found: Published | None, number: int) -> bool:
    return found is not None and found.release.number == number
