"""A request is decided in two stages while the manager is away, in a browser, in both languages.

The manager names a deputy; the deputy states the official interest in the manager's place; HR
decides from the desk; the employee reads who decided what. Then the manager decides several at
once.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.cast import Cast, an_offering
from tests.enrolment.acting import as_actor
from tests.journeys.conftest import ONE_EACH, Visitor
from trainingtracker import clock
from trainingtracker.enrolment.operations import request_place
from trainingtracker.extensions import db

NOTE = "Bahn zweiter Klasse, eine Übernachtung"


@pytest.mark.parametrize(("database_engine", "language"), ONE_EACH)
def test_the_right_people_decide_and_everybody_concerned_reads_who(
    cast: Cast, visitor: Callable[..., Visitor], language: str
) -> None:
    for person in (cast.employee, cast.manager, cast.colleague, cast.hr):
        person.language = language
    cast.english.needs_hr_approval = cast.english.asks_interest = True
    other = an_offering(cast.advanced, places=1, starts_on=clock.today() + timedelta(70))
    cast.advanced.prerequisites.clear()
    db.session.flush()
    asked = request_place(cast.english_offering.id, cast.employee.id, as_actor(cast.employee)).id
    for person in (cast.employee, cast.international):
        request_place(other.id, person.id, as_actor(person))
    db.session.commit()

    # The manager names a deputy for two weeks.
    manager = visitor(language)
    manager.sign_in("marek.lindner")
    manager.go("/approvals")
    manager.follow(manager.says("Deputies"))
    manager.fill("Personnel number or name", "petersen")
    manager.fill("Last day", str(clock.today() + timedelta(days=14)))
    manager.check_accessibility()
    manager.press("Name as deputy")
    manager.reads(manager.says("acts now"))

    # The deputy states the interest and approves in the manager's place.
    deputy = visitor(language)
    deputy.sign_in("kira.petersen")
    deputy.go("/approvals")
    deputy.reads(deputy.says("you decide in place of %(name)s", name="Marek Lindner"))
    deputy.check_accessibility()
    deputy.go(f"/approvals/{asked}")
    deputy.page.get_by_label(deputy.says("Partly in the official interest")).check()
    deputy.fill("Share of the costs that is borne, in percent", "50")
    deputy.fill("Note on the official trip", NOTE)
    deputy.press("Approve")
    # A share is missing; what was typed is still there.
    deputy.reads(deputy.says("Please give the share: from 0 to 100 percent."))
    deputy.check_accessibility()
    deputy.fill("Share that counts as working time, in percent", "100")
    deputy.press("Approve")
    employee = visitor(language)
    employee.sign_in("erik.sommer")
    employee.go("/")
    day = clock.today()
    employee.reads(employee.says("Waits for the decision of HR since %(day)s.", day=day))

    # HR decides from the desk.
    hr = visitor(language)
    hr.sign_in("hanna.rieck")
    hr.go("/planning")
    hr.follow("Sommer, Erik")
    hr.reads(NOTE)
    hr.check_accessibility()
    hr.press("Approve")
    employee.go(f"/enrolments/{asked}")
    employee.reads(employee.says("Place confirmed"))
    employee.reads(employee.says("in place of %(name)s", name="Marek Lindner"))
    employee.reads(NOTE)
    employee.check_accessibility()

    # Two at once: one has the place, the other waits, as the preview says.
    manager.go("/approvals?choose=all")
    manager.press("Approve those ticked")
    manager.reads(manager.says("Position %(position)s on the waiting list.", position="1"))
    manager.check_accessibility()
    plural = manager.page.get_by_role("main").locator("button[name=step]")
    plural.click()
    manager.reads(
        manager.says("Nothing waits for you. You get a message when somebody asks for a place.")
    )
    manager.go("/approvals/decided")
    manager.reads("Kira Petersen")
    manager.check_accessibility()
