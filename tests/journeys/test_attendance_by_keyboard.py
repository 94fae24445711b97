"""Recording attendance without a mouse: letters go down the list, arrows move in it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.cast import Cast, an_enrolment, an_offering
from tests.journeys.conftest import Visitor
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import Attendance
from trainingtracker.vocabulary import Presence

# What a page looks like does not depend on the database.
pytestmark = pytest.mark.parametrize("database_engine", ["sqlite"])


def test_letters_record_and_go_to_the_next_person(
    cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    offering = an_offering(
        cast.english, starts_on=clock.today() - timedelta(days=3), trainer=cast.trainer
    )
    first, second, third = (  # in the order of their names
        an_enrolment(person, offering) for person in (cast.colleague, cast.outsider, cast.employee)
    )
    wanted = {first.id: Presence.PRESENT, second.id: Presence.EXCUSED, third.id: Presence.UNEXCUSED}
    meeting_id = offering.meetings[0].id
    cast.trainer.language = "en"
    db.session.commit()

    trainer = visitor("en")
    trainer.sign_in("tom.adler")
    trainer.go(f"/meetings/{meeting_id}/attendance")
    keyboard = trainer.page.keyboard
    trainer.page.locator(f"input[name=presence-{first.id}]").first.focus()
    keyboard.press("p")
    keyboard.press("p")
    keyboard.press("ArrowUp")
    keyboard.press("e")
    keyboard.press("u")
    assert trainer.page.locator("#attendance-said").inner_text() == "Sommer, Erik: Unexcused"
    trainer.press("Save")

    db.session.rollback()
    recorded = db.session.execute(
        select(Attendance.enrolment_id, Attendance.presence).where(
            Attendance.meeting_id == meeting_id
        )
    )
    assert {row[0]: row[1] for row in recorded} == wanted
