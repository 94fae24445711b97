"""French for town twinning begins with a placement test lately: tests open, groups to form."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.catalogue import courses
from trainingtracker.demo.staff import Staff
from trainingtracker.enrolment.grouping import placement
from trainingtracker.enrolment.rules import has_level
from trainingtracker.extensions import db
from trainingtracker.models import Competence, Course, Level
from trainingtracker.vocabulary import Role

_COURSE, _COMPETENCE = "LA-14", "fra"
# What the tests have shown; the empty one is a beginner, None has not been tested yet.
_RESULTS = ("A2", "", "", "A2", None, None)


def test(people: Staff, offered: dict[str, Course]) -> None:
    """A few people without a level in French have asked; of most the result is entered."""
    hr = Actor(people.by_login["hr"], {Role.HR: None})
    competence = db.session.scalars(select(Competence).where(Competence.key == _COMPETENCE)).one()
    course = offered[_COURSE]
    db.session.info["actor"] = hr.person_id
    facts = replace(courses.facts_of(course), placement_competence_id=competence.id)
    courses.edit(course.id, facts, course.version)
    levels = {
        level.code: level.id
        for level in db.session.scalars(select(Level).where(Level.scale_id == competence.scale_id))
    }
    today = clock.today()
    known = {*people.by_login.values(), *people.trainers}
    free = (
        e.id
        for e in people.employees
        if e.id not in known
        and e.employed(today - timedelta(days=30), today)
        and not has_level(e.id, competence.id, own=True)
    )
    asking = [*(next(free) for _ in _RESULTS[1:]), people.by_login["international"]]
    for number, (person_id, result) in enumerate(zip(asking, _RESULTS, strict=True)):
        with clock.frozen(clock.at(today - timedelta(days=20 - number)) + timedelta(hours=10)):
            db.session.info["actor"] = person_id
            found = placement.ask(course.id, person_id, Actor(person_id))
        if result is None:
            continue
        with clock.frozen(clock.at(today - timedelta(days=6)) + timedelta(hours=14)):
            db.session.info["actor"] = hr.person_id
            placement.enter_result(found.id, levels.get(result), clock.today(), found.version, hr)
