"""The one-time link for the first account of an installation."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.cast import a_person
from tests.support.frozen import FrozenClock
from tests.support.pages import errors_of
from trainingtracker import clock
from trainingtracker.accounts import first_administrator
from trainingtracker.accounts.actor import actor_for
from trainingtracker.errors import NotAllowed
from trainingtracker.extensions import db
from trainingtracker.models import Account, AuditEntry, Person, Setting
from trainingtracker.vocabulary import PersonKind, Role

FILLED = {
    "first_name": "Ada",
    "last_name": "Lovelace",
    "email": "ada@example.org",
    "personnel_number": "",
    "login": " Ada.Lovelace ",
    "password": "ein langer Satz genügt",
    "again": "ein langer Satz genügt",
}


@pytest.fixture
def link(app_context: Flask) -> str:
    token = first_administrator.new_token()
    db.session.commit()
    return f"/first-administrator/{token}"


def accounts() -> int:
    return db.session.scalar(select(func.count()).select_from(Account)) or 0


def test_the_link_makes_an_administrator_who_can_sign_in(client: FlaskClient, link: str) -> None:
    assert "Erstes Administrationskonto einrichten" in client.get(link).text
    made = client.post(link, data=FILLED)
    assert (made.status_code, made.location) == (303, "/sign-in")
    assert "Ihr Konto ist eingerichtet." in client.get("/sign-in").text
    account = db.session.scalars(select(Account)).one()
    assert account.login == "ada.lovelace"
    assert actor_for(account).roles == {Role.ADMIN: None}
    assert account.person.kind is PersonKind.GUEST
    credentials = {"login": "ada.lovelace", "password": FILLED["password"]}
    assert client.post("/sign-in", data=credentials).location == "/"
    assert "Ada Lovelace" in client.get("/").text


def test_it_works_once(client: FlaskClient, link: str) -> None:
    client.post(link, data=FILLED)
    for again in (client.get(link), client.post(link, data=FILLED | {"login": "second"})):
        assert again.status_code == 403
        assert "<h1>Dieser Link gilt nicht mehr</h1>" in again.text
    assert accounts() == 1


def test_it_works_for_an_hour(client: FlaskClient, frozen: FrozenClock, app_context: Flask) -> None:
    link = f"/first-administrator/{first_administrator.new_token()}"
    frozen.move_to(clock.now() + timedelta(minutes=59))
    assert client.get(link).status_code == 200
    frozen.move_to(clock.now() + timedelta(minutes=1))
    assert client.get(link).status_code == 403
    assert client.post(link, data=FILLED).status_code == 403
    assert accounts() == 0


def test_a_new_link_takes_the_place_of_the_one_before(client: FlaskClient, link: str) -> None:
    newer = f"/first-administrator/{first_administrator.new_token()}"
    assert client.get(link).status_code == 403
    assert client.get(newer).status_code == 200


def test_a_guessed_link_is_refused(client: FlaskClient, link: str) -> None:
    assert client.get("/first-administrator/guessed").status_code == 403
    assert client.post("/first-administrator/guessed", data=FILLED).status_code == 403
    assert accounts() == 0


def test_where_somebody_has_an_account_there_is_no_link(client: FlaskClient, link: str) -> None:
    a_person("Erik", "Sommer")
    assert client.get(link).status_code == 403
    with pytest.raises(NotAllowed, match="There are accounts already"):
        first_administrator.new_token()


def test_the_token_is_kept_nowhere(link: str) -> None:
    token = link.rpartition("/")[2]
    stored = [str(setting.value) for setting in db.session.scalars(select(Setting))]
    audited = [str(entry.changes) for entry in db.session.scalars(select(AuditEntry))]
    assert stored
    assert not [value for value in stored + audited if token in value]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"last_name": " "}, "Bitte füllen Sie dieses Feld aus."),
        ({"again": "etwas anderes"}, "Die beiden Passwörter stimmen nicht überein."),
        ({"password": "kurz", "again": "kurz"}, "mindestens 12 Zeichen"),
        ({"email": "ada"}, "E-Mail: ada ist keine E-Mail-Adresse"),
        ({"login": "ada lovelace"}, "Benutzername: Ein Benutzername hat keine Leerzeichen."),
    ],
)
def test_what_is_wrong_is_said_and_the_link_stays_good(
    client: FlaskClient, link: str, change: dict[str, str], said: str
) -> None:
    refused = client.post(link, data=FILLED | change)
    assert refused.status_code == 422
    assert said in errors_of(refused.text)
    assert 'value="Lovelace"' in refused.text or "last_name" in change
    assert (accounts(), db.session.scalar(select(func.count()).select_from(Person))) == (0, 0)
    assert client.post(link, data=FILLED).status_code == 303


def test_with_a_personnel_number_somebody_on_record_is_found(
    client: FlaskClient, link: str
) -> None:
    person = a_person("Ada", "Lovelace", number="00012345", account=False)
    client.post(link, data=FILLED | {"personnel_number": "00012345"})
    assert db.session.scalars(select(Account)).one().person_id == person.id


def test_the_page_speaks_english_too(client: FlaskClient, link: str) -> None:
    page = client.get(link, headers={"Accept-Language": "en"}).text
    assert "Create the first administrator" in page
    assert "Personalnummer" not in page
