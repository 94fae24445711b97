"""Accounts and roles: what administrators do with them, and what they never see."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.cast import PASSWORD, Cast, a_holding, a_person, an_enrolment, granted
from tests.conftest import CountQueries, SignIn
from tests.support.pages import errors_of, rows_of
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import AccessEntry, Account, AuditEntry, OutgoingMail, Person, RoleGrant
from trainingtracker.vocabulary import Role

NEW = "ein ganz neuer Satz"


@pytest.fixture
def admin(cast: Cast, sign_in: SignIn) -> FlaskClient:
    """The administrator's browser."""
    return sign_in(cast.admin)


def account_of(person: Person) -> Account:
    db.session.commit()
    return db.session.scalars(select(Account).where(Account.person_id == person.id)).one()


def path_of(person: Person) -> str:
    return f"/accounts/{account_of(person).id}"


def link_in(page: str) -> str:
    """The path of the one-time link that a page shows."""
    found = re.search(r"/invitation/[\w-]{40,}", page)
    assert found
    return found[0]


def test_accounts_are_found_by_name_and_user_name(admin: FlaskClient) -> None:
    for words in ("sommer", "erik.som", "Sömmer Erik"):
        assert any("Sommer, Erik" in row for row in rows_of(admin.get(f"/accounts?q={words}").text))
    assert "Kein Konto passt" in admin.get("/accounts?q=nobody").text


@pytest.mark.parametrize(
    ("state", "found", "missing"),
    [
        ("open", "Sommer, Erik", "Kraus, Uwe"),
        ("none", "Kraus, Uwe", "Sommer, Erik"),
        ("with_role", "Rieck, Hanna", "Sommer, Erik"),
        ("new", "Sommer, Erik", "Kraus, Uwe"),
        ("locked", "Petersen, Kira", "Sommer, Erik"),
        ("left", "Fort, Frida", "Sommer, Erik"),
        ("nonsense", "Sommer, Erik", "Kraus, Uwe"),
    ],
)
def test_accounts_are_filtered_by_their_state(
    state: str, found: str, missing: str, cast: Cast, admin: FlaskClient
) -> None:
    account_of(cast.colleague).active = False
    a_person("Frida", "Fort", cast.unit_1523, exit=clock.today() - timedelta(days=1))
    page = admin.get(f"/accounts?state={state}").text
    assert any(found in row for row in rows_of(page))
    assert not any(missing in row for row in rows_of(page))


def test_the_search_takes_the_same_queries_however_many_there_are(
    cast: Cast, admin: FlaskClient, count_queries: CountQueries
) -> None:
    numbers = []
    for more in (1, 30):
        for number in range(more):
            person = a_person("Nora", f"Neu{more}x{number}", cast.unit_1523)
            granted(person, Role.TRAINER)
        db.session.commit()
        with count_queries() as counted:
            admin.get("/accounts")
        numbers.append(counted.number)
    assert numbers[0] == numbers[1] <= 14


def test_an_administrator_learns_nothing_personal(cast: Cast, admin: FlaskClient) -> None:
    a_holding(cast.employee, "pol", "B2")
    an_enrolment(cast.employee, cast.english_offering)
    page = admin.get(path_of(cast.employee)).text
    assert "erik.sommer" in page
    assert "15.23" in page
    for private in ("example.org", "Polnisch", "Englisch", str(cast.employee.personnel_number)):
        assert private not in page


def test_the_search_is_logged(cast: Cast, admin: FlaskClient) -> None:
    admin.get("/accounts?q=sommer")
    entry = db.session.scalars(select(AccessEntry)).one()
    assert (entry.actor_id, entry.row_count, entry.filters["searched"]) == (cast.admin.id, 1, True)


@pytest.mark.parametrize("path", ["/accounts/999999", "/accounts/new/999999"])
def test_what_does_not_exist_is_not_found(path: str, admin: FlaskClient) -> None:
    assert admin.get(path).status_code == 404


def test_a_role_is_granted_and_counts_at_once(
    cast: Cast, admin: FlaskClient, sign_in: SignIn
) -> None:
    path = path_of(cast.employee)
    answer = admin.post(f"{path}/roles", data={"role": "hr", "since": str(clock.today())})
    assert answer.status_code == 303
    assert sign_in(cast.employee).get("/planning").status_code == 200
    assert "Arne Kilian" in admin.get(path).text
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.table_name == "role_grant").order_by(AuditEntry.id)
    ).all()[-1]
    assert (entry.actor_id, entry.changes["role"][1]) == (cast.admin.id, "hr")


def test_a_coordinator_is_granted_for_a_unit(
    cast: Cast, admin: FlaskClient, sign_in: SignIn
) -> None:
    data = {"role": "coordinator", "since": str(clock.today()), "unit": str(cast.unit_23.id)}
    assert admin.post(f"{path_of(cast.employee)}/roles", data=data).status_code == 303
    page = sign_in(cast.employee).get("/people").text
    assert "Reimann" in page
    assert "Petersen" not in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"role": "coordinator"}, "Wählen Sie die Einheit"),
        ({"role": "hr", "unit": "23"}, "Diese Rolle gilt immer überall: Personalbereich"),
        ({"role": "nonsense"}, "Rolle"),
        ({"since": ""}, "Ab"),
        ({"since": "gestern"}, "Ab"),
        ({"last_day": "2001-01-01"}, "Der letzte Tag liegt vor dem ersten."),
    ],
)
def test_a_grant_that_makes_no_sense_is_refused_and_kept_on_the_page(
    change: dict[str, str], sentence: str, cast: Cast, admin: FlaskClient
) -> None:
    data = {"role": "hr", "since": str(clock.today())} | change
    if data.get("unit"):
        data["unit"] = str(cast.unit_23.id)
    answer = admin.post(f"{path_of(cast.employee)}/roles", data=data)
    assert answer.status_code == 422
    assert sentence in errors_of(answer.text)
    assert (
        db.session.scalars(
            select(RoleGrant).where(RoleGrant.account_id == account_of(cast.employee).id)
        ).all()
        == []
    )


def test_nobody_gets_a_role_twice_at_a_time(cast: Cast, admin: FlaskClient) -> None:
    data = {"role": "hr", "since": str(clock.today())}
    answer = admin.post(f"{path_of(cast.hr)}/roles", data=data)
    assert "hat diese Rolle in dieser Zeit schon" in errors_of(answer.text)


def test_a_role_is_ended_at_once_or_after_a_day(
    cast: Cast, admin: FlaskClient, sign_in: SignIn
) -> None:
    path, hr = path_of(cast.hr), sign_in(cast.hr)
    grant = db.session.scalars(
        select(RoleGrant).where(RoleGrant.account_id == account_of(cast.hr).id)
    ).one()
    later = clock.today() + timedelta(days=7)
    admin.post(f"{path}/roles/{grant.id}/end", data={"last_day": str(later)})
    assert hr.get("/planning").status_code == 200
    admin.post(f"{path}/roles/{grant.id}/end", data={"last_day": ""})
    assert hr.get("/planning").status_code == 403
    assert "beendet" in admin.get(path).text


@pytest.mark.parametrize("day", ["2001-01-01", "irgendwann"])
def test_an_end_that_cannot_be_is_refused(day: str, cast: Cast, admin: FlaskClient) -> None:
    grant = granted(cast.employee, Role.TRAINER)
    path = f"/accounts/{grant.account_id}/roles/{grant.id}/end"
    assert admin.post(path, data={"last_day": day}).status_code == 422


def test_a_role_of_somebody_else_is_not_ended_by_this_page(cast: Cast, admin: FlaskClient) -> None:
    grant = granted(cast.employee, Role.TRAINER)
    path = f"{path_of(cast.hr)}/roles/{grant.id}/end"
    assert admin.post(path).status_code == 404


def admin_grant(cast: Cast) -> RoleGrant:
    return db.session.scalars(select(RoleGrant).where(RoleGrant.role == Role.ADMIN)).one()


@pytest.mark.parametrize("what", ["now", "later", "lock"])
def test_the_last_administrator_cannot_be_removed(
    what: str, cast: Cast, admin: FlaskClient
) -> None:
    path, grant = path_of(cast.admin), admin_grant(cast).id
    later = str(clock.today() + timedelta(days=40))
    answer = {
        "now": lambda: admin.post(f"{path}/roles/{grant}/end", data={"last_day": ""}),
        "later": lambda: admin.post(f"{path}/roles/{grant}/end", data={"last_day": later}),
        "lock": lambda: admin.post(f"{path}/activation", data={"active": "0"}),
    }[what]()
    assert answer.status_code == 422
    assert "Geben Sie diese Rolle zuerst einer anderen Person." in answer.text
    assert admin.get("/accounts").status_code == 200


@pytest.mark.parametrize("other", ["locked", "leaves", "ends", "begins"])
def test_whoever_cannot_stay_administrator_does_not_count_as_another(
    other: str, cast: Cast, admin: FlaskClient
) -> None:
    soon = clock.today() + timedelta(days=30)
    granted(
        cast.hr,
        Role.ADMIN,
        until=soon if other == "ends" else None,
        since=soon if other == "begins" else clock.today(),
    )
    account_of(cast.hr).active = other != "locked"
    if other == "leaves":
        cast.hr.exit = soon
    db.session.commit()
    path = path_of(cast.admin)
    assert admin.post(f"{path}/activation", data={"active": "0"}).status_code == 422


def test_of_two_administrators_one_can_go(cast: Cast, admin: FlaskClient, sign_in: SignIn) -> None:
    grant = admin_grant(cast).id
    granted(cast.hr, Role.ADMIN)
    other = sign_in(cast.hr)
    assert other.post(f"{path_of(cast.admin)}/roles/{grant}/end").status_code == 303
    assert admin.get("/accounts").status_code == 403


def test_a_locked_account_is_signed_out_until_it_is_opened(
    cast: Cast, admin: FlaskClient, sign_in: SignIn
) -> None:
    path, employee = path_of(cast.employee), sign_in(cast.employee)
    admin.post(f"{path}/activation", data={"active": "0"})
    assert employee.get("/account").status_code == 303
    assert admin.post(f"{path}/link").status_code == 422
    admin.post(f"{path}/activation", data={"active": "1"})
    assert employee.get("/account").status_code == 200


def test_an_account_is_created_and_its_owner_chooses_the_password(
    cast: Cast, admin: FlaskClient, client: FlaskClient
) -> None:
    path = f"/accounts/new/{cast.without_email.id}"
    assert 'value="uwe.kraus"' in admin.get(path).text
    assert admin.post(path, data={"login": "Uwe.Kraus"}).status_code == 303
    page = admin.post(f"{path_of(cast.without_email)}/link").text
    link = link_in(page)
    assert link not in admin.get(path_of(cast.without_email)).text
    assert "Uwe Kraus" in client.get(link).text
    assert client.post(link, data={"password": NEW, "again": NEW}).status_code == 303
    sent = {"login": "uwe.kraus", "password": NEW}
    assert client.post("/sign-in", data=sent).status_code == 303


@pytest.mark.parametrize(
    ("login", "sentence"),
    [("erik.sommer", "ist vergeben"), ("zwei Wörter", "keine Leerzeichen"), ("", "Benutzername")],
)
def test_a_user_name_that_cannot_be_is_refused(
    login: str, sentence: str, cast: Cast, admin: FlaskClient
) -> None:
    answer = admin.post(f"/accounts/new/{cast.without_email.id}", data={"login": login})
    assert answer.status_code == 422
    assert sentence in answer.text


def test_whoever_has_an_account_or_has_left_gets_none(cast: Cast, admin: FlaskClient) -> None:
    left = a_person("Frida", "Fort", account=False, exit=clock.today() - timedelta(days=1))
    for person in (cast.employee, left):
        answer = admin.post(f"/accounts/new/{person.id}", data={"login": "somebody"})
        assert answer.status_code == 422


def test_a_link_is_kept_as_a_digest_and_audited_without_it(cast: Cast, admin: FlaskClient) -> None:
    token = link_in(admin.post(f"{path_of(cast.employee)}/link").text).rsplit("/", 1)[1]
    stored = account_of(cast.employee).invitation_digest
    assert stored
    assert stored != token
    audited = str([entry.changes for entry in db.session.scalars(select(AuditEntry))])
    assert token not in audited
    assert stored not in audited


def test_a_link_works_once_and_signs_out_everywhere(
    cast: Cast, admin: FlaskClient, client: FlaskClient, sign_in: SignIn
) -> None:
    elsewhere = sign_in(cast.employee)
    link = link_in(admin.post(f"{path_of(cast.employee)}/link").text)
    assert elsewhere.get("/account").status_code == 200
    client.post(link, data={"password": NEW, "again": NEW})
    assert elsewhere.get("/account").status_code == 303
    assert client.get(link).status_code == 403
    assert client.post(link, data={"password": NEW, "again": NEW}).status_code == 403


def test_a_newer_link_replaces_the_older(
    cast: Cast, admin: FlaskClient, client: FlaskClient
) -> None:
    older, newer = (link_in(admin.post(f"{path_of(cast.employee)}/link").text) for _ in range(2))
    assert client.get(older).status_code == 403
    assert client.get(newer).status_code == 200


def test_a_link_ends_after_two_days(cast: Cast, admin: FlaskClient, client: FlaskClient) -> None:
    link = link_in(admin.post(f"{path_of(cast.employee)}/link").text)
    with clock.frozen(clock.now() + timedelta(hours=47)):
        assert client.get(link).status_code == 200
    with clock.frozen(clock.now() + timedelta(hours=48, seconds=1)):
        answer = client.get(link)
    assert answer.status_code == 403
    assert "gilt nicht mehr" in answer.text


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("kurz", "kurz", "mindestens 12 Zeichen"),
        (NEW, "anders", "stimmen nicht überein"),
        ("", "", "Bitte füllen Sie dieses Feld aus."),
    ],
)
def test_a_password_that_will_not_do_leaves_the_link_open(
    password: str, again: str, sentence: str, cast: Cast, admin: FlaskClient, client: FlaskClient
) -> None:
    link = link_in(admin.post(f"{path_of(cast.employee)}/link").text)
    answer = client.post(link, data={"password": password, "again": again})
    assert answer.status_code == 422
    assert sentence in answer.text
    sent = {"login": "erik.sommer", "password": PASSWORD}
    assert client.post("/sign-in", data=sent).status_code == 303
    assert client.get(link).status_code == 200


def test_everybody_sees_their_own_roles_and_since_when(cast: Cast, sign_in: SignIn) -> None:
    granted(cast.employee, Role.TRAINER, since=clock.today() - timedelta(days=3))
    granted(cast.employee, Role.HR, until=clock.today())
    page = sign_in(cast.employee).get("/account").text
    assert "Kursleitung" in page
    assert "Personalbereich</strong>" not in page
    assert "Führungskraft" in sign_in(cast.manager).get("/account").text
    assert "None besides your own training" in sign_in(cast.colleague).get("/account").text


@pytest.mark.parametrize("role", [Role.HR, Role.DATA_PROTECTION, Role.ADMIN])
def test_nobody_grants_a_role_to_themselves(role: Role, cast: Cast, admin: FlaskClient) -> None:
    before = db.session.scalars(select(RoleGrant.id)).all()
    data = {"role": role.value, "since": str(clock.today())}
    answer = admin.post(f"{path_of(cast.admin)}/roles", data=data)
    assert answer.status_code == 422
    assert "Niemand gibt sich selbst eine Rolle" in errors_of(answer.text)
    assert db.session.scalars(select(RoleGrant.id)).all() == before


def test_the_own_page_offers_no_role_and_says_why(cast: Cast, admin: FlaskClient) -> None:
    own, other = admin.get(path_of(cast.admin)).text, admin.get(path_of(cast.trainer)).text
    assert 'name="role"' in other
    assert 'name="role"' not in own
    assert "Niemand gibt sich selbst eine Rolle" in own


def test_whoever_gets_a_role_is_told_in_their_language(cast: Cast, admin: FlaskClient) -> None:
    data = {"role": "equality", "since": "2030-02-01"}
    for person in (cast.employee, cast.colleague):
        assert admin.post(f"{path_of(person)}/roles", data=data).status_code == 303
    german, english = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()
    assert (german.person_id, german.language) == (cast.employee.id, "de")
    assert german.subject.startswith("Neue Rolle: ")
    assert "Arne Kilian hat Ihnen diese Rolle gegeben" in german.body
    assert "1. Februar 2030" in german.body
    assert (english.person_id, english.language) == (cast.colleague.id, "en")
    assert "Arne Kilian has given you this role" in english.body


def test_a_one_time_link_is_made_with_the_knowledge_of_the_owner(
    cast: Cast, admin: FlaskClient
) -> None:
    page = admin.post(f"{path_of(cast.employee)}/link").text
    mail = db.session.scalars(select(OutgoingMail)).one()
    assert (mail.person_id, mail.kind) == (cast.employee.id, "one_time_link_made")
    assert "ein neues Passwort" in mail.body
    assert link_in(page) not in mail.body


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1949-12-31", "2101-01-01"])
def test_a_day_beyond_all_plans_is_refused_with_a_sentence(
    day: str, cast: Cast, admin: FlaskClient
) -> None:
    path = path_of(cast.employee)
    grant = granted(cast.employee, Role.EQUALITY).id
    db.session.commit()
    for changes in ({"since": day}, {"last_day": day}):
        data = {"role": "hr", "since": str(clock.today())} | changes
        answer = admin.post(f"{path}/roles", data=data)
        assert answer.status_code == 422
        assert "kein Datum von 1950 bis 2100" in errors_of(answer.text)
    ended = admin.post(f"{path}/roles/{grant}/end", data={"last_day": day})
    assert ended.status_code == 422
    assert "kein Datum von 1950 bis 2100" in ended.text


def test_an_end_that_cannot_be_is_told_on_the_page_of_the_account(
    cast: Cast, sign_in: SignIn
) -> None:
    grant = granted(cast.colleague, Role.TRAINER)
    db.session.commit()
    path = f"/accounts/{grant.account_id}"
    admin = sign_in(cast.admin)
    past = admin.post(f"{path}/roles/{grant.id}/end", data={"last_day": "2020-01-01"})
    assert past.status_code == 422
    assert "Eine Rolle kann nicht in der Vergangenheit enden." in errors_of(past.text)
    assert 'value="2020-01-01"' in past.text
    never = admin.post(f"{path}/roles/{grant.id}/end", data={"last_day": "2026-02-31"})
    assert never.status_code == 422
    assert "Das ist kein Datum" in errors_of(never.text)
