"""Attendance from the first meeting to a corrected result, in a browser, in both languages.

A participant checks in with the code that the trainer shows, the trainer fills the grid by keyboard
and prints the sheet, HR closes and then corrects one result: what the person holds follows.
"""

from collections.abc import Callable
from datetime import time, timedelta

import pytest
from sqlalchemy import select

from tests.cast import Cast, an_enrolment
from tests.journeys.conftest import ONE_EACH, Visitor
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import Holding


@pytest.mark.parametrize(("database_engine", "language"), ONE_EACH)
def test_from_checking_in_to_a_corrected_result(
    frozen: FrozenClock, cast: Cast, visitor: Callable[..., Visitor], language: str
) -> None:
    offering = cast.english_offering
    offering.self_check_in = True
    colleague, _outsider, employee = (
        an_enrolment(person, offering) for person in (cast.colleague, cast.outsider, cast.employee)
    )
    for person in (cast.colleague, cast.employee, cast.trainer, cast.hr):
        person.language = language
    db.session.commit()
    first, second = offering.meetings
    offering_id, own, theirs = offering.id, employee.id, colleague.id
    ends_at, cells = second.ends_at, [first.id, second.id]
    frozen.move_to(clock.local_day(first.starts_at), time(9, 5))
    db.session.rollback()

    trainer = visitor(language)
    trainer.sign_in("tom.adler")
    trainer.go(f"/offerings/{offering_id}")
    trainer.follow(trainer.says("Code to check in"))
    trainer.check_accessibility()
    code = trainer.page.locator(".check-in-code").inner_text()

    person = visitor(language, width=360)
    person.sign_in("erik.sommer")
    person.go(f"/enrolments/{own}")
    person.fill("Code on the screen", "AAAAAA")
    person.press("Check in")
    person.reads(
        person.says("This code is not right, or no longer. Type the one that is shown now.")
    )
    person.check_accessibility()
    person.fill("Code on the screen", code)
    person.press("Check in")
    person.reads(person.says("You are recorded as present. Welcome."))
    person.check_accessibility()

    frozen.move_to(ends_at + timedelta(hours=1))
    trainer.go(f"/offerings/{offering_id}")
    trainer.follow(trainer.says("Attendance of all meetings"))
    trainer.check_accessibility()
    keyboard = trainer.page.keyboard
    trainer.page.locator(f"input[name=a{theirs}-{cells[0]}]").focus()
    for key in ("p", "u", "ArrowRight", "p", "ArrowUp", "u", "ArrowUp", "ArrowUp", "9", "0"):
        keyboard.press(key)
    assert trainer.page.locator(":focus").get_attribute("name") == f"a{theirs}-{cells[1]}"
    trainer.press("Save")
    trainer.reads(trainer.says("Attendance is saved for everybody."))
    trainer.follow(trainer.says("Sheet for signatures"))
    trainer.check_accessibility()

    hr = visitor(language)
    hr.sign_in("hanna.rieck")
    hr.go(f"/offerings/{offering_id}/close")
    shown = hr.page.locator("tbody tr").all_inner_texts()
    for line, what in zip(shown, ("Not completed", "Did not attend", "Completed"), strict=True):
        assert hr.says(what) in line
    hr.check_accessibility()
    hr.page.get_by_role("main").locator("form.closing-form button[type=submit]").click()
    hr.reads(hr.says("Completed"))
    assert holders() == {cast.employee.id}

    hr.follow("Petersen, Kira")
    hr.fill("Reason", "Online dabei")
    hr.press("Take the result back")
    hr.go(f"/offerings/{offering_id}/attendance")
    hr.page.fill(f"input[name=a{theirs}-{cells[1]}]", "p")
    hr.press("Save")
    hr.go(f"/offerings/{offering_id}/participants/{theirs}")
    hr.press("Completed")
    assert holders() == {cast.employee.id, cast.colleague.id}
    hr.follow("Petersen, Kira")
    hr.reads("Online dabei")
    hr.check_accessibility()


def holders() -> set[int]:
    db.session.rollback()
    return set(db.session.scalars(select(Holding.person_id).where(Holding.superseded_at.is_(None))))
