"""Nominating people of the team: counts as the approval, is told, can be withdrawn."""

import pytest
from sqlalchemy import select

from tests.cast import Cast, a_person, an_enrolment
from tests.conftest import CountQueries, SignIn
from tests.enrolment.acting import history, mails_to
from tests.support.pages import errors_of, form_with, rows_of
from trainingtracker.extensions import db
from trainingtracker.models import Approval, Enrolment
from trainingtracker.vocabulary import ApprovalStage, Status
from trainingtracker.web.approvals import nominations

PAGE = "/team/nominations"


def sent(cast: Cast, *people: object, **more: str) -> dict[str, object]:
    ids = [person.id for person in people]  # type: ignore[attr-defined]
    return {"offering_id": cast.english_offering.id, "person": ids} | more


def test_a_nomination_is_asked_for_and_approved_in_one_step(cast: Cast, sign_in: SignIn) -> None:
    an_enrolment(cast.colleague, cast.english_offering)
    db.session.commit()
    client = sign_in(cast.manager)
    for place in ("/team", f"/courses/{cast.english.id}"):
        assert PAGE in client.get(place).text
    page = client.get(f"{PAGE}?offering={cast.english_offering.id}").text
    rows = rows_of(page)
    assert any("Petersen, Kira" in row and "Platz bestätigt" in row for row in rows)
    assert not any("Lindner" in row for row in rows)
    page = client.post(PAGE, data=sent(cast, cast.employee)).text
    assert "Platz bestätigt" in rows_of(page)[0]
    assert db.session.scalars(select(Approval)).all() == []
    form = form_with(page, "person") | {"step": "do"}
    form["step"] = "do"
    answer = client.post(PAGE, data=form)
    assert "1 Person ist vorgeschlagen" in client.get(answer.location).text
    enrolment = db.session.scalars(
        select(Enrolment).where(Enrolment.person_id == cast.employee.id)
    ).one()
    assert enrolment.status is Status.CONFIRMED
    assert history(enrolment.id) == ["request>requested", "grant>confirmed"]
    assert mails_to(cast.employee) == ["nominated", "confirmed"]
    assert mails_to(cast.deputy) == []
    # The person sees who has done it, and withdraws.
    own = sign_in(cast.employee)
    assert "Marek Lindner" in own.get(f"/enrolments/{enrolment.id}").text
    assert own.post(f"/enrolments/{enrolment.id}/withdrawal").status_code == 303


def test_a_second_click_nominates_nobody_twice(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.manager)
    for _click in range(2):
        answer = client.post(PAGE, data=sent(cast, cast.employee, step="do"))
        assert answer.status_code == 303
    assert "Nicht möglich für Erik Sommer" in client.get(answer.location).text
    assert len(db.session.scalars(select(Enrolment)).all()) == 1


def test_a_deputy_nominates_in_the_managers_place_and_hr_still_decides(
    cast: Cast, sign_in: SignIn
) -> None:
    cast.english.needs_hr_approval = cast.english.asks_interest = True
    db.session.commit()
    client = sign_in(cast.deputy)
    refused = client.post(PAGE, data=sent(cast, cast.employee, step="do", trip_note="By train"))
    assert refused.status_code == 422
    assert "Official interest" in errors_of(refused.text)
    assert "By train" in refused.text
    data = sent(cast, cast.employee, step="do", interest="full")
    assert client.post(PAGE, data=data).status_code == 303
    enrolment = db.session.scalars(select(Enrolment)).one()
    assert (enrolment.status, enrolment.awaiting) == (Status.REQUESTED, ApprovalStage.HR)
    approval = db.session.scalars(select(Approval)).one()
    assert (approval.decided_by_id, approval.in_place_of_id) == (cast.deputy.id, cast.manager.id)


def test_of_several_those_who_cannot_are_explained(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.manager)
    data = sent(cast, cast.employee) | {"offering_id": cast.advanced_offering.id}
    page = client.post(PAGE, data=data).text
    assert "Voraussetzung" in rows_of(page)[0]
    assert "vorschlagen</button>" not in page


@pytest.mark.parametrize("who", ["outsider", "manager", "division_manager", "without_email"])
def test_nobody_but_the_own_people_is_nominated(who: str, cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.manager)
    answer = client.post(PAGE, data=sent(cast, getattr(cast, who), step="do"))
    assert answer.status_code == 422
    assert db.session.scalars(select(Enrolment)).all() == []


def test_who_nominates_and_for_what(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.employee).get(PAGE).status_code == 403
    assert sign_in(cast.hr).get(PAGE).status_code == 403
    client = sign_in(cast.manager)
    assert client.get(PAGE).status_code == 200
    assert client.get(f"{PAGE}?offering=999999").status_code == 404
    assert client.post(PAGE, data={"offering_id": "x"}).status_code == 404


def test_the_page_takes_the_same_queries_however_large_the_team_is(
    cast: Cast, sign_in: SignIn, count_queries: CountQueries
) -> None:
    client, address = sign_in(cast.manager), f"{PAGE}?offering={cast.english_offering.id}"
    with count_queries() as few:
        client.get(address)
    for number in range(8):
        a_person("Nora", f"Neu{number}", cast.unit_1523, account=False)
    db.session.commit()
    with count_queries() as many:
        page = client.get(address)
    assert many.number == few.number
    assert len(rows_of(page.text)) == 12


def test_of_many_dates_the_next_are_offered_and_those_of_a_course_apart(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nominations, "_NEXT", 1)
    client = sign_in(cast.manager)
    near, far = sorted(
        (cast.english_offering, cast.advanced_offering), key=lambda each: each.meetings[0].starts_at
    )
    assert far.number not in client.get(PAGE).text
    of_course = client.get(f"{PAGE}?course={far.course_id}").text
    assert far.number in of_course
    assert near.number not in of_course
    # What is chosen stays chosen, however far away it is.
    assert f'<option value="{far.id}" selected>' in client.get(f"{PAGE}?offering={far.id}").text
