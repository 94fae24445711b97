"""Several requests in one step: what would come of each, then all that is possible."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.cast import Cast, a_course, an_enrolment, an_offering
from tests.conftest import SignIn
from tests.enrolment.acting import mails_to
from tests.support.pages import errors_of, form_with, rows_of
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import Approval, Enrolment, Leadership
from trainingtracker.vocabulary import Status


@pytest.fixture
def three(cast: Cast) -> list[int]:
    """Requests for two places; the third person has another confirmed course at the same time."""
    offering = an_offering(cast.english, places=1, starts_on=clock.today() + timedelta(60))
    other = a_course("T-OTHER", "Zur selben Zeit")
    people = (cast.employee, cast.colleague, cast.international)
    found = [an_enrolment(person, offering, Status.REQUESTED) for person in people]
    an_enrolment(cast.international, an_offering(other, starts_on=clock.today() + timedelta(60)))
    db.session.commit()
    return [enrolment.id for enrolment in found]


def statuses(ids: list[int]) -> list[Status]:
    db.session.rollback()
    return [db.session.get_one(Enrolment, each).status for each in ids]


def test_the_preview_says_what_comes_of_each_and_changes_nothing(
    cast: Cast, sign_in: SignIn, three: list[int]
) -> None:
    client = sign_in(cast.manager)
    assert "Mehrere auf einmal" in client.get("/approvals").text
    page = client.post("/approvals/selection", data={"decision": "approved", "request": three})
    assert page.status_code == 200
    first, second, third = rows_of(page.text)
    assert "Platz bestätigt" in first
    assert "Position 1" in second
    assert "Nicht möglich" in third
    assert "Zur selben Zeit" in third
    assert "2 Anfragen genehmigen" in page.text
    assert statuses(three) == [Status.REQUESTED] * 3
    assert mails_to(cast.employee) == []


def test_what_is_possible_is_done_and_the_rest_is_explained(
    cast: Cast, sign_in: SignIn, three: list[int]
) -> None:
    client = sign_in(cast.manager)
    page = client.post("/approvals/selection", data={"decision": "approved", "request": three})
    form = form_with(page.text, "request")
    form["step"] = "do"
    answer = client.post("/approvals/selection", data=form)
    told = client.get(answer.location).text
    assert "2 Anfragen genehmigt." in told
    assert "Nicht möglich für Inês Duarte: Die Termine überschneiden sich" in told
    assert statuses(three) == [Status.CONFIRMED, Status.WAITLISTED, Status.REQUESTED]
    again = client.post("/approvals/selection", data=form)
    assert "Nicht möglich für Inês Duarte" in client.get(again.location).text
    assert len(db.session.scalars(select(Approval)).all()) == 2


def test_declining_several_takes_one_reason(cast: Cast, sign_in: SignIn, three: list[int]) -> None:
    client = sign_in(cast.manager)
    data = {"decision": "declined", "request": three, "step": "do"}
    refused = client.post("/approvals/selection", data=data | {"reason": " "})
    assert refused.status_code == 422
    assert "Begründung: Bitte" in errors_of(refused.text) or "Grund" in errors_of(refused.text)
    assert statuses(three) == [Status.REQUESTED] * 3
    answer = client.post("/approvals/selection", data=data | {"reason": "Im Mai ist Messe."})
    assert "3 Anfragen abgelehnt." in client.get(answer.location).text
    assert statuses(three) == [Status.DECLINED] * 3
    assert set(db.session.scalars(select(Approval.reason))) == {"Im Mai ist Messe."}


def test_the_interest_is_stated_once_for_all_who_need_it(
    cast: Cast, sign_in: SignIn, three: list[int]
) -> None:
    cast.english.asks_interest = True
    db.session.commit()
    client = sign_in(cast.manager)
    data = {"decision": "approved", "request": three[:2], "step": "do"}
    refused = client.post("/approvals/selection", data=data | {"cost_share": "20"})
    assert refused.status_code == 422
    assert "Dienstliches Interesse" in errors_of(refused.text)
    assert form_with(refused.text, "cost_share")["cost_share"] == "20"
    data |= {"interest": "partly", "cost_share": "20", "time_share": "0"}
    assert client.post("/approvals/selection", data=data).status_code == 303
    rows = db.session.execute(select(Approval.cost_share, Approval.time_share)).all()
    assert [tuple(row) for row in rows] == [(20, 0), (20, 0)]


def test_a_second_click_of_hr_does_not_decide_the_second_stage(
    cast: Cast, sign_in: SignIn, three: list[int]
) -> None:
    cast.english.needs_hr_approval = True
    db.session.execute(db.delete(Leadership))
    db.session.commit()
    client = sign_in(cast.hr)
    page = client.post("/approvals/selection", data={"decision": "approved", "request": three[:1]})
    form = form_with(page.text, "request")
    form["step"] = "do"
    for _click in range(2):
        client.post("/approvals/selection", data=form)
    assert statuses(three)[0] is Status.REQUESTED
    assert len(db.session.scalars(select(Approval)).all()) == 1
    single = f"/approvals/{three[1]}/approval"
    for _click in range(2):
        client.post(single, data={"stage": "manager"})
    assert statuses(three)[1] is Status.REQUESTED
    assert len(db.session.scalars(select(Approval)).all()) == 2


def test_requests_of_others_are_left_out_without_a_word(
    cast: Cast, sign_in: SignIn, three: list[int]
) -> None:
    client = sign_in(cast.other_manager)
    data = {"decision": "approved", "request": three, "step": "do"}
    answer = client.post("/approvals/selection", data=data)
    told = client.get(answer.location).text
    assert "Sommer" not in told
    assert statuses(three) == [Status.REQUESTED] * 3


def test_nothing_ticked_is_told(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.manager)
    answer = client.post("/approvals/selection", data={"decision": "approved"})
    assert "Wählen Sie mindestens eine Anfrage." in client.get(answer.location).text


def test_what_was_decided_is_listed_with_who_in_whose_place(
    cast: Cast, sign_in: SignIn, three: list[int]
) -> None:
    assert "Bisher ist nichts" in sign_in(cast.manager).get("/approvals/decided").text
    sign_in(cast.deputy).post(f"/approvals/{three[0]}/approval")
    for reader in (cast.manager, cast.deputy):
        page = sign_in(reader).get("/approvals/decided").text
        assert any("Erik Sommer" in row and "Dilara Özkan" in row for row in rows_of(page))
    assert "Sommer" not in sign_in(cast.division_manager).get("/approvals/decided").text
