"""Decisions of the example city that need more than one press, through the real operations.

A colleague deputises for the manager just now and has approved a request of the team, with the
official interest, on which HR decides next; another request of the team has been left lying, so
that whoever is above may decide as well.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import exists, select

from trainingtracker import clock, settings
from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.deputies import Term, name_deputy
from trainingtracker.enrolment import operations
from trainingtracker.enrolment.approval import reminders
from trainingtracker.enrolment.approval.interest import Interest
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Course, Enrolment, Offering
from trainingtracker.organisation.leadership import LeadershipMap
from trainingtracker.vocabulary import (
    Allocation,
    CourseStatus,
    OfferingStatus,
    OfficialInterest,
    Status,
)
from trainingtracker.working_days import WorkingDays

_NOTE = "Bahn zweiter Klasse; die Übernachtung bucht das Büro."
# So many working days ago it began, and the deputy decided.
_BEGAN, _DECIDED = 9, 6


def build(manager_id: int, team: list[int], unit_id: int, today: date) -> None:
    """Let it happen; `team` are people of the unit without an account."""
    days = WorkingDays(settings.get("federal_state"))
    began, decided = days.before(today, _BEGAN), days.before(today, _DECIDED)
    manager, deputy_id = Actor(manager_id, led_units=frozenset({unit_id})), team[-1]
    with clock.frozen(clock.at(began) + timedelta(hours=8)):
        db.session.info["actor"] = manager_id
        term = Term(unit_id, deputy_id, began, today + timedelta(days=12))
        name_deputy(term, manager, LeadershipMap.load(began))
    offerings = _open_since(clock.at(began), team)
    asked: list[Enrolment] = []
    for number, person_id in enumerate(team[:-1]):
        if len(asked) == 2:
            break
        with clock.frozen(clock.at(began) + timedelta(hours=9, minutes=20 * number)):
            asked += _asks(person_id, offerings, first=not asked)
    if len(asked) < 2:
        return
    for offset in range((today - began).days + 1):
        day = began + timedelta(days=offset)
        if day == decided:
            with clock.frozen(clock.at(day) + timedelta(hours=11)):
                db.session.info["actor"] = deputy_id
                partly = Interest(OfficialInterest.PARTLY, 50, 100, _NOTE)
                operations.approve(asked[0].id, Actor(deputy_id), partly)
        if day in days:
            with clock.frozen(clock.at(day) + timedelta(hours=12)):
                db.session.info["actor"] = None
                reminders.follow_up(asked[1].id, clock.now())


def _asks(person_id: int, offerings: list[Offering], *, first: bool) -> list[Enrolment]:
    """A request in the first offering that is possible; its course is then decided twice."""
    for offering in offerings:
        attempt = db.session.begin_nested()
        db.session.info["actor"] = person_id
        try:
            made = operations.request_place(offering.id, person_id, Actor(person_id))
        except RuleViolation:
            attempt.rollback()
            continue
        attempt.commit()
        if first:
            offerings.remove(offering)
            offering.course.needs_hr_approval = offering.course.asks_interest = True
            db.session.flush()
        return [made]
    return []


def _open_since(when: datetime, team: list[int]) -> list[Offering]:
    """Offerings of courses that managers approve, open since then and without a round.

    Where somebody of the team asks already, one press shall do.
    """
    asked = exists().where(
        Enrolment.offering_id == Offering.id,
        Enrolment.status == Status.REQUESTED,
        Enrolment.person_id.in_(team),
    )
    return list(
        db.session.scalars(
            select(Offering)
            .join(Course, Course.id == Offering.course_id)
            .where(
                Offering.status == OfferingStatus.PUBLISHED,
                Offering.allocation == Allocation.FIRST_COME,
                Offering.enrolment_opens <= when,
                Offering.enrolment_closes > clock.now(),
                Course.status == CourseStatus.PUBLISHED,
                Course.needs_approval,
                ~asked,
            )
            .order_by(Offering.starts_at, Offering.id)
        )
    )
