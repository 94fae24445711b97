"""My training: what comes next, where I stand, what I hold."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from tests.cast import Cast, a_course, a_holding, an_enrolment, an_offering
from tests.conftest import CountQueries, SignIn
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import ImportedParticipation
from trainingtracker.vocabulary import Basis, Evidence, Result, Status


def test_whoever_is_not_signed_in_is_asked_to(client: FlaskClient, cast: Cast) -> None:
    answer = client.get("/")
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in")


def test_the_next_meetings_have_time_and_place(cast: Cast, sign_in: SignIn) -> None:
    an_enrolment(cast.employee, cast.english_offering)
    db.session.commit()
    page = sign_in(cast.employee).get("/").text
    assert page.count("Raum 214") == 2
    assert "09:00–12:30" in page
    assert "Platz bestätigt" in page


def test_a_request_says_who_decides(cast: Cast, sign_in: SignIn) -> None:
    an_enrolment(cast.employee, cast.english_offering, Status.REQUESTED)
    db.session.commit()
    page = sign_in(cast.employee).get("/").text
    assert "Entscheidung von Marek Lindner oder Dilara Özkan" in page


def test_waiting_shows_the_position_and_the_rule(cast: Cast, sign_in: SignIn) -> None:
    an_enrolment(cast.outsider, cast.english_offering, Status.WAITLISTED)
    an_enrolment(cast.colleague, cast.english_offering, Status.WAITLISTED)
    db.session.commit()
    page = sign_in(cast.colleague).get("/").text
    assert "Position 2 on the waiting list." in page
    assert "go to whoever has waited longest" in page


def test_what_expires_soon_is_said_first(cast: Cast, sign_in: SignIn) -> None:
    soon = clock.today() + timedelta(days=30)
    a_holding(cast.employee, "eu:call_search", "1", until=soon, evidence=Evidence.COURSE)
    a_holding(cast.employee, "eng", "B1")
    db.session.commit()
    page = sign_in(cast.employee).get("/").text
    assert "Einer Ihrer Nachweise läuft bald ab:" in page
    assert page.count("Läuft bald ab") == 1
    assert "Zertifikat" in page


def test_what_has_expired_is_held_no_more(cast: Cast, sign_in: SignIn) -> None:
    a_holding(cast.employee, "eng", "B1", until=clock.today())
    db.session.commit()
    assert "Noch nichts eingetragen." in sign_in(cast.employee).get("/").text


def test_what_i_state_myself_is_marked_as_such(cast: Cast, sign_in: SignIn) -> None:
    a_holding(cast.employee, "eng", "C1", basis=Basis.CONSENT, evidence=Evidence.SELF_ASSESSMENT)
    db.session.commit()
    assert "von Ihnen angegeben" in sign_in(cast.employee).get("/").text


def test_the_history_joins_finished_and_imported_courses(cast: Cast, sign_in: SignIn) -> None:
    an_enrolment(
        cast.employee, cast.english_offering, Status.COMPLETED, finished_on=date(2026, 2, 3)
    )
    db.session.add(
        ImportedParticipation(
            person_id=cast.employee.id,
            course_id=cast.funding.id,
            held_on=date(2019, 5, 6),
            result=Result.PASSED,
        )
    )
    db.session.commit()
    page = sign_in(cast.employee).get("/history").text
    assert page.index("3. Februar 2026") < page.index("6. Mai 2019")
    assert page.count("Abgeschlossen") == 2


def test_staff_read_six_plain_statuses(cast: Cast, sign_in: SignIn) -> None:
    an_enrolment(cast.employee, cast.english_offering, Status.NO_SHOW)
    an_enrolment(cast.employee, cast.funding_offering, Status.DECLINED)
    db.session.commit()
    page = sign_in(cast.employee).get("/").text
    assert "Nicht abgeschlossen" in page
    assert "Ohne Platz beendet" in page
    assert "Nicht erschienen" not in page


def test_nobody_elses_training_is_shown(cast: Cast, sign_in: SignIn) -> None:
    an_enrolment(cast.colleague, cast.english_offering)
    a_holding(cast.colleague, "eng", "B1")
    db.session.commit()
    page = sign_in(cast.employee).get("/").text
    assert "Englisch" not in page


def test_a_manager_is_told_how_many_requests_wait(cast: Cast, sign_in: SignIn) -> None:
    an_enrolment(cast.employee, cast.english_offering, Status.REQUESTED)
    an_enrolment(cast.colleague, cast.english_offering, Status.REQUESTED)
    db.session.commit()
    assert "2 Anfragen warten auf Ihre Entscheidung" in sign_in(cast.manager).get("/").text
    assert "Ihre Entscheidung" not in sign_in(cast.other_manager).get("/").text


@pytest.mark.parametrize("more", [1, 6])
def test_the_page_takes_the_same_queries_however_much_there_is(
    more: int, cast: Cast, sign_in: SignIn, count_queries: CountQueries
) -> None:
    statuses = [Status.CONFIRMED, Status.WAITLISTED, Status.REQUESTED, Status.COMPLETED]
    for number in range(more):
        course = a_course(f"Q-{number}", f"Kurs {number}")
        for week, status in enumerate(statuses):
            offering = an_offering(course, starts_on=clock.today() + timedelta(50 + 7 * week))
            an_enrolment(cast.employee, offering, status)
        a_holding(cast.employee, "eng", ("A1", "A2", "B1", "B2", "C1", "C2")[number])
    db.session.commit()
    client = sign_in(cast.employee)
    with count_queries() as counted:
        assert client.get("/").status_code == 200
    assert counted.number <= 21
