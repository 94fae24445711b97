"""The report page, the rows it shows, and the download of its workbook."""

import csv
import io
import json
from datetime import date, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select

from tests.cast import Cast, a_holding, a_person, an_enrolment, an_offering, assigned
from tests.conftest import CountQueries, SignIn
from tests.reports.reading import opened, records
from trainingtracker import clock, text
from trainingtracker.extensions import db
from trainingtracker.models import AccessEntry, Assignment, Leave, ReportRun
from trainingtracker.vocabulary import AccessKind, Status

PAGE, FILE = "/reports/attainment", "/reports/attainment.xlsx"
DAY = date(2026, 6, 30)


@pytest.fixture
def hr(cast: Cast, sign_in: SignIn) -> FlaskClient:
    an_enrolment(cast.employee, cast.english_offering, Status.COMPLETED, finished_on=DAY)
    db.session.commit()
    return sign_in(cast.hr)


def test_hr_sees_the_key_figures_of_the_day(hr: FlaskClient) -> None:
    page = hr.get(f"{PAGE}?as_of=2026-06-30").text
    assert "Qualifizierungsstand zum Stichtag" in page
    assert "Erreichte Personen" in page
    assert "1 von 1" not in page  # a man took part
    assert "0 von 1 mit erfasstem Geschlecht" in page


def test_without_a_date_it_is_today(hr: FlaskClient) -> None:
    assert hr.get(PAGE).status_code == 200


def test_the_choice_stays_in_the_form_and_in_the_download(hr: FlaskClient) -> None:
    page = hr.get(f"{PAGE}?as_of=2026-06-30&unit=15.23&topic=languages").text
    assert 'value="2026-06-30"' in page
    assert 'value="15.23" selected' in page
    assert f"{FILE}?as_of=2026-06-30&amp;unit=15.23&amp;topic=languages" in page


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_reads_in_both_languages(hr: FlaskClient, cast: Cast, language: str) -> None:
    hr.post("/language", data={"language": language, "next": "/"})
    page = hr.get(f"{PAGE}?as_of=2026-06-30").text
    assert ("Reference date" in page) is (language == "en")
    assert ("Stichtag" in page) is (language == "de")


@pytest.mark.parametrize("who", ["employee", "manager", "trainer", "international", "admin"])
def test_nobody_but_hr_and_coordinators_may(cast: Cast, sign_in: SignIn, who: str) -> None:
    client = sign_in(getattr(cast, who))
    assert client.get(PAGE).status_code == 403
    assert client.get(FILE).status_code == 403


@pytest.mark.parametrize("path", [PAGE, FILE])
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("as_of=gestern", "Der Stichtag ist kein Datum"),
        ("as_of=0001-01-01", "Der Stichtag ist kein Datum"),
        ("as_of=2026-06-30&unit=4711", "gab es am 30. Juni 2026 nicht"),
        ("as_of=2001-06-30&unit=15.23", "gab es am 30. Juni 2001 nicht"),
        ("topic=golf", "Dieses Themenfeld gibt es nicht"),
    ],
)
def test_what_does_not_exist_is_said(hr: FlaskClient, path: str, query: str, sentence: str) -> None:
    answer = hr.get(f"{path}?{query}")
    assert answer.status_code == 422
    assert sentence in answer.text


def test_the_download_is_a_workbook_with_a_name(hr: FlaskClient) -> None:
    answer = hr.get(f"{FILE}?as_of=2026-06-30&unit=15.23", buffered=True)
    assert answer.status_code == 200
    assert answer.mimetype.endswith("spreadsheetml.sheet")
    name = "Qualifizierungsstand_2026-06-30_15.23.xlsx"
    assert name in answer.headers["Content-Disposition"]
    rows = records(opened(answer.data)["Teilnahmen"])
    assert [row["Nachname"] for row in rows] == ["Sommer"]


def test_the_download_is_in_the_access_log(hr: FlaskClient, cast: Cast) -> None:
    hr.get(f"{FILE}?as_of=2026-06-30&topic=languages", buffered=True)
    entry = db.session.scalars(select(AccessEntry)).one()
    assert (entry.kind, entry.actor_id) == (AccessKind.EXPORT, cast.hr.id)
    run = db.session.scalars(select(ReportRun)).one()
    assert entry.row_count == run.row_count
    assert entry.row_count >= 1
    assert entry.filters == {
        "report": "attainment",
        "page": FILE,
        "as_of": "2026-06-30",
        "topic": "languages",
        "number": run.number,
    }


def test_nobody_employed_shows_a_dash(hr: FlaskClient) -> None:
    assert "–" in hr.get(f"{PAGE}?as_of=1999-01-01").text


def test_the_number_of_queries_does_not_grow(
    hr: FlaskClient, cast: Cast, count_queries: CountQueries
) -> None:
    address = f"{PAGE}?as_of=2026-06-30&unit=15.23"
    hr.get(f"{PAGE}?as_of=2026-06-29&unit=15.23")  # figures of a day are kept once counted
    with count_queries() as few:
        hr.get(address)
    for number in range(10):
        person = a_person("Person", f"Nummer {number}", cast.unit_1523, account=False)
        an_enrolment(
            person, cast.funding_offering, Status.COMPLETED, place=number + 1, finished_on=DAY
        )
    db.session.commit()
    with count_queries() as many:
        hr.get(address)
    assert many.number == few.number


def headings_and_rows(page: str) -> list[list[str]]:
    """The last table of the page, which shows rows of the workbook."""
    table = html.fromstring(page).xpath("//table[contains(@class, 'preview')]")[0]
    return [
        [" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td")]
        for row in table.xpath(".//tr")
    ]


def sheet_as_read(workbook: bytes, sheet: str, first: int) -> list[list[str]]:
    """A sheet of the workbook from its row of headings on, as a German reader sees it."""
    rows = opened(workbook)[sheet].iter_rows(min_row=first, values_only=False)
    return [[_as_read(cell) for cell in row] for row in rows]


def _as_read(cell: Any) -> str:
    match cell.value:
        case None:
            return "–"
        case datetime() as moment:
            return (
                f"{moment:%d.%m.%Y, %H:%M}" if "hh" in cell.number_format else f"{moment:%d.%m.%Y}"
            )
        case float() | int() as number if "%" in cell.number_format:
            return text.percent(number, "de").replace("\u00a0", " ")
        case float() | int() as number:
            return text.number(number, "de")
        case words:
            return str(words)


@pytest.mark.parametrize(
    ("part", "sheet", "first"),
    [
        ("units", "Nach Organisationseinheit", 5),
        ("competences", "Nach Themenfeld und Kompetenz", 5),
        ("participations", "Teilnahmen", 1),
        ("holdings", "Erworbene Kompetenzen", 1),
    ],
)
def test_the_page_shows_the_rows_that_the_workbook_contains(
    hr: FlaskClient, cast: Cast, part: str, sheet: str, first: int
) -> None:
    a_holding(cast.employee, "eng", "B2", until=date(2026, 7, 20))
    a_holding(cast.outsider, "eu:call_search", "1")
    an_enrolment(cast.outsider, cast.funding_offering, Status.COMPLETED, finished_on=DAY)
    db.session.commit()
    page = hr.get(f"{PAGE}?as_of=2026-06-30&part={part}").text
    workbook = hr.get(f"{FILE}?as_of=2026-06-30", buffered=True).data
    assert headings_and_rows(page) == sheet_as_read(workbook, sheet, first)


def test_rows_are_shown_fifty_at_a_time_with_their_number(hr: FlaskClient, cast: Cast) -> None:
    for number in range(60):
        person = a_person(f"Vor {number}", f"Nach {number:02d}", cast.unit_23, account=False)
        a_holding(person, "eng", "B1")
    db.session.commit()
    first = hr.get(f"{PAGE}?as_of=2026-06-30&part=holdings").text
    assert "1 bis 50 von 60" in first
    assert len(headings_and_rows(first)) == 51
    second = hr.get(f"{PAGE}?as_of=2026-06-30&part=holdings&page=2").text
    assert len(headings_and_rows(second)) == 11
    assert (
        "Auf dieser Seite der Liste steht nichts"
        in hr.get(f"{PAGE}?as_of=2026-06-30&part=holdings&page=9").text
    )


def test_no_rows_say_so(hr: FlaskClient) -> None:
    assert "ist nichts erfasst" in hr.get(f"{PAGE}?as_of=1999-01-01&part=holdings").text


def test_looking_at_rows_with_names_is_logged(hr: FlaskClient, cast: Cast) -> None:
    hr.get(f"{PAGE}?as_of=2026-06-30")
    assert db.session.scalars(select(AccessEntry)).all() == []
    hr.get(f"{PAGE}?as_of=2026-06-30&part=participations")
    entry = db.session.scalars(select(AccessEntry)).one()
    assert (entry.kind, entry.actor_id, entry.row_count) == (AccessKind.REPORT, cast.hr.id, 1)
    assert entry.filters["part"] == "participations"


def test_german_names_of_units_are_marked_on_english_pages(hr: FlaskClient) -> None:
    hr.post("/language", data={"language": "en", "next": "/"})
    page = hr.get(f"{PAGE}?as_of=2026-06-30&part=units").text
    assert '<span lang="de">Internationale Angelegenheiten</span>' in page
    assert '<option value="23" lang="de">' in page


@pytest.fixture
def coordinator(cast: Cast, sign_in: SignIn) -> FlaskClient:
    an_enrolment(cast.employee, cast.english_offering, Status.COMPLETED, finished_on=DAY)
    an_enrolment(cast.outsider, cast.english_offering, Status.COMPLETED, finished_on=DAY)
    db.session.commit()
    return sign_in(cast.coordinator)


def test_coordinators_get_their_units_only(coordinator: FlaskClient) -> None:
    page = coordinator.get(f"{PAGE}?as_of=2026-06-30&names=1&part=participations").text
    assert [row[1] for row in headings_and_rows(page)[1:]] == ["Reimann"]
    assert 'value="23"' in page
    assert 'value="15.23"' not in page
    units = coordinator.get(f"{PAGE}?as_of=2026-06-30&part=units").text
    assert [row[0] for row in headings_and_rows(units)[1:]] == ["23", "–"]
    book = opened(coordinator.get(f"{FILE}?as_of=2026-06-30&names=1", buffered=True).data)
    assert [row["Nachname"] for row in records(book["Teilnahmen"])] == ["Reimann"]


def test_names_are_left_out_unless_a_coordinator_asks_for_them(coordinator: FlaskClient) -> None:
    page = coordinator.get(f"{PAGE}?as_of=2026-06-30&part=participations").text
    assert "Reimann" not in html.fromstring(page).xpath("string(//main)")
    book = opened(coordinator.get(f"{FILE}?as_of=2026-06-30", buffered=True).data)
    assert "Teilnahmen" not in book.sheetnames
    assert "Reimann" not in str([list(sheet.iter_rows(values_only=True)) for sheet in book])


def test_csv_and_json_have_the_rows_of_the_page(hr: FlaskClient) -> None:
    asked = "as_of=2026-06-30&part=participations"
    lines = hr.get(f"/reports/attainment.csv?{asked}", buffered=True).data.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(lines), delimiter=";")
    assert (row["last_name"], row["course"], row["counted_on"]) == ("Sommer", "T-ENG", str(DAY))
    answer = hr.get(f"/reports/attainment.json?{asked}", buffered=True)
    tables = {table["key"]: table for table in json.loads(answer.data)["tables"]}
    (record,) = tables["participations"]["rows"]
    assert {key: str(value) for key, value in record.items() if value is not None} == {
        key: value for key, value in row.items() if value
    }


def test_the_list_has_what_the_reader_may_have(hr: FlaskClient) -> None:
    assert "Qualifizierungsstand zum Stichtag" in hr.get("/reports").text
    assert hr.get("/reports/nothing").status_code == 404


@pytest.mark.parametrize("path", [PAGE, FILE])
def test_a_unit_of_somebody_else_is_refused(coordinator: FlaskClient, path: str) -> None:
    answer = coordinator.get(f"{path}?as_of=2026-06-30&unit=15.23")
    assert answer.status_code == 422
    assert "nicht zuständig" in answer.text


def test_coordinators_see_no_figures_by_gender_and_are_told_why(coordinator: FlaskClient) -> None:
    page = coordinator.get(f"{PAGE}?as_of=2026-06-30").text
    assert "mit erfasstem Geschlecht" not in page
    assert "Frauenanteil an den" not in page
    assert "verrieten sie das Geschlecht einzelner" in page
    book = opened(coordinator.get(f"{FILE}?as_of=2026-06-30", buffered=True).data)
    overview = str(list(book["Überblick"].iter_rows(values_only=True)))
    assert "Frauenanteil an den" not in overview
    assert "verrieten sie das Geschlecht einzelner" in overview


def test_the_leave_of_single_persons_is_hidden_from_coordinators(
    coordinator: FlaskClient, cast: Cast
) -> None:
    db.session.add(Leave(person_id=cast.outsider.id, since=date(2026, 1, 1)))
    db.session.commit()
    address = "as_of=2026-06-30&part=units"
    for query in (address, f"{address}&unit=23"):
        page = coordinator.get(f"{PAGE}?{query}").text
        assert {row[4] for row in headings_and_rows(page)[1:]} == {"\u2022"}
        overview = coordinator.get(f"{PAGE}?{query.replace('units', 'overview')}").text
        assert ["davon beurlaubt", "\u2022"] in [row[:2] for row in headings_and_rows(overview)]
        book = opened(coordinator.get(f"{FILE}?{query}", buffered=True).data)
        assert "davon beurlaubt" not in str(list(book["Abstimmung"].iter_rows(values_only=True)))


def test_many_on_leave_are_shown_together_but_for_no_unit(
    coordinator: FlaskClient, cast: Cast
) -> None:
    for number in range(5):
        person = a_person("Person", f"Nummer {number}", cast.unit_23, account=False)
        db.session.add(Leave(person_id=person.id, since=date(2026, 1, 1)))
    db.session.commit()
    page = coordinator.get(f"{PAGE}?as_of=2026-06-30&part=units").text
    assert [row[4] for row in headings_and_rows(page)[1:]] == ["\u2022", "5"]


def test_who_has_left_the_units_is_counted_on_a_past_day_and_not_named(
    coordinator: FlaskClient, cast: Cast
) -> None:
    former = a_person("Frida", "Fort", account=False)
    assigned(former, cast.unit_23, until=date(2026, 6, 1))
    assigned(former, cast.unit_1523, since=date(2026, 6, 1))
    an_enrolment(
        former, cast.english_offering, Status.COMPLETED, place=9, finished_on=date(2026, 5, 1)
    )
    a_holding(former, "eng", "B1", since=date(2026, 5, 1))
    an_enrolment(
        cast.coordinator, cast.funding_offering, Status.COMPLETED, finished_on=date(2026, 5, 1)
    )
    db.session.commit()
    for part in ("participations", "holdings"):
        page = coordinator.get(f"{PAGE}?as_of=2026-05-09&names=1&part={part}").text
        assert "Fort" not in html.fromstring(page).text_content().split()
        assert "gezählt, aber nicht genannt" in page
    book = opened(coordinator.get(f"{FILE}?as_of=2026-05-09&names=1", buffered=True).data)
    assert {row["Nachname"] for row in records(book["Teilnahmen"])} == {"Meinhold"}
    assert "Frida" not in str([list(sheet.iter_rows(values_only=True)) for sheet in book])
    figures = {row[0]: row[1] for row in book["Überblick"].iter_rows(values_only=True)}
    # One more than she names: that would be what the only one who has left took part in.
    assert (figures["Personalbestand"], figures["Teilnahmen"]) == (6, "\u2022")
    differences = [row[5] for row in book["Abstimmung"].iter_rows(min_row=5, values_only=True)]
    assert set(differences) == {0}


@pytest.mark.parametrize("part", ["units", "competences", "participations", "holdings"])
def test_the_queries_of_every_part_do_not_grow(
    hr: FlaskClient, cast: Cast, count_queries: CountQueries, part: str
) -> None:
    a_holding(cast.outsider, "eng", "B1")
    db.session.commit()
    address = f"{PAGE}?as_of=2026-06-30&part={part}"
    hr.get(f"{PAGE}?as_of=2026-06-29&part={part}")  # figures of a day are kept once counted
    with count_queries() as few:
        hr.get(address)
    for number in range(10):
        person = a_person("Person", f"Nummer {number}", cast.unit_1523, account=False)
        a_holding(person, "eng", "B2")
        an_enrolment(
            person, cast.funding_offering, Status.COMPLETED, place=number + 1, finished_on=DAY
        )
    db.session.commit()
    with count_queries() as many:
        hr.get(address)
    assert many.number == few.number


def test_participants_stand_under_the_unit_that_they_belonged_to_then(
    cast: Cast, sign_in: SignIn
) -> None:
    today = clock.today()
    past = an_offering(cast.english, starts_on=clock.add_months(today, -2))
    an_enrolment(cast.outsider, past, Status.COMPLETED)
    db.session.execute(
        db.update(Assignment)
        .where(Assignment.person_id == cast.outsider.id)
        .values(until=clock.add_months(today, -1))
    )
    assigned(cast.outsider, cast.unit_1523, since=clock.add_months(today, -1))
    db.session.commit()
    address = f"/reports/offering_participants.json?offering={past.number}"
    answer = sign_in(cast.hr).get(address).get_json()
    ((row,),) = [table["rows"] for table in answer["tables"]]
    assert (row["unit_then"], row["unit"]) == ("23", "15.23")
    assert cast.english.title.de in answer["parameters"]["Offering"]
