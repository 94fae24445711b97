"""HR's pages of a reorganisation: look first, then carry it out, take it back."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.cast import Cast
from tests.conftest import CountQueries, SignIn
from tests.support.pages import errors_of, form_with, rows_of
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import Reorganisation
from trainingtracker.organisation.leadership import unit_of
from trainingtracker.web import unit_choices


@pytest.fixture
def hr(cast: Cast, sign_in: SignIn) -> FlaskClient:
    cast.hr.language = "en"
    db.session.commit()
    return sign_in(cast.hr)


def merge(cast: Cast) -> dict[str, object]:
    return {
        "unit_id": cast.unit_1523.id,
        "target_id": cast.unit_1814.id,
        "since": (clock.today() + timedelta(days=3)).isoformat(),
    }


ADDRESS = "/planning/reorganisations/new/merge"


def recorded() -> list[Reorganisation]:
    db.session.rollback()
    return list(db.session.scalars(select(Reorganisation)))


def test_it_is_shown_first_and_done_once_that_was_looked_at(cast: Cast, hr: FlaskClient) -> None:
    looked = hr.post(ADDRESS, data=merge(cast))
    assert looked.status_code == 200
    assert "What would happen" in looked.text
    assert any("18.14" in row for row in rows_of(looked.text))
    assert recorded() == []
    sent = form_with(looked.text, "seen")
    assert hr.post(ADDRESS, data=sent).status_code == 303
    (found,) = recorded()
    assert found.recorded_by_id == cast.hr.id
    assert unit_of(cast.employee.id, found.since) == cast.unit_1814.id
    # A second press of the same button makes no second one.
    assert hr.post(ADDRESS, data=sent).status_code == 422
    assert len(recorded()) == 1
    listed = hr.get("/planning/reorganisations").text
    assert "planned" in listed
    back = hr.post(
        f"/planning/reorganisations/{found.id}/undoing", data=form_with(listed, "csrf_token")
    )
    assert back.status_code == 303
    assert unit_of(cast.employee.id, found.since) == cast.unit_1523.id


def test_another_wish_than_the_one_looked_at_is_shown_again(cast: Cast, hr: FlaskClient) -> None:
    sent = form_with(hr.post(ADDRESS, data=merge(cast)).text, "seen")
    answer = hr.post(ADDRESS, data=sent.to_dict() | {"target_id": str(cast.unit_23.id)})
    assert answer.status_code == 409
    assert "This is not what you looked at before" in answer.text
    assert recorded() == []


def test_what_is_wrong_is_told_and_what_was_typed_stays(cast: Cast, hr: FlaskClient) -> None:
    past = merge(cast) | {"since": "2020-01-01"}
    answer = hr.post(ADDRESS, data=past)
    assert answer.status_code == 422
    assert "What was is history" in errors_of(answer.text)
    assert 'value="2020-01-01"' in answer.text
    assert hr.post(ADDRESS, data={"unit_id": "", "since": ""}).status_code == 422
    assert hr.get("/planning/reorganisations/new/delete").status_code == 404
    assert hr.post("/planning/reorganisations/99/undoing").status_code == 404


def test_a_split_offers_the_people_of_the_chosen_unit(cast: Cast, hr: FlaskClient) -> None:
    address = "/planning/reorganisations/new/split"
    assert "Choose its people" in hr.get(address).text
    page = hr.get(f"{address}?unit_id={cast.unit_1523.id}").text
    assert cast.employee.listed_name in page
    sent = {
        "unit_id": cast.unit_1523.id,
        "since": clock.today().isoformat(),
        "number": "15.24",
        "name_de": "Neu",
        "person_ids": [cast.employee.id],
        "manager_id": "",
    }
    looked = hr.post(address, data=sent)
    assert looked.status_code == 200, errors_of(looked.text)
    assert cast.employee.full_name in looked.text


def test_in_a_large_city_units_are_named_by_their_number(
    cast: Cast, hr: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unit_choices, "MOST", 1)
    assert "18.14" not in hr.get(ADDRESS).text
    numbers = {"unit_id-number": cast.unit_1523.number, "target_id-number": "18.14"}
    wanted = {key: value for key, value in merge(cast).items() if not key.endswith("_id")}
    looked = hr.post(ADDRESS, data=wanted | numbers)
    assert "What would happen" in looked.text
    address = "/planning/reorganisations/new/split?unit_id=&unit_id-number="
    people = hr.get(address + cast.unit_1523.number).text
    assert cast.employee.last_name in people


def test_the_number_of_queries_does_not_depend_on_the_history(
    cast: Cast, hr: FlaskClient, count_queries: CountQueries
) -> None:
    with count_queries() as counted:
        hr.get("/planning/reorganisations")
    before = counted.number
    hr.post(ADDRESS, data=form_with(hr.post(ADDRESS, data=merge(cast)).text, "seen"))
    with count_queries() as counted:
        hr.get("/planning/reorganisations")
    assert counted.number <= before + 2
