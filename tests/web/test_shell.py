"""What every page shares: navigation, layout, errors, headers, assets."""

import re
from collections.abc import Iterator
from pathlib import Path

import html5lib
import pytest
from flask import Flask, abort
from flask.testing import FlaskClient

from tests.cast import Cast
from tests.conftest import SignIn
from tests.support.applications import on
from trainingtracker.app import create_app
from trainingtracker.errors import NotAllowed, RuleViolation, StaleVersion
from trainingtracker.extensions import db
from trainingtracker.web.access import PUBLIC, access

PUBLIC_PAGES = ("/sign-in", "/accessibility", "/privacy", "/imprint")
MEMBER_PAGES = ("/", "/history", "/courses", "/account")


def navigation(page: str) -> list[str]:
    """The entries of the main navigation."""
    row = page.split('<nav class="site-nav nav-row"')[1].split("</nav>")[0]
    return [text.strip() for text in re.findall(r"</svg>([^<]+)</a>", row)]


@pytest.mark.parametrize(
    ("who", "entries"),
    [
        ("employee", ["Meine Fortbildungen", "Fortbildungsprogramm", "Kompetenzen"]),
        (
            "manager",
            [
                *("Meine Fortbildungen", "Fortbildungsprogramm", "Kompetenzen"),
                *("Genehmigungen", "Mein Team"),
                *("Auf einen Blick", "Berichte"),
            ],
        ),
    ],
)
def test_the_navigation_shows_what_somebody_may(
    who: str, entries: list[str], cast: Cast, sign_in: SignIn
) -> None:
    assert navigation(sign_in(getattr(cast, who)).get("/").text) == entries


def test_every_entry_of_the_navigation_can_be_opened(cast: Cast, sign_in: SignIn) -> None:
    for who in (cast.employee, cast.manager, cast.hr, cast.trainer, cast.coordinator):
        client = sign_in(who)
        row = client.get("/").text.split('<nav class="site-nav nav-row"')[1].split("</nav>")[0]
        for address in re.findall(r'<a href="([^"]+)"', row):
            assert client.get(address).status_code == 200, address


def test_the_page_that_is_open_is_marked(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.employee).get("/courses").text
    assert 'href="/courses" aria-current="page"' in page


def test_whoever_is_not_signed_in_sees_no_navigation(client: FlaskClient, cast: Cast) -> None:
    assert "site-nav" not in client.get("/privacy").text


@pytest.mark.parametrize("path", PUBLIC_PAGES + MEMBER_PAGES)
@pytest.mark.parametrize("language", ["de", "en"])
def test_pages_are_valid_html_with_one_heading_of_the_first_level(
    path: str, language: str, cast: Cast, client: FlaskClient, sign_in: SignIn
) -> None:
    browser = client if path in PUBLIC_PAGES else sign_in(cast.employee)
    browser.post("/language", data={"language": language, "next": path})
    page = browser.get(path).text
    html5lib.HTMLParser(strict=True).parse(page)
    assert f'<html lang="{language}"' in page
    assert page.count("<h1>") == 1
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


def test_no_page_has_inline_style_or_script_without_nonce(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.employee)
    for path in MEMBER_PAGES:
        page = client.get(path).text
        assert " style=" not in page
        assert not re.search(r"\son\w+=", page)
        assert all("nonce=" in tag for tag in re.findall(r"<script[^>]*>", page))


def test_the_content_policy_is_strict_and_its_nonce_new_each_time(
    client: FlaskClient, cast: Cast
) -> None:
    answers = [client.get("/sign-in") for _ in range(2)]
    policies = [answer.headers["Content-Security-Policy"] for answer in answers]
    nonces = [re.findall(r"script-src 'nonce-([\w-]{20,})';", policy) for policy in policies]
    assert nonces[0] != nonces[1]
    assert f'nonce="{nonces[0][0]}"' in answers[0].text
    for part in (
        "default-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ):
        assert part in policies[0]
    assert "unsafe" not in policies[0]


def test_pages_are_kept_in_no_cache_and_told_to_no_other_site(
    client: FlaskClient, cast: Cast
) -> None:
    headers = client.get("/sign-in").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_the_session_cookie_is_out_of_reach_for_scripts(client: FlaskClient, cast: Cast) -> None:
    cookie = client.post("/language", data={"language": "en"}).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_assets_carry_a_fingerprint_and_stay_in_the_cache(client: FlaskClient, cast: Cast) -> None:
    page = client.get("/sign-in").text
    addresses = re.findall(r'(?:href|src)="(/(?:bootstrap/)?static/[^"]+)"', page)
    assert len(addresses) == 4
    for address in addresses:
        assert re.search(r"\?v=[0-9a-f]{12}$", address)
        answer = client.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        answer.close()


def test_every_icon_of_a_page_is_drawn_on_it(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.manager).get("/").text
    used = set(re.findall(r'<use href="#(icon-[\w-]+)"', page))
    assert used == set(re.findall(r'<symbol id="(icon-[\w-]+)"', page))


FAILURES = {
    "/fails/400": (400, lambda: abort(400), "Diese Anfrage war nicht verständlich"),
    "/fails/403": (403, lambda: abort(403), "Dafür fehlt Ihnen die Berechtigung"),
    "/fails/405": (405, lambda: abort(405), "Diese Anfrage war nicht verständlich"),
    "/fails/409": (409, lambda: violate(StaleVersion), "Inzwischen hat jemand anderes"),
    "/fails/413": (413, lambda: abort(413), "Das ist zu groß zum Senden"),
    "/fails/422": (422, lambda: violate(RuleViolation), "Das ist nicht möglich"),
    "/fails/429": (429, lambda: abort(429), "Zu viele Versuche"),
    "/fails/500": (500, lambda: 1 / 0, "Bei uns ist etwas schiefgegangen"),
    "/fails/502": (502, lambda: abort(502), "Bei uns ist etwas schiefgegangen"),
    "/fails/503": (503, lambda: abort(503), "Das ist gerade nicht erreichbar"),
    "/fails/rule-403": (403, lambda: violate(NotAllowed), "Dafür fehlt Ihnen die Berechtigung"),
}


def violate(kind: type[RuleViolation]) -> str:
    raise kind("The current password is not right.")


@pytest.fixture
def failing(app: Flask, instance: Path, database_url: str) -> Iterator[Flask]:
    """An application with routes that fail, as a server would run it."""
    app = create_app(instance, on(database_url))
    for path, (_, fail, _title) in FAILURES.items():
        app.add_url_rule(path, path, access(PUBLIC)(lambda fail=fail: fail()))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("path", FAILURES)
def test_errors_are_told_in_the_layout(path: str, failing: Flask, cast: Cast) -> None:
    status, _, title = FAILURES[path]
    answer = failing.test_client().get(path)
    assert answer.status_code == status
    assert f"<h1>{title}" in answer.text
    assert '<footer class="site-footer">' in answer.text
    assert "Content-Security-Policy" in answer.headers


def test_an_error_of_a_rule_says_the_sentence_of_the_rule(failing: Flask, cast: Cast) -> None:
    page = failing.test_client().get("/fails/422", headers={"Accept-Language": "en"}).text
    assert "The current password is not right." in page


def test_an_unknown_address_is_told_to_whoever_is_signed_in_or_not(
    client: FlaskClient, cast: Cast, sign_in: SignIn
) -> None:
    for browser in (client, sign_in(cast.employee)):
        answer = browser.get("/no/such/page")
        assert answer.status_code == 404
        assert "Diese Seite gibt es nicht" in answer.text


def test_the_page_of_a_failure_needs_no_database(
    failing: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_args: object, **_kwargs: object) -> None:
        raise OSError("the database has gone")

    client = failing.test_client()
    monkeypatch.setattr("trainingtracker.extensions.ModalSession.get_bind", gone)
    answer = client.get("/sign-in")
    assert answer.status_code == 500
    assert "Bei uns ist etwas schiefgegangen" in answer.text
