"""What must be true of an offering before it is stored or published."""

from itertools import pairwise

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.catalogue.availability import Availability
from trainingtracker.catalogue.offering_facts import MeetingFacts, OfferingFacts
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Attendance, Course
from trainingtracker.text import mark
from trainingtracker.vocabulary import Allocation, CourseStatus


def check(facts: OfferingFacts) -> None:
    """Raise the first rule that the facts of an offering break by themselves."""
    if facts.max_places < 1:
        raise RuleViolation(mark("An offering has at least one place."))
    if not 0 <= facts.min_places <= facts.max_places:
        raise RuleViolation(
            mark("The minimum of participants cannot be above the %(maximum)s places."),
            maximum=facts.max_places,
        )
    if facts.allocation is Allocation.ROUND and facts.enrolment_closes is None:
        raise RuleViolation(
            mark("A round needs the last day of enrolment: until then requests are collected.")
        )
    if facts.allocation is Allocation.ROUND and facts.quotas:
        raise RuleViolation(
            mark(
                "A round reserves no places: remove the reservations, and name priority groups in"
                " its criteria."
            )
        )
    check_meetings(facts.meetings)
    _check_periods(facts)
    _check_quotas(facts)


def check_meetings(meetings: tuple[MeetingFacts, ...]) -> None:
    """Every meeting ends after it starts, and no two of them are at the same time."""
    for meeting in meetings:
        if meeting.ends_at <= meeting.starts_at:
            raise RuleViolation(
                mark("A meeting ends after it starts: correct the one of %(moment)s."),
                moment=meeting.starts_at,
            )
    in_order = sorted(meetings, key=lambda meeting: meeting.starts_at)
    for earlier, later in pairwise(in_order):
        if later.starts_at < earlier.ends_at:
            raise RuleViolation(
                mark("Two meetings are at the same time: %(first)s and %(second)s."),
                first=earlier.starts_at,
                second=later.starts_at,
            )


def _check_periods(facts: OfferingFacts) -> None:
    opens, closes, start = facts.enrolment_opens, facts.enrolment_closes, facts.starts_at
    if opens and closes and opens >= closes:
        raise RuleViolation(mark("Enrolment has to open before it closes."))
    if start is None:
        return
    if facts.decide_on and facts.decide_on > clock.local_day(start):
        raise RuleViolation(
            mark("Whether it takes place has to be decided by the day of the first meeting.")
        )
    if opens and opens >= start:
        raise RuleViolation(mark("Enrolment has to open before the first meeting starts."))
    if closes and closes > start:
        raise RuleViolation(mark("Enrolment has to close before the first meeting starts."))
    if facts.withdrawal_deadline and facts.withdrawal_deadline > start:
        raise RuleViolation(
            mark("The withdrawal deadline cannot be later than the start of the first meeting.")
        )


def _check_quotas(facts: OfferingFacts) -> None:
    """Places are kept for each group once, no more than there are, and open before the start."""
    today = clock.today()
    reserved = sum(quota.places for quota in facts.quotas if quota.last_day >= today)
    if any(quota.places < 1 for quota in facts.quotas):
        raise RuleViolation(mark("At least one place is reserved, or none: remove the row."))
    if reserved > facts.max_places:
        raise RuleViolation(
            mark("More places are reserved (%(reserved)s) than there are (%(maximum)s)."),
            reserved=reserved,
            maximum=facts.max_places,
        )
    groups = [(quota.unit_id, quota.status_group_id) for quota in facts.quotas]
    if any((unit_id is None) == (group_id is None) for unit_id, group_id in groups):
        raise RuleViolation(mark("Places are reserved for a unit or for a status group."))
    if len(set(groups)) < len(groups):
        raise RuleViolation(
            mark("Places are reserved for the same group twice. Make it one row with all of them.")
        )
    start = clock.local_day(facts.starts_at) if facts.starts_at else None
    if start and any(quota.last_day >= start for quota in facts.quotas):
        raise RuleViolation(
            mark("Reserved places have to be open to everybody before the first meeting.")
        )


def check_places(maximum: int, held: int) -> None:
    """The capacity cannot fall below the places that people hold."""
    if maximum < held:
        raise RuleViolation(
            mark("People already hold %(held)s places. The maximum cannot be lower than that."),
            held=held,
        )


def check_nobody_asked(places: Availability) -> None:
    """How places are given out is settled by the first who asks."""
    if places.held or places.waiting or places.requested:
        raise RuleViolation(
            mark("Somebody has asked for a place already: the way places are given out stays.")
        )


def check_publishable(course: Course, meetings: int) -> None:
    """An offering is shown once there is something to go to."""
    if not meetings:
        raise RuleViolation(
            mark("Add at least one meeting: an offering without dates cannot be published.")
        )
    if course.status is not CourseStatus.PUBLISHED:
        raise RuleViolation(
            mark("The course %(course)s is not published. Publish the course first."),
            course=course.title,
        )


def check_removed(meeting_ids: set[int]) -> None:
    """A meeting whose attendance is recorded stays."""
    if not meeting_ids:
        return
    recorded = db.session.scalar(
        select(Attendance.id).where(Attendance.meeting_id.in_(meeting_ids)).limit(1)
    )
    if recorded is not None:
        raise RuleViolation(
            mark("A meeting cannot be removed once attendance has been recorded for it.")
        )
