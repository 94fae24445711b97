"""A place of the example city that is passed on by offers, through the real operations.

Somebody gave a place back, the first of the waiting list let the offer lapse and is paused, the
second one, of the international office, has until some day soon to answer.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from sqlalchemy import select

from trainingtracker import clock, settings
from trainingtracker.accounts.actor import Actor
from trainingtracker.demo.life import Life
from trainingtracker.demo.schedule import Planned
from trainingtracker.enrolment import operations
from trainingtracker.enrolment.waiting import offers
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering
from trainingtracker.vocabulary import MovingUp
from trainingtracker.working_days import WorkingDays

_DAYS_TO_ANSWER = 3


@dataclass(frozen=True)
class PassedOn:
    """Who has the places (the first gives one back), and who waits in this order."""

    planned: Planned
    holders: list[int]
    waiters: list[int]

    def announce(self, life: Life, today: date) -> None:
        """Let it happen so that the second offer was made on the last working day and is open."""
        days = WorkingDays(settings.get("federal_state"))
        last = days.before(today, 1)
        given_back = clock.at(days.before(last, _DAYS_TO_ANSWER)) + timedelta(hours=10)
        begun = given_back - timedelta(days=20)
        asking = {
            person_id: begun + timedelta(hours=3 * number)
            for number, person_id in enumerate([*self.holders, *self.waiters])
        }
        facts = replace(
            self.planned.facts, moving_up=MovingUp.OFFER, offer_days=_DAYS_TO_ANSWER,
            max_places=len(self.holders), min_places=2,
        )  # fmt: skip
        life.keep(asking)
        life.announce(replace(self.planned, facts=facts), [], asking)
        life.timeline.add(given_back, partial(self._give_back, self.holders[0]))
        life.timeline.add(clock.end_of(last), partial(self._lapse, self.waiters[0]))

    def _give_back(self, person_id: int) -> None:
        db.session.info["actor"] = person_id
        operations.withdraw(self._enrolment(person_id), Actor(person_id))

    def _lapse(self, person_id: int) -> None:
        db.session.info["actor"] = None
        offers.lapse_offer(self._enrolment(person_id), clock.now())

    def _enrolment(self, person_id: int) -> int:
        return db.session.scalars(
            select(Enrolment.id)
            .join(Offering, Offering.id == Enrolment.offering_id)
            .where(
                Enrolment.person_id == person_id,
                Offering.course_id == self.planned.course.id,
                Offering.starts_at == self.planned.facts.starts_at,
            )
        ).one()
