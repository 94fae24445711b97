"""Needs of the example city: interest lists, what managers state, an offering made from it."""

from dataclasses import replace
from datetime import time, timedelta
from random import Random

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.catalogue import offerings
from trainingtracker.catalogue.offering_facts import MeetingFacts
from trainingtracker.demo.organisation import TEAM
from trainingtracker.demo.schedule import DATELESS
from trainingtracker.demo.staff import Staff
from trainingtracker.extensions import db
from trainingtracker.models import Course
from trainingtracker.needs import interest, invitations, stating
from trainingtracker.needs.quarters import to_choose_from
from trainingtracker.needs.stating import Stated
from trainingtracker.organisation.leadership import LeadershipMap
from trainingtracker.vocabulary import Role

_OTHERS = 9
_MEETINGS = 10
_NOTES = ("Für die Städtepartnerschaft.", "Neue Aufgaben im Projekt.", "")


def wish(
    random: Random,
    people: Staff,
    homes: dict[int, int],
    leadership: LeadershipMap,
    courses: dict[str, Course],
) -> None:
    """Interest in the courses without dates; one of them gets a date, which invites those first."""
    wanted, made = (courses[code] for code in reversed(DATELESS))
    employee, today = people.by_login["employee"], clock.today()
    team = [e.id for e in people.employees if e.unit == TEAM and e.id != employee]
    others = [e.id for e in people.employees if e.employed(today, today) and e.unit != TEAM]
    for course in (wanted, made):
        mine = [employee] if course is made else []
        chosen = [*mine, *team[:2], *random.sample(others, min(_OTHERS, len(others)))]
        for number, person_id in enumerate(chosen):
            with clock.frozen(clock.now() - timedelta(days=80 - 5 * number)):
                db.session.info["actor"] = person_id
                interest.note_interest(course.id, person_id)
    _state(random, people, homes, leadership, [wanted, courses["EU-03"], courses["LA-09"]])
    _make(Actor(people.by_login["hr"], {Role.HR: None}), made, people.trainers[-1])


def _state(
    random: Random,
    people: Staff,
    homes: dict[int, int],
    leadership: LeadershipMap,
    courses: list[Course],
) -> None:
    """The manager of the team and a few others say what they need."""
    quarters = to_choose_from(clock.today())
    team_manager = people.by_login["manager"]
    units = sorted(set(homes.values()))
    others = [
        (unit, leaders.managers[0])
        for unit in random.sample(units, min(8, len(units)))
        if (leaders := leadership.of(unit)).managers
    ]
    with clock.frozen(clock.now() - timedelta(days=12)):
        for unit_id, person_id in [(homes[team_manager], team_manager), *others]:
            actor = Actor(person_id, led_units=frozenset({unit_id}))
            db.session.info["actor"] = person_id
            for course in random.sample(courses, 2):
                stating.state_need(
                    Stated(
                        course.id,
                        unit_id,
                        random.choice(quarters[1:4]),
                        random.randint(1, 6),
                        random.choice(_NOTES),
                    ),
                    actor,
                )


def _make(hr: Actor, course: Course, trainer_id: int) -> None:
    """HR has made an offering from the demand and published it yesterday."""
    db.session.info["actor"] = hr.person_id
    with clock.frozen(clock.now() - timedelta(days=1)):
        draft = invitations.make_offering(course.id, hr, early_days=5)
        first = clock.today() + timedelta(days=56 - clock.today().weekday())
        days = [first + timedelta(weeks=week) for week in range(_MEETINGS)]
        meetings = tuple(
            MeetingFacts(
                clock.at(day, time(16)),
                clock.at(day, time(18, 15)),
                link="https://treffen.stadt.example/" + course.code.lower(),
            )
            for day in days
        )
        facts = replace(offerings.facts_of(draft), meetings=meetings, trainer_ids=(trainer_id,))
        offerings.edit(draft.id, facts, draft.version)
        invitations.publish(draft.id)
