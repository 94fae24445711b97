"""Costs of care: stated by the participant, decided by HR, without a reason."""

import pytest
from sqlalchemy import select

from tests.cast import Cast, a_person, an_enrolment, an_offering
from tests.conftest import CountQueries, SignIn
from tests.support.pages import errors_of, form_with
from trainingtracker.extensions import db
from trainingtracker.models import CareCostClaim, Enrolment, OutgoingMail
from trainingtracker.vocabulary import ClaimStatus, Status

LIST = "/planning/care-costs"


@pytest.fixture
def place(cast: Cast) -> Enrolment:
    found = an_enrolment(cast.employee, cast.english_offering)
    db.session.commit()
    return found


def claims() -> list[tuple[int, ClaimStatus]]:
    db.session.rollback()
    return [(row.amount, row.status) for row in db.session.scalars(select(CareCostClaim))]


def test_costs_are_stated_changed_and_taken_back(
    cast: Cast, place: Enrolment, sign_in: SignIn
) -> None:
    client, page = sign_in(cast.employee), f"/enrolments/{place.id}"
    form = form_with(client.get(page).text, "amount")
    assert set(form) == {"csrf_token", "amount"} or set(form) == {"amount"}
    form["amount"] = "45,50"
    answer = client.post(f"{page}/care-costs", data=form)
    assert answer.status_code == 303
    client.post(f"{page}/care-costs", data=form)
    assert claims() == [(4550, ClaimStatus.STATED)]
    assert form_with(client.get(page).text, "amount")["amount"] == "45,50"
    client.post(f"{page}/care-costs", data={"amount": "60"})
    assert claims() == [(6000, ClaimStatus.STATED)]
    client.post(f"{page}/care-costs", data={"amount": "0"})
    assert claims() == []


@pytest.mark.parametrize("typed", ["viel", "-3", "5000,01", "1,234"])
def test_an_amount_that_cannot_be_is_told_and_kept(
    cast: Cast, place: Enrolment, sign_in: SignIn, typed: str
) -> None:
    answer = sign_in(cast.employee).post(
        f"/enrolments/{place.id}/care-costs", data={"amount": typed}
    )
    assert answer.status_code == 422
    assert "Betrag in Euro" in errors_of(answer.text)
    assert form_with(answer.text, "amount")["amount"] == typed
    assert claims() == []


def test_hr_decides_and_the_person_is_told(cast: Cast, place: Enrolment, sign_in: SignIn) -> None:
    employee, hr = sign_in(cast.employee), sign_in(cast.hr)
    employee.post(f"/enrolments/{place.id}/care-costs", data={"amount": "45"})
    page = hr.get(LIST).text
    assert "45,00" in page
    (claim_id,) = db.session.scalars(select(CareCostClaim.id))
    assert hr.post(f"{LIST}/{claim_id}/payment", data={"amount": "4500"}).status_code == 303
    assert claims() == [(4500, ClaimStatus.GRANTED)]
    mail = db.session.scalars(select(OutgoingMail)).one()
    assert (mail.person_id, mail.kind) == (cast.employee.id, "care_costs_decided")
    assert "45" not in mail.subject + mail.body.split("http")[0]
    assert "wird bezahlt" in employee.get(f"/enrolments/{place.id}").text
    # What is decided stays.
    hr.post(f"{LIST}/{claim_id}/refusal", data={"amount": "4500"})
    answer = employee.post(f"/enrolments/{place.id}/care-costs", data={"amount": "90"})
    assert answer.status_code == 422
    assert "schon entschieden" in errors_of(answer.text)
    assert claims() == [(4500, ClaimStatus.GRANTED)]


def test_an_amount_that_was_changed_meanwhile_is_looked_at_again(
    cast: Cast, place: Enrolment, sign_in: SignIn
) -> None:
    employee, hr = sign_in(cast.employee), sign_in(cast.hr)
    employee.post(f"/enrolments/{place.id}/care-costs", data={"amount": "450"})
    (claim_id,) = db.session.scalars(select(CareCostClaim.id))
    answer = hr.post(f"{LIST}/{claim_id}/payment", data={"amount": "4500"})
    assert "inzwischen geändert" in hr.get(answer.location).text
    assert claims() == [(45000, ClaimStatus.STATED)]


def test_nobody_decides_about_their_own_costs_or_states_those_of_others(
    cast: Cast, place: Enrolment, sign_in: SignIn
) -> None:
    own = an_enrolment(cast.hr, cast.english_offering)
    waiting = an_enrolment(cast.colleague, cast.english_offering, Status.WAITLISTED)
    db.session.commit()
    hr = sign_in(cast.hr)
    hr.post(f"/enrolments/{own.id}/care-costs", data={"amount": "45"})
    (claim_id,) = db.session.scalars(select(CareCostClaim.id))
    hr.post(f"{LIST}/{claim_id}/payment", data={"amount": "4500"})
    assert claims() == [(4500, ClaimStatus.STATED)]
    address = f"/enrolments/{place.id}/care-costs"
    assert sign_in(cast.colleague).post(address, data={"amount": "1"}).status_code == 404
    address = f"/enrolments/{waiting.id}/care-costs"
    assert sign_in(cast.colleague).post(address, data={"amount": "1"}).status_code == 422
    assert sign_in(cast.manager).get(LIST).status_code == 403
    assert sign_in(cast.trainer).get(LIST).status_code == 403
    assert hr.post(f"{LIST}/99999/payment").status_code == 404


def test_a_longer_list_needs_no_more_queries(
    cast: Cast, place: Enrolment, sign_in: SignIn, count_queries: CountQueries
) -> None:
    hr = sign_in(cast.hr)
    db.session.add(CareCostClaim(enrolment_id=place.id, amount=100))
    db.session.commit()
    with count_queries() as few:
        hr.get(LIST)
    for number in range(6):
        offering = an_offering(cast.english)
        person = a_person(f"P {number}", "Neu", account=False)
        enrolment = an_enrolment(person, offering)
        status = ClaimStatus.GRANTED if number % 2 else ClaimStatus.STATED
        db.session.add(
            CareCostClaim(
                enrolment_id=enrolment.id,
                amount=100,
                status=status,
                decided_at=enrolment.requested_at,
            )
        )
    db.session.commit()
    with count_queries() as many:
        hr.get(LIST)
    assert many.number == few.number
