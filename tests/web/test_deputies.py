"""Deputies with dates: named by the manager or HR, seen by both, acting on their days only."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.cast import Cast, a_person, an_enrolment, leads
from tests.conftest import CountQueries, SignIn
from tests.enrolment.acting import mails_to
from tests.support.pages import errors_of, form_with, rows_of
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import Leadership
from trainingtracker.vocabulary import LeadershipKind, Status

NEXT_WEEK = timedelta(days=7)


def filled(cast: Cast, page: str, **typed: str) -> dict[str, str]:
    """The form of the page with somebody of the team for two weeks from today on."""
    form = form_with(page, "who").to_dict()
    until = clock.today() + 2 * NEXT_WEEK
    number = cast.colleague.personnel_number or ""
    return form | {"unit_id": str(cast.unit_1523.id), "who": number, "last": str(until)} | typed


def test_a_manager_names_a_deputy_whom_hr_sees_and_who_decides(cast: Cast, sign_in: SignIn) -> None:
    request = an_enrolment(cast.employee, cast.english_offering, Status.REQUESTED)
    db.session.commit()
    assert sign_in(cast.colleague).get("/approvals").status_code == 403
    client = sign_in(cast.manager)
    answer = client.post("/deputies", data=filled(cast, client.get("/deputies").text))
    assert answer.status_code == 303
    assert "Kira Petersen ist als Vertretung benannt" in client.get(answer.location).text
    assert mails_to(cast.colleague) == ["deputy_named"]
    assert any("Kira Petersen" in row for row in rows_of(sign_in(cast.hr).get("/deputies").text))
    client = sign_in(cast.colleague)
    assert "Kira Petersen (you)" in " ".join(rows_of(client.get("/deputies").text))
    assert "you decide in place of Marek Lindner" in client.get("/approvals").text
    assert client.post(f"/approvals/{request.id}/approval").status_code == 303
    assert db.session.get_one(type(request), request.id).status is Status.CONFIRMED


def test_hr_names_a_deputy_for_days_to_come_and_the_manager_is_told(
    cast: Cast, sign_in: SignIn
) -> None:
    first = clock.today() + NEXT_WEEK
    client = sign_in(cast.hr)
    page = client.get("/deputies").text
    data = filled(cast, page, who="stein", first=str(first))
    assert client.post("/deputies", data=data).status_code == 303
    assert mails_to(cast.manager) == ["deputy_named_for"]
    manager = sign_in(cast.manager)
    assert any("Wiebke Stein" in row for row in rows_of(manager.get("/deputies").text))
    assert sign_in(cast.other_manager).get("/team").text.count("Sommer") == 0


def test_several_of_a_name_are_offered_with_all_that_was_typed(cast: Cast, sign_in: SignIn) -> None:
    other = a_person("Karin", "Petersen", cast.unit_15)
    db.session.commit()
    client = sign_in(cast.manager)
    data = filled(cast, client.get("/deputies").text, who="petersen")
    page = client.post("/deputies", data=data)
    assert page.status_code == 200
    kept = form_with(page.text, "who").to_dict()
    assert (kept["who"], kept["last"]) == ("petersen", data["last"])
    assert "Petersen, Kira" in page.text
    answer = client.post("/deputies", data=kept | {"person_id": str(other.id)})
    assert answer.status_code == 303
    found = db.session.scalars(
        select(Leadership.until).where(Leadership.person_id == other.id)
    ).one()
    assert str(found) == str(clock.today() + 2 * NEXT_WEEK + timedelta(1))


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"who": ""}, "who", "Schreiben Sie eine Personalnummer oder einen Namen."),
        ({"who": "Xylander"}, "who", "niemand beschäftigt"),
        # Somebody of another division is not a manager's to look up.
        ({"who": "reimann"}, "who", "niemand beschäftigt"),
        ({"first": ""}, "first", "Bitte füllen Sie dieses Feld aus."),
        ({"last": "morgen"}, "last", "kein Datum"),
        ({"first": "2020-01-01"}, "first", "Der erste Tag ist vorbei."),
        ({"last": "2020-01-01"}, "last", "Der letzte Tag liegt vor dem ersten."),
        ({"who": "lindner"}, "who", "leitet die Organisationseinheit selbst"),
        ({"who": "özkan"}, "who", "vertritt dort an einigen dieser Tage schon"),
        ({"unit_id": "999999"}, "unit_id", "Organisationseinheit"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    typed: dict[str, str], field: str, told: str, cast: Cast, sign_in: SignIn
) -> None:
    before = len(db.session.scalars(select(Leadership)).all())
    client = sign_in(cast.manager)
    data = filled(cast, client.get("/deputies").text, **typed)
    refused = client.post("/deputies", data=data)
    assert refused.status_code == 422
    assert told in errors_of(refused.text)
    assert f'href="#{field}"' in refused.text
    kept = form_with(refused.text, "who").to_dict()
    assert kept["who"] == data["who"]
    if field != "last":
        assert kept["last"] == data["last"]
    assert len(db.session.scalars(select(Leadership)).all()) == before


def test_a_second_click_names_nobody_twice(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.manager)
    data = filled(cast, client.get("/deputies").text)
    assert client.post("/deputies", data=data).status_code == 303
    assert client.post("/deputies", data=data).status_code == 422


def test_ending_takes_effect_today_and_what_was_is_kept(cast: Cast, sign_in: SignIn) -> None:
    term = db.session.scalars(
        select(Leadership).where(Leadership.person_id == cast.deputy.id)
    ).one()
    client = sign_in(cast.manager)
    answer = client.post(f"/deputies/{term.id}/end")
    assert "Dilara Özkan vertritt dort nicht mehr" in client.get(answer.location).text
    assert mails_to(cast.deputy) == ["deputy_ended"]
    assert sign_in(cast.deputy).get("/approvals").status_code == 403
    rows = db.session.scalars(
        select(Leadership).where(Leadership.person_id == cast.deputy.id, Leadership.known())
    ).all()
    assert [row.until for row in rows] == [clock.today()]
    again = client.post(f"/deputies/{term.id}/end")
    assert again.status_code == 422


def test_nobody_ends_deputies_of_other_units(cast: Cast, sign_in: SignIn) -> None:
    term = leads(cast.colleague, cast.unit_1523, LeadershipKind.DEPUTY)
    db.session.commit()
    for person in (cast.other_manager, cast.deputy):
        assert sign_in(person).post(f"/deputies/{term.id}/end").status_code == 404
    assert sign_in(cast.employee).post(f"/deputies/{term.id}/end").status_code == 403
    assert sign_in(cast.hr).post("/deputies/999999/end").status_code == 404


def test_the_page_takes_the_same_queries_however_many_there_are(
    cast: Cast, sign_in: SignIn, count_queries: CountQueries
) -> None:
    client = sign_in(cast.hr)
    with count_queries() as few:
        client.get("/deputies")
    for number in range(8):
        leads(a_person("Nora", f"Neu{number}"), cast.unit_23, LeadershipKind.DEPUTY)
    db.session.commit()
    with count_queries() as many:
        page = client.get("/deputies")
    assert many.number == few.number
    assert len(rows_of(page.text)) == 10


def test_the_last_day_is_changed_and_what_was_is_kept(cast: Cast, sign_in: SignIn) -> None:
    term = db.session.scalars(
        select(Leadership).where(Leadership.person_id == cast.deputy.id)
    ).one()
    manager, hr, page = sign_in(cast.manager), sign_in(cast.hr), f"/deputies/{term.id}/days"
    assert page in manager.get("/deputies").text
    shown = dict(form_with(manager.get(page).text, "last"))
    late, later = (clock.today() + timedelta(days=n) for n in (20, 30))
    for wrong, told in (
        ("gestern", ""),
        ((clock.today() - timedelta(days=1)).isoformat(), "Der letzte Tag ist vorbei"),
    ):
        refused = manager.post(page, data=shown | {"last": wrong})
        assert refused.status_code == 422
        assert 'href="#last"' in refused.text
        assert told in refused.text
        assert wrong in refused.text
    for _twice in range(2):
        assert manager.post(page, data=shown | {"last": late.isoformat()}).status_code == 303
    conflict = hr.post(page, data=shown | {"last": later.isoformat()})
    assert conflict.status_code == 409
    again = dict(form_with(conflict.text, "last"))
    assert again["last"] == later.isoformat()
    assert hr.post(page, data=again).status_code == 303
    rows = db.session.scalars(
        select(Leadership).where(Leadership.person_id == cast.deputy.id).order_by(Leadership.id)
    ).all()
    assert [row.superseded_at is None for row in rows] == [False, False, True]
    assert rows[-1].until == later + timedelta(days=1)
    assert mails_to(cast.deputy) == ["deputy_named"] * 2
    assert sign_in(cast.other_manager).get(page).status_code == 404
