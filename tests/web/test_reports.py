"""The report page of HR and the download of its workbook."""

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.cast import Cast, a_person, an_enrolment
from tests.conftest import CountQueries, SignIn
from tests.reports.reading import opened, records
from trainingtracker.extensions import db
from trainingtracker.models import AccessEntry
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


@pytest.mark.parametrize("who", ["employee", "manager", "coordinator", "international", "admin"])
def test_nobody_but_hr_may(cast: Cast, sign_in: SignIn, who: str) -> None:
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
    assert entry.row_count == 1
    assert entry.filters == {
        "report": "attainment",
        "page": FILE,
        "as_of": "2026-06-30",
        "topic": "languages",
    }


def test_nobody_employed_shows_a_dash(hr: FlaskClient) -> None:
    assert "–" in hr.get(f"{PAGE}?as_of=1999-01-01").text


def test_the_number_of_queries_does_not_grow(
    hr: FlaskClient, cast: Cast, count_queries: CountQueries
) -> None:
    address = f"{PAGE}?as_of=2026-06-30&unit=15.23"
    hr.get(address)
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
