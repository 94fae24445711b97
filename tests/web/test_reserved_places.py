"""Reserved places on the pages: HR's form, the course page, where a waiter stands, approvals."""

from datetime import timedelta

import pytest

from tests.cast import Cast, a_quota, an_enrolment, an_offering
from tests.conftest import CountQueries, SignIn
from tests.support.pages import form_with
from trainingtracker import clock, text
from trainingtracker.accounts.actor import Actor
from trainingtracker.enrolment.operations import request_place
from trainingtracker.extensions import db
from trainingtracker.models import Offering, OfferingQuota
from trainingtracker.vocabulary import Status


@pytest.fixture
def offering(cast: Cast) -> Offering:
    """Three places, two of them kept for division 15."""
    made = an_offering(cast.funding, places=3)
    a_quota(made, 2, unit=cast.unit_15)
    db.session.commit()
    return made


def typed(page: str) -> dict[str, str]:
    """What the offering's form would send."""
    return dict(form_with(page, "max_places"))


def edit_page(offering: Offering) -> str:
    return f"/offerings/{offering.id}/edit"


def test_hr_reserves_places_and_changes_them(cast: Cast, sign_in: SignIn) -> None:
    offering = an_offering(cast.funding, places=5)
    db.session.commit()
    client = sign_in(cast.hr)
    page = edit_page(offering)
    sent = typed(client.get(page).text)
    last_day = clock.today() + timedelta(days=10)
    added = client.post(page, data=sent | {"add": "quotas"})
    assert added.status_code == 200
    row = {
        "quotas-0-whom": f"unit:{cast.unit_15.id}",
        "quotas-0-places": "2",
        "quotas-0-last_day": last_day.isoformat(),
    }
    sent = typed(added.text)
    assert client.post(page, data=sent | row).status_code == 303
    quota = db.session.query(OfferingQuota).one()
    assert (quota.places, quota.unit_id, quota.last_day) == (2, cast.unit_15.id, last_day)
    group = "quotas-0-whom"
    sent = typed(client.get(page).text)
    assert sent[group] == f"unit:{cast.unit_15.id}"
    assert client.post(page, data=sent | {"remove": "quotas-0"}).status_code == 200
    sent = {name: value for name, value in sent.items() if not name.startswith("quotas-0")}
    assert client.post(page, data=sent).status_code == 303
    assert db.session.query(OfferingQuota).count() == 0


def test_what_does_not_fit_is_said_at_its_field_and_kept(
    cast: Cast, sign_in: SignIn, offering: Offering
) -> None:
    client = sign_in(cast.hr)
    page = edit_page(offering)
    sent = typed(client.get(page).text)
    late = clock.local_day(offering.meetings[0].starts_at).isoformat()
    for changes, field in [
        ({"quotas-0-places": "4"}, "quotas-0-places"),
        ({"quotas-0-places": "viele"}, "quotas-0-places"),
        ({"quotas-0-last_day": late}, "quotas-0-last_day"),
        ({"quotas-0-last_day": "morgen"}, "quotas-0-last_day"),
        ({"quotas-0-whom": ""}, "quotas-0-whom"),
        ({"quotas-0-whom": "unit:999999"}, "quotas-0-whom"),
    ]:
        answer = client.post(page, data=sent | changes)
        assert answer.status_code == 422, changes
        assert f'href="#{field}"' in answer.text, changes
        value = changes[field]
        assert "999999" in value or typed(answer.text)[field] == value


def test_the_same_group_is_named_once(cast: Cast, sign_in: SignIn, offering: Offering) -> None:
    client = sign_in(cast.hr)
    page = edit_page(offering)
    sent = typed(client.get(page).text)
    again = {
        "quotas-1-whom": sent["quotas-0-whom"],
        "quotas-1-places": "1",
        "quotas-1-last_day": sent["quotas-0-last_day"],
    }
    answer = client.post(page, data=sent | again)
    assert answer.status_code == 422
    assert 'href="#quotas-1-whom"' in answer.text


@pytest.mark.parametrize(
    ("language", "kept", "mine", "others"),
    [
        ("de", "davon 2 bis {day} nur für: 15 ", "Sie gehören dazu.", "sind für andere reserviert"),
        ("en", "2 of them until {day} only for: 15 ", "You belong to them.", "reserved for others"),
    ],
)
def test_everybody_reads_which_places_are_kept_and_what_it_means_for_them(
    cast: Cast,
    sign_in: SignIn,
    offering: Offering,
    language: str,
    kept: str,
    mine: str,
    others: str,
) -> None:
    for person in (cast.employee, cast.outsider):
        person.language = language
    db.session.commit()
    page = f"/courses/{offering.course_id}"
    day = text.day(offering.quotas[0].last_day, language)
    member, other = sign_in(cast.employee).get(page).text, sign_in(cast.outsider).get(page).text
    assert kept.format(day=day) in member
    assert mine in member
    assert others not in member
    assert kept.format(day=day) in other
    assert mine not in other
    # One place is open to everybody, until somebody else has it.
    assert others not in other
    an_enrolment(cast.coordinator, offering)
    db.session.commit()
    assert others in sign_in(cast.outsider).get(page).text
    assert others not in sign_in(cast.employee).get(page).text


def test_a_waiter_reads_why_free_places_are_not_theirs_and_hr_sees_it(
    cast: Cast, sign_in: SignIn, offering: Offering
) -> None:
    an_enrolment(cast.coordinator, offering)
    waits = request_place(offering.id, cast.outsider.id, Actor(cast.outsider.id))
    assert waits.status is Status.WAITLISTED
    db.session.commit()
    own = sign_in(cast.outsider).get(f"/enrolments/{waits.id}").text
    assert "Die freien Plätze sind für andere reserviert." in own
    hr = sign_in(cast.hr)
    roster = hr.get(f"/offerings/{offering.id}").text
    assert "2 Plätze bis" in roster
    assert "0 von 2 sind vergeben" in roster
    assert "freie Plätze für andere reserviert" in roster
    participant = hr.get(f"/offerings/{offering.id}/participants/{waits.id}").text
    assert "für andere reserviert. Die Platzvergabe nimmt diesen einen weg." in participant


def test_the_manager_reads_that_an_approval_would_mean_waiting(
    cast: Cast, sign_in: SignIn, count_queries: CountQueries
) -> None:
    offering = an_offering(cast.english, places=1)
    a_quota(offering, 1, unit=cast.unit_15)
    an_enrolment(cast.outsider, offering, Status.REQUESTED)
    db.session.commit()
    page = sign_in(cast.other_manager)
    with count_queries() as one:
        assert (
            "Die freien Plätze sind für andere reserviert: Mit der Genehmigung"
            in page.get("/approvals").text
        )
    more = an_offering(cast.english, places=1, starts_on=clock.today() + timedelta(days=60))
    a_quota(more, 1, unit=cast.unit_15)
    an_enrolment(cast.outsider, more, Status.REQUESTED)
    db.session.commit()
    with count_queries() as two:
        page.get("/approvals")
    assert two.number <= one.number


def test_lists_show_the_places_that_are_free_for_the_reader(
    cast: Cast, sign_in: SignIn, offering: Offering, count_queries: CountQueries
) -> None:
    an_enrolment(cast.coordinator, offering)
    db.session.commit()
    outside, inside, hr = sign_in(cast.outsider), sign_in(cast.employee), sign_in(cast.hr)
    assert "Freie Plätze für andere reserviert" in outside.get("/courses").text
    assert "2 von 3 Plätzen frei" in inside.get("/courses").text
    # Only the free places are asked for: the next date that has one for the reader.
    assert "reserviert" not in outside.get("/courses?free=1").text
    assert "2 von 3 Plätzen frei" in inside.get("/courses?free=1").text
    with count_queries() as one:
        assert "davon 2 reserviert" in hr.get("/offerings").text
    other = an_offering(cast.english, places=4)
    a_quota(other, 1, unit=cast.unit_ob)
    db.session.commit()
    with count_queries() as two:
        assert "davon 1 reserviert" in hr.get("/offerings").text
    assert two.number == one.number


def test_fewer_free_places_than_are_kept_are_not_promised(
    cast: Cast, sign_in: SignIn, offering: Offering
) -> None:
    # HR has given one of the two that are kept to somebody else.
    for person in (cast.coordinator, cast.outsider):
        an_enrolment(person, offering)
    db.session.commit()
    page = sign_in(cast.employee).get(f"/courses/{offering.course_id}").text
    assert "davon höchstens 1 bis" in page
