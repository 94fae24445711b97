"""What leaves the house in a manager's files: direct reports, whatever the address asks for."""

import re
from dataclasses import fields
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient

from tests.cast import Cast, a_holding, a_person, an_enrolment, assigned
from tests.conftest import SignIn
from tests.reports.reading import opened, records
from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.extensions import db
from trainingtracker.models import Assignment, Person
from trainingtracker.reports.registry import REPORTS, reports_for
from trainingtracker.strategy.targets import Aim, set_target
from trainingtracker.vocabulary import Status, TargetMeasure

# What is shown does not depend on the database; the queries run on both in other tests.
pytestmark = pytest.mark.parametrize("database_engine", ["sqlite"])

OF_A_MANAGER = sorted(each.key for each in reports_for(Actor(1, led_units=frozenset({1}))))
TEAM = ("deputy", "employee", "colleague", "international")


@pytest.fixture
def manager(cast: Cast, sign_in: SignIn) -> FlaskClient:
    """Everybody has something that a file could tell."""
    for person in _people(cast):
        a_holding(person, "eng", "B2", until=clock.add_months(clock.today(), 1))
        an_enrolment(person, cast.funding_offering, Status.COMPLETED, finished_on=clock.today())
    for person in (cast.employee, cast.outsider):
        an_enrolment(person, cast.english_offering)
    db.session.commit()
    return sign_in(cast.manager)


def _people(cast: Cast) -> list[Person]:
    found = (getattr(cast, field.name) for field in fields(cast))
    return [each for each in found if isinstance(each, Person)]


def _everything_in(content: bytes) -> str:
    """All parts of a file: sheets, hidden or not, properties, charts and what they remember."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8")
    with ZipFile(BytesIO(content)) as package:
        return "\n".join(
            package.read(name).decode("utf-8", "replace") for name in package.namelist()
        )


@pytest.mark.parametrize("key", OF_A_MANAGER)
def test_no_file_of_a_manager_knows_anybody_else(
    manager: FlaskClient, cast: Cast, key: str
) -> None:
    hers = {getattr(cast, name).id for name in TEAM}
    others = [each for each in _people(cast) if each.id not in {*hers, cast.manager.id}]
    for ending in ("xlsx", "json", "csv"):
        for unit in ("", "23"):
            asked = f"unit={unit}&offering={cast.english_offering.number}&names=1&person=1"
            answer = manager.get(f"/reports/{key}.{ending}?{asked}", buffered=True)
            if answer.status_code != 200:
                assert answer.status_code == 422
                continue
            said = _everything_in(answer.data)
            for each in others:
                for secret in (each.last_name, each.personnel_number, each.email):
                    assert not secret or not re.search(rf"\b{re.escape(secret)}\b", said), secret


def test_the_team_workbook_has_the_direct_reports(manager: FlaskClient, cast: Cast) -> None:
    book = opened(manager.get("/reports/team.xlsx", buffered=True).data)
    names = {getattr(cast, name).last_name for name in TEAM}
    for sheet in ("Direkt Unterstellte", "Niveaus", "Teilnahmen", "Erworbene Kompetenzen"):
        assert {row["Nachname"] for row in records(book[sheet])} == names, sheet
    (under_way,) = records(book["Laufend"])
    assert under_way["Nachname"] == cast.employee.last_name


def test_participants_are_those_of_the_team(manager: FlaskClient, cast: Cast) -> None:
    address = f"/reports/offering_participants?offering={cast.english_offering.number}"
    page = manager.get(address).text
    assert "Sommer" in page
    assert cast.outsider.last_name not in page


def test_the_language_register_hides_few_people_but_not_from_hr(
    manager: FlaskClient, cast: Cast, sign_in: SignIn
) -> None:
    page = manager.get("/reports/languages?part=units").text
    assert "aus Gründen des Datenschutzes nicht gezeigt" in page
    hr = sign_in(cast.hr).get("/reports/languages?part=units").text
    assert "aus Gründen des Datenschutzes nicht gezeigt" not in hr
    council = sign_in(cast.staff_council).get("/reports/languages?part=units").text
    cells = re.findall(r'class="number"[^>]*>([^<]*)</td>', council)
    assert cells
    assert {int(cell) for cell in cells if cell != "•"} <= {0, *range(5, 100)}


def test_a_report_that_is_for_others_is_refused(manager: FlaskClient) -> None:
    for key in sorted(REPORTS.keys() - set(OF_A_MANAGER)):
        assert manager.get(f"/reports/{key}.xlsx").status_code == 403


def test_few_former_members_are_hidden_from_a_coordinator(
    manager: FlaskClient, cast: Cast, sign_in: SignIn
) -> None:
    """She names the people of today; who was there then is a number, and a small one."""
    moved = cast.outsider
    then = clock.add_months(clock.today(), -1)
    db.session.execute(
        db.update(Assignment).where(Assignment.person_id == moved.id).values(until=clock.today())
    )
    assigned(moved, cast.unit_1523, since=clock.today())
    db.session.commit()
    page = sign_in(cast.coordinator).get(f"/reports/attainment?as_of={then}&part=units").text
    (row,) = re.findall(r"<tr>(?:(?!</tr>).)*>23<.*?</tr>", page, re.DOTALL)
    assert row.count("•") >= 4


def _key_figures(client: FlaskClient, asked: str) -> dict[str, dict[str, object]]:
    answer = client.get(f"/reports/attainment.json?{asked}").get_json()
    rows = next(table["rows"] for table in answer["tables"] if table["key"] == "overview")
    return {row["figure"]: row for row in reversed(rows)}


@pytest.mark.parametrize(("moved", "told"), [(1, False), (5, True)])
def test_two_days_in_one_file_do_not_tell_of_the_few_who_were_there_on_one_of_them(
    manager: FlaskClient, cast: Cast, sign_in: SignIn, moved: int, told: bool
) -> None:
    """She does not name who has left her units, and could subtract whom she names."""
    then, today = clock.add_months(clock.today(), -1), clock.today()
    for number in range(moved):
        for taken in (True, False):
            gone = a_person("Person", f"{number} {taken}", cast.unit_23, account=False)
            if taken:
                an_enrolment(gone, cast.english_offering, Status.COMPLETED, finished_on=then)
            db.session.flush()
            db.session.execute(
                db.update(Assignment).where(Assignment.person_id == gone.id).values(until=today)
            )
            assigned(gone, cast.unit_1523, since=today)
    db.session.commit()
    client = sign_in(cast.coordinator)
    found = _key_figures(client, f"as_of={today}&compare_with={then}")
    for figure in ("Erreichte Personen", "Teilnahmequote", "Teilnahmen"):
        assert found[figure]["value"] != "\u2022"
        assert (found[figure]["earlier"] != "\u2022") == told, figure
        assert (found[figure]["change"] is not None) == told, figure
    assert found["davon beurlaubt"]["earlier"] == "\u2022"
    alone = _key_figures(client, f"as_of={then}")
    assert (alone["Erreichte Personen"]["value"] != "\u2022") == told


def test_a_gap_is_hidden_with_the_number_that_it_would_give_away(
    manager: FlaskClient, cast: Cast, sign_in: SignIn
) -> None:
    then = clock.add_months(clock.today(), -1)
    db.session.execute(
        db.update(Assignment)
        .where(Assignment.person_id == cast.outsider.id)
        .values(until=clock.today())
    )
    assigned(cast.outsider, cast.unit_1523, since=clock.today())
    aim = Aim(TargetMeasure.SHARE, 50, clock.add_months(then, 12), then)
    for unit_id in (None, cast.unit_23.id):
        set_target(None, unit_id, aim, cast.hr.id)
    db.session.commit()
    coordinator = sign_in(cast.coordinator)
    answer = coordinator.get(f"/reports/attainment.json?as_of={then}").get_json()
    tables = {table["key"]: table["rows"] for table in answer["tables"]}
    hidden = [row for row in (*tables["units"], *tables["targets"]) if row["headcount"]]
    assert len(hidden) >= 3
    for row in hidden:
        assert (row["persons_reached"], row["gap"], row["gap_in_words"]) == ("•", "•", "•")
        assert "weniger als 5 Personen" in row["note"]
    assert [row["unit_number"] for row in tables["targets"]] == ["23"]
