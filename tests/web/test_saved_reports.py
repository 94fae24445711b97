"""Filters of reports under a name: saved, opened, shared, changed, deleted; and nobody else's."""

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from tests.cast import Cast, a_holding, granted
from tests.conftest import CountQueries, SignIn
from tests.support.pages import errors_of, form_with, rows_of
from trainingtracker import clock
from trainingtracker.accounts.actor import actor_of
from trainingtracker.extensions import db
from trainingtracker.models import SavedReport
from trainingtracker.reports.registry import REPORTS
from trainingtracker.reports.saved.days import day_before
from trainingtracker.reports.saved.saving import SavedAs, save
from trainingtracker.vocabulary import ReportComparison, ReportDays, ReportReaders, Role, Schedule

MINE, SAVED, NEW = "/reports/runs", "/reports/saved", "/reports/saved/new"


@pytest.fixture
def hr(cast: Cast, sign_in: SignIn) -> FlaskClient:
    return sign_in(cast.hr)


def filled(page: str, **typed: str) -> MultiDict[str, str]:
    form = form_with(page, "name")
    for name, value in typed.items():
        form[name] = value
    return form


def the_saved() -> SavedReport:
    db.session.expire_all()
    return db.session.scalars(select(SavedReport)).one()


def saved_by(cast: Cast, who: str, key: str, wanted: SavedAs, **typed: str) -> int:
    saved = save(REPORTS[key], typed, wanted, actor_of(getattr(cast, who).id))
    db.session.commit()
    return saved.id


def test_the_filters_of_a_page_are_saved_and_opened_again(hr: FlaskClient) -> None:
    asked = "as_of=2026-06-30&unit=15.23&topic=languages&names=0&part=units"
    page = hr.get(f"/reports/attainment?{asked}").text
    assert f'formaction="{NEW}/attainment"' in page
    address = f"{NEW}/attainment?{asked}"
    answer = hr.post(address, data=filled(hr.get(address).text, name="Sprachen 15.23"))
    assert (answer.status_code, answer.location) == (303, MINE)
    saved = the_saved()
    assert (saved.days, saved.parameters["as_of"]) == (ReportDays.AS_TYPED, "2026-06-30")
    (row,) = rows_of(hr.get(MINE).text)
    for word in ("Sprachen 15.23", "30. Juni 2026", "15.23", "Ohne Namen", "Niemandem"):
        assert word in row
    opened = hr.get(f"{SAVED}/{saved.id}")
    assert opened.location.startswith("/reports/attainment?")
    for part in asked.split("&"):
        assert part in opened.location
    assert "Gespeicherter Bericht: Sprachen 15.23" in hr.get(opened.location).text


def test_days_that_move_on_are_proposed_and_reckoned_anew(hr: FlaskClient, cast: Cast) -> None:
    """Utilisation of the last month, saved today, means another month in half a year."""
    today = clock.today()
    first = clock.add_months(today.replace(day=1), -1)
    last = date.fromordinal(today.replace(day=1).toordinal() - 1)
    address = f"{NEW}/utilisation?since={first}&as_of={last}"
    form = filled(hr.get(address).text, name="Auslastung")
    assert form["days"] == "previous_month"
    hr.post(address, data=form)
    assert the_saved().parameters == {}
    opened = hr.get(f"{SAVED}/{the_saved().id}").location
    assert f"since={first}&as_of={last}" in opened
    later = clock.add_months(today.replace(day=1), 7)
    with clock.frozen(clock.at(later)):
        moved = hr.get(f"{SAVED}/{the_saved().id}").location
    assert f"since={clock.add_months(first, 7)}" in moved


def test_the_day_to_compare_with_moves_on_as_well(hr: FlaskClient) -> None:
    today = clock.today()
    ago = day_before(today, ReportComparison.YEAR_BEFORE)
    address = f"{NEW}/attainment?as_of={today}&compare_with={ago}"
    form = filled(hr.get(address).text, name="Stand")
    assert form["compared"] == "year_before"
    hr.post(address, data=form)
    assert (the_saved().compared, the_saved().parameters) == ("year_before", {"names": "1"})
    (row,) = rows_of(hr.get(MINE).text)
    assert "Verglichen mit: Ein Jahr vor dem Stichtag (heute:" in row
    later = clock.add_months(today.replace(day=15), 7)
    with clock.frozen(clock.at(later)):
        moved = hr.get(f"{SAVED}/{the_saved().id}").location
    assert f"compare_with={clock.add_months(later, -12)}" in moved
    # Who wants the day as it was typed can have it so.
    typed = f"{SAVED}/{the_saved().id}/edit?as_of={today}&compare_with=2020-02-29"
    hr.post(typed, data=filled(hr.get(typed).text))
    assert (the_saved().compared, the_saved().parameters["compare_with"]) == (None, "2020-02-29")


# What a page says to wrong input does not depend on the database.
@pytest.mark.parametrize("database_engine", ["sqlite"])
@pytest.mark.parametrize(
    ("query", "typed", "says"),
    [
        ("as_of=2026-06-30", {"name": " "}, "Bitte füllen Sie dieses Feld aus"),
        ("as_of=gestern", {"name": "A"}, "Der Stichtag ist kein Datum"),
        ("unit=4711", {"name": "A"}, "4711"),
        (
            "as_of=2026-06-30",
            {"name": "A", "days": "as_typed", "schedule": "monthly"},
            "braucht Tage, die mitwandern",
        ),
        ("", {"name": "A", "shared_with": "nobody-else"}, "Geteilt mit"),
    ],
)
def test_what_cannot_be_saved_is_said_and_nothing_typed_is_lost(
    hr: FlaskClient, query: str, typed: dict[str, str], says: str
) -> None:
    address = f"{NEW}/attainment?{query}"
    page = hr.get(address)
    assert (page.status_code == 422) == (says in errors_of(page.text))
    form = filled(page.text, **typed)
    answer = hr.post(address, data=form)
    assert answer.status_code == 422
    assert says in errors_of(answer.text)
    assert form_with(answer.text, "name")["name"] == typed["name"].strip()
    assert db.session.scalar(select(func.count(SavedReport.id))) == 0


def test_a_name_stands_for_one_thing_and_a_second_click_makes_no_second(
    hr: FlaskClient, cast: Cast, sign_in: SignIn
) -> None:
    address = f"{NEW}/expiring_holdings?unit=23"
    form = filled(hr.get(address).text, name="Auslaufend")
    assert hr.post(address, data=form).status_code == 303
    assert hr.post(address, data=form).status_code == 303
    form["name"] = "AUSLAUFEND"
    refused = hr.post(f"{NEW}/expiring_holdings?unit=18", data=form)
    assert refused.status_code == 422
    assert "haben Sie schon etwas anderes gespeichert" in errors_of(refused.text)
    assert the_saved().parameters["unit"] == "23"
    # Somebody else has names of their own.
    form["name"] = "Auslaufend"
    answer = sign_in(cast.coordinator).post(f"{NEW}/expiring_holdings", data=form)
    assert answer.status_code == 303
    assert db.session.scalar(select(func.count(SavedReport.id))) == 2


def test_what_is_saved_is_renamed_given_other_filters_and_deleted(
    hr: FlaskClient, cast: Cast
) -> None:
    wanted = SavedAs("Alt", ReportDays.DAY, ReportReaders.MANAGER, Schedule.MONTHLY)
    saved_id = saved_by(cast, "hr", "expiring_holdings", wanted, unit="23")
    edit = f"{SAVED}/{saved_id}/edit"
    form = filled(hr.get(edit).text, name="Neu")
    assert hr.post(edit, data=form).status_code == 303
    assert (the_saved().name, the_saved().parameters) == ("Neu", {"unit": "23"})
    # From the page of the report, with what is typed there.
    page = hr.get(f"/reports/expiring_holdings?unit=18&as_of=2026-06-30&saved={saved_id}").text
    assert f'formaction="{edit}"' in page
    changed = f"{edit}?unit=18&as_of=2026-06-30&saved={saved_id}"
    form = filled(hr.get(changed).text)
    assert form["days"] == "as_typed"
    form["schedule"] = ""
    assert hr.post(changed, data=form).status_code == 303
    assert the_saved().parameters == {"unit": "18", "as_of": "2026-06-30"}
    assert (the_saved().schedule, the_saved().due_on) == (None, None)
    assert "findet ihn nicht mehr" in hr.get(f"{SAVED}/{saved_id}/deletion").text
    assert hr.post(f"{SAVED}/{saved_id}/deletion").status_code == 303
    assert db.session.scalar(select(func.count(SavedReport.id))) == 0


@pytest.mark.parametrize("database_engine", ["sqlite"])
def test_two_changes_at_once_are_shown_side_by_side(hr: FlaskClient, cast: Cast) -> None:
    saved_id = saved_by(cast, "hr", "expiring_holdings", SavedAs("Alt", ReportDays.DAY))
    edit = f"{SAVED}/{saved_id}/edit"
    first, second = filled(hr.get(edit).text), filled(hr.get(edit).text)
    first["name"], second["schedule"] = "Hier", "quarterly"
    assert hr.post(edit, data=first).status_code == 303
    refused = hr.post(edit, data=second)
    assert refused.status_code == 409
    assert "Hier</span>" in refused.text
    again = form_with(refused.text, "name")
    assert (again["name"], again["schedule"]) == ("Hier", "quarterly")
    assert hr.post(edit, data=again).status_code == 303
    assert the_saved().schedule is Schedule.QUARTERLY


def test_a_shared_report_is_the_readers_own_scope_whatever_is_in_the_address(
    cast: Cast, sign_in: SignIn
) -> None:
    """A manager opens what HR has saved for a unit that is not hers, and changes it."""
    for person in (cast.employee, cast.outsider):
        a_holding(person, "eng", "B2", until=clock.add_months(clock.today(), 1))
    wanted = SavedAs("Auslaufend", ReportDays.DAY, ReportReaders.MANAGER)
    saved_id = saved_by(cast, "hr", "expiring_holdings", wanted, unit="23")
    manager = sign_in(cast.manager)
    assert "Auslaufend" in manager.get(MINE).text
    opened = manager.get(f"{SAVED}/{saved_id}").location
    assert "unit=23" in opened
    page = manager.get(opened).text
    assert "Sie sehen, was Ihre eigene Rolle erlaubt" in page
    assert "formaction" in page
    assert f"{SAVED}/{saved_id}/edit" not in page
    assert cast.outsider.last_name not in page
    for tried in (opened.replace("unit=23", ""), opened.replace("unit=23", "unit=15.23")):
        widened = manager.get(tried).text
        assert cast.employee.last_name in widened
        assert cast.outsider.last_name not in widened
    for path in (f"{SAVED}/{saved_id}/edit", f"{SAVED}/{saved_id}/deletion"):
        assert manager.get(path).status_code == 404
        assert manager.post(path, data={"name": "Meins"}).status_code == 404
    assert the_saved().name == "Auslaufend"


def test_a_report_for_a_unit_does_not_widen_for_somebody_of_another(
    cast: Cast, sign_in: SignIn
) -> None:
    wanted = SavedAs("Nur 15.23", ReportDays.DAY, ReportReaders.COORDINATOR)
    saved_id = saved_by(cast, "hr", "attainment", wanted, unit="15.23", names="1")
    coordinator = sign_in(cast.coordinator)
    refused = coordinator.get(f"{SAVED}/{saved_id}", follow_redirects=True)
    assert refused.status_code == 422
    assert "für die Organisationseinheit 15.23 nicht zuständig" in refused.text


@pytest.mark.parametrize("database_engine", ["sqlite"])
def test_only_those_find_it_with_whom_it_is_shared_and_who_may_have_it(
    cast: Cast, sign_in: SignIn
) -> None:
    wanted = SavedAs("Für uns", ReportDays.DAY, ReportReaders.HR)
    saved_id = saved_by(cast, "hr", "attainment", wanted)
    granted(cast.colleague, Role.HR)
    db.session.commit()
    assert sign_in(cast.colleague).get(f"{SAVED}/{saved_id}").status_code == 303
    for who in ("manager", "coordinator", "international", "employee"):
        client = sign_in(getattr(cast, who))
        assert "Für uns" not in client.get(MINE).text
        assert client.get(f"{SAVED}/{saved_id}").status_code == 404
        assert "Für uns" not in client.get(f"/reports/expiring_holdings?saved={saved_id}").text
    # Stored so by whatever way: managers may not have this report.
    db.session.get_one(SavedReport, saved_id).shared_with = ReportReaders.MANAGER
    db.session.commit()
    assert "Für uns" not in sign_in(cast.manager).get(MINE).text
    assert sign_in(cast.manager).get(f"{SAVED}/{saved_id}").status_code == 404


@pytest.mark.parametrize("database_engine", ["sqlite"])
def test_nobody_saves_or_shares_what_they_may_not_see(cast: Cast, sign_in: SignIn) -> None:
    manager, coordinator = sign_in(cast.manager), sign_in(cast.coordinator)
    assert manager.get(f"{NEW}/attainment").status_code == 403
    assert manager.post(f"{NEW}/attainment", data={"name": "A"}).status_code == 403
    assert manager.get(f"{NEW}/nothing").status_code == 404
    page = coordinator.get(f"{NEW}/attainment?unit=15.23").text
    assert "Beschäftigte der Personalabteilung" not in page
    typed = filled(page, name="A", shared_with="hr")
    assert coordinator.post(f"{NEW}/attainment?unit=15.23", data=typed).status_code == 422
    assert db.session.scalar(select(func.count(SavedReport.id))) == 0
    typed = filled(manager.get(f"{NEW}/team").text, name="A", shared_with="equality")
    assert manager.post(f"{NEW}/team", data=typed).status_code == 422


def test_the_number_of_queries_of_my_reports_does_not_grow(
    hr: FlaskClient, cast: Cast, count_queries: CountQueries
) -> None:
    wanted = SavedAs("A", ReportDays.DAY)
    saved_by(cast, "hr", "expiring_holdings", wanted, unit="23", topic="languages")
    hr.get(MINE)
    with count_queries() as few:
        hr.get(MINE)
    for number in range(5):
        wanted = SavedAs(f"B {number}", ReportDays.DAY, ReportReaders.HR)
        saved_by(cast, "hr", "expiring_holdings", wanted, unit="18", topic="languages")
        granted(cast.coordinator, Role.HR) if not number else None
        saved_by(cast, "coordinator", "expiring_holdings", wanted, topic="languages")
    with count_queries() as many:
        page = hr.get(MINE).text
    assert len(rows_of(page)) == 11
    assert many.number == few.number
