"""Placement tests on the pages: asking, entering a result, forming a group."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.cast import Cast, a_course, an_offering, competence_at
from tests.conftest import CountQueries, SignIn
from tests.support.pages import form_with
from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.enrolment.grouping import placement
from trainingtracker.extensions import db
from trainingtracker.models import Course, Enrolment, Person, Placement
from trainingtracker.vocabulary import PlacementStatus, Role, Status

LIST = "/planning/placement-tests"


@pytest.fixture
def french(cast: Cast) -> Course:
    """French for beginners, which starts with a test and is led by the trainer."""
    course = a_course("T-F1", "Französisch", "French", gives=("fra", "A1"), needs_approval=False)
    course.placement_competence_id = competence_at("fra", "A1")[0].id
    an_offering(course, trainer=cast.trainer)
    db.session.commit()
    return course


def asked(course: Course, person: Person) -> Placement:
    found = placement.ask(course.id, person.id, Actor(person.id))
    db.session.commit()
    return found


@pytest.mark.parametrize(
    ("language", "button", "is_open", "beginner"),
    [
        ("de", "Einstufungstest anfragen", "Einstufung offen", "ganz am Anfang beginnen"),
        ("en", "Ask for a placement test", "Placement open", "you begin at the beginning"),
    ],
)
def test_somebody_asks_on_the_course_page_and_reads_where_they_stand(
    cast: Cast, sign_in: SignIn, french: Course, language: str, button: str, is_open: str,
    beginner: str,
) -> None:  # fmt: skip
    cast.employee.language = language
    db.session.commit()
    client = sign_in(cast.employee)
    page = f"/courses/{french.id}"
    assert button in client.get(page).text
    assert "/enrolments" not in client.get(page).text
    assert client.post(f"{page}/placement").status_code == 303
    assert client.post(f"{page}/placement").status_code == 303
    assert is_open in client.get(page).text
    assert is_open in client.get("/").text
    test = db.session.scalars(select(Placement)).one()
    hr = sign_in(cast.hr)
    assert cast.employee.listed_name in hr.get(LIST).text
    sent = dict(form_with(hr.get(f"{LIST}/{test.id}").text, "tested_on")) | {"level": "0"}
    assert hr.post(f"{LIST}/{test.id}", data=sent).status_code == 303
    answer = client.get(page).text
    assert beginner in answer
    assert "/enrolments" in answer


def test_a_test_is_given_up(cast: Cast, sign_in: SignIn, french: Course) -> None:
    test = asked(french, cast.employee)
    assert (
        sign_in(cast.employee).post(f"/courses/{french.id}/placement/withdrawal").status_code == 303
    )
    db.session.refresh(test)
    assert test.status is PlacementStatus.WITHDRAWN
    other = asked(french, cast.outsider)
    assert sign_in(cast.hr).post(f"{LIST}/{other.id}/withdrawal").status_code == 303
    db.session.refresh(other)
    assert other.status is PlacementStatus.WITHDRAWN


def test_trainers_see_the_tests_of_their_courses_only(
    cast: Cast, sign_in: SignIn, french: Course
) -> None:
    other = a_course("T-P1", "Polnisch", gives=("pol", "A1"))
    other.placement_competence_id = competence_at("pol", "A1")[0].id
    mine, foreign = asked(french, cast.employee), asked(other, cast.outsider)
    trainer = sign_in(cast.trainer)
    page = trainer.get(LIST).text
    assert cast.employee.listed_name in page
    assert cast.outsider.listed_name not in page
    assert "Zu bildende Gruppen" not in page
    assert trainer.get(f"{LIST}/{mine.id}").status_code == 200
    assert trainer.get(f"{LIST}/{foreign.id}").status_code == 404
    assert trainer.get(f"{LIST}/99999").status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"level": "99999"}, "level-0"),
        ({"level": ""}, "level-0"),
        ({"level": "0", "tested_on": "gestern"}, "tested_on"),
    ],
)
def test_a_result_that_makes_no_sense_is_said_at_its_field(
    cast: Cast, sign_in: SignIn, french: Course, changes: dict[str, str], field: str
) -> None:
    page = f"{LIST}/{asked(french, cast.employee).id}"
    hr = sign_in(cast.hr)
    answer = hr.post(page, data=dict(form_with(hr.get(page).text, "tested_on")) | changes)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    late = (clock.today() + timedelta(days=2)).isoformat()
    sent = dict(form_with(hr.get(page).text, "tested_on"))
    refused = hr.post(page, data=sent | {"level": "0", "tested_on": late})
    assert refused.status_code == 422
    assert late in refused.text


def test_two_who_enter_different_results_are_told(
    cast: Cast, sign_in: SignIn, french: Course
) -> None:
    page = f"{LIST}/{asked(french, cast.employee).id}"
    hr, trainer = sign_in(cast.hr), sign_in(cast.trainer)
    old = dict(form_with(hr.get(page).text, "tested_on"))
    a1, a2 = (str(competence_at("fra", code)[1].id) for code in ("A1", "A2"))
    assert trainer.post(page, data=old | {"level": a1}).status_code == 303
    late = hr.post(page, data=old | {"level": a2})
    assert late.status_code == 409
    again = dict(form_with(late.text, "tested_on"))
    assert again["level"] == a2
    assert hr.post(page, data=again).status_code == 303


def test_hr_forms_a_group(
    cast: Cast, sign_in: SignIn, french: Course, count_queries: CountQueries
) -> None:
    hr = sign_in(cast.hr)
    people = [cast.employee, cast.outsider, cast.colleague, cast.manager]
    tests = [asked(french, person) for person in people]
    for test in tests[:2]:
        placement.enter_result(
            test.id, None, clock.today(), test.version, Actor(cast.hr.id, hr_role())
        )
    db.session.commit()
    with count_queries() as two:
        page = hr.get(LIST).text
    assert "ohne Vorkenntnisse" in page
    for test in tests[2:]:
        placement.enter_result(
            test.id, None, clock.today(), test.version, Actor(cast.hr.id, hr_role())
        )
    db.session.commit()
    with count_queries() as four:
        page = hr.get(LIST).text
    assert four.number == two.number
    sent = form_with(page, "offering")
    offering_id = sent["offering"]
    for wrong in ({"placement": []}, {"offering": "x"}, {"offering": "99999"}):
        assert hr.post(f"{LIST}/groups", data=sent.to_dict(flat=False) | wrong).status_code == 422
    chosen = {
        "placement": [str(test.id) for test in tests[:3]],
        "offering": offering_id,
        "group": sent["group"],
    }
    preview = hr.post(f"{LIST}/groups", data=chosen).text
    assert "Noch ist nichts geschehen" in preview
    assert f"warten weiter auf eine Gruppe: {cast.manager.full_name}" in preview
    assert not db.session.scalars(select(Enrolment)).all()
    ticked = form_with(hr.post(f"{LIST}/groups", data=chosen | {"step": "change"}).text, "offering")
    assert ticked.getlist("placement") == chosen["placement"]
    confirmed = form_with(preview, "placement").to_dict(flat=False) | {"step": "do"}
    answer = hr.post(f"{LIST}/groups", data=confirmed)
    assert answer.status_code == 303
    assert "Platz bestätigt" in hr.get(answer.location).text
    assert db.session.scalars(select(Enrolment.status)).all() == [Status.CONFIRMED] * 3
    again = hr.post(f"{LIST}/groups", data=confirmed, follow_redirects=True)
    assert "warten nicht mehr auf eine Gruppe" in again.text
    assert len(db.session.scalars(select(Enrolment)).all()) == 3


def test_the_desk_names_tests_that_are_open_and_people_without_a_group(
    cast: Cast, sign_in: SignIn, french: Course
) -> None:
    waiting, done = asked(french, cast.employee), asked(french, cast.outsider)
    placement.enter_result(done.id, None, clock.today(), done.version, Actor(cast.hr.id, hr_role()))
    db.session.commit()
    page = sign_in(cast.hr).get("/planning").text
    assert f'href="{LIST}/{waiting.id}"' in page
    assert f'href="{LIST}#group-{done.competence_id}-0"' in page
    assert LIST not in sign_in(cast.coordinator).get("/planning").text


def test_hr_asks_for_somebody_from_the_course(cast: Cast, sign_in: SignIn, french: Course) -> None:
    hr = sign_in(cast.hr)
    course = f"{LIST}?course={french.id}"
    assert course.replace("&", "&amp;") in hr.get(f"/courses/{french.id}").text
    sent = form_with(hr.get(course).text, "who").to_dict() | {"who": "niemand"}
    refused = hr.post(LIST, data=sent)
    assert (refused.status_code, form_with(refused.text, "who")["who"]) == (422, "niemand")
    number = cast.outsider.personnel_number
    assert hr.post(LIST, data=sent | {"who": number}).status_code == 303
    assert db.session.scalars(select(Placement.person_id)).all() == [cast.outsider.id]


def test_a_coordinator_asks_for_somebody_of_the_unit_on_their_page(
    cast: Cast, sign_in: SignIn, french: Course
) -> None:
    coordinator = sign_in(cast.coordinator)
    page = f"/people/{cast.without_email.id}"
    sent = {"course_id": str(french.id)}
    for _twice in range(2):
        assert coordinator.post(f"{page}/placement-test", data=sent).status_code == 303
    assert "Einstufung offen" in coordinator.get(page).text
    assert db.session.scalars(select(Placement.person_id)).all() == [cast.without_email.id]
    for wrong in ({"course_id": "x"}, {"course_id": str(cast.english.id)}):
        assert coordinator.post(f"{page}/placement-test", data=wrong).status_code == 422
    other = f"/people/{cast.employee.id}/placement-test"
    assert coordinator.post(other, data=sent).status_code == 404


def hr_role() -> dict[Role, None]:
    return {Role.HR: None}


def test_hr_says_on_the_course_that_it_begins_with_a_test(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    page = f"/planning/courses/{cast.english.id}"
    english = competence_at("eng", "A1")[0].id
    sent = dict(form_with(client.get(page).text, "teaching_units"))
    assert (
        client.post(page, data=sent | {"placement_competence_id": str(english)}).status_code == 303
    )
    db.session.refresh(cast.english)
    assert cast.english.placement_competence_id == english
    again = dict(form_with(client.get(page).text, "teaching_units"))
    assert again["placement_competence_id"] == str(english)
