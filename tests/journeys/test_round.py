"""A round from its announcement to the letters, in a browser, in both languages.

12 places, 19 requests, one made by a coordinator for a colleague without e-mail, two from people
who lack a prerequisite. After the hearing 12 have a place, five wait at positions 1 to 5, two are
declined with the reason; 18 are told by mail, one by letter.
"""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.cast import Cast, a_course, a_holding, a_person, an_offering
from tests.journeys.conftest import ONE_EACH, Visitor
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.enrolment.operations import request_place
from trainingtracker.enrolment.waiting.waiting_list import positions
from trainingtracker.extensions import begin, db
from trainingtracker.models import Enrolment, Offering, OutgoingMail, Person
from trainingtracker.vocabulary import Channel, Status

BODIES = {
    "Staff council": "sabine.thoms",
    "Equality officer": "elif.aksoy",
    "Disability representation": "rolf.behn",
}


@pytest.mark.parametrize(("database_engine", "language"), ONE_EACH)
def test_a_round_is_collected_heard_and_answered(
    frozen: FrozenClock,
    app: Flask,
    cast: Cast,
    visitor: Callable[..., Visitor],
    language: str,
) -> None:
    offering = announced(cast, language)
    path = f"/offerings/{offering.id}"
    assert offering.enrolment_closes is not None
    closed = offering.enrolment_closes + timedelta(hours=9)
    hr = visitor(language)
    hr.sign_in("hanna.rieck")
    hr.go(f"{path}/edit")
    hr.field("In a round, decided together").check()
    hr.press("Save")
    hr.follow(hr.says("Round"))
    hr.follow(hr.says("Change the criteria"))
    hr.press("Add a group")
    hr.choose("Priority group", "\u200323 Wirtschaft")
    hr.press("Save")
    hr.reads(hr.says("Priority group %(number)s: %(name)s", number=1, name="23 Wirtschaft"))

    employee = visitor(language)
    employee.sign_in("erik.sommer")
    employee.go(f"/courses/{offering.course_id}")
    employee.page.get_by_text(employee.says("By which criteria the places are given out")).click()
    employee.reads("23 Wirtschaft")
    employee.check_accessibility()
    employee.press("Request a place")
    employee.reads(employee.says("Request received"))
    coordinator = visitor(language)
    coordinator.sign_in("carla.meinhold")
    coordinator.go(f"/people/{cast.without_email.id}")
    choice = coordinator.page.locator(f"#offering_id option[value='{offering.id}']").inner_text()
    coordinator.choose("Offering", choice)
    coordinator.press("Continue to the preview")
    coordinator.reads(coordinator.says("Request received"))
    coordinator.press("Request the place")
    coordinator.reads(coordinator.says("Request received"))
    others_ask(offering, cast)

    frozen.move_to(closed)
    hr.go("/planning")
    hr.reads(hr.says("To be proposed"))
    hr.go(f"{path}/round")
    hr.press("Make the proposal")
    hr.check_accessibility()
    hr.page.get_by_role("row", name="Sommer, Erik").get_by_role("link").last.click()
    hr.field("Place").check()
    hr.press("Save")
    hr.reads(hr.says("Please give a reason: those who are heard about it read it."))
    assert hr.field("Place").is_checked()
    hr.fill("Reason", "Leitet das Projekt")
    hr.check_accessibility()
    hr.press("Save")
    for body in BODIES:
        hr.press("Send the list to: %(body)s", body=hr.says(body))
    for login in BODIES.values():
        heard = visitor(language)
        heard.sign_in(login)
        heard.go("/hearings")
        heard.follow(heard.says("Negotiating") if language == "en" else "Verhandeln")
        heard.reads("Leitet das Projekt")
        heard.field("Agrees").check()
        heard.press("Record the reply")
        heard.reads(heard.says("Your reply is recorded and HR is told."))
    heard.check_accessibility()
    last = last_message()
    hr.go(f"{path}/round")
    hr.press("Release all answers now")
    hr.reads(
        hr.says(
            "Released: %(places)s places, %(waiting)s on the waiting list, %(declined)s without.",
            places=12, waiting=5, declined=2,
        )
    )  # fmt: skip
    check_answers(offering, last)
    employee.go("/")
    employee.reads(employee.says("Place confirmed"))
    heard.page.reload()
    assert heard.page.get_by_text("Sommer").count() == 0


def announced(cast: Cast, language: str) -> Offering:
    """An offering of 12 places whose course asks for English B1, to be asked for in ten days."""
    for person in vars(cast).values():
        if isinstance(person, Person):
            person.language = language
    course = a_course(
        "T-RND", "Verhandeln", "Negotiating", needs_approval=False, requires=("eng", "B1")
    )
    a_holding(cast.employee, "eng", "B2")
    a_holding(cast.without_email, "eng", "B1")
    offering = an_offering(
        course,
        places=12,
        starts_on=clock.today() + timedelta(40),
        closes_on=clock.today() + timedelta(10),
    )
    db.session.commit()
    return offering


def others_ask(offering: Offering, cast: Cast) -> None:
    """Seventeen more, the first two without English."""
    db.session.rollback()
    begin("write")
    asked_at = clock.now()
    for number in range(17):
        unit = (cast.unit_23, cast.unit_1814, cast.unit_1523)[number % 3]
        person = a_person("Nora", f"Neu{number:02}", unit, account=False)
        if number > 1:
            a_holding(person, "eng", "B1")
        with clock.frozen(asked_at + timedelta(minutes=number + 1)):
            request_place(offering.id, person.id, Actor(person.id))
    db.session.commit()
    begin("read")


def last_message() -> int:
    db.session.rollback()
    found = db.session.scalars(select(OutgoingMail.id).order_by(OutgoingMail.id.desc())).first()
    db.session.rollback()
    return found or 0


def check_answers(offering: Offering, last: int) -> None:
    db.session.rollback()
    enrolments = db.session.scalars(
        select(Enrolment).where(Enrolment.offering_id == offering.id)
    ).all()
    assert Counter(each.status for each in enrolments) == {
        Status.CONFIRMED: 12, Status.WAITLISTED: 5, Status.DECLINED: 2,
    }  # fmt: skip
    assert sorted(positions([offering.id]).values()) == [1, 2, 3, 4, 5]
    told = db.session.scalars(select(OutgoingMail).where(OutgoingMail.id > last)).all()
    assert Counter(mail.channel for mail in told) == {Channel.EMAIL: 18, Channel.LETTER: 1}
    declined = [mail.body for mail in told if mail.kind == "declined"]
    assert len(declined) == 2
    assert all("B1" in body for body in declined)
    db.session.rollback()
