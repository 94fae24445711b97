"""Fields to choose a unit with, where there are more units than a list can offer."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.cast import Cast
from tests.conftest import SignIn
from tests.support.pages import errors_of, form_with
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import Account, CourseAudience, Leadership, RoleGrant
from trainingtracker.web import unit_choices

pytestmark = pytest.mark.parametrize("database_engine", ["sqlite"])


@pytest.fixture(autouse=True)
def _large_city(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the first level fits."""
    monkeypatch.setattr(unit_choices, "MOST", 1)


def _deputy(cast: Cast, page: str, number: str) -> dict[str, str]:
    typed = {
        "unit_id-number": number,
        "who": cast.colleague.personnel_number or "",
        "last": str(clock.today() + timedelta(days=7)),
    }
    return form_with(page, "who").to_dict() | typed


def test_a_unit_that_the_list_does_not_offer_is_given_by_its_number(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.hr)
    page = client.get("/deputies").text
    assert f'value="{cast.unit_1523.id}"' not in page
    assert client.post("/deputies", data=_deputy(cast, page, "15.23")).status_code == 303
    named = db.session.scalars(
        select(Leadership).where(Leadership.person_id == cast.colleague.id)
    ).all()
    assert [each.unit_id for each in named] == [cast.unit_1523.id]


def test_a_number_that_no_unit_has_is_refused_and_kept(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    refused = client.post("/deputies", data=_deputy(cast, client.get("/deputies").text, "99.9"))
    assert refused.status_code == 422
    assert "die Nummer 99.9" in errors_of(refused.text)
    assert form_with(refused.text, "who").to_dict()["unit_id-number"] == "99.9"


def test_nobody_names_a_unit_by_its_number_that_the_list_would_not_offer(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.manager)
    refused = client.post("/deputies", data=_deputy(cast, client.get("/deputies").text, "18.14"))
    assert refused.status_code == 422
    assert not db.session.scalars(
        select(Leadership).where(Leadership.person_id == cast.colleague.id)
    ).all()


def test_a_role_is_granted_for_a_unit_by_its_number(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.admin)
    account = db.session.scalars(select(Account).filter_by(person_id=cast.employee.id)).one()
    page = client.get(f"/accounts/{account.id}").text
    data = form_with(page, "role").to_dict() | {"role": "coordinator", "unit-number": "18.14"}
    assert client.post(f"/accounts/{account.id}/roles", data=data).status_code == 303
    granted = db.session.scalars(select(RoleGrant).where(RoleGrant.account_id == account.id)).one()
    assert granted.unit_id == cast.unit_1814.id
    wrong = client.post(f"/accounts/{account.id}/roles", data=data | {"unit-number": "99.9"})
    assert wrong.status_code == 422


def test_a_stored_group_further_down_stays_chosen(cast: Cast, sign_in: SignIn) -> None:
    cast.advanced.audiences = [CourseAudience(unit_id=cast.unit_1523.id)]
    db.session.commit()
    page = sign_in(cast.hr).get(f"/planning/courses/{cast.advanced.id}").text
    assert form_with(page, "code").to_dict()["audiences-0-whom"] == f"unit:{cast.unit_1523.id}"
    assert "Units that are gone" not in page
