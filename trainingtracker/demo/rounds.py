"""Rounds of the example city, one at each stage, through the real operations.

One collects requests, one has a proposal that nobody has been heard about, one is out with those
who are heard, and one was answered a week ago.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from random import Random

from trainingtracker import clock, settings
from trainingtracker.accounts.actor import Actor
from trainingtracker.catalogue import offerings
from trainingtracker.competence.prerequisites import missing_prerequisites
from trainingtracker.demo.office_hours import at_work
from trainingtracker.demo.organisation import TEAM
from trainingtracker.demo.schedule import planned
from trainingtracker.demo.staff import Staff
from trainingtracker.enrolment.operations import approve, request_place
from trainingtracker.enrolment.rounds.adjusting import adjust
from trainingtracker.enrolment.rounds.criteria import Criteria, Group, change_criteria
from trainingtracker.enrolment.rounds.hearing import hearing_rule, reply, send
from trainingtracker.enrolment.rounds.proposal import propose
from trainingtracker.enrolment.rounds.release import release
from trainingtracker.enrolment.rounds.standing import standings
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Course, Enrolment, Offering
from trainingtracker.organisation.leadership import LeadershipMap
from trainingtracker.vocabulary import (
    Allocation,
    ApprovalStage,
    HearingBody,
    HearingReply,
    NotYetTrained,
    Role,
    RoundOutcome,
)
from trainingtracker.working_days import WorkingDays

_PLACES = 10
_MANY = 25
_OPEN_FOR = timedelta(days=30)
_REASON = "Leitet ab dem nächsten Quartal ein Projekt mit der Partnerstadt."


@dataclass(frozen=True)
class _Plan:
    """A round of a course that begins in so many days, its requests collected until `closes`."""

    code: str
    starts: int
    closes: int
    asking: int


_COLLECTING = _Plan("IC-18", 75, 12, 9)
_PROPOSED = _Plan("IC-23", 62, -9, 16)
_HEARD = _Plan("IC-17", 68, -13, 15)
_RELEASED = _Plan("LA-13", 40, -30, 14)


def give_out(
    random: Random,
    people: Staff,
    homes: dict[int, int],
    leadership: LeadershipMap,
    courses: dict[str, Course],
) -> None:
    """All four; the employee asks in the one that still collects."""
    city = _City(random, people, homes, leadership)
    first = people.by_login["employee"]
    city.collect(courses[_COLLECTING.code], _COLLECTING, [first])
    proposed = city.collect(courses[_PROPOSED.code], _PROPOSED)
    city.propose(proposed, 1)
    heard = city.collect(courses[_HEARD.code], _HEARD)
    city.propose(heard, 4)
    city.hear(heard, 3, replies=(HearingBody.EQUALITY,))
    released = city.collect(courses[_RELEASED.code], _RELEASED)
    city.propose(released, 18)
    city.hear(released, 17, replies=tuple(HearingBody))
    with clock.frozen(_days_ago(8)):
        release(released.id, city.hr)


class _City:
    def __init__(
        self, random: Random, people: Staff, homes: dict[int, int], leadership: LeadershipMap
    ) -> None:
        self.hr = Actor(people.by_login["hr"], {Role.HR: None})
        self._random = random
        self._people = people
        self._homes = homes
        self._leadership = leadership
        self._heard = {
            HearingBody.STAFF_COUNCIL: people.by_login["staff-council"],
            HearingBody.EQUALITY: people.by_login["equality"],
            HearingBody.DISABILITY_REPRESENTATION: people.by_login["disability"],
        }

    def collect(self, course: Course, plan: _Plan, first: list[int] | None = None) -> Offering:
        """Publish the round with its criteria, and let people ask, who are then approved."""
        today, now = clock.today(), clock.now()
        closes = clock.end_of(today + timedelta(days=plan.closes))
        begins = min(closes, now) - _OPEN_FOR
        trainer = self._random.choice(self._people.trainers[1:] or self._people.trainers)
        drawn = planned(
            self._random, course, today + timedelta(days=plan.starts), _PLACES, _PLACES, [trainer]
        )
        facts = replace(
            drawn.facts,
            allocation=Allocation.ROUND,
            enrolment_opens=begins,
            enrolment_closes=closes,
        )
        with clock.frozen(begins - timedelta(days=5)):
            db.session.info["actor"] = self.hr.person_id
            offering = offerings.publish(offerings.create(facts).id)
            unit = self._random.choice(sorted(set(self._homes.values())))
            wanted = Criteria((Group(unit_id=unit),), NotYetTrained.TOPIC)
            change_criteria(offering.id, wanted, self.hr)
        last = min(closes, now) - timedelta(days=2)
        instants = iter(sorted(_instants(self._random, begins, last)))
        asked = [
            each for each in first or [] if self._ask(offering, each, next(instants), approved=1)
        ]
        for person_id in self._candidates(offering):
            if len(asked) == plan.asking:
                break
            if self._ask(offering, person_id, next(instants)):
                asked.append(person_id)
        return offering

    def _candidates(self, offering: Offering) -> list[int]:
        """People in an order of chance; where something is asked for, two first who lack it."""
        taken = {*self._people.by_login.values(), *self._people.trainers}
        today = clock.today()
        able = [
            e.id
            for e in self._people.employees
            if e.id not in taken
            and e.unit != TEAM
            and not e.exit
            and e.employed(today - timedelta(90), today)
        ]
        drawn = self._random.sample(able, min(len(able), 400))
        if not offering.course.prerequisites:
            return drawn
        start = clock.local_day(offering.starts_at) if offering.starts_at else today
        missing = missing_prerequisites(drawn, offering.course, start, voluntary=True)
        lacking = [each for each in drawn if each in missing]
        having = [each for each in drawn if each not in missing][:_MANY]
        return [*lacking[:2], *having]

    def _ask(
        self, offering: Offering, person_id: int, when: datetime, approved: float = 0.9
    ) -> bool:
        """Whether the person could ask; that share has the approval a day later."""
        with clock.frozen(when):
            db.session.info["actor"] = person_id
            try:
                enrolment = request_place(offering.id, person_id, Actor(person_id))
            except RuleViolation:
                return False
        if enrolment.awaiting is ApprovalStage.MANAGER and self._random.random() < approved:
            self._approve(enrolment, at_work(when + timedelta(days=1), clock.now()))
        return True

    def _approve(self, enrolment: Enrolment, when: datetime) -> None:
        person_id = enrolment.person_id
        deciders = self._leadership.deciders(person_id, self._homes.get(person_id)).all
        decider = Actor(deciders[0]) if deciders else self.hr
        with clock.frozen(when):
            db.session.info["actor"] = decider.person_id
            approve(enrolment.id, decider)

    def propose(self, offering: Offering, days_ago: int) -> None:
        """The proposal; one who would wait gets a place by adjustment."""
        db.session.info["actor"] = self.hr.person_id
        with clock.frozen(_days_ago(days_ago)):
            propose(offering.id, self.hr)
            waiting = standings(offering).of(RoundOutcome.WAIT)
            if waiting:
                entry = waiting[-1].entry
                adjust(entry.id, RoundOutcome.PLACE, _REASON, entry.version, self.hr)

    def hear(self, offering: Offering, days_ago: int, replies: tuple[HearingBody, ...]) -> None:
        """Send the list to everybody; these have replied some hours later."""
        sent_at = _days_ago(days_ago)
        for body in hearing_rule().bodies:
            with clock.frozen(sent_at):
                db.session.info["actor"] = self.hr.person_id
                hearing = send(offering.id, body, self.hr)
            if body in replies:
                person_id = self._heard[body]
                with clock.frozen(sent_at + timedelta(hours=3)):
                    db.session.info["actor"] = person_id
                    reply(hearing.id, HearingReply.AGREES, "", Actor(person_id, {body.role: None}))


def _instants(random: Random, first: datetime, last: datetime) -> Iterator[datetime]:
    for _ in range(60):
        yield at_work(first + (last - first) * random.random(), last)


def _days_ago(days: int) -> datetime:
    """Ten o'clock on the last working day before so many days ago, or on that day."""
    working_days = WorkingDays(settings.get("federal_state"))
    day = clock.today() - timedelta(days=days - 1)
    return clock.at(working_days.before(day, 1), time(10))
