"""The language of a page: the person's setting, the choice made, the browser's."""

import pytest
from flask.testing import FlaskClient

from tests.cast import Cast
from tests.conftest import SignIn
from trainingtracker.extensions import db


@pytest.mark.parametrize(
    ("browser", "shown"),
    [("en-GB,en;q=0.9", "en"), ("de-DE", "de"), ("fr,pl;q=0.5", "de"), ("", "de")],
)
def test_before_signing_in_the_browser_decides(
    browser: str, shown: str, client: FlaskClient, cast: Cast
) -> None:
    page = client.get("/sign-in", headers={"Accept-Language": browser}).text
    assert f'<html lang="{shown}"' in page


def test_a_choice_wins_over_the_browser(client: FlaskClient, cast: Cast) -> None:
    answer = client.post("/language", data={"language": "en", "next": "/privacy"})
    assert answer.location == "/privacy"
    page = client.get("/privacy", headers={"Accept-Language": "de"}).text
    assert '<html lang="en"' in page
    assert "This page is now in English." in page


def test_the_setting_of_the_person_wins_over_both(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.colleague)
    page = client.get("/", headers={"Accept-Language": "de"}).text
    assert '<html lang="en"' in page


def test_switching_while_signed_in_becomes_the_setting(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.employee)
    client.post("/language", data={"language": "en", "next": "/courses"})
    assert "Search the catalogue" in client.get("/courses").text
    db.session.rollback()
    assert cast.employee.language == "en"


def test_other_languages_are_refused(client: FlaskClient, cast: Cast) -> None:
    assert client.post("/language", data={"language": "fr"}).status_code == 400


def test_switching_leads_nowhere_else(client: FlaskClient, cast: Cast) -> None:
    answer = client.post("/language", data={"language": "en", "next": "//evil.example"})
    assert answer.location == "/"


def test_the_button_speaks_the_other_language(client: FlaskClient, cast: Cast) -> None:
    page = client.get("/sign-in", headers={"Accept-Language": "de"}).text
    assert 'type="submit" lang="en"' in page
