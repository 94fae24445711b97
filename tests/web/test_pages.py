"""The pages about the site: everybody reads them, HR and administrators word them."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.cast import Cast
from tests.conftest import SignIn
from tests.support.pages import errors_of, form_with
from trainingtracker import settings
from trainingtracker.extensions import db
from trainingtracker.models import AuditEntry
from trainingtracker.web.markup import prose

GERMAN = {"accessibility": "Barrieren", "privacy": "gespeichert", "imprint": "betreibt"}


@pytest.fixture
def hr(cast: Cast, sign_in: SignIn) -> FlaskClient:
    """The browser of HR staff."""
    return sign_in(cast.hr)


def save(client: FlaskClient, key: str, **texts: str) -> tuple[int, str]:
    form = form_with(client.get(f"/pages/{key}").text, "text_de")
    answer = client.post(f"/pages/{key}", data={**form, **texts}, follow_redirects=True)
    return answer.status_code, answer.text


@pytest.mark.parametrize("key", GERMAN)
def test_a_page_has_a_text_in_both_languages_from_the_start(
    key: str, client: FlaskClient, cast: Cast
) -> None:
    german = client.get(f"/{key}", headers={"Accept-Language": "de"}).text
    english = client.get(f"/{key}", headers={"Accept-Language": "en"}).text
    assert german.count("<p>") >= 1
    assert GERMAN[key] in german
    assert GERMAN[key] not in english
    assert "<h2>" in english
    assert "{administration}" not in german


def test_the_imprint_names_the_administration(client: FlaskClient, cast: Cast) -> None:
    settings.put("administration_name_de", "Stadt & Land <Mitte>")
    assert "<strong>Stadt &amp; Land &lt;Mitte&gt;</strong>" in client.get("/imprint").text


@pytest.mark.parametrize("who", ["hr", "admin"])
def test_a_text_is_edited_and_read_by_everybody(
    who: str, cast: Cast, sign_in: SignIn, client: FlaskClient
) -> None:
    editor = sign_in(getattr(cast, who))
    status, page = save(editor, "imprint", text_de="## Neu\n\n- eins\n- zwei", text_en="Fresh")
    assert status == 200
    assert "Die Seite ist gespeichert." in page
    assert "<h2>Neu</h2>\n<ul><li>eins</li><li>zwei</li></ul>" in client.get("/imprint").text
    assert "in eigenen Worten" in editor.get("/pages").text


def test_readers_see_no_way_to_edit(cast: Cast, sign_in: SignIn, hr: FlaskClient) -> None:
    assert "/pages/privacy" in hr.get("/privacy").text
    assert "/pages/privacy" not in sign_in(cast.employee).get("/privacy").text


def test_a_preview_saves_nothing(hr: FlaskClient, client: FlaskClient) -> None:
    _, page = save(hr, "imprint", text_de="**Probe**", preview="1")
    assert "<strong>Probe</strong>" in page
    assert "Noch ist nichts gespeichert." in page
    assert "Probe" not in client.get("/imprint").text
    again = form_with(page, "text_de")
    assert again["text_de"].strip() == "**Probe**"


def test_a_text_is_needed_in_both_languages(hr: FlaskClient) -> None:
    status, page = save(hr, "imprint", text_en="  ")
    assert status == 422
    assert "Text auf Englisch" in errors_of(page)


def test_whoever_saves_must_have_seen_the_latest_text(
    hr: FlaskClient, cast: Cast, sign_in: SignIn
) -> None:
    admin = sign_in(cast.admin)
    opened = form_with(hr.get("/pages/imprint").text, "text_de")
    save(admin, "imprint", text_de="Von der Administration")
    mine = {**opened, "text_de": "Von mir"}
    answer = hr.post("/pages/imprint", data=mine)
    assert answer.status_code == 409
    assert "Von der Administration" in answer.text
    second = {**form_with(answer.text, "text_de")}
    assert second["text_de"].strip() == "Von mir"
    assert hr.post("/pages/imprint", data=second).status_code == 303
    assert "Von mir" in hr.get("/imprint").text


def test_who_changed_a_text_is_audited(hr: FlaskClient, cast: Cast) -> None:
    save(hr, "imprint", text_de="Eins")
    save(hr, "imprint", text_de="Zwei")
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.table_name == "site_page").order_by(AuditEntry.id)
    ).all()
    assert [entry.actor_id for entry in entries] == [cast.hr.id, cast.hr.id]
    assert entries[1].changes["text_de"] == ["Eins\n", "Zwei\n"]


def test_there_are_no_other_pages(hr: FlaskClient) -> None:
    assert hr.get("/pages/anything").status_code == 404


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Ein Satz\nund weiter", "<p>Ein Satz<br>\nund weiter</p>"),
        ("Eins\n\nZwei", "<p>Eins</p>\n<p>Zwei</p>"),
        ("# Titel", "<h2>Titel</h2>"),
        ("### Klein", "<h3>Klein</h3>"),
        ("- a **b**", "<ul><li>a <strong>b</strong></li></ul>"),
        ("[wir](https://example.org/?a=1&b=2)",
         '<p><a href="https://example.org/?a=1&amp;b=2">wir</a></p>'),
        ("[Team](/team)", '<p><a href="/team">Team</a></p>'),
        ("[post](mailto:a@example.org)", '<p><a href="mailto:a@example.org">post</a></p>'),
        ("<b>fett</b>", "<p>&lt;b&gt;fett&lt;/b&gt;</p>"),
        ("[x](javascript:alert)", "<p>[x](javascript:alert)</p>"),
        ("[x](//evil.example)", "<p>[x](//evil.example)</p>"),
        ('[x](https://e.org/"onclick="x)',
         '<p><a href="https://e.org/&#34;onclick=&#34;x">x</a></p>'),
        ("##kein Titel", "<p>##kein Titel</p>"),
        ("", ""),
    ],
)  # fmt: skip
def test_the_markup_knows_little_and_escapes_the_rest(text: str, html: str) -> None:
    assert prose(text) == html
