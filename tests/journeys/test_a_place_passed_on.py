"""A place that is given back is passed on by offers, in a browser, in both languages.

The next on the list has a mail, signs in from it and takes the place by one click; another offer is
not answered and passes on; close to the start HR places somebody directly.
"""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from tests.cast import Cast, an_offering
from tests.enrolment.acting import as_actor
from tests.journeys.conftest import ONE_EACH, Visitor
from tests.support.frozen import FrozenClock
from trainingtracker.cli.worker import worker
from trainingtracker.enrolment.operations import request_place, withdraw
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, OutgoingMail, Person
from trainingtracker.vocabulary import MovingUp

REASON = "Leitet das Projekt ab Mai"


@pytest.mark.parametrize(("database_engine", "language"), ONE_EACH)
def test_a_place_given_back_reaches_the_next(
    frozen: FrozenClock,
    app: Flask,
    cast: Cast,
    visitor: Callable[..., Visitor],
    language: str,
) -> None:
    waiters = (cast.outsider, cast.international, cast.manager)
    for person in (*waiters, cast.employee, cast.hr):
        person.language = language
    offering = an_offering(cast.funding, places=2)
    offering.moving_up = MovingUp.OFFER
    first, second = (
        request_place(offering.id, p.id, as_actor(p)) for p in (cast.employee, cast.deputy)
    )
    for person in waiters:
        request_place(offering.id, person.id, as_actor(person))
    db.session.commit()
    offering_id, second_id = offering.id, second.id

    employee = visitor(language)
    employee.sign_in("erik.sommer")
    employee.go(f"/enrolments/{first.id}/withdrawal")
    employee.press("Withdraw")
    employee.reads(employee.says("You are not enrolled anywhere at the moment."))

    # From the mail over the sign-in to the page with the button.
    way = link_in_mail(cast.outsider, "offered")
    next_one = visitor(language)
    next_one.go(way)
    next_one.page.fill("#login", "olga.reimann")
    next_one.page.fill("#password", "ein langer Satz genügt")
    next_one.press("Sign in")
    assert next_one.page.url.endswith(way)
    next_one.check_accessibility()
    next_one.press("Take the place")
    next_one.reads(next_one.says("Place confirmed"))
    next_one.check_accessibility()

    # The other place is offered as well, and nobody answers.
    withdraw(second_id, as_actor(cast.deputy))
    db.session.commit()
    _, expires_at = where(cast.international, offering_id)
    assert expires_at is not None
    frozen.move_to(expires_at)
    done = app.test_cli_runner().invoke(worker, ["--once"])
    assert done.exit_code == 0, done.output
    late = visitor(language)
    late.sign_in("ines.duarte")
    late.go("/")
    late.reads(late.says("You did not answer an offer in time, so your waiting is paused."))
    late.check_accessibility()
    manager = visitor(language)
    manager.sign_in("marek.lindner")
    manager.go("/")
    manager.reads(manager.says("Take the place"))
    manager.go(f"/enrolments/{where(cast.manager, offering_id)[0]}")
    manager.press("Do without it")

    # Now a place is free that nobody may take by themselves; HR gives it to whoever is paused.
    hr = visitor(language)
    hr.sign_in("hanna.rieck")
    hr.go(f"/offerings/{offering_id}")
    hr.reads(hr.says("paused"))
    hr.follow("Duarte, Inês")
    hr.fill("Reason", REASON)
    hr.check_accessibility()
    hr.press("Give the place")
    hr.follow("Duarte, Inês")
    hr.reads(REASON)
    late.go("/")
    late.reads(late.says("Place confirmed"))


def link_in_mail(person: Person, kind: str) -> str:
    """The path of the link in the last message of this kind to somebody."""
    db.session.rollback()
    body = db.session.scalars(
        select(OutgoingMail.body)
        .where(OutgoingMail.person_id == person.id, OutgoingMail.kind == kind)
        .order_by(OutgoingMail.id.desc())
    ).first()
    db.session.rollback()
    found = re.search(r"https?://[^/\s]+(/\S+)", body or "")
    assert found, body
    return found[1]


def where(person: Person, offering_id: int) -> tuple[int, datetime | None]:
    """The enrolment of somebody, and until when a place is offered."""
    db.session.rollback()
    found = db.session.execute(
        select(Enrolment.id, Enrolment.offer_expires_at).where(
            Enrolment.person_id == person.id, Enrolment.offering_id == offering_id
        )
    ).one()
    # What the server writes next must not find the database locked.
    db.session.rollback()
    return found.id, found.offer_expires_at
