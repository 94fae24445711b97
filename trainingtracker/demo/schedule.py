"""When the offerings of the example city take place: past, running and to come."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random

from trainingtracker import clock
from trainingtracker.catalogue.offering_facts import MeetingFacts, OfferingFacts
from trainingtracker.models import Course

# What many need is held more often than the rest.
_BASICS = ("EU-01", "LA-09", "IC-17", "IC-21", "IC-22")
_VENUES = ("Rathaus, Raum 214", "Bildungszentrum, Saal 2", "Volkshochschule, Raum 3.07")
_LINK = "https://treffen.stadt.example/"
_LONGEST_DAY = 8  # teaching units
_EVENING = 3


@dataclass(frozen=True)
class Planned:
    """An offering to come into being `published_on`, with so many people who will ask for it."""

    course: Course
    facts: OfferingFacts
    published_on: date
    interested: int


def plan(
    random: Random, courses: dict[str, Course], trainer_id: int, today: date
) -> Iterator[Planned]:
    """Every offering; the last one ended a few days ago and waits to be closed."""
    for course in courses.values():
        basic = course.code in _BASICS
        offsets = [-30] if course.code == "IC-20" else [random.randint(-500, -120)]
        if basic:
            offsets += [random.randint(-330, -90), random.randint(20, 35)]
        elif random.random() < 0.5:
            offsets.clear()
        offsets.append(random.randint(25, 140))
        for offset in offsets:
            yield _planned(random, course, today + timedelta(days=offset), trainer_id)
    yield _planned(random, courses["IC-21"], today - timedelta(days=6), trainer_id)


def _planned(random: Random, course: Course, first: date, trainer_id: int) -> Planned:
    meetings = tuple(_meetings(random, course, _workday(first)))
    start = clock.local_day(meetings[0].starts_at)
    published_on = start - timedelta(days=90)
    places = random.choice((6, 7, 8))
    facts = OfferingFacts(
        course_id=course.id,
        min_places=3,
        max_places=places,
        enrolment_opens=clock.at(published_on + timedelta(days=5)),
        enrolment_closes=clock.end_of(start - timedelta(days=8)),
        withdrawal_deadline=clock.end_of(start - timedelta(days=6)),
        meetings=meetings,
        trainer_ids=(trainer_id,) if random.random() < 0.4 else (),
    )
    return Planned(course, facts, published_on, random.randint(places - 4, places + 2))


def _meetings(random: Random, course: Course, first: date) -> Iterator[MeetingFacts]:
    """Languages in weekly evenings, everything else in whole days one after the other."""
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
        day = _workday(day + timedelta(days=7 if weekly else 1))


def _minutes(units: int) -> int:
    """Teaching units of 45 minutes, with a break after every other one."""
    return units * 45 + (units - 1) // 2 * 20


def _workday(day: date) -> date:
    """The day itself, or the next one that is neither at a weekend nor around the new year."""
    if (day.month, day.day) >= (12, 22):
        day = date(day.year + 1, 1, 7)
    return day + timedelta(days=(7 - day.weekday()) if day.weekday() > 4 else 0)
