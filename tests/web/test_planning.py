"""The desk: what needs somebody today, of HR and of coordinators."""

from datetime import timedelta

import pytest

from tests.cast import Cast, a_person, an_enrolment, an_offering
from tests.conftest import CountQueries, SignIn
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import Attendance, Enrolment, Offering, Person
from trainingtracker.vocabulary import OfferingStatus, Presence, Status


def test_an_offering_short_of_people_is_on_the_desk(cast: Cast, sign_in: SignIn) -> None:
    short = an_offering(cast.english, starts_on=clock.today() + timedelta(10))
    db.session.commit()
    page = sign_in(cast.hr).get("/planning")
    assert page.status_code == 200
    assert "Zu wenige Teilnehmende" in page.text
    assert f'href="/offerings/{short.id}/decision"' in page.text


def test_an_offering_that_starts_much_later_is_not(cast: Cast, sign_in: SignIn) -> None:
    assert "Heute ist nichts zu tun" in sign_in(cast.hr).get("/planning").text


def test_free_places_are_told_once_the_minimum_is_reached(cast: Cast, sign_in: SignIn) -> None:
    offering = an_offering(cast.english, starts_on=clock.today() + timedelta(10))
    an_enrolment(cast.employee, offering)
    db.session.commit()
    page = sign_in(cast.hr).get("/planning").text
    assert "Bald und noch Plätze frei" in page
    assert "Zu wenige Teilnehmende" not in page


def test_what_is_over_and_what_is_a_draft_waits_for_hr(cast: Cast, sign_in: SignIn) -> None:
    an_offering(cast.english, starts_on=clock.today() - timedelta(3))
    an_offering(cast.funding, status=OfferingStatus.DRAFT)
    db.session.commit()
    page = sign_in(cast.hr).get("/planning").text
    assert "Beendet, nicht abgeschlossen" in page
    assert "Entwürfe" in page


def test_a_request_that_nobody_can_decide_waits_for_hr(cast: Cast, sign_in: SignIn) -> None:
    alone = a_person("Fritz", "Führungslos", account=False)
    an_enrolment(alone, cast.english_offering, Status.REQUESTED)
    an_enrolment(cast.employee, cast.english_offering, Status.REQUESTED)
    db.session.commit()
    page = sign_in(cast.hr).get("/planning").text
    assert "Führungslos, Fritz" in page
    assert "Sommer, Erik" not in page


@pytest.mark.parametrize("who", ["employee", "manager", "trainer", "admin"])
def test_the_desk_is_hrs(cast: Cast, sign_in: SignIn, who: str) -> None:
    assert sign_in(getattr(cast, who)).get("/planning").status_code == 403


def test_more_offerings_need_no_more_queries(
    cast: Cast, sign_in: SignIn, count_queries: CountQueries
) -> None:
    client = sign_in(cast.hr)
    an_offering(cast.english, starts_on=clock.today() + timedelta(10))
    db.session.commit()
    with count_queries() as few:
        client.get("/planning")
    for days in range(4, 12):
        an_offering(cast.english, starts_on=clock.today() + timedelta(days))
    db.session.commit()
    with count_queries() as many:
        client.get("/planning")
    assert many.number == few.number


def waits(person: Person, offering: Offering, days: int = 0) -> Enrolment:
    found = an_enrolment(person, offering, Status.REQUESTED)
    found.requested_at = clock.now() - timedelta(days=days)
    return found


def test_an_approval_that_hangs_is_named_with_who_decides(cast: Cast, sign_in: SignIn) -> None:
    waits(cast.colleague, cast.english_offering, days=2)
    hanging = waits(cast.employee, cast.english_offering, days=20)
    db.session.commit()
    page = sign_in(cast.hr).get("/planning").text
    assert "Genehmigungen, die hängen" in page
    assert f"/approvals/{hanging.id}" in page
    assert "Marek Lindner entscheidet" in page
    assert "Petersen, Kira" not in page


def test_a_full_offering_with_a_long_list_leads_to_another_date(
    cast: Cast, sign_in: SignIn
) -> None:
    offering = cast.funding_offering
    for person in (cast.employee, cast.manager):
        an_enrolment(person, offering)
    waiting = (cast.colleague, cast.deputy, cast.head, cast.outsider)
    for person in waiting:
        an_enrolment(person, offering, Status.WAITLISTED)
    db.session.commit()
    client = sign_in(cast.hr)
    assert "lange Warteliste" not in client.get("/planning").text
    an_enrolment(cast.other_manager, offering, Status.WAITLISTED)
    db.session.commit()
    page = client.get("/planning").text
    assert "lange Warteliste" in page
    assert f'href="/offerings/{offering.id}/copy"' in page


def test_a_free_place_that_nobody_moves_up_to_is_told(cast: Cast, sign_in: SignIn) -> None:
    offering = an_offering(cast.english, starts_on=clock.today() + timedelta(1))
    an_enrolment(cast.employee, offering)
    an_enrolment(cast.colleague, offering, Status.WAITLISTED)
    db.session.commit()
    page = sign_in(cast.hr).get("/planning").text
    assert "Ein Platz ist frei und jemand wartet" in page
    assert "Bald und noch Plätze frei" not in page


def test_attendance_that_nobody_has_recorded_is_told(cast: Cast, sign_in: SignIn) -> None:
    offering = an_offering(cast.english, starts_on=clock.today() - timedelta(3), meetings=2)
    for person in (cast.employee, cast.colleague):
        enrolment = an_enrolment(person, offering)
    meeting_id = offering.meetings[0].id
    db.session.add(
        Attendance(enrolment_id=enrolment.id, meeting_id=meeting_id, presence=Presence.PRESENT)
    )
    db.session.commit()
    page = sign_in(cast.hr).get("/planning").text
    assert f'href="/meetings/{meeting_id}/attendance"' in page
    assert "1 Person ohne Eintrag" in page
    assert f"/meetings/{offering.meetings[1].id}/" not in page


def test_a_coordinator_has_a_desk_for_the_people_of_the_unit(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.coordinator)
    assert (
        "für die Beschäftigten Ihrer Organisationseinheiten nichts zu tun"
        in client.get("/planning").text
    )
    waits(cast.outsider, cast.english_offering, days=20)
    waits(cast.employee, cast.english_offering, days=20)
    offered = an_enrolment(cast.without_email, cast.funding_offering, Status.OFFERED)
    offered.offer_expires_at = clock.now() + timedelta(days=2)
    an_offering(cast.english, starts_on=clock.today() + timedelta(10))
    db.session.commit()
    page = client.get("/planning").text
    assert "Reimann, Olga" in page
    assert "Sommer, Erik" not in page
    assert "Angebote an Beschäftigte ohne E-Mail" in page
    assert f'href="/people/{cast.without_email.id}"' in page
    assert "Zu wenige Teilnehmende" not in page
    assert "/offerings/" not in page
