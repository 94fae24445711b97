"""At a glance: charts beside the tables of their numbers."""

from datetime import date

import pytest
from flask.testing import FlaskClient
from lxml import etree, html

from tests.cast import Cast, a_holding, a_person, an_enrolment
from tests.conftest import CountQueries, SignIn
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.strategy.targets import Aim, set_target
from trainingtracker.vocabulary import Status, TargetMeasure

PAGE = "/dashboard"


@pytest.fixture
def hr(cast: Cast, sign_in: SignIn) -> FlaskClient:
    for person in (cast.employee, cast.colleague, cast.outsider):
        day = clock.add_months(clock.today(), -6)
        an_enrolment(person, cast.english_offering, Status.COMPLETED, finished_on=day)
        a_holding(person, "eng", "B2")
    db.session.commit()
    return sign_in(cast.hr)


def _row(page: str, section: str, label: str) -> list[str]:
    (table,) = html.fromstring(page).xpath(f"//section[h2[@id='{section}']]//table")
    for row in table.xpath(".//tr"):
        cells = [" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td")]
        if cells[0].startswith(label):
            return cells
    raise AssertionError(label)


def test_every_chart_stands_beside_its_numbers(hr: FlaskClient) -> None:
    page = hr.get(PAGE).text
    assert _row(page, "by-unit", "D-OB ")[2:] == ["2", "28,6 %"]
    assert _row(page, "by-unit", "Gesamte Verwaltung")[2] == "3"
    assert _row(page, "levels", "Englisch")[1:3] == ["B2", "3"]
    assert len(html.fromstring(page).xpath("//section[h2[@id='trend']]//tbody/tr")) == 12
    for image in html.fromstring(page).xpath("//picture/img"):
        assert image.get("alt")
        answer = hr.get(image.get("src"))
        assert answer.mimetype == "image/svg+xml"
        drawn = etree.fromstring(answer.data)
        assert not drawn.xpath("//*[local-name()='script']")
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_page_of_outdated_figures_says_of_when_they_are_and_counts_them_when_asked(
    hr: FlaskClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trainingtracker.kept._LONG_SECONDS", 0)
    monkeypatch.setattr("trainingtracker.kept._GOOD_FOR", 10**9)
    assert "Jetzt neu zählen" not in hr.get(f"{PAGE}?topic=languages").text
    an_enrolment(cast.hr, cast.english_offering, Status.COMPLETED, finished_on=clock.today())
    db.session.commit()
    page = hr.get(f"{PAGE}?topic=languages").text
    assert _row(page, "by-unit", "Gesamte Verwaltung")[2] == "3"
    assert "Seitdem hat sich etwas geändert" in page
    (anew,) = html.fromstring(page).xpath("//a[text()='Jetzt neu zählen']/@href")
    page = hr.get(anew).text
    assert _row(page, "by-unit", "Gesamte Verwaltung")[2] == "4"
    assert "Jetzt neu zählen" not in page


def test_a_number_leads_to_its_rows_and_a_unit_to_those_below(hr: FlaskClient) -> None:
    page = hr.get(f"{PAGE}?topic=languages").text
    links = html.fromstring(page).xpath("//section[h2[@id='by-unit']]//tbody//a/@href")
    rows = next(link for link in links if link.startswith("/reports/") and "unit=D-OB" in link)
    assert "Sommer" in hr.get(rows).text
    for section, part in (("trend", "participations"), ("levels", "holdings"), ("heat", "part")):
        (*_others, link) = html.fromstring(page).xpath(
            f"//section[h2[@id='{section}']]//td/a/@href"
        )
        assert part in link
        assert "Sommer" in hr.get(link).text or section == "heat"
    below = hr.get(f"{PAGE}?unit=15&topic=languages").text
    assert _row(below, "by-unit", "15.23")[2] == "2"


def test_a_manager_sees_the_own_units_at_the_end_of_a_quarter(
    hr: FlaskClient, cast: Cast, sign_in: SignIn
) -> None:
    today = clock.today()
    manager = sign_in(cast.other_manager)
    page = manager.get(f"{PAGE}?as_of={today.isoformat()}&unit=15.23").text
    assert "15.23 " not in page
    assert f'value="{today.isoformat()}"' not in page
    assert "aus Gründen des Datenschutzes nicht gezeigt" in page
    # Those of the unit whom she names are no secret to her.
    assert _row(page, "by-unit", "23 ")[2] == "1"
    (rows, *_others) = html.fromstring(page).xpath("//section[h2[@id='by-unit']]//td/a/@href")
    assert rows.startswith("/reports/team?")
    assert "unit=23" in rows
    led_to = manager.get(rows).text
    assert cast.outsider.last_name in led_to
    assert cast.employee.last_name not in led_to
    council = sign_in(cast.staff_council).get(PAGE).text
    assert _row(council, "by-unit", "D-OB ")[2].startswith("•")
    assert not html.fromstring(council).xpath("//section[h2[@id='by-unit']]//td/a")


def test_the_bars_stand_against_targets_and_a_gap_tells_nothing_hidden(
    hr: FlaskClient, cast: Cast, sign_in: SignIn
) -> None:
    before = hr.get(f"{PAGE}?topic=languages").text
    assert "Dafür ist kein Zielwert gesetzt" in before
    due, since = date(2031, 12, 31), date(2020, 1, 1)
    share = Aim(TargetMeasure.SHARE, 60, due, since)
    set_target(cast.english.topic_id, None, share, cast.hr.id)
    set_target(
        cast.english.topic_id,
        cast.unit_15.id,
        Aim(TargetMeasure.PERSONS, 2, due, since),
        cast.hr.id,
    )
    db.session.commit()
    page = hr.get(f"{PAGE}?topic=languages").text
    # Three of five are needed, two are there; 15 has a target of its own.
    unit = _row(page, "by-unit", "D-OB ")
    assert unit[4:] == ["60 % bis 31.12.2031 gesetzt für alle Einheiten",
                        "Noch 3 Personen bis zum 31. Dezember 2031"]  # fmt: skip
    below = hr.get(f"{PAGE}?topic=languages&unit=D-OB").text
    assert _row(below, "by-unit", "15 ")[4:] == ["2 Personen bis 31.12.2031", "Erreicht"]
    drawn = hr.get(f"{PAGE}/units.light.svg?topic=languages").text
    assert drawn.count("stroke-dasharray: 5 3") >= 2
    council = sign_in(cast.staff_council).get(f"{PAGE}?topic=languages").text
    row = _row(council, "by-unit", "D-OB ")
    assert row[2].startswith("•")
    assert row[5].startswith("•")


@pytest.mark.parametrize("query", ["as_of=gestern", "unit=4711", "topic=golf"])
def test_a_filter_that_makes_no_sense_is_none(hr: FlaskClient, query: str) -> None:
    assert hr.get(f"{PAGE}?{query}").status_code == 200


def test_the_number_of_queries_does_not_grow(
    hr: FlaskClient, cast: Cast, count_queries: CountQueries
) -> None:
    hr.get(PAGE)
    with count_queries() as few:
        hr.get(f"{PAGE}?topic=languages")
    for number in range(5):
        person = a_person("Person", f"Nummer {number}", cast.unit_23, account=False)
        an_enrolment(person, cast.english_offering, Status.COMPLETED, finished_on=clock.today())
    db.session.commit()
    hr.get(PAGE)
    with count_queries() as many:
        hr.get(f"{PAGE}?topic=languages")
    assert len(many) == len(few)
