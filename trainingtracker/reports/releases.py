"""What HR has published of the statistics, and what of it a reader gets for a day.

HR reads what is on record now, or what was published. Everybody else reads what was published:
who could ask about any two days would learn of the few who make the difference.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Release
from trainingtracker.reports.report import Filters, Report
from trainingtracker.statistics.years import SIDE_BY_SIDE
from trainingtracker.text import mark

NO_TOPIC = mark("What has been published is not by a single topic. Look at the table by topic.")


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


def of_years(report: Report, last: date) -> dict[int, Release]:
    """By year: what has been published of the year of a day and those that stand beside it."""
    found = db.session.scalars(
        select(Release).where(
            Release.table_key == report.key,
            Release.as_of <= last,
            Release.as_of > last.replace(year=max(last.year - SIDE_BY_SIDE, date.min.year)),
        )
    )
    return {each.as_of.year: each for each in found}


def days(releases: Mapping[int, Release]) -> list[tuple[int, date]]:
    """When each year was published, the newest year first."""
    return [
        (year, clock.local_day(releases[year].released_at))
        for year in sorted(releases, reverse=True)
    ]
