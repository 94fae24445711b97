"""What happens in the example city: publishing, asking, deciding, attending, closing.

All of it goes through the same operations as in an office, at instants of the past.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from random import Random

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.catalogue import offerings
from trainingtracker.demo.office_hours import at_work
from trainingtracker.demo.schedule import Planned
from trainingtracker.demo.timeline import Timeline
from trainingtracker.demo.wording import DECLINED
from trainingtracker.enrolment import operations
from trainingtracker.enrolment.presence import attendance, closing
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering
from trainingtracker.organisation.leadership import LeadershipMap
from trainingtracker.vocabulary import Presence, Result, Role, Status, WithdrawalReason

# Requests of the last days are left for whoever signs in as a manager.
_LEFT_UNDECIDED = timedelta(days=9)
_UNRECORDED = timedelta(days=5)


class Life:
    """Offerings and enrolments on a timeline that ends now."""

    def __init__(
        self, random: Random, hr_id: int, units: dict[int, int], leadership: LeadershipMap
    ) -> None:
        self._random = random
        self._hr = Actor(hr_id, {Role.HR: None})
        self._units = units
        self._leadership = leadership
        self._now = clock.now()
        self._never_come: set[int] = set()
        self._kept: set[int] = set()
        self.timeline = Timeline(self._now)

    def announce(
        self,
        planned: Planned,
        persons: list[int],
        asking: Mapping[int, datetime] | None = None,
        *,
        recorded: bool = True,
    ) -> None:
        """Publish an offering at its time, and let these persons ask for it.

        `asking` says of other persons when they ask. Not `recorded`, what has ended in the last
        days waits for its attendance.
        """  # fmt: skip
        self.timeline.add(
            clock.at(planned.published_on) + timedelta(hours=10),
            partial(self._publish, planned, persons, asking or {}, recorded),
        )

    def keep(self, persons: Iterable[int]) -> None:
        """These never withdraw nor stay away, and nobody declines what they ask for."""
        self._kept.update(persons)

    def _publish(
        self, planned: Planned, persons: list[int], asking: Mapping[int, datetime], recorded: bool
    ) -> None:
        db.session.info["actor"] = self._hr.person_id
        offering_id = offerings.publish(offerings.create(planned.facts).id).id
        opens, closes = planned.facts.enrolment_opens, planned.facts.enrolment_closes
        assert opens is not None
        assert closes is not None
        # Most ask while it is new; where enrolment is still open, some have already asked.
        latest = min(closes, self._now - _LEFT_UNDECIDED if asking else self._now)
        for person_id in persons:
            if latest > opens:
                share = self._random.random() ** 2
                when = at_work(opens + (latest - opens) * share, latest)
                self.timeline.add(when, partial(self._ask, offering_id, person_id))
        for person_id, when in asking.items():
            self.timeline.add(when, partial(self._ask, offering_id, person_id))
        for meeting in planned.facts.meetings:
            if not recorded and meeting.ends_at > self._now - _UNRECORDED:
                break
            self.timeline.add(
                meeting.ends_at + timedelta(minutes=20),
                partial(self._attend, offering_id, meeting.starts_at),
            )
        ends = planned.facts.ends_at
        assert ends is not None
        self.timeline.add(at_work(ends + timedelta(days=8)), partial(self._close, offering_id))

    def _ask(self, offering_id: int, person_id: int) -> None:
        db.session.info["actor"] = person_id
        try:
            enrolment = operations.request_place(offering_id, person_id, Actor(person_id))
        except RuleViolation:
            return
        when = clock.now()
        if self._random.random() < 1 / 30:
            self._never_come.add(enrolment.id)
        if enrolment.status is Status.REQUESTED:
            decided = at_work(when + timedelta(hours=self._random.randint(3, 110)))
            if when < self._now - _LEFT_UNDECIDED:
                self.timeline.add(decided, partial(self._decide, enrolment.id))
        if person_id not in self._kept and self._random.random() < 0.07:
            later = at_work(when + timedelta(days=self._random.randint(6, 40)))
            self.timeline.add(later, partial(self._withdraw, enrolment.id, person_id))

    def _decide(self, enrolment_id: int) -> None:
        enrolment = db.session.get_one(Enrolment, enrolment_id)
        person_id = enrolment.person_id
        deciders = self._leadership.deciders(person_id, self._units.get(person_id)).all
        decider = Actor(self._random.choice(deciders)) if deciders else self._hr
        db.session.info["actor"] = decider.person_id
        try:
            if person_id not in self._kept and self._random.random() < 0.06:
                operations.decline(enrolment_id, decider, self._random.choice(DECLINED))
            else:
                operations.approve(enrolment_id, decider)
        except RuleViolation:
            return

    def _withdraw(self, enrolment_id: int, person_id: int) -> None:
        db.session.info["actor"] = person_id
        reason = self._random.choice(list(WithdrawalReason))
        try:
            operations.withdraw(enrolment_id, Actor(person_id), reason)
        except RuleViolation:
            return

    def _attend(self, offering_id: int, starts_at: datetime) -> None:
        db.session.info["actor"] = self._hr.person_id
        offering = db.session.get_one(Offering, offering_id)
        meeting = next(m for m in offering.meetings if m.starts_at == starts_at)
        attendance.record(
            meeting.id,
            {
                enrolment_id: attendance.Entry(self._presence(enrolment_id))
                for enrolment_id in _confirmed(offering_id)
            },
            self._hr,
        )

    def _presence(self, enrolment_id: int) -> Presence:
        if db.session.get_one(Enrolment, enrolment_id).person_id in self._kept:
            return Presence.PRESENT
        if enrolment_id in self._never_come:
            return Presence.UNEXCUSED
        weights = (93, 5, 2)
        return self._random.choices(
            (Presence.PRESENT, Presence.EXCUSED, Presence.UNEXCUSED), weights
        )[0]

    def _close(self, offering_id: int) -> None:
        db.session.info["actor"] = self._hr.person_id
        results = {
            enrolment_id: Result.FAILED if self._random.random() < 0.03 else Result.PASSED
            for enrolment_id in _confirmed(offering_id)
        }
        closing.close_offering(offering_id, self._hr, results)


def _confirmed(offering_id: int) -> list[int]:
    return list(
        db.session.scalars(
            select(Enrolment.id)
            .where(Enrolment.offering_id == offering_id, Enrolment.status == Status.CONFIRMED)
            .order_by(Enrolment.id)
        )
    )
