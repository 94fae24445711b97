"""Handing a place over, on the pages: by the person, by HR and by the unit's coordinator."""

import pytest
from sqlalchemy import select

from tests.cast import Cast, a_person, an_offering
from tests.conftest import CountQueries, SignIn
from tests.enrolment.acting import as_actor
from tests.support.pages import errors_of, form_with
from trainingtracker.enrolment.operations import approve, request_place
from trainingtracker.extensions import db
from trainingtracker.models import AccessEntry, Enrolment, Person
from trainingtracker.vocabulary import AccessKind, Status


@pytest.fixture
def place(cast: Cast) -> Enrolment:
    found = request_place(cast.funding_offering.id, cast.employee.id, as_actor(cast.employee))
    db.session.commit()
    return found


def way(place: Enrolment) -> str:
    return f"/enrolments/{place.id}/substitute"


def statuses(place: Enrolment) -> dict[int, Status]:
    rows = db.session.execute(
        select(Enrolment.person_id, Enrolment.status).where(
            Enrolment.offering_id == place.offering_id
        )
    )
    return {row.person_id: row.status for row in rows}


def sent(person: Person, typed: str) -> dict[str, str]:
    return {"who": typed, "person_id": str(person.id)}


def test_a_whole_name_shows_who_is_meant_and_a_click_hands_over(
    cast: Cast, sign_in: SignIn, place: Enrolment
) -> None:
    client = sign_in(cast.employee)
    assert way(place) in client.get(f"/enrolments/{place.id}").text
    found = client.post(way(place), data={"who": "Kira Petersen"})
    assert found.status_code == 200
    assert "An Kira Petersen weitergeben" in found.text
    assert statuses(place) == {cast.employee.id: Status.CONFIRMED}
    done = client.post(way(place), data=sent(cast.colleague, "Kira Petersen"))
    assert done.status_code == 303
    assert "Kira Petersen hat den Platz übernommen." in client.get(done.location).text
    assert statuses(place)[cast.colleague.id] is Status.CONFIRMED
    again = client.post(way(place), data=sent(cast.colleague, "Kira Petersen"))
    assert again.location == f"/enrolments/{place.id}"
    assert list(statuses(place).values()).count(Status.CONFIRMED) == 1


@pytest.mark.parametrize("typed", ["", "Petersen", "%", "Xaver Niemand", "0"])
def test_a_part_of_a_name_finds_nobody_and_is_kept(
    cast: Cast, sign_in: SignIn, place: Enrolment, typed: str
) -> None:
    page = sign_in(cast.employee).post(way(place), data=sent(cast.colleague, typed))
    assert page.status_code == 422
    assert "Kollegin oder Kollege" in errors_of(page.text)
    assert form_with(page.text, "who")["who"] == typed
    assert list(statuses(place).values()) == [Status.CONFIRMED]


def test_only_somebody_who_was_found_can_be_chosen(
    cast: Cast, sign_in: SignIn, place: Enrolment
) -> None:
    page = sign_in(cast.employee).post(way(place), data=sent(cast.outsider, "Kira Petersen"))
    assert page.status_code == 200
    assert "Olga" not in page.text
    entry = db.session.scalars(select(AccessEntry)).one()
    assert (entry.kind, entry.row_count) == (AccessKind.PERSON_SEARCH, 1)


def test_why_a_colleague_cannot_take_over_is_not_told(
    cast: Cast, sign_in: SignIn, place: Enrolment
) -> None:
    request_place(place.offering_id, cast.colleague.id, as_actor(cast.hr))
    db.session.commit()
    page = sign_in(cast.employee).post(way(place), data=sent(cast.colleague, "Kira Petersen"))
    assert page.status_code == 422
    assert "kann diesen Platz nicht übernehmen" in errors_of(page.text)
    assert "angemeldet" not in errors_of(page.text)


def test_where_approval_is_needed_the_naming_can_be_taken_back(cast: Cast, sign_in: SignIn) -> None:
    request = request_place(cast.english_offering.id, cast.employee.id, as_actor(cast.employee))
    approve(request.id, as_actor(cast.manager))
    db.session.commit()
    client = sign_in(cast.employee)
    done = client.post(way(request), data=sent(cast.outsider, "olga.reimann@example.org"))
    page = client.get(done.location).text
    assert "Sie haben Olga Reimann als Ersatzperson benannt." in page
    back = client.post(f"{way(request)}/withdrawal")
    assert back.status_code == 303
    assert "Es ist keine Ersatzperson mehr benannt." in client.get(back.location).text
    assert client.post(f"{way(request)}/withdrawal").status_code == 303
    assert statuses(request)[cast.outsider.id] is Status.WITHDRAWN


def test_hr_and_the_coordinator_of_the_unit_do_it_for_somebody(
    cast: Cast, sign_in: SignIn, place: Enrolment
) -> None:
    hr = sign_in(cast.hr)
    page = hr.get(f"/offerings/{place.offering_id}/participants/{place.id}")
    assert way(place) in page.text
    assert "Reimann, Olga" in hr.post(way(place), data={"who": "Reimann"}).text
    done = hr.post(way(place), data=sent(cast.outsider, "Reimann"))
    assert done.location.startswith(f"/offerings/{place.offering_id}")
    taken = db.session.scalars(
        select(Enrolment).where(Enrolment.person_id == cast.outsider.id)
    ).one()
    coordinator = sign_in(cast.coordinator)
    assert coordinator.get(way(place)).status_code == 404
    number = cast.without_email.personnel_number or ""
    done = coordinator.post(way(taken), data=sent(cast.without_email, number))
    assert done.location == f"/people/{cast.outsider.id}"
    assert statuses(place)[cast.without_email.id] is Status.CONFIRMED


@pytest.mark.parametrize("part", ["", "/withdrawal"])
def test_nobody_else_knows_of_the_enrolment(
    cast: Cast, sign_in: SignIn, place: Enrolment, part: str
) -> None:
    for person in (cast.colleague, cast.manager):
        answer = sign_in(person).post(way(place) + part, data=sent(cast.colleague, "Kira Petersen"))
        assert answer.status_code == 404
    assert sign_in(cast.employee).post("/enrolments/99999/substitute").status_code == 404


def test_more_people_found_need_no_more_queries(
    cast: Cast, sign_in: SignIn, count_queries: CountQueries
) -> None:
    offering = an_offering(cast.funding)
    place = request_place(offering.id, cast.employee.id, as_actor(cast.employee))
    db.session.commit()
    client = sign_in(cast.hr)
    with count_queries() as few:
        client.post(way(place), data={"who": "Petersen"})
    for number in range(4):
        a_person(f"Paula{number}", "Petersen", cast.unit_23, account=False)
    db.session.commit()
    with count_queries() as many:
        client.post(way(place), data={"who": "Petersen"})
    assert many.number == few.number
