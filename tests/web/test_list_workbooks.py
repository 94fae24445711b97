"""The Excel buttons of lists: exactly what is filtered, as a table, in the reader's language."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from lxml import html
from sqlalchemy import select

from tests.cast import Cast, a_person, an_enrolment
from tests.conftest import CountQueries, SignIn
from tests.reports.reading import opened, records
from tests.support.pages import rows_of
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import AccessEntry, ReportRun
from trainingtracker.reports.outgoing import Outgoing
from trainingtracker.vocabulary import AccessKind, Status
from trainingtracker.web.sending import held_back

PEOPLE, OFFERINGS = "/people/list.xlsx", "/offerings/list.xlsx"


def button_of(page: str) -> str:
    return str(html.fromstring(page).xpath("//a[contains(@href, '.xlsx')]/@href")[0])


def test_the_button_of_the_people_exports_what_is_filtered_and_sorted(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.hr)
    page = client.get(f"/people?unit={cast.unit_23.id}&sort=-name&page=1").text
    address = button_of(page)
    assert address == f"{PEOPLE}?unit={cast.unit_23.id}&sort=-name"
    answer = client.get(address, buffered=True)
    assert f"Personen_{clock.today()}.xlsx" in answer.headers["Content-Disposition"]
    rows = records(opened(answer.data)["Personen"])
    assert [row["Nachname"] for row in rows] == ["Stein", "Reimann", "Meinhold", "Kraus", "Falk"]
    assert [row.split(",")[0] for row in rows_of(page)] == [row["Nachname"] for row in rows]
    assert rows[0]["Personalnummer"] == cast.other_manager.personnel_number
    assert rows[0]["Personalnummer"].startswith("000")
    assert rows[0]["Art"] == "Beschäftigte*r"


def test_all_rows_are_exported_not_only_the_page(
    cast: Cast, sign_in: SignIn, count_queries: CountQueries
) -> None:
    client, address = sign_in(cast.hr), f"{PEOPLE}?unit={cast.unit_18.id}"
    with count_queries() as few:
        client.get(address, buffered=True)
    for number in range(60):
        a_person(f"Vor {number}", f"Nach {number:02d}", cast.unit_18, account=False)
    db.session.commit()
    with count_queries() as many:
        answer = client.get(address, buffered=True)
    assert len(records(opened(answer.data)["Personen"])) == 69
    assert many.number == few.number


def test_a_list_is_a_native_table_with_real_dates(cast: Cast, sign_in: SignIn) -> None:
    cast.outsider.exit = clock.today()
    db.session.commit()
    answer = sign_in(cast.hr).get(f"{PEOPLE}?q=reimann", buffered=True)
    sheet = opened(answer.data)["Personen"]
    (table,) = sheet.tables.values()
    assert table.ref == "A1:H2"
    assert isinstance(sheet["H2"].value, datetime)
    assert sheet["A2"].data_type == "s"


def test_nobody_found_is_an_empty_table(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.hr).get(f"{PEOPLE}?q=xyz", buffered=True)
    assert records(opened(answer.data)["Personen"]) == []


def test_coordinators_export_their_units_only(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.coordinator)
    rows = records(opened(client.get(PEOPLE, buffered=True).data)["Personen"])
    assert {row["OE-Nummer"] for row in rows} == {"23"}
    elsewhere = client.get(f"{PEOPLE}?unit={cast.unit_1523.id}", buffered=True)
    assert records(opened(elsewhere.data)["Personen"]) == []


def test_an_export_is_logged_with_its_filters_and_rows(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.hr).get(f"{PEOPLE}?q=sommer", buffered=True)
    entry = db.session.scalars(select(AccessEntry)).one()
    assert (entry.kind, entry.actor_id, entry.row_count) == (AccessKind.EXPORT, cast.hr.id, 1)
    run = db.session.scalars(select(ReportRun)).one()
    assert entry.filters == {
        "report": "list:people", "page": PEOPLE, "q": True, "number": run.number,
    }  # fmt: skip


def test_a_list_has_a_report_number_that_gives_it_again_to_hr(cast: Cast, sign_in: SignIn) -> None:
    coordinator = sign_in(cast.coordinator)
    first = coordinator.get(f"{PEOPLE}?unit={cast.unit_23.id}", buffered=True).data
    run = db.session.scalars(select(ReportRun)).one()
    assert (run.requested_by_id, run.row_count) == (cast.coordinator.id, 5)
    assert run.parameters == {"unit": str(cast.unit_23.id)}
    assert run.number in opened(first)["Personen"].oddFooter.left.text
    address = f"/reports/runs/{run.id}"
    page = coordinator.get(address).text
    assert "Der Personalbereich gibt die Datei einer Liste noch einmal heraus." in page
    assert coordinator.get(f"{address}/file").status_code == 403
    cast.other_manager.last_name = "Winter"
    db.session.commit()
    hr = sign_in(cast.hr)
    assert "Personen" in hr.get(address).text
    assert hr.get(f"{address}/file", buffered=True).data == first


def test_the_offerings_are_exported_as_filtered_in_english_too(cast: Cast, sign_in: SignIn) -> None:
    an_enrolment(cast.employee, cast.funding_offering)
    db.session.commit()
    client = sign_in(cast.hr)
    client.post("/language", data={"language": "en", "next": "/"})
    address = button_of(client.get("/offerings?q=funding").text)
    (row,) = records(opened(client.get(address, buffered=True).data)["Offerings"])
    assert row["Course"] == "EU funding overview"
    assert (row["Places"], row["Taken"], row["Free"]) == (2, 1, 1)
    assert cast.funding_offering.starts_at is not None
    assert row["Begins on"].date() == clock.local_day(cast.funding_offering.starts_at)
    assert row["Status"] == "Upcoming"


def test_trainers_export_the_offerings_they_lead(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.trainer).get(OFFERINGS, buffered=True)
    rows = records(opened(answer.data)["Veranstaltungen"])
    assert [row["Veranstaltung"] for row in rows] == [cast.english_offering.number]


@pytest.mark.parametrize(("who", "with_email"), [("hr", True), ("trainer", False)])
def test_the_participants_of_an_offering_are_exported(
    cast: Cast, sign_in: SignIn, who: str, with_email: bool
) -> None:
    an_enrolment(cast.employee, cast.english_offering).attended_percent = 75
    an_enrolment(cast.outsider, cast.english_offering, Status.WAITLISTED)
    db.session.commit()
    client = sign_in(getattr(cast, who))
    address = button_of(client.get(f"/offerings/{cast.english_offering.id}").text)
    answer = client.get(address, buffered=True)
    assert f"Teilnehmende_{cast.english_offering.number}" in answer.headers["Content-Disposition"]
    first, second = records(opened(answer.data)["Teilnehmende"])
    assert (first["Nachname"], first["Anwesend"], first["Status"]) == (
        "Sommer", 0.75, "Platz bestätigt",
    )  # fmt: skip
    assert (second["Nachname"], second["Position auf der Warteliste"]) == ("Reimann", 1)
    assert ("E-Mail" in first) is with_email


def test_somebody_elses_offering_is_not_exported(cast: Cast, sign_in: SignIn) -> None:
    address = f"/offerings/{cast.funding_offering.id}/participants.xlsx"
    assert sign_in(cast.trainer).get(address).status_code == 404
    assert sign_in(cast.employee).get(address).status_code == 403


def in_three_pieces(counts: dict[str, int]) -> Outgoing:
    def pieces() -> Iterator[bytes]:
        for _ in range(3):
            counts["people"] += 10
            yield b"piece"

    return Outgoing("people.xlsx", pieces(), counts)


@pytest.mark.usefixtures("app_context")
def test_no_file_is_whole_before_its_access_is_on_record() -> None:
    logged: list[int] = []
    file = in_three_pieces({"people": 0})
    sent = held_back(file.pieces, lambda _complete: logged.append(file.row_count))
    assert [(next(sent), list(logged)) for _ in range(2)] == [(b"piece", [])] * 2
    assert (next(sent), logged) == (b"piece", [30])


@pytest.mark.usefixtures("app_context")
def test_whoever_breaks_off_is_on_record_with_the_rows_read_by_then() -> None:
    logged: list[int] = []
    file = in_three_pieces({"people": 0})
    sent = held_back(file.pieces, lambda _complete: logged.append(file.row_count))
    next(sent)
    sent.close()
    assert logged == [20]


def test_a_list_is_on_its_way_before_it_is_whole(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.hr).get(PEOPLE)
    assert answer.is_streamed
    assert answer.content_length is None
