"""My account: language, colours, password."""

import pytest
from flask.testing import FlaskClient

from tests.cast import PASSWORD, Cast
from tests.conftest import SignIn
from trainingtracker.extensions import db

NEW = "noch ein langer Satz"


@pytest.fixture
def client(cast: Cast, sign_in: SignIn) -> FlaskClient:
    """The employee's browser."""
    return sign_in(cast.employee)


def change(client: FlaskClient, current: str, new: str, again: str) -> tuple[int, str]:
    answer = client.post("/account/password", data={"current": current, "new": new, "again": again})
    return answer.status_code, answer.text


def test_the_page_shows_who_i_am(client: FlaskClient) -> None:
    page = client.get("/account").text
    assert "erik.sommer@example.org" in page


def test_language_and_colours_are_kept(client: FlaskClient, cast: Cast) -> None:
    answer = client.post("/account/display", data={"language": "en", "colours": "dark"})
    assert answer.status_code == 303
    page = client.get("/account").text
    assert "Your settings are saved." in page
    assert 'data-bs-theme="dark"' in page
    db.session.rollback()
    assert cast.employee.language == "en"


def test_by_default_the_colours_follow_the_device(client: FlaskClient) -> None:
    page = client.get("/account").text
    assert 'data-colours="auto"' in page
    assert "prefers-color-scheme" in page


def test_a_cookie_that_is_no_choice_changes_nothing(client: FlaskClient) -> None:
    client.set_cookie("colour_scheme", '"><script>')
    assert 'data-colours="auto"' in client.get("/account").text


@pytest.mark.parametrize("wrong", [{"language": "fr", "colours": "dark"}, {"colours": "pink"}, {}])
def test_what_cannot_be_chosen_is_refused(wrong: dict[str, str], client: FlaskClient) -> None:
    assert client.post("/account/display", data=wrong).status_code == 422
    assert '<html lang="de"' in client.get("/account").text


def test_the_password_is_changed_and_this_session_goes_on(
    client: FlaskClient, cast: Cast, sign_in: SignIn
) -> None:
    elsewhere = sign_in(cast.employee)
    assert change(client, PASSWORD, NEW, NEW)[0] == 303
    assert "Ihr Passwort ist geändert." in client.get("/account").text
    assert elsewhere.get("/account").status_code == 303
    client.post("/sign-out")
    assert (
        client.post("/sign-in", data={"login": "erik.sommer", "password": NEW}).status_code == 303
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("falsch", NEW, NEW), "Das aktuelle Passwort stimmt nicht."),
        ((PASSWORD, "kurz", "kurz"), "Ein Passwort braucht mindestens 12 Zeichen."),
        ((PASSWORD, NEW, "anders"), "Die beiden neuen Passwörter stimmen nicht überein."),
        (("", "", ""), "Bitte füllen Sie dieses Feld aus."),
    ],
)
def test_a_wrong_entry_is_said_and_changes_nothing(
    typed: tuple[str, str, str], sentence: str, client: FlaskClient
) -> None:
    status, page = change(client, *typed)
    assert status == 422
    assert sentence in page
    assert NEW not in page
    assert change(client, PASSWORD, NEW, NEW)[0] == 303


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (("falsch", NEW, NEW), "current"),
        ((PASSWORD, "kurz", "kurz"), "new"),
        ((PASSWORD, NEW, "anders"), "again"),
    ],
)
def test_a_wrong_entry_is_named_at_its_field_and_in_the_title(
    typed: tuple[str, str, str], field: str, client: FlaskClient
) -> None:
    page = change(client, *typed)[1]
    assert f'<a href="#{field}">' in page
    assert f'id="{field}-error"' in page
    assert "<title>Fehler: Mein Konto" in page
