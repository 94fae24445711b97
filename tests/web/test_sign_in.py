"""Signing in and out: no hints, no forwarding elsewhere, no inherited session."""

from datetime import timedelta
from threading import Thread
from typing import Literal

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import PASSWORD, Cast
from tests.conftest import SignIn
from trainingtracker import clock, settings
from trainingtracker.accounts import passwords
from trainingtracker.extensions import begin, db
from trainingtracker.models import Account
from trainingtracker.web.addresses import own_address

REFUSAL = "Benutzername oder Passwort stimmen nicht"


def attempt(client: FlaskClient, login: str, password: str, query: str = "") -> tuple[int, str]:
    """The status and the text of an attempt, or where it leads."""
    answer = client.post(f"/sign-in{query}", data={"login": login, "password": password})
    return answer.status_code, answer.location or answer.text


def account(cast: Cast) -> Account:
    return db.session.scalars(db.select(Account).filter_by(person_id=cast.employee.id)).one()


def test_the_right_password_leads_to_my_training(client: FlaskClient, cast: Cast) -> None:
    assert attempt(client, "erik.sommer", PASSWORD) == (303, "/")
    assert "Erik Sommer" in client.get("/").text


def test_the_user_name_may_be_written_in_capitals(client: FlaskClient, cast: Cast) -> None:
    assert attempt(client, "  Erik.Sommer ", PASSWORD)[0] == 303


def test_every_failure_reads_the_same(client: FlaskClient, cast: Cast) -> None:
    texts = {
        attempt(client, login, password)[1].replace(login, "")
        for login, password in (("erik.sommer", "falsch"), ("nobody.here", "falsch"))
    }
    account(cast).active = False
    texts.add(attempt(client, "erik.sommer", PASSWORD)[1].replace("erik.sommer", ""))
    account(cast).active = True
    cast.employee.exit = clock.today() - timedelta(days=1)
    texts.add(attempt(client, "erik.sommer", PASSWORD)[1].replace("erik.sommer", ""))
    without_tokens = {text.split("<h1>")[1].split("<footer")[0] for text in texts}
    assert len(without_tokens) == 1
    assert REFUSAL in without_tokens.pop()


def test_a_refusal_keeps_the_name_and_never_the_password(client: FlaskClient, cast: Cast) -> None:
    status, page = attempt(client, "erik.sommer", "mein geheimes Wort")
    assert status == 422
    assert 'value="erik.sommer"' in page
    assert "mein geheimes Wort" not in page


def test_empty_fields_are_named(client: FlaskClient, cast: Cast) -> None:
    status, page = attempt(client, "", "")
    assert status == 422
    assert page.count("Bitte füllen Sie dieses Feld aus.") == 4
    assert '<a href="#login">' in page


def test_signing_in_returns_to_the_page_that_was_asked_for(client: FlaskClient, cast: Cast) -> None:
    sent_to = client.get("/courses?q=englisch&page=2").location
    assert attempt(client, "erik.sommer", PASSWORD, sent_to.removeprefix("/sign-in")) == (
        303,
        "/courses?q=englisch&page=2",
    )


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "evil.example",
    ],
)
def test_nobody_is_forwarded_to_other_sites(
    elsewhere: str, client: FlaskClient, cast: Cast
) -> None:
    answer = client.post(
        "/sign-in",
        query_string={"next": elsewhere},
        data={"login": "erik.sommer", "password": PASSWORD},
    )
    assert answer.location == "/"


def test_own_addresses_keep_their_query(app: Flask) -> None:
    with app.test_request_context():
        assert own_address("/courses?q=a%20b#x") == "/courses?q=a%20b#x"


def test_nothing_planted_before_signing_in_survives(client: FlaskClient, cast: Cast) -> None:
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
        session["language"] = "en"
    attempt(client, "erik.sommer", PASSWORD)
    with client.session_transaction() as session:
        assert "planted" not in session


def test_too_many_attempts_are_answered_in_the_layout(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    app.config["SIGN_IN_LIMIT"] = "3 per minute"
    answers = [attempt(client, "erik.sommer", "falsch") for _ in range(4)]
    assert [status for status, _ in answers] == [422, 422, 422, 429]
    assert "Zu viele Versuche" in answers[-1][1]
    assert '<header class="site-header">' in answers[-1][1]
    # The right password does not help now; looking at the page is free.
    assert attempt(client, "erik.sommer", PASSWORD)[0] == 429
    assert client.get("/sign-in").status_code == 200


def test_signing_out_ends_the_session(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.employee)
    answer = client.post("/sign-out")
    assert "Sie sind ausgeloggt." in client.get(answer.location).text
    assert client.get("/").status_code == 303


def test_signing_out_ends_copied_sessions_and_other_browsers_too(
    cast: Cast, sign_in: SignIn
) -> None:
    copied, own, other = (sign_in(cast.employee) for _ in range(3))
    someone_else = sign_in(cast.colleague)
    answer = own.post("/sign-out")
    assert "Auch andere Browser und Geräte" in own.get(answer.location).text
    assert [browser.get("/account").status_code for browser in (copied, other)] == [303, 303]
    assert someone_else.get("/account").status_code == 200


def test_too_many_failures_of_one_name_stop_it_from_every_address(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    app.config["SIGN_IN_LIMIT_PER_LOGIN"] = "3 per hour"

    def from_address(number: int, login: str, password: str) -> tuple[int, str]:
        answer = client.post(
            "/sign-in",
            data={"login": login, "password": password},
            environ_base={"REMOTE_ADDR": f"10.0.0.{number}"},
        )
        return answer.status_code, answer.text

    for name in ("erik.sommer", "nobody.here"):
        tried = [from_address(n, (name, f" {name.upper()}")[n % 2], "falsch") for n in range(4)]
        assert [status for status, _ in tried] == [422, 422, 422, 429]
        assert "Zu viele Versuche" in tried[-1][1]
    assert from_address(9, "erik.sommer", PASSWORD)[0] == 429
    assert from_address(9, "kira.petersen", PASSWORD)[0] == 303


def test_whoever_knows_their_password_may_sign_in_as_often_as_they_like(
    app: Flask, cast: Cast
) -> None:
    app.config["SIGN_IN_LIMIT_PER_LOGIN"] = "2 per hour"
    for _ in range(4):
        assert attempt(app.test_client(), "erik.sommer", PASSWORD)[0] == 303


def test_signing_out_takes_more_than_a_link(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.employee)
    assert client.get("/sign-out").status_code == 405
    assert client.get("/").status_code == 200


def test_whoever_is_signed_in_needs_no_sign_in_page(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.employee).get("/sign-in?next=/courses").location == "/courses"


def test_a_form_without_its_token_is_refused(app: Flask, client: FlaskClient, cast: Cast) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    status, page = attempt(client, "erik.sommer", PASSWORD)
    assert status == 400
    assert "Dieses Formular ist abgelaufen." in page


def test_the_accounts_of_the_example_are_shown_only_there(client: FlaskClient, cast: Cast) -> None:
    assert "Konten der Beispielstadt" not in client.get("/sign-in").text
    settings.put("example_data", value=True)
    page = client.get("/sign-in").text
    assert "Konten der Beispielstadt" in page
    assert "Alle Personen und Daten hier sind erfunden." in page


def test_nobody_waits_to_save_while_a_password_is_checked(
    app: Flask, cast: Cast, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved: list[str] = []

    class Slow(PasswordHasher):
        """Somebody else saves in the middle of the check."""

        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            def save() -> None:
                with app.app_context():
                    begin("write")
                    settings.put("small_group", 7)
                    db.session.commit()
                    saved.append("saved")

            other = Thread(target=save)
            other.start()
            other.join(10)
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "hasher", Slow(time_cost=1, memory_cost=8, parallelism=1))
    answer = client.post("/sign-in", data={"login": "erik.sommer", "password": PASSWORD})
    assert (answer.status_code, saved) == (303, ["saved"])


def test_who_has_tried_too_often_is_told_how_long_to_wait(
    app: Flask, client: FlaskClient, cast: Cast
) -> None:
    app.config["SIGN_IN_LIMIT"] = "1 per hour"
    attempt(client, "erik.sommer", "falsch")
    answer = client.post("/sign-in", data={"login": "erik.sommer", "password": "falsch"})
    assert answer.status_code == 429
    seconds = int(answer.headers["Retry-After"])
    assert 3000 < seconds <= 3601
    assert f"in {-(-seconds // 60)} Minuten noch einmal" in answer.text
