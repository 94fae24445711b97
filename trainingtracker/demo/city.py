"""Building the whole example city, the same one for the same seed and day."""

from datetime import date, timedelta
from random import Random

from sqlalchemy import select

from trainingtracker import clock, settings
from trainingtracker.demo import courses, organisation, past, schedule, staff
from trainingtracker.demo.life import Life
from trainingtracker.demo.schedule import Planned
from trainingtracker.extensions import db
from trainingtracker.models import Course, CoursePrerequisite, OutgoingMail
from trainingtracker.organisation.leadership import LeadershipMap, units_of
from trainingtracker.privacy import bulk_update
from trainingtracker.vocabulary import MailStatus

# The tracker of the example city was set up so many days ago.
_HISTORY = 620


def build(number_of_staff: int, seed: int) -> None:
    """Fill the database in the caller's transaction; nothing may be in it yet."""
    random = Random(seed)
    today = clock.today()
    beginning = clock.at(today - timedelta(days=_HISTORY))
    with clock.frozen(beginning):
        units = organisation.build(date(2010, 1, 1))
        people = staff.build(random, units, number_of_staff, today)
        offered = courses.build()
        employee = people.by_login["employee"]
        had = past.build(random, people.employees, offered, today, employee)
    everyone = [e.id for e in people.employees]
    leadership = LeadershipMap.load(today)
    life = Life(random, people.by_login["hr"], units_of(everyone, today), leadership)
    required = _required(offered)
    team = [e.id for e in people.employees if e.unit == "15.23"]
    for planned in schedule.plan(random, offered, people.by_login["trainer"], today):
        pool = _pool(planned, required, had, everyone)
        asking = random.sample(pool, min(len(pool), planned.interested))
        if planned.course.code in ("IC-17", "LA-09", "IC-22", "IC-23"):
            asking = [*random.sample(team, 2), employee, *asking]
        life.announce(planned, list(dict.fromkeys(asking)))
    life.timeline.run()
    _deliver()
    settings.put("example_data", value=True)
    settings.put("administration_name_de", "Beispielstadt")
    settings.put("administration_name_en", "Example City")
    db.session.info["actor"] = None


def _required(offered: dict[str, Course]) -> dict[int, list[str]]:
    """Course id -> the codes of the courses that must come before."""
    codes = {course.id: code for code, course in offered.items()}
    required: dict[int, list[str]] = {}
    rows = db.session.execute(
        select(CoursePrerequisite.course_id, CoursePrerequisite.required_course_id).where(
            CoursePrerequisite.required_course_id.is_not(None)
        )
    )
    for course_id, required_id in rows:
        if required_id is not None:
            required.setdefault(course_id, []).append(codes[required_id])
    return required


def _pool(
    planned: Planned, required: dict[int, list[str]], had: dict[str, set[int]], everyone: list[int]
) -> list[int]:
    """Who may think of this course: those who took what it builds upon; for English, who has any.

    A few are refused all the same, as in life.
    """
    pool = set(everyone)
    for code in required.get(planned.course.id, []):
        pool &= had.get(code, set())
    if planned.course.code in ("LA-09", "LA-10", "LA-11", "LA-12", "IC-24"):
        levels = ("B1", "B2", "C1") if planned.course.code != "LA-09" else ("A2", "B1")
        pool &= set().union(*(had.get(f"eng {level}", set()) for level in levels))
    return sorted(pool)


def _deliver() -> None:
    """Old messages count as sent; those of the last day wait for the worker."""
    day_ago = clock.now() - timedelta(days=1)
    rows = db.session.execute(
        select(OutgoingMail.id, OutgoingMail.queued_at).where(OutgoingMail.queued_at < day_ago)
    )
    bulk_update(
        OutgoingMail,
        [
            {"id": mail_id, "status": MailStatus.SENT, "sent_at": queued_at, "attempts": 1}
            for mail_id, queued_at in rows
        ],
    )
