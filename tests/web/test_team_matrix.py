"""The team as a matrix of people and competences."""

import gzip
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select

from tests.cast import Cast, a_holding, a_person, granted
from tests.conftest import SignIn
from trainingtracker import clock
from trainingtracker.collation import search_text, sort_key
from trainingtracker.extensions import db
from trainingtracker.models import AccessEntry, Assignment, Competence, Holding, Level, Person
from trainingtracker.vocabulary import Basis, Evidence, Role


@pytest.fixture
def manager(cast: Cast, sign_in: SignIn) -> FlaskClient:
    """The browser of the manager of 15.23."""
    return sign_in(cast.manager)


def headings(page: str) -> list[str]:
    """The competences that are columns."""
    return [
        " ".join(cell.text_content().split())
        for cell in html.fromstring(page).xpath("//thead/tr[2]/th")
    ]


def row_of(page: str, name: str) -> list[str]:
    """The cells of a person's row."""
    cells = html.fromstring(page).xpath(f"//tr[th[contains(., '{name}')]]/td")
    return [" ".join(cell.text_content().split()) for cell in cells]


def test_a_cell_tells_the_level_and_how_long_it_holds(cast: Cast, manager: FlaskClient) -> None:
    today = clock.today()
    a_holding(cast.employee, "eng", "B2")
    a_holding(cast.employee, "eu:call_search", "1", until=today + timedelta(days=20))
    a_holding(cast.colleague, "eng", "A2", until=today - timedelta(days=20))
    page = manager.get("/team").text
    english = headings(page).index("Englisch")
    assert row_of(page, "Sommer")[english] == "B2 gültig"
    assert "bis " in " ".join(row_of(page, "Sommer"))
    assert "A2 abgelaufen" in row_of(page, "Petersen")[english]
    assert set(row_of(page, "Duarte")) == {""}


def test_only_what_somebody_of_the_team_holds_is_a_column(cast: Cast, manager: FlaskClient) -> None:
    a_holding(cast.employee, "eng", "B2")
    a_holding(cast.outsider, "pol", "B2")
    assert headings(manager.get("/team").text) == ["Englisch"]


def test_of_several_levels_the_valid_one_counts_and_then_the_highest(
    cast: Cast, manager: FlaskClient
) -> None:
    a_holding(cast.employee, "eng", "C1", until=clock.today())
    a_holding(cast.employee, "eng", "B1")
    a_holding(cast.employee, "eng", "B2", evidence=Evidence.COURSE)
    assert row_of(manager.get("/team").text, "Sommer") == ["B2 gültig"]


def test_what_is_held_privately_is_in_no_cell(cast: Cast, manager: FlaskClient) -> None:
    a_holding(cast.employee, "pol", "C1", basis=Basis.CONSENT, evidence=Evidence.SELF_ASSESSMENT)
    assert "Polnisch" not in manager.get("/team").text


@pytest.mark.parametrize("view", ["matrix", "list"])
def test_the_training_of_the_staff_council_is_not_shown(
    view: str, cast: Cast, manager: FlaskClient
) -> None:
    a_holding(cast.employee, "pol", "C1")
    a_holding(cast.colleague, "eng", "B1")
    granted(cast.employee, Role.STAFF_COUNCIL)
    page = manager.get(f"/team?view={view}").text
    assert "Sommer, Erik" in page
    assert row_of(page, "Sommer") == ["Personalrat: wird nicht gezeigt"]
    assert "Polnisch" not in page
    assert "in keiner Übersicht" in page


def test_a_former_member_of_the_staff_council_is_shown_again(
    cast: Cast, manager: FlaskClient
) -> None:
    a_holding(cast.employee, "eng", "B1")
    granted(cast.employee, Role.STAFF_COUNCIL, until=clock.today())
    assert row_of(manager.get("/team").text, "Sommer") == ["B1 gültig"]


def test_filters_narrow_and_never_widen(cast: Cast, manager: FlaskClient) -> None:
    a_holding(cast.employee, "eng", "B2")
    a_holding(cast.employee, "eu:call_search", "1")
    a_holding(cast.outsider, "eng", "B2")
    assert "Petersen" not in manager.get("/team?q=sommer").text
    assert "heißt so" in manager.get("/team?q=reimann").text
    english = db.session.scalars(select(Competence).where(Competence.key == "eng")).one()
    assert headings(manager.get(f"/team?topic={english.topic_id}").text) == ["Englisch"]
    assert "<th" in manager.get("/team?topic=nonsense&page=-3").text


def test_the_look_is_logged_without_the_words_of_the_search(
    cast: Cast, manager: FlaskClient
) -> None:
    manager.get("/team?q=sommer")
    entry = db.session.scalars(select(AccessEntry)).one()
    assert (entry.row_count, entry.filters) == (1, {"searched": True, "topic": None})


def test_two_hundred_people_with_thirty_competences_are_a_light_page(
    cast: Cast, manager: FlaskClient
) -> None:
    competences = db.session.scalars(
        select(Competence).where(Competence.active).order_by(Competence.id).limit(30)
    ).all()
    levels = {level.scale_id: level for level in db.session.scalars(select(Level))}
    people = [
        Person(
            last_name=f"Meier-Oberländer {number:03}",
            first_name="Friederike",
            sort_key=sort_key(f"Meier {number:03}"),
            search_text=search_text(f"Meier {number:03}"),
        )
        for number in range(200)
    ]
    db.session.add_all(people)
    db.session.flush()
    day = clock.today()
    for number, person in enumerate(people):
        db.session.add(Assignment(person_id=person.id, unit_id=cast.unit_1523.id, since=day))
        for place, competence in enumerate(competences):
            db.session.add(
                Holding(
                    person_id=person.id,
                    competence_id=competence.id,
                    level_id=levels[competence.scale_id].id,
                    evidence=Evidence.CERTIFICATE,
                    basis=Basis.OFFICIAL,
                    since=day,
                    until=day + timedelta(days=30 + 7 * number + place) if place % 3 else None,
                )
            )
    answer = manager.get("/team")
    assert len(headings(answer.text)) == 30
    assert len(gzip.compress(answer.data)) < 60_000


def test_a_name_can_be_long_and_a_team_without_records_is_told_so(
    cast: Cast, manager: FlaskClient
) -> None:
    a_person("Maximiliane", "Freifrau von und zu " + "Oberunterhaltenau" * 5, cast.unit_1523)
    page = manager.get("/team").text
    assert "noch nichts erfasst" in page
