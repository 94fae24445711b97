"""The desk: what needs somebody today, of HR and of coordinators."""

from datetime import timedelta

import pytest
from lxml import html

from tests.cast import Cast, a_person, an_enrolment, an_offering
from tests.conftest import CountQueries, SignIn
from tests.enrolment.acting import as_actor
from tests.external.acting import asked
from tests.support.feedback import a_published_form
from trainingtracker import clock
from trainingtracker.enrolment.presence import care_costs
from trainingtracker.extensions import db
from trainingtracker.feedback.publishing import decide_about_text
from trainingtracker.feedback.results import results
from trainingtracker.models import Attendance, Enrolment, Offering, Person
from trainingtracker.vocabulary import OfferingStatus, Presence, Reading, Status


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


def test_care_costs_to_decide_lead_to_the_decision(cast: Cast, sign_in: SignIn) -> None:
    for person, cents in ((cast.employee, 4_500), (cast.hr, 7_000)):
        place = an_enrolment(person, cast.english_offering)
        care_costs.state(place.id, cents, as_actor(person))
    db.session.commit()
    page = sign_in(cast.hr).get("/planning").text
    (line,) = lines_of(page, "care-costs")
    assert "Sommer, Erik" in line
    assert "45,00" in line
    assert 'href="/planning/care-costs#open"' in page
    assert lines_of(sign_in(cast.coordinator).get("/planning").text, "care-costs") == []


def test_texts_that_nobody_has_read_are_on_the_desk_until_hr_decides(
    cast: Cast, sign_in: SignIn
) -> None:
    form = a_published_form(cast.english_offering, answers=5)
    texts = [text for each in results(form, all_texts=True) for text in each.texts]
    db.session.commit()
    client = sign_in(cast.hr)
    page = client.get("/planning").text
    assert "10 Texte zu lesen" in lines_of(page, "texts")[0]
    assert f'href="/feedback/results/{form.id}"' in page
    for text in texts:
        decide_about_text(form.id, text.id, as_actor(cast.hr), Reading.WITHHELD)
    db.session.commit()
    assert lines_of(client.get("/planning").text, "texts") == []


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


def lines_of(page: str, heading: str) -> list[str]:
    """What the desk says under a heading, by its id."""
    found = html.fromstring(page).xpath(f"//section[@aria-labelledby='{heading}']//li")
    return [" ".join(line.text_content().split()) for line in found]


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


def test_the_desk_shows_the_first_of_many_and_leads_to_all_of_them(
    cast: Cast, sign_in: SignIn
) -> None:
    days = [clock.today() + timedelta(number) for number in range(60, 70)]
    offerings = [an_offering(cast.english, starts_on=day) for day in days]
    hanging = [waits(cast.employee, each, days=30 - n) for n, each in enumerate(offerings)]
    db.session.commit()
    client = sign_in(cast.hr)
    page = client.get("/planning").text
    assert len(lines_of(page, "hanging")) == 8
    assert f"/approvals/{hanging[0].id}" in page
    (count,) = html.fromstring(page).xpath("//*[@id='hanging']/*[@class='count']/text()")
    (more,) = html.fromstring(page).xpath("//section[@aria-labelledby='hanging']/p/a/@href")
    whole = client.get(more).text
    assert (count, len(lines_of(whole, "hanging"))) == ("10", 10)


def test_totals_count_all_there_are_and_a_kind_by_itself_asks_for_nothing_else(
    cast: Cast, sign_in: SignIn, count_queries: CountQueries
) -> None:
    for number in range(9):
        offering = an_offering(cast.english, starts_on=clock.today() + timedelta(60 + number))
        place = an_enrolment(cast.employee, offering)
        care_costs.state(place.id, 4_500, as_actor(cast.employee))
        a_published_form(offering, answers=5)
        asked(cast, title=f"Tagung {number}").status_since = clock.now() - timedelta(days=30)
    db.session.commit()
    client = sign_in(cast.hr)
    with count_queries() as everything:
        page = client.get("/planning").text
    links = {}
    for kind in ("care-costs", "texts", "external-hanging"):
        (count,) = html.fromstring(page).xpath(f"//*[@id='{kind}']/*[@class='count']/text()")
        (links[kind],) = html.fromstring(page).xpath(
            f"//section[@aria-labelledby='{kind}']/p/a/@href"
        )
        assert (count, len(lines_of(page, kind))) == ("9", 8)
    assert client.get(links["care-costs"]).text.count("/payment") == 9
    for kind in ("texts", "external-hanging"):
        with count_queries() as one_kind:
            assert len(lines_of(client.get(links[kind]).text, kind)) == 9
        assert one_kind.number < everything.number / 2


def test_a_kind_of_which_nothing_is_left_leads_back_to_the_desk(
    cast: Cast, sign_in: SignIn
) -> None:
    response = sign_in(cast.hr).get("/planning?all=texts")
    assert (response.status_code, response.location) == (302, "/planning")


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
