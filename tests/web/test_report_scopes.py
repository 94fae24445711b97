"""What leaves the house in a manager's files: direct reports, whatever the address asks for."""

import re
from dataclasses import fields
from datetime import date
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
from trainingtracker.vocabulary import Status

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


def test_two_files_of_two_days_tell_a_coordinator_of_nobody_who_has_left(
    manager: FlaskClient, cast: Cast, sign_in: SignIn
) -> None:
    """She could subtract one from the other; the difference are people whom she sees by name."""
    today = clock.today()
    then = clock.add_months(today, -1)
    gone = a_person("Frida", "Fort", cast.unit_23, account=False)
    an_enrolment(gone, cast.english_offering, Status.COMPLETED, finished_on=then)
    db.session.flush()
    client = sign_in(cast.coordinator)
    there = _numbers(client, then)
    db.session.execute(
        db.update(Assignment).where(Assignment.person_id == gone.id).values(until=today)
    )
    assigned(gone, cast.unit_1523, since=today)
    db.session.commit()
    left = _numbers(client, then)
    assert (there["Personalbestand"], there["Teilnahmen"]) == (
        left["Personalbestand"] + 1,
        left["Teilnahmen"] + 1,
    )
    page = client.get(f"/reports/attainment?as_of={then}").text
    assert "1 Person, die damals zu diesen Organisationseinheiten gehörte" in page
    dashboard = client.get("/dashboard").text
    assert "\u2022<" not in dashboard


def _numbers(client: FlaskClient, as_of: date) -> dict[str, int]:
    answer = client.get(f"/reports/attainment.json?as_of={as_of}").get_json()
    rows = next(table["rows"] for table in answer["tables"] if table["key"] == "overview")
    return {row["figure"]: row["value"] for row in reversed(rows)}


def test_who_counts_people_without_their_names_gets_the_ends_of_quarters(
    manager: FlaskClient, cast: Cast, sign_in: SignIn
) -> None:
    for client in (manager, sign_in(cast.international)):
        files = [
            client.get(f"/reports/languages.csv?as_of={day}").text
            for day in ("2025-12-31", "2026-02-03", "2026-03-03", "2099-01-01")
        ]
        assert len(set(files)) == 1
        page = client.get("/reports/languages?as_of=2026-02-03").text
        assert "31. Dezember 2025" in page
        assert "Dies ist das letzte bis zum 3. Februar 2026." in page
    page = sign_in(cast.hr).get("/reports/languages?as_of=2026-02-03").text
    assert "Dies ist das letzte" not in page
