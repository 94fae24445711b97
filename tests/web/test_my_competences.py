"""My competences: what one states, changes and deletes, and to whom one shows it."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.cast import Cast, a_statement, competence_at
from tests.conftest import CountQueries, SignIn
from tests.support.pages import errors_of, form_with
from trainingtracker.competence import consent_texts
from trainingtracker.extensions import db
from trainingtracker.models import AccessEntry, Consent, Holding
from trainingtracker.vocabulary import Basis, ConsentAudience, Evidence

# What is typed and shown does not depend on the database.
pytestmark = pytest.mark.parametrize("database_engine", ["sqlite"])

NEW = "/my-competences/statements/new"


@pytest.fixture
def employee(cast: Cast, sign_in: SignIn) -> FlaskClient:
    return sign_in(cast.employee)


def typed(key: str = "pol", level: str = "C1", **changes: str) -> dict[str, str]:
    competence, step = competence_at(key, level)
    return {
        "level": f"level:{competence.id}:{step.id}",
        "evidence": "self_assessment",
        "activity": "",
        "own_words": "Zu Hause gesprochen.",
    } | changes


def stated() -> list[Holding]:
    db.session.rollback()
    return list(db.session.scalars(select(Holding).order_by(Holding.id)))


def _typed_in(page: str) -> dict[str, str]:
    return {name: value.strip() for name, value in form_with(page, "own_words").items()}


def test_what_one_states_is_ones_own_and_sent_twice_it_is_one(
    employee: FlaskClient, cast: Cast
) -> None:
    for _ in range(2):
        assert employee.post(NEW, data=typed()).status_code == 303
    (holding,) = stated()
    assert (holding.person_id, holding.basis) == (cast.employee.id, Basis.CONSENT)
    assert (holding.evidence, holding.confirmed_by_id) == (Evidence.SELF_ASSESSMENT, None)
    page = employee.get("/my-competences").text
    assert "Polnisch: C1" in page
    assert "Zu Hause gesprochen." in page
    assert "So sähe es Ihre Führungskraft" in page
    # Looking at oneself is nobody's business.
    assert db.session.scalars(select(AccessEntry)).all() == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"level": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({"evidence": "certificate"}, "Worauf es beruht"),
        ({"own_words": "x" * 501}, "höchstens 500"),
        ({"key": "eu:call_search", "level": "1", "activity": "reading"}, "nur bei Sprachen"),
    ],
)
def test_what_makes_no_sense_is_refused_and_kept(
    employee: FlaskClient, changes: dict[str, str], says: str
) -> None:
    key, level = changes.pop("key", "pol"), changes.pop("level", None)
    data = typed(key, level or "C1", **changes)
    if level == "":
        data["level"] = ""
    answer = employee.post(NEW, data=data)
    assert answer.status_code == 422
    assert says in errors_of(answer.text)
    assert _typed_in(answer.text)["own_words"] == data["own_words"]
    assert stated() == []


def test_the_same_competence_is_stated_once_and_changed_after_that(employee: FlaskClient) -> None:
    employee.post(NEW, data=typed())
    (first,) = stated()
    address = f"/my-competences/statements/{first.id}"
    refused = employee.post(NEW, data=typed(level="B2"))
    assert "Das haben Sie schon angegeben" in errors_of(refused.text)
    assert (
        form_with(employee.get(address).text, "own_words")["own_words"].strip()
        == "Zu Hause gesprochen."
    )
    for _ in range(2):
        assert employee.post(address, data=typed(level="B2")).status_code == 303
    # In another tab the old one was still open.
    stale = employee.post(address, data=typed(level="A1", own_words="Anders"))
    assert stale.status_code == 409
    assert _typed_in(stale.text)["own_words"] == "Anders"
    before, now = stated()
    assert before.superseded_at is not None
    assert (now.level.code, now.superseded_at) == ("B2", None)


def test_deleting_leaves_nothing_of_it(employee: FlaskClient) -> None:
    employee.post(NEW, data=typed())
    (first,) = stated()
    employee.post(f"/my-competences/statements/{first.id}", data=typed(level="B2"))
    address = f"/my-competences/statements/{stated()[-1].id}/deletion"
    for _ in range(2):
        assert employee.post(address).status_code == 303
    assert stated() == []


def test_nobody_touches_what_somebody_else_states(
    cast: Cast, employee: FlaskClient, sign_in: SignIn
) -> None:
    theirs = a_statement(cast.colleague, "pol", "C1")
    db.session.commit()
    address = f"/my-competences/statements/{theirs.id}"
    assert employee.get(address).status_code == 404
    assert employee.post(address, data=typed(level="A1")).status_code == 409
    employee.post(f"{address}/deletion")
    assert [(row.person_id, row.level.code) for row in stated()] == [(cast.colleague.id, "C1")]


def test_consent_is_given_once_and_revoked_for_each_audience(
    employee: FlaskClient, cast: Cast
) -> None:
    employee.post(NEW, data=typed())
    version = form_with(employee.get("/my-competences").text, "version")
    for _ in range(2):
        assert employee.post("/my-competences/consents/hr", data=version).status_code == 303
    (given,) = db.session.scalars(select(Consent)).all()
    assert (given.person_id, given.audience) == (cast.employee.id, ConsentAudience.HR)
    page = employee.get("/my-competences").text
    assert "So sieht es der Personalbereich" in page
    assert "So sähe es Ihre Führungskraft" in page
    for _ in range(2):
        assert employee.post("/my-competences/consents/hr/revocation").status_code == 303
    db.session.expire_all()
    assert given.revoked_at is not None
    assert employee.post("/my-competences/consents/everybody", data=version).status_code == 404


def test_consent_to_a_text_that_was_reworded_meanwhile_is_no_consent(
    employee: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    employee.post("/my-competences/consents/hr", data={"version": "1"})
    texts = consent_texts._texts()
    monkeypatch.setitem(texts, 2, texts[1])
    assert "Der Text hat sich geändert" in employee.get("/my-competences").text
    answer = employee.post("/my-competences/consents/manager", data={"version": "1"})
    assert answer.status_code == 409
    assert "neu gefasst" in answer.text
    assert len(db.session.scalars(select(Consent)).all()) == 1


@pytest.mark.parametrize("several", [False, True])
def test_the_page_takes_the_same_queries_however_much_is_stated(
    several: bool, cast: Cast, employee: FlaskClient, count_queries: CountQueries
) -> None:
    for key in ("pol", "fra", "spa", "ukr") if several else ("pol",):
        a_statement(cast.employee, key, "B1", *ConsentAudience)
    db.session.commit()
    with count_queries() as counted:
        assert employee.get("/my-competences").status_code == 200
    assert counted.number <= 10
