"""The catalogue and the page of a course."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.cast import Cast, a_course, a_holding, an_enrolment, an_offering, leads
from tests.conftest import CountQueries, SignIn
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import Course, Language, Leadership
from trainingtracker.vocabulary import CourseFormat, CourseStatus, OfferingStatus, Status
from trainingtracker.web.enrolment import catalogue


@pytest.fixture
def employee(cast: Cast, sign_in: SignIn) -> FlaskClient:
    return sign_in(cast.employee)


def titles(client: FlaskClient, query: str = "") -> list[str]:
    """The titles of the cards that a search shows, in their order."""
    page = client.get(f"/courses{query}").text
    return [part.split("</a>")[0].split(">")[-1] for part in page.split('class="card-link"')[1:]]


def test_published_courses_are_listed_by_title(employee: FlaskClient) -> None:
    assert titles(employee) == [
        "Englisch für die Verwaltung",
        "EU-Förderung im Überblick",
        "Verhandeln auf Englisch",
    ]


def test_words_are_found_without_accents_and_in_any_order(employee: FlaskClient) -> None:
    assert titles(employee, "?q=uberblick+forderung") == ["EU-Förderung im Überblick"]
    assert titles(employee, "?q=UEBERBLICK") == ["EU-Förderung im Überblick"]


def test_a_percent_sign_is_a_character_and_no_wildcard(employee: FlaskClient) -> None:
    assert titles(employee, "?q=%25") == []


def test_drafts_and_archived_courses_do_not_exist_for_staff(
    cast: Cast, employee: FlaskClient
) -> None:
    db.session.get_one(Course, cast.funding.id).status = CourseStatus.ARCHIVED
    db.session.commit()
    assert "EU-Förderung im Überblick" not in titles(employee)
    assert employee.get(f"/courses/{cast.draft.id}").status_code == 404
    assert employee.get(f"/courses/{cast.funding.id}").status_code == 404
    assert employee.get("/courses/999999").status_code == 404


def test_topic_language_and_format_narrow_the_list(cast: Cast, employee: FlaskClient) -> None:
    course = db.session.get_one(Course, cast.funding.id)
    english = db.session.scalars(db.select(Language).where(Language.iso639_3 == "eng")).one()
    course.format, course.language_id = CourseFormat.ONLINE, english.id
    db.session.commit()
    only = ["EU-Förderung im Überblick"]
    assert titles(employee, f"?topic={course.topic_id}") == only
    assert titles(employee, f"?language={english.id}") == only
    assert titles(employee, "?format=online") == only
    assert titles(employee, "?format=hybrid") == []


def test_the_time_in_which_a_date_starts_narrows_the_list(
    frozen: FrozenClock, cast: Cast, employee: FlaskClient
) -> None:
    starts = clock.local_day(cast.funding_offering.starts_at or clock.now())
    assert titles(employee, f"?from={starts}&to={starts}") == ["EU-Förderung im Überblick"]
    assert titles(employee, f"?from={starts + timedelta(days=400)}") == []


def test_free_places_only_leaves_out_what_is_full(cast: Cast, employee: FlaskClient) -> None:
    assert "EU-Förderung im Überblick" in titles(employee, "?free=1")
    an_enrolment(cast.colleague, cast.funding_offering)
    an_enrolment(cast.manager, cast.funding_offering)
    assert "EU-Förderung im Überblick" not in titles(employee, "?free=1")
    assert "Ausgebucht" in employee.get("/courses?q=überblick").text


def test_a_card_shows_the_next_date_and_its_free_places(cast: Cast, employee: FlaskClient) -> None:
    an_offering(cast.funding, starts_on=clock.today() + timedelta(days=90))
    an_enrolment(cast.colleague, cast.funding_offering)
    page = employee.get("/courses?q=überblick").text
    assert "1 von 2 Plätzen frei" in page
    assert "und 1 weiterer Termin" in page


def test_what_cannot_be_a_filter_filters_nothing(employee: FlaskClient) -> None:
    odd = "?topic=x&language=-1&format=telepathy&from=yesterday&to=32.13.&sort=size&page=0"
    assert len(titles(employee, odd)) == 3
    assert titles(employee, "?topic=99999999999999999999") != []


def test_the_order_can_be_the_next_date(employee: FlaskClient) -> None:
    assert titles(employee, "?sort=date")[0] == "Englisch für die Verwaltung"
    assert titles(employee, "?sort=date")[1] == "EU-Förderung im Überblick"


def test_a_search_without_result_says_so_and_offers_all(employee: FlaskClient) -> None:
    page = employee.get("/courses?q=xylophon").text
    assert "Kein Kurs passt zu allen Filtern." in page
    assert "Alle Kurse zeigen" in page


def test_long_lists_have_pages_that_keep_the_search(cast: Cast, employee: FlaskClient) -> None:
    for number in range(30):
        a_course(f"X-{number}", f"Reihe {number:02}")
    assert len(titles(employee, "?q=reihe")) == 24
    assert titles(employee, "?q=reihe&page=2")[0] == "Reihe 24"
    assert "/courses?q=reihe&amp;page=2" in employee.get("/courses?q=reihe").text


@pytest.mark.parametrize("more", [1, 20])
def test_the_list_takes_the_same_queries_however_long_it_is(
    more: int, cast: Cast, employee: FlaskClient, count_queries: CountQueries
) -> None:
    for number in range(more):
        an_offering(a_course(f"X-{number}", f"Reihe {number}"))
    db.session.commit()
    with count_queries() as counted:
        assert employee.get("/courses").status_code == 200
    assert counted.number <= 12


def test_the_course_page_says_who_decides_before_anybody_asks(
    cast: Cast, employee: FlaskClient
) -> None:
    page = employee.get(f"/courses/{cast.english.id}").text
    assert "Über Ihre Anfrage entscheidet Marek Lindner oder Dilara Özkan." in page
    assert "Nach der Genehmigung haben Sie einen Platz" in page
    assert "Platz anfragen" in page


def test_hr_decides_where_nobody_leads(cast: Cast, sign_in: SignIn) -> None:
    db.session.execute(db.delete(Leadership))
    page = sign_in(cast.employee).get(f"/courses/{cast.english.id}").text
    assert "Über Ihre Anfrage entscheidet der Personalbereich." in page
    leads(cast.manager, cast.unit_1523)
    page = sign_in(cast.employee).get(f"/courses/{cast.english.id}").text
    assert "entscheidet Marek Lindner." in page


def test_without_approval_the_place_is_promised_at_once_or_the_position_told(
    cast: Cast, sign_in: SignIn
) -> None:
    address = f"/courses/{cast.funding.id}"
    colleague = sign_in(cast.colleague)
    assert "Your place is confirmed at once." in colleague.get(address).text
    an_enrolment(cast.manager, cast.funding_offering)
    an_enrolment(cast.deputy, cast.funding_offering)
    an_enrolment(cast.outsider, cast.funding_offering, Status.WAITLISTED)
    assert "You would be number 2 on the waiting list" in colleague.get(address).text


def test_a_missing_prerequisite_is_named_and_nothing_can_be_requested(
    cast: Cast, employee: FlaskClient
) -> None:
    address = f"/courses/{cast.advanced.id}"
    button = f"/offerings/{cast.advanced_offering.id}/enrolments"
    page = employee.get(address).text
    assert "Fehlt" in page
    assert button not in page
    a_holding(cast.employee, "eng", "B2")
    page = employee.get(address).text
    assert "Erfüllt" in page
    assert button in page


def test_when_enrolment_is_closed_the_page_says_since_when(
    frozen: FrozenClock, cast: Cast, employee: FlaskClient
) -> None:
    closes = cast.funding_offering.enrolment_closes
    assert closes is not None
    frozen.move_to(closes + timedelta(hours=1))
    page = employee.get(f"/courses/{cast.funding.id}").text
    assert "Die Anmeldung" in page
    assert "Platz anfragen" not in page


def test_own_enrolment_stands_in_place_of_the_button(cast: Cast, employee: FlaskClient) -> None:
    an_enrolment(cast.employee, cast.english_offering)
    page = employee.get(f"/courses/{cast.english.id}").text
    assert "Platz bestätigt" in page
    assert "Platz anfragen" not in page


def test_drafts_and_past_offerings_are_no_dates(cast: Cast, employee: FlaskClient) -> None:
    an_offering(cast.draft, status=OfferingStatus.DRAFT)
    an_offering(cast.english, starts_on=clock.today() - timedelta(days=200))
    an_offering(cast.english, status=OfferingStatus.DRAFT)
    assert employee.get(f"/courses/{cast.english.id}").text.count("Platz anfragen") == 1


def test_the_link_to_an_online_meeting_is_for_participants(
    cast: Cast, employee: FlaskClient
) -> None:
    cast.english_offering.meetings[0].link = "https://meet.example/secret"
    db.session.commit()
    assert "meet.example" not in employee.get(f"/courses/{cast.english.id}").text


@pytest.mark.parametrize("more", [1, 8])
def test_the_course_page_takes_the_same_queries_however_many_dates(
    more: int, cast: Cast, employee: FlaskClient, count_queries: CountQueries
) -> None:
    for number in range(more):
        an_offering(cast.english, starts_on=clock.today() + timedelta(days=40 + number))
    db.session.commit()
    with count_queries() as counted:
        assert employee.get(f"/courses/{cast.english.id}").status_code == 200
    assert counted.number <= 24


def test_many_dates_are_shown_page_by_page(
    cast: Cast, employee: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = an_offering(cast.english, starts_on=clock.today() + timedelta(days=40))
    db.session.commit()
    monkeypatch.setattr(catalogue, "_DATES_A_PAGE", 1)
    address = f"/courses/{cast.english.id}"
    first, second = employee.get(address).text, employee.get(f"{address}?page=2").text
    assert "1 bis 1 von 2" in first
    assert later.number not in first
    assert f'href="{address}?page=2"' in first
    assert later.number in second
    assert "Im Moment ist kein Termin geplant" not in employee.get(f"{address}?page=3").text
    # Whoever is refused sees the same page again, and its links lead on from there.
    later.enrolment_closes = clock.now()
    db.session.commit()
    refused = employee.post(f"/offerings/{later.id}/enrolments?page=2")
    assert refused.status_code == 422
    assert later.number in refused.text
    assert f'href="{address}?page=1"' in refused.text


def test_the_page_reads_in_english(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.colleague).get(f"/courses/{cast.english.id}").text
    assert '<html lang="en"' in page
    assert "English for Administration" in page
    assert "Request a place" in page


def test_what_is_only_in_german_says_so_in_an_english_page(cast: Cast, sign_in: SignIn) -> None:
    db.session.get_one(Course, cast.funding.id).title_en = ""
    enrolment = an_enrolment(cast.colleague, an_offering(cast.funding))
    db.session.commit()
    client, title = sign_in(cast.colleague), "EU-Förderung im Überblick"
    marked = f'<span lang="de">{title}</span>'
    assert marked in client.get("/courses").text
    assert marked in client.get("/").text
    for path in (f"/courses/{cast.funding.id}", f"/enrolments/{enrolment.id}"):
        page = client.get(path).text
        assert f'<h1 lang="de">{title}</h1>' in page
        assert f"<title>{title} –" in page


def test_a_time_that_ends_before_it_starts_is_said(employee: FlaskClient) -> None:
    page = employee.get("/courses?from=2027-05-01&to=2026-01-01").text
    assert "Der Zeitraum endet, bevor er beginnt" in page
