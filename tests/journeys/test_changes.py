"""Changes after the fact, in a browser, in both languages.

Somebody hands a place over to a colleague, another one changes the date; HR cannot take away places
that people hold, and cancels a date with everybody carried over to another one.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.cast import Cast, a_person, an_offering
from tests.enrolment.acting import as_actor
from tests.journeys.conftest import ONE_EACH, Visitor
from trainingtracker import clock
from trainingtracker.enrolment.operations import request_place
from trainingtracker.extensions import db
from trainingtracker.models import Offering, Person
from trainingtracker.text import span


@pytest.mark.parametrize(("database_engine", "language"), ONE_EACH)
def test_places_and_dates_change_hands(
    cast: Cast, visitor: Callable[..., Visitor], language: str
) -> None:
    for person in (cast.employee, cast.outsider, cast.hr):
        person.language = language
    first = an_offering(cast.funding, places=3)
    later = an_offering(cast.funding, starts_on=clock.today() + timedelta(days=60), places=2)
    third = a_person("Jonna", "Beck", cast.unit_23, account=False)
    waiter = a_person("Malik", "Roth", cast.unit_23, account=False)
    mine, other = enrolled(first, cast, cast.employee, cast.outsider, third, waiter)[:2]
    first_id, later_id, day = first.id, later.id, said(later, language)
    db.session.commit()
    # What the server writes next must not find the database locked.
    db.session.remove()

    employee = visitor(language)
    employee.sign_in("erik.sommer")
    employee.go(f"/enrolments/{mine}")
    employee.follow(employee.says("Hand over the place"))
    employee.fill("Colleague", "Kira Petersen")
    employee.check_accessibility()
    employee.press("Find")
    employee.check_accessibility()
    employee.press("Hand over to %(name)s", name="Kira Petersen")
    employee.reads(employee.says("%(name)s has taken over the place.", name="Kira Petersen"))
    employee.check_accessibility()

    outsider = visitor(language)
    outsider.sign_in("olga.reimann")
    outsider.go(f"/enrolments/{other}")
    outsider.follow(outsider.says("Change to another date"))
    outsider.page.get_by_role("main").get_by_label(day).check()
    outsider.check_accessibility()
    outsider.press("Change to this date")
    outsider.reads(outsider.says("You have a place on the other date. The old one is given back."))

    # Malik Roth has moved up, so three places are held; one person is the last who got one.
    hr = visitor(language)
    hr.sign_in("hanna.rieck")
    hr.go(f"/offerings/{first_id}/edit")
    hr.fill("Places", "2")
    hr.press("Save")
    hr.page.locator("#error-summary").get_by_text("Malik Roth").wait_for()
    hr.check_accessibility()

    hr.go(f"/offerings/{first_id}")
    hr.follow(hr.says("Cancel the offering"))
    hr.fill("Message", "Die Kursleitung ist krank.")
    hr.page.get_by_role("main").get_by_label(day).check()
    hr.press("Continue to the preview")
    hr.reads(hr.says("on the other date"))
    hr.check_accessibility()
    hr.page.get_by_role("main").locator("button[value=do]").click()
    hr.page.wait_for_url(f"**/offerings/{later_id}")
    assert [row.split(" ")[0] for row in rows(hr)] == ["Beck,", "Reimann,", "1", "2"]
    assert "Roth, Malik" in rows(hr)[2]
    assert "Petersen, Kira" in rows(hr)[3]
    hr.go(f"/offerings/{first_id}")
    hr.reads(hr.says("Cancelled"))


def enrolled(offering: Offering, cast: Cast, *people: Person) -> list[int]:
    return [request_place(offering.id, p.id, as_actor(cast.hr)).id for p in people]


def said(offering: Offering, language: str) -> str:
    meeting = offering.meetings[0]
    return span(meeting.starts_at, meeting.ends_at, language)


def rows(visitor: Visitor) -> list[str]:
    """The text of every row of the tables of the page."""
    found = visitor.page.locator("main tbody tr").all_inner_texts()
    return [" ".join(text.split()) for text in found]
