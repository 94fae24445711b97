"""The team page: direct reports only, official holdings only, logged."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from lxml import html
from openpyxl import load_workbook
from sqlalchemy import select

from tests.cast import Cast, a_holding, a_person, an_enrolment, granted
from tests.conftest import CountQueries, SignIn
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import AccessEntry
from trainingtracker.vocabulary import AccessKind, Basis, Evidence, Role, Status


def test_a_manager_sees_what_direct_reports_hold_and_attend(cast: Cast, sign_in: SignIn) -> None:
    a_holding(cast.employee, "eng", "B2", until=clock.today() + timedelta(days=20))
    an_enrolment(cast.employee, cast.english_offering)
    page = sign_in(cast.manager).get("/team?view=list").text
    assert "Sommer, Erik" in page
    assert "Englisch: <strong>B2</strong>" in page
    assert "Zertifikat" in page
    assert f"bis {(clock.today() + timedelta(days=19)).day}." in page
    assert "Englisch für die Verwaltung" in page
    assert "Platz bestätigt" in page


def test_nobody_outside_the_team_is_named(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.manager).get("/team").text
    for stranger in ("Reimann", "Voss", "Rieck", "Lindner,"):
        assert stranger not in page


def test_below_the_next_level_there_are_only_its_leaders(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.division_manager).get("/team").text
    assert "Lindner, Marek" in page
    assert "Sommer" not in page


def test_what_is_held_privately_stays_private(cast: Cast, sign_in: SignIn) -> None:
    a_holding(cast.employee, "pol", "C1", basis=Basis.CONSENT, evidence=Evidence.SELF_ASSESSMENT)
    assert "Polnisch" not in sign_in(cast.manager).get("/team").text


def test_people_who_have_left_are_no_team(cast: Cast, sign_in: SignIn) -> None:
    a_person("Frida", "Fort", cast.unit_1523, exit=clock.today() - timedelta(days=1))
    assert "Fort, Frida" not in sign_in(cast.manager).get("/team").text


@pytest.mark.parametrize("who", ["employee", "hr", "trainer", "admin", "coordinator"])
def test_whoever_leads_nothing_has_no_team(who: str, cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(getattr(cast, who))
    assert client.get("/team").status_code == 403
    assert client.get("/team/attainment.xlsx").status_code == 403


def test_the_look_at_the_team_is_logged(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.manager).get("/team")
    entry = db.session.scalars(select(AccessEntry)).one()
    assert (entry.kind, entry.actor_id, entry.row_count) == (AccessKind.TEAM, cast.manager.id, 4)


def test_large_teams_have_pages(cast: Cast, sign_in: SignIn) -> None:
    for number in range(60):
        a_person("Nora", f"Neu{number:02}", cast.unit_1523, account=False)
    client = sign_in(cast.manager)
    assert "64 direkt unterstellte Personen" in client.get("/team?view=list").text
    assert "Neu59, Nora" not in client.get("/team?view=list").text
    assert "Sommer, Erik" in client.get("/team?view=list&page=2").text


@pytest.mark.parametrize("view", ["matrix", "list"])
@pytest.mark.parametrize("more", [1, 15])
def test_the_page_takes_the_same_queries_however_large_the_team(
    more: int, view: str, cast: Cast, sign_in: SignIn, count_queries: CountQueries
) -> None:
    for number in range(more):
        person = a_person("Nora", f"Neu{number:02}", cast.unit_1523, account=False)
        a_holding(person, "eng", "B1")
        an_enrolment(person, cast.english_offering, Status.WAITLISTED)
    db.session.commit()
    client = sign_in(cast.manager)
    with count_queries() as counted:
        assert client.get(f"/team?view={view}").status_code == 200
    assert counted.number <= 18


def test_the_workbook_holds_the_team_and_nobody_else(cast: Cast, sign_in: SignIn) -> None:
    for person in (cast.employee, cast.outsider):
        a_holding(person, "eng", "B2", since=date(2026, 1, 5))
    answer = sign_in(cast.manager).get("/team/attainment.xlsx?as_of=2026-06-30")
    assert answer.status_code == 200
    assert "2026-06-30" in answer.headers["Content-Disposition"]
    book = load_workbook(BytesIO(answer.data), read_only=True)
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    answer.close()
    assert any("Sommer" in cell for cell in cells)
    assert not any("Reimann" in cell for cell in cells)


@pytest.mark.parametrize("until", [None, date(2026, 7, 1)])
def test_the_workbook_leaves_the_staff_council_out_and_says_how_many(
    cast: Cast, sign_in: SignIn, until: date | None
) -> None:
    for person in (cast.employee, cast.colleague):
        a_holding(person, "eng", "B2", since=date(2026, 1, 5))
    granted(cast.employee, Role.STAFF_COUNCIL, until=until)
    db.session.commit()
    answer = sign_in(cast.manager).get("/team/attainment.xlsx?as_of=2026-06-30")
    book = load_workbook(BytesIO(answer.data), read_only=True)
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    answer.close()
    assert "Petersen" in cells
    assert "Sommer" not in cells
    assert "1 Mitglied des Personalrats: Dessen Fortbildung steht in keiner Übersicht." in cells


def test_the_download_is_logged_as_an_export(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.manager).get("/team/attainment.xlsx").close()
    entry = db.session.scalars(select(AccessEntry)).one()
    assert entry.kind is AccessKind.EXPORT
    assert entry.filters["page"] == "/team/attainment.xlsx"


def test_a_day_that_is_none_is_refused_with_an_example(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.manager).get("/team/attainment.xlsx?as_of=someday")
    assert answer.status_code == 422
    page = html.fromstring(answer.text)
    assert page.xpath("//*[@id='error-summary']//a/@href") == ["#workbook-as-of"]
    assert "2026-06-30" in page.get_element_by_id("workbook-as-of-error").text_content()
    assert page.get_element_by_id("workbook-as-of").value == "someday"
    kinds = db.session.scalars(select(AccessEntry.kind)).all()
    assert AccessKind.EXPORT not in kinds
