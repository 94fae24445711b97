"""The offerings of the example city and their enrolments, worked out in memory, written in bulk.

What is written is what the operations would have written, row by row, in three years.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from random import Random
from typing import Any

from trainingtracker import clock
from trainingtracker.catalogue.offering_facts import MeetingFacts
from trainingtracker.competence.awards import award_rows
from trainingtracker.demo.course_of_events import CourseOfEvents, Deciders
from trainingtracker.demo.organisation import TEAM, cost_centre
from trainingtracker.demo.people import Employee
from trainingtracker.demo.record import Record
from trainingtracker.demo.schedule import Planned
from trainingtracker.demo.way import Way
from trainingtracker.models import (
    Approval,
    Attendance,
    Enrolment,
    EnrolmentEvent,
    Holding,
    Meeting,
    Offering,
    OfferingTrainer,
    UnusedPlace,
)
from trainingtracker.privacy import bulk_insert
from trainingtracker.vocabulary import OfferingStatus, Status

# The team behind the accounts learns more than others; what is to come is arranged for them.
_TEAM_CHANCE = 0.3


class Ledger:
    """Draws who takes part, has the course of events worked out, and keeps what to write."""

    def __init__(
        self, random: Random, employees: list[Employee], record: Record, hr_id: int, *,
        busy: set[int], deciders: Deciders,
    ) -> None:  # fmt: skip
        self._random = random
        self._record = record
        self._hr_id = hr_id
        self._deciders = deciders
        self._now = clock.now()
        self._by_id = {e.id: e for e in employees if e.id not in busy and e.unit != TEAM}
        self._everybody = list(self._by_id)
        self._employees = {e.id: e for e in employees}
        self._leaders = {e.id for e in employees if e.leads}
        self._team = {e.id: e for e in employees if e.unit == TEAM and e.id not in busy}
        self._numbers: Counter[str] = Counter()
        self._offerings: list[tuple[Planned, CourseOfEvents]] = []

    def hold(self, planned: Planned) -> None:
        """Let an offering take its course; to be called in the order in which they begin."""
        events = CourseOfEvents(self._random, planned, self._now, self._hr_id, self._deciders)
        if planned.draft:
            events.status = OfferingStatus.DRAFT
        else:
            persons = self._interested(planned)
            events.run(persons)
            for way in events.ways:
                self._remember(way, planned)
        self._offerings.append((planned, events))

    def _remember(self, way: Way, planned: Planned) -> None:
        if way.status is Status.COMPLETED and way.finished_on:
            self._record.complete(way.person_id, planned.course, way.finished_on)
        elif way.status not in (Status.WITHDRAWN, Status.DECLINED):
            self._record.asked[planned.course.code].add(way.person_id)
        if way.status not in (Status.WITHDRAWN, Status.DECLINED):
            self._record.busy[way.person_id].append(planned.span)

    def _interested(self, planned: Planned) -> list[int]:
        """People who may ask: employed, prepared, free, and not in this course before."""
        first, last = planned.span
        prepared = self._record.prepared_for(planned.course, first)
        if planned.course.audiences:
            prepared = self._leaders if prepared is None else prepared & self._leaders
        chosen: list[int] = []
        if last < clock.today():
            chosen = [
                e.id
                for e in self._team.values()
                if (prepared is None or e.id in prepared)
                and self._may_ask(e, planned)
                and self._random.random() < _TEAM_CHANCE
            ][:2]
        pool = self._everybody if prepared is None else sorted(prepared & self._by_id.keys())
        wanted = min(planned.interested, len(pool))
        for person_id in self._random.sample(pool, min(len(pool), wanted * 4)):
            if len(chosen) >= wanted:
                break
            if self._may_ask(self._by_id[person_id], planned):
                chosen.append(person_id)
        return chosen

    def _may_ask(self, employee: Employee, planned: Planned) -> bool:
        opens = planned.facts.enrolment_opens
        assert opens is not None
        return (
            employee.employed(clock.local_day(opens), planned.span[1])
            and employee.id not in self._record.asked[planned.course.code]
            and employee.id not in planned.facts.trainer_ids
            and self._record.free(employee.id, planned.span)
        )

    def write(self) -> None:
        """All of it, table by table."""
        ids = bulk_insert(Offering, [self._offering_row(p, e) for p, e in self._offerings])
        meeting_ids = self._write_meetings(ids)
        enrolments: list[tuple[int, int, Way]] = [
            (index, offering_id, way)
            for index, (offering_id, (_, events)) in enumerate(
                zip(ids, self._offerings, strict=True)
            )
            for way in events.ways
        ]
        enrolment_ids = bulk_insert(Enrolment, [way.row(o) for _, o, way in enrolments])
        moves, approvals, attendance, holdings = [], [], [], []
        for enrolment_id, (index, _, way) in zip(enrolment_ids, enrolments, strict=True):
            planned, events = self._offerings[index]
            own = {"enrolment_id": enrolment_id}
            moves += [own | event for event in way.events]
            if way.approval:
                approvals.append(own | way.approval)
            for row in way.attendance:
                meeting_id = meeting_ids[index][row.pop("meeting")]
                attendance.append(own | row | {"meeting_id": meeting_id})
            if way.status is Status.COMPLETED and way.finished_on and events.closed_at:
                given = {"confirmed_by_id": self._hr_id, "recorded_at": events.closed_at}
                rows = award_rows(way.person_id, planned.course, way.finished_on)
                holdings += [row | own | given for row in rows]
        bulk_insert(EnrolmentEvent, sorted(moves, key=_when))
        bulk_insert(Approval, approvals)
        bulk_insert(Attendance, attendance)
        bulk_insert(Holding, holdings)
        ways = [way for _, _, way in enrolments]
        bulk_insert(UnusedPlace, list(self._unused(enrolment_ids, ways)))

    def _unused(self, enrolment_ids: list[int], ways: list[Way]) -> Iterator[dict[str, Any]]:
        """What places with a price cost that were given back late or not used."""
        prices = [p.course.cost_per_place for p, events in self._offerings for _ in events.ways]
        for enrolment_id, way, price in zip(enrolment_ids, ways, prices, strict=True):
            if way.unused is None or not price:
                continue
            reason, place, when = way.unused
            unit = self._employees[way.person_id].unit_on(clock.local_day(when))
            yield {
                "enrolment_id": enrolment_id,
                "reason": reason,
                "place": place,
                "amount": price,
                "cost_centre": cost_centre(unit),
                "recorded_at": when,
            }

    def _offering_row(self, planned: Planned, events: CourseOfEvents) -> dict[str, Any]:
        facts, start = planned.facts, planned.span[0]
        prefix = f"{planned.course.code}-{start.year}-"
        self._numbers[prefix] += 1
        versions = {OfferingStatus.DRAFT: 1, OfferingStatus.PUBLISHED: 2, OfferingStatus.CLOSED: 3}
        return {
            "number": f"{prefix}{self._numbers[prefix]:02d}",
            "course_id": facts.course_id,
            "status": events.status,
            "min_places": facts.min_places,
            "max_places": facts.max_places,
            "enrolment_opens": facts.enrolment_opens,
            "enrolment_closes": facts.enrolment_closes,
            "withdrawal_deadline": facts.withdrawal_deadline,
            "starts_at": facts.starts_at,
            "ends_at": facts.ends_at,
            "closed_at": events.closed_at,
            "version": versions[events.status],
        }

    def _write_meetings(self, offering_ids: list[int]) -> list[list[int]]:
        """The ids of the meetings of each offering; the trainers are written as well."""
        plans = [planned for planned, _ in self._offerings]
        rows = [
            _meeting_row(offering_id, meeting)
            for offering_id, planned in zip(offering_ids, plans, strict=True)
            for meeting in planned.facts.meetings
        ]
        ids = iter(bulk_insert(Meeting, rows))
        trainers = [
            {"offering_id": offering_id, "person_id": person_id}
            for offering_id, planned in zip(offering_ids, plans, strict=True)
            for person_id in planned.facts.trainer_ids
        ]
        bulk_insert(OfferingTrainer, trainers)
        return [[next(ids) for _ in planned.facts.meetings] for planned in plans]


def _when(event: dict[str, Any]) -> datetime:
    at: datetime = event["effective_at"]
    return at


def _meeting_row(offering_id: int, meeting: MeetingFacts) -> dict[str, Any]:
    return {
        "offering_id": offering_id,
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "venue": meeting.venue,
        "link": meeting.link,
    }
