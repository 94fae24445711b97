"""What becomes of one offering of the example city: who asks, gets a place, comes and completes.

The same rules as in the operations, worked out in memory: thousands of enrolments take a second.
"""

import heapq
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from trainingtracker import clock
from trainingtracker.demo.office_hours import at_work
from trainingtracker.demo.schedule import Planned
from trainingtracker.demo.way import Way
from trainingtracker.demo.wording import DECLINED
from trainingtracker.enrolment.presence.attendance import AttendedShare
from trainingtracker.enrolment.presence.closing import REASON_NOT_DECIDED
from trainingtracker.enrolment.results import outcome
from trainingtracker.organisation.leadership import Leaders
from trainingtracker.vocabulary import (
    Action,
    Decision,
    OfferingStatus,
    Presence,
    Result,
    Status,
    WithdrawalReason,
)

Deciders = Callable[[int, datetime], Leaders]
# Some of the newest requests wait for a decision.
_LEFT_UNDECIDED = timedelta(days=9)
_PRESENCES = (Presence.PRESENT, Presence.EXCUSED, Presence.UNEXCUSED)


@dataclass
class CourseOfEvents:
    """An offering from its first request until it is closed, or until now."""

    random: Random
    planned: Planned
    now: datetime
    hr_id: int
    deciders: Deciders
    ways: list[Way] = field(default_factory=list)
    status: OfferingStatus = OfferingStatus.PUBLISHED
    closed_at: datetime | None = None
    _waiting: list[tuple[datetime, int, Callable[[datetime], None]]] = field(default_factory=list)
    _number: int = 0

    def run(self, persons: list[int]) -> None:
        """Let these persons ask for a place, and everything follow from that."""
        facts = self.planned.facts
        opens, closes = facts.enrolment_opens, facts.enrolment_closes
        assert opens is not None
        assert closes is not None
        latest = min(closes, self.now) - timedelta(hours=2)
        for person_id in persons if latest > opens else ():
            # Most ask while it is new.
            when = opens + (latest - opens) * self.random.random() ** 2
            self._add(at_work(when, latest), self._asking(person_id))
        while self._waiting:
            when, _, event = heapq.heappop(self._waiting)
            event(when)
        self._hold()
        self._close()

    def _add(self, when: datetime, event: Callable[[datetime], None]) -> None:
        """What lies after now does not happen any more."""
        if when < self.now:
            self._number += 1
            heapq.heappush(self._waiting, (when, self._number, event))

    def _asking(self, person_id: int) -> Callable[[datetime], None]:
        return lambda when: self._ask(person_id, when)

    def _ask(self, person_id: int, when: datetime) -> None:
        way = Way(person_id, when)
        self.ways.append(way)
        if self.planned.course.needs_approval:
            way.move(Action.REQUEST, when, person_id)
            recent = when > self.now - _LEFT_UNDECIDED
            if not recent or self.random.random() < 0.4:
                decided = at_work(when + timedelta(hours=self.random.randint(3, 110)))
                self._add(decided, lambda at: self._decide(way, at))
        else:
            self._grant_or_queue(way, when, person_id)
        if self.random.random() < 0.07:
            later = at_work(when + timedelta(days=self.random.randint(6, 40)))
            if later < (self.planned.facts.starts_at or later):
                self._add(later, lambda at: self._withdraw(way, at))

    def _decide(self, way: Way, when: datetime) -> None:
        if way.status is not Status.REQUESTED:
            return
        leaders = self.deciders(way.person_id, when)
        manager_id = leaders.managers[0] if leaders.managers else None
        by_deputy = bool(leaders.deputies) and self.random.random() < 0.2
        decider_id = leaders.deputies[0] if by_deputy else manager_id or self.hr_id
        declined = self.random.random() < 0.05
        reason = self.random.choice(DECLINED) if declined else ""
        way.decided_at = when
        way.approval = {
            "decision": Decision.DECLINED if declined else Decision.APPROVED,
            "decided_by_id": decider_id,
            "in_place_of_id": manager_id if decider_id != manager_id else None,
            "decided_at": when,
            "reason": reason,
        }
        if declined:
            way.move(Action.DECLINE, when, decider_id, reason=reason)
        else:
            self._grant_or_queue(way, when, decider_id)

    def _grant_or_queue(self, way: Way, when: datetime, actor_id: int) -> None:
        place = self._free_place()
        way.move(Action.GRANT if place else Action.QUEUE, when, actor_id, place=place)

    def _free_place(self) -> int | None:
        taken = {way.place for way in self.ways}
        free = (n for n in range(1, self.planned.facts.max_places + 1) if n not in taken)
        return next(free, None)

    def _withdraw(self, way: Way, when: datetime) -> None:
        if way.status not in (Status.REQUESTED, Status.WAITLISTED, Status.CONFIRMED):
            return
        deadline = self.planned.facts.withdrawal_deadline
        late = way.status is Status.CONFIRMED and deadline is not None and when > deadline
        reason = self.random.choice(list(WithdrawalReason)).value
        way.move(Action.WITHDRAW, when, way.person_id, reason=reason, late=late)
        waiters = [w for w in self.ways if w.status is Status.WAITLISTED]
        place = self._free_place()
        if waiters and place:
            first = min(waiters, key=lambda w: w.waiting_since or when)
            first.move(Action.GRANT, when, None, place=place)

    def _participants(self) -> Iterator[Way]:
        return (way for way in self.ways if way.status is Status.CONFIRMED)

    def _hold(self) -> None:
        """Attendance of the meetings that are over; the latest ones may still be recorded."""
        absent = {way.person_id for way in self._participants() if self.random.random() < 1 / 30}
        trainers = self.planned.facts.trainer_ids
        for index, meeting in enumerate(self.planned.facts.meetings):
            recorded_at = meeting.ends_at + timedelta(minutes=20)
            if recorded_at > self.now:
                break
            for way in self._participants():
                drawn = self.random.choices(_PRESENCES, (93, 5, 2))[0]
                way.attendance.append(
                    {
                        "meeting": index,
                        "presence": Presence.UNEXCUSED if way.person_id in absent else drawn,
                        "minutes": None,
                        "recorded_by_id": trainers[0] if trainers else self.hr_id,
                        "recorded_at": recorded_at,
                    }
                )

    def _close(self) -> None:
        """HR closes some days after the end; the latest offerings are still to be closed."""
        ends = self.planned.facts.ends_at
        assert ends is not None
        after = timedelta(days=self.random.randint(5, 12), hours=self.random.randint(1, 5))
        closed_at = at_work(ends + after)
        if closed_at >= self.now:
            return
        self.status, self.closed_at = OfferingStatus.CLOSED, closed_at
        lengths = [
            int((m.ends_at - m.starts_at).total_seconds() // 60)
            for m in self.planned.facts.meetings
        ]
        for way in self.ways:
            if way.status is Status.REQUESTED:
                way.move(Action.DECLINE, closed_at, self.hr_id, reason=REASON_NOT_DECIDED)
            elif way.status is Status.WAITLISTED:
                way.move(Action.WITHDRAW, closed_at, self.hr_id)
            elif way.status is Status.CONFIRMED:
                self._finish(way, lengths, closed_at)

    def _finish(self, way: Way, lengths: list[int], when: datetime) -> None:
        share = AttendedShare(way.minutes_present(lengths), sum(lengths), 0)
        stated = Result.FAILED if self.random.random() < 0.03 else Result.PASSED
        action = outcome(share, self.planned.course, stated)
        way.move(action, when, self.hr_id)
        way.finished_on = clock.local_day(self.planned.facts.ends_at or when)
        way.percent = share.percent
        way.result = None if action is Action.MISS else stated
        if action is Action.COMPLETE:
            way.token = urlsafe_b64encode(self.random.randbytes(18)).decode()
