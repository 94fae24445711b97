"""When the offerings of the example city take place: past, running and to come."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random

from trainingtracker import clock
from trainingtracker.catalogue.offering_facts import MeetingFacts, OfferingFacts
from trainingtracker.demo.organisation import STAFF
from trainingtracker.models import Course

# Courses of which no dates are planned: people put themselves on the interest list.
DATELESS = ("LA-15", "LA-16")
# How often a course was held in three years for the whole staff; every one at least once.
_HELD = {
    "EU-01": 36, "EU-02": 5, "EU-03": 11, "EU-04": 8, "EU-05": 8, "EU-06": 5, "EU-07": 4,
    "EU-08": 4, "LA-09": 24, "LA-10": 10, "LA-11": 6, "LA-12": 8, "LA-13": 10, "LA-14": 4,
    "LA-15": 6, "LA-16": 4, "IC-17": 58, "IC-18": 16, "IC-19": 14, "IC-20": 3, "IC-21": 40,
    "IC-22": 30, "IC-23": 9, "IC-24": 6,
}  # fmt: skip
_DAYS_BACK = 1_080
_DAYS_AHEAD = 180
_LONGEST_DAYS = 200
_PUBLISHED_BEFORE = timedelta(days=200)
_OPENS_BEFORE = timedelta(days=100)
_DAYS_TO_PUT_OFF = 10
_VENUES = (
    "Rathaus, Raum 214", "Rathaus, Raum 118", "Bildungszentrum, Saal 2", "Bildungszentrum, Raum 5",
    "Volkshochschule, Raum 3.07", "Feuerwache Süd, Lehrsaal", "Stadtbibliothek, Seminarraum",
)  # fmt: skip
_LINK = "https://treffen.stadt.example/"
# Afternoons on which somebody looks after the children next door.
_CHILD_CARE = ("LA-13", "LA-14")
_LONGEST_DAY = 8  # teaching units
_EVENING = 3
# A city of a few hundred has smaller groups.
_SMALL = 3_000


@dataclass(frozen=True)
class Planned:
    """An offering to come into being `published_on`, with so many people who will ask for it."""

    course: Course
    facts: OfferingFacts
    published_on: date
    interested: int
    draft: bool = False

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day."""
        assert self.facts.starts_at is not None
        assert self.facts.ends_at is not None
        return clock.local_day(self.facts.starts_at), clock.local_day(self.facts.ends_at)


def plan(
    random: Random, courses: dict[str, Course], trainers: list[int], today: date, staff: int
) -> list[Planned]:
    """Every offering that the whole staff takes part in, in the order in which they begin."""
    found: list[Planned] = []
    taken: set[tuple[object, date]] = set()
    for code, course in courses.items():
        held = max(1, round(_HELD[code] * staff / STAFF))
        ahead = 0 if code in DATELESS else max(1, round(held / 6))
        # A course without dates has none that is still going on, either.
        latest = _LONGEST_DAYS if code in DATELESS else 3
        offsets = [-random.randint(latest, _DAYS_BACK) for _ in range(held)]
        offsets += [random.randint(12, _DAYS_AHEAD) for _ in range(ahead)]
        found += [
            _free(random, course, today + timedelta(days=offset), trainers, staff, taken)
            for offset in offsets
        ]
    for code in ("EU-02", "LA-14", "IC-18"):
        first = today + timedelta(days=random.randint(120, _DAYS_AHEAD))
        drawn = _free(random, courses[code], first, trainers, staff, taken)
        found.append(Planned(drawn.course, drawn.facts, today, 0, draft=True))
    return sorted(found, key=lambda planned: planned.span[0])


def _free(
    random: Random,
    course: Course,
    first: date,
    trainers: list[int],
    staff: int,
    taken: set[tuple[object, date]],
) -> Planned:
    """One whose trainers and room are free on its days, the course on its first.

    A city with too few of them for that has what it can get.
    """
    for days in range(_DAYS_TO_PUT_OFF):
        drawn = _drawn(random, course, first + timedelta(days=days), trainers, staff)
        uses = {
            (what, clock.local_day(meeting.starts_at))
            for meeting in drawn.facts.meetings
            for what in (*drawn.facts.trainer_ids, meeting.venue)
            if what
        } | {(course.code, drawn.span[0])}
        if not uses & taken:
            break
    taken |= uses
    return drawn


def _drawn(random: Random, course: Course, first: date, trainers: list[int], staff: int) -> Planned:
    sizes = (6, 7, 8) if staff < _SMALL else (10, 12, 12, 14, 16)
    places = random.choice(sizes)
    popular = random.random() < 0.35
    interested = places + (random.randint(4, 8) if popular else -random.randint(0, places // 2))
    teaching = random.sample(trainers, min(len(trainers), 2 if random.random() < 0.15 else 1))
    return planned(random, course, first, places, interested, teaching)


def planned(
    random: Random, course: Course, first: date, places: int, interested: int, trainers: list[int]
) -> Planned:
    """An offering that begins on the first working day from `first`."""
    meetings = tuple(_meetings(random, course, workday(first)))
    start = clock.local_day(meetings[0].starts_at)
    facts = OfferingFacts(
        course_id=course.id,
        min_places=max(3, places // 3),
        max_places=places,
        enrolment_opens=clock.at(start - _OPENS_BEFORE, time(8)),
        enrolment_closes=clock.end_of(start - timedelta(days=8)),
        withdrawal_deadline=clock.end_of(start - timedelta(days=6)),
        meetings=meetings,
        trainer_ids=tuple(trainers),
        accessible_room=any(meeting.venue for meeting in meetings),
        part_time_friendly=course.code.startswith("LA"),
        child_care=course.code in _CHILD_CARE,
        # Where people meet week after week a code spares the trainer the calling of names.
        self_check_in=course.code.startswith("LA"),
    )
    return Planned(course, facts, start - _PUBLISHED_BEFORE, interested)


def _meetings(random: Random, course: Course, first: date) -> Iterator[MeetingFacts]:
    """Languages in weekly afternoons, everything else in whole days one after the other."""
    weekly = course.code.startswith("LA")
    venue = random.choice(_VENUES)
    left, day = course.teaching_units, first
    while left > 0:
        units = min(left, _EVENING if weekly else _LONGEST_DAY)
        begins = time(16, 0) if weekly else time(9, 0)
        yield MeetingFacts(
            clock.at(day, begins),
            clock.at(day, begins) + timedelta(minutes=_minutes(units)),
            venue="" if course.format == "online" else venue,
            link=_LINK + course.code.lower() if course.format != "in_person" else "",
        )
        left -= units
        day = workday(day + timedelta(days=7 if weekly else 1))


def _minutes(units: int) -> int:
    """Teaching units of 45 minutes, with a break after every other one."""
    return units * 45 + (units - 1) // 2 * 20


def workday(day: date) -> date:
    """The day itself, or the next one that is neither at a weekend nor around the new year."""
    if (day.month, day.day) >= (12, 22):
        day = date(day.year + 1, 1, 7)
    elif (day.month, day.day) < (1, 7):
        day = date(day.year, 1, 7)
    return day + timedelta(days=(7 - day.weekday()) if day.weekday() > 4 else 0)
