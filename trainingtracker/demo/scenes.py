"""What visitors of the example city find on their own pages, through the real operations.

The employee has next dates, a request that waits, a position on a waiting list; the manager has
three requests to decide; the trainer's course is under way and its last meeting is to be recorded;
HR has offerings that are over and not closed.
"""

from datetime import date, datetime, time, timedelta
from random import Random

from trainingtracker import clock
from trainingtracker.demo.life import Life
from trainingtracker.demo.organisation import TEAM
from trainingtracker.demo.passing_on import PassedOn
from trainingtracker.demo.people import Employee
from trainingtracker.demo.record import Record
from trainingtracker.demo.schedule import Planned, planned
from trainingtracker.models import Course

_PLACES = 10
_WAITING_PLACES = 8


class Scenes:
    """Announces a dozen offerings in a life that begins with the first of them."""

    def __init__(
        self,
        random: Random,
        life: Life,
        courses: dict[str, Course],
        employees: list[Employee],
        record: Record,
        by_login: dict[str, int],
        trainers: list[int],
        today: date,
    ) -> None:
        self._random = random
        self._life = life
        self._courses = courses
        self._record = record
        self._today = today
        self._after = today
        self._employee = by_login["employee"]
        self._international = by_login["international"]
        self._trainer = by_login["trainer"]
        self._others = trainers[1:] or trainers
        taken = {*by_login.values(), *trainers}
        self._pool = [e for e in employees if e.unit != TEAM and e.id not in taken]
        self._team = [e.id for e in employees if e.unit == TEAM and e.id not in taken]

    def announce(self) -> None:
        """All of them; those of the employee first, so that nobody else's dates are in the way."""
        employee = self._employee
        self._life.keep([employee, *self._team])
        ago = {days: self._ago(days) for days in (1, 2, 3, 4, 20, 30, 60)}
        self._to_come("IC-23", 16, asking={employee: ago[30], self._able("IC-23"): ago[20]})
        two = self._team[-2:]
        asking = {two[0]: ago[3], employee: ago[2], two[1]: ago[1]}
        self._full("IC-22", 24, {self._team[0]: ago[4], employee: ago[3]})
        self._to_come("IC-21", 31, asking=asking)
        self._to_come("LA-12", 37, asking={employee: ago[20]}, trainer=self._trainer)
        self._passed_on("EU-01", 45)
        self._begun("LA-09", -22, recorded=False)
        self._begun("IC-21", -6)
        self._begun("EU-01", -3, recorded=False, trainer=self._others[0])
        self._begun("IC-17", -28)
        # Closed days ago, so that those who took part are being asked for their feedback.
        self._begun("EU-03", -24, asking={employee: ago[60]})

    def _ago(self, days: int) -> datetime:
        return clock.at(self._today - timedelta(days=days), time(10, 20))

    def _able(self, code: str) -> int:
        """Somebody of the team who may take the course."""
        day = self._today
        prepared = self._record.prepared_for(self._courses[code], day)
        found = [p for p in self._team[1:-2] if prepared is None or p in prepared]
        return found[0] if found else self._employee

    def _to_come(
        self, code: str, days: int, asking: dict[int, datetime] | None = None,
        trainer: int | None = None,
    ) -> None:  # fmt: skip
        offering = self._plan(code, days, _PLACES, trainer or self._random.choice(self._others))
        self._life.announce(offering, self._persons(offering, 5), asking)

    def _full(self, code: str, days: int, waiting: dict[int, datetime]) -> None:
        """Every place is taken by people who keep it, and others wait."""
        offering = self._plan(code, days, _WAITING_PLACES, self._random.choice(self._others))
        persons = self._persons(offering, _WAITING_PLACES)
        self._life.keep(persons)
        self._life.announce(offering, persons, waiting)

    def _passed_on(self, code: str, days: int) -> None:
        """One place is offered to the international office, behind a waiter who is paused."""
        offering = self._plan(code, days, _WAITING_PLACES, self._random.choice(self._others))
        *holders, first, last = self._persons(offering, _WAITING_PLACES)
        PassedOn(offering, holders, [first, self._international, last]).announce(
            self._life, self._today
        )

    def _begun(
        self,
        code: str,
        days: int,
        *,
        recorded: bool = True,
        trainer: int | None = None,
        asking: dict[int, datetime] | None = None,
    ) -> None:
        offering = self._plan(code, days, _PLACES, trainer or self._trainer)
        persons = self._persons(offering, _PLACES - 2)
        self._life.announce(offering, persons, asking, recorded=recorded)

    def _plan(self, code: str, days: int, places: int, trainer: int) -> Planned:
        # Around the new year nothing is held; what is put off still comes one after the other.
        first = (
            max(self._today + timedelta(days=days), self._after)
            if days > 0
            else (self._today + timedelta(days=days))
        )
        offering = planned(self._random, self._courses[code], first, places, places, [trainer])
        if days > 0:
            self._after = offering.span[1] + timedelta(days=1)
        return offering

    def _persons(self, offering: Planned, number: int) -> list[int]:
        """People who may take the course and are free; a few of the team where it is over."""
        code, (first, last) = offering.course.code, offering.span
        prepared = self._record.prepared_for(offering.course, self._today - timedelta(days=100))
        opens = offering.facts.enrolment_opens
        assert opens is not None
        able = [
            e.id
            for e in self._pool
            if e.employed(clock.local_day(opens), last)
            and e.id not in self._record.asked[code]
            and (prepared is None or e.id in prepared)
            and self._record.free(e.id, (first, last))
        ]
        chosen = self._random.sample(able, min(len(able), number))
        for person_id in chosen:
            self._record.busy[person_id].append(offering.span)
            self._record.asked[code].add(person_id)
        return chosen
