"""The list of school holidays: shipped, edited, used by recurring meetings."""

from tests.cast import Cast
from tests.conftest import SignIn
from tests.support.frozen import FrozenClock
from tests.support.pages import errors_of, form_with

PAGE = "/planning/school-holidays"


def test_the_shipped_list_is_edited_and_recurring_meetings_follow(
    frozen: FrozenClock, cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.hr)
    form = form_with(client.get(PAGE).text, "ranges-0-first")
    assert form["ranges-0-name_de"] == "Sommerferien"
    more = client.post(PAGE, data=form | {"add": "ranges"})
    form = form_with(more.text, "ranges-0-first")
    form["ranges-17-name_de"], form["ranges-17-first"] = "Projektwoche", "2026-05-05"
    form["ranges-17-last"] = "2026-05-06"
    answer = client.post(PAGE, data=form)
    assert answer.status_code == 303
    assert "Projektwoche" in client.get(answer.location).text
    rule = form_with(client.get("/offerings/new").text, "series-first")
    rule["series-first"], rule["series-number"], rule["series-skip_school"] = "2026-05-05", "1", "y"
    page = client.post("/offerings/new", data=rule | {"fill_in": "1"})
    assert "5. Mai 2026: Projektwoche" in page.text


def test_wrong_rows_are_told_and_kept(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    for name, value, said in (
        ("ranges-0-first", "gestern", "Zeile 1, Erster Tag"),
        ("ranges-0-last", "2025-07-01", "letzte Tag liegt vor dem ersten"),
        ("ranges-0-last", "2025-10-14", "überschneiden sich"),
        ("ranges-0-name_de", " ", "Zeile 1, Name auf Deutsch"),
    ):
        form = form_with(client.get(PAGE).text, "ranges-0-first")
        form[name] = value
        answer = client.post(PAGE, data=form)
        assert answer.status_code == 422
        assert said in errors_of(answer.text)
        assert form_with(answer.text, "ranges-0-first")[name] == value.strip()


def test_two_who_edit_the_list_hear_of_each_other(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    first, second = (form_with(client.get(PAGE).text, "ranges-0-first") for _ in range(2))
    first["ranges-0-name_de"], second["ranges-1-name_de"] = "Große Ferien", "Kartoffelferien"
    assert client.post(PAGE, data=first).status_code == 303
    answer = client.post(PAGE, data=second)
    assert answer.status_code == 409
    assert "Große Ferien" in answer.text
    kept = form_with(answer.text, "ranges-0-first")
    assert kept["ranges-1-name_de"] == "Kartoffelferien"
    assert client.post(PAGE, data=kept).status_code == 303


def test_the_list_is_for_hr(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.manager).get(PAGE).status_code == 403
    assert sign_in(cast.coordinator).post(PAGE).status_code == 403
