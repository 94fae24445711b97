"""The server is killed while five hundred people enrol and others give their places back."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from rig.crowd import Answer, Press, Visitor, all_at_once, visitors
from rig.server import Server, serving
from tests.cast import a_course, a_person, a_unit, an_offering
from tests.faults.conftest import Installed
from tests.faults.invariants import assert_whole, live
from tests.support.databases import ENGINES
from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.enrolment.operations import request_place
from trainingtracker.extensions import begin, db
from trainingtracker.models import Enrolment, Offering
from trainingtracker.vocabulary import Status

OFFERINGS, PLACES, EARLY, NEWCOMERS = 25, 12, 2, 20


def a_crowd() -> tuple[dict[int, int], dict[int, int]]:
    """Who will ask for a place where, and which enrolments will be given back by whom."""
    unit = a_unit("15.23", "Internationale Angelegenheiten")
    course = a_course("T-EU", "EU-Förderung", "EU funding", needs_approval=False)
    asking: dict[int, int] = {}
    leaving: dict[int, int] = {}
    for number in range(OFFERINGS):
        day = clock.today() + timedelta(days=30 + number)
        offering = an_offering(course, places=PLACES, starts_on=day)
        for n in range(EARLY):
            early = a_person(f"F{number}-{n}", "Früh", unit)
            enrolment = request_place(offering.id, early.id, Actor(early.id))
            leaving[early.id] = enrolment.id
        for n in range(NEWCOMERS):
            asking[a_person(f"N{number}-{n}", "Neu", unit).id] = offering.id
    return asking, leaving


def presses(
    server: Server, browsers: dict[int, Visitor], asking: dict[int, int], leaving: dict[int, int]
) -> dict[int, Press]:
    paths = {person: f"/offerings/{offering}/enrolments" for person, offering in asking.items()}
    paths |= {person: f"/enrolments/{number}/withdrawal" for person, number in leaving.items()}
    return {
        person: partial(browsers[person].post, server.port, path) for person, path in paths.items()
    }


@pytest.mark.parametrize("engine", ENGINES)
def test_what_was_answered_is_kept_and_nothing_is_half_done(
    engine: str, installed: Installed, instance: Path
) -> None:
    with installed(engine) as (app, url):
        begin("write")
        asking, leaving = a_crowd()
        db.session.commit()
        assert len(asking) == 500
        browsers = visitors(app, [*asking, *leaving])

        with serving(instance, url) as server:
            pressing = presses(server, browsers, asking, leaving)
            answers = all_at_once(pressing, after=150, then=server.kill)
        assert_whole()
        answered = {person for person, status in answers.items() if status == 303}
        assert 100 < len(answered) < len(pressing) - 100
        enrolled = live()
        assert all(enrolled.get(person) == 1 for person in answered & asking.keys())
        assert all(person not in enrolled for person in answered & leaving.keys())

        # Whoever had no answer presses again, a few at a time; for some it is done already.
        again: dict[int, Answer] = {}
        with serving(instance, url) as server:
            pressing = presses(server, browsers, asking, leaving)
            unanswered = [item for item in pressing.items() if item[0] not in answered]
            for start in range(0, len(unanswered), 25):
                again |= all_at_once(dict(unanswered[start : start + 25]))
        assert set(again.values()) <= {303, 422}, "".join(server.said)
        assert_whole()
        assert live() == dict.fromkeys(asking, 1)
        for offering_id, most in db.session.execute(select(Offering.id, Offering.max_places)).all():
            statuses = db.session.scalars(
                select(Enrolment.status).where(Enrolment.offering_id == offering_id)
            ).all()
            assert statuses.count(Status.CONFIRMED) == most
            assert statuses.count(Status.WAITLISTED) == NEWCOMERS - most
