"""The annual statistics and the equality report: what stands in their sheets, and for whom."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import Cast, a_person, a_unit, an_enrolment, an_offering
from tests.conftest import CountQueries, SignIn
from tests.support.frozen import FrozenClock
from trainingtracker.extensions import db
from trainingtracker.models import Unit
from trainingtracker.reports.annual_statistics import ANNUAL_STATISTICS
from trainingtracker.reports.asking import ask
from trainingtracker.reports.attainment import ATTAINMENT
from trainingtracker.reports.equality import EQUALITY
from trainingtracker.reports.rendering.words import shown
from trainingtracker.reports.report import DOT, Filters, Question, Report
from trainingtracker.reports.scopes import COMMAND_LINE
from trainingtracker.reports.styles import Kind
from trainingtracker.vocabulary import Gender, OfferingStatus, Status, UnitKind

DAY = date(2026, 3, 3)
IN_2025 = date(2025, 5, 6)
Row = dict[str, Any]


@pytest.fixture(autouse=True)
def _a_morning_in_march(frozen: FrozenClock) -> None:
    """The cast is made on the day that the clock shows."""


def question(report: Report, language: str = "en") -> Question:
    db.session.commit()
    return ask(report, Filters(DAY, names=True), COMMAND_LINE, language, "Hanna Rieck")


def rows(report: Report, key: str, language: str = "en") -> list[Row]:
    """The rows of a sheet, by the keys of its columns."""
    asked = question(report, language)
    table = next(table for table in report.tables if table.key == key)
    keys = [column.key for column in table.columns_for(asked)]
    return [dict(zip(keys, row, strict=True)) for row in table.rows(asked)]


def figures(report: Report, key: str, figure: str, column: str = "year_2") -> Row:
    """Group -> the value of one figure, of 2025 unless told otherwise."""
    found = [row for row in rows(report, key) if row["figure"] == figure]
    return {row.get("group", ""): row[column] for row in found}


def took_part(cast: Cast, unit: Unit, number: int, *, women: int = 0, day: date = IN_2025) -> None:
    """So many of the unit, some of them women, completed an English course."""
    offering = an_offering(cast.english, starts_on=day, places=40, status=OfferingStatus.CLOSED)
    for place in range(number):
        gender = Gender.FEMALE if place < women else Gender.MALE
        person = a_person("Person", f"{unit.number} {place}", unit, gender=gender, account=False)
        an_enrolment(person, offering, Status.COMPLETED, finished_on=day)


def test_three_years_stand_side_by_side_with_the_change(cast: Cast) -> None:
    took_part(cast, cast.unit_18, 12, women=6)
    took_part(cast, cast.unit_23, 11, women=5, day=date(2026, 2, 3))
    asked = question(ANNUAL_STATISTICS)
    overview = ANNUAL_STATISTICS.tables[0]
    headings = [column.title("de") for column in overview.columns_for(asked)]
    assert headings[1:] == ["2024", "2025", "2026 until 03/03/2026", "Änderung zum Vorjahr"]
    by_name = {
        row["figure"]: tuple(row.values())[1:] for row in rows(ANNUAL_STATISTICS, "overview")
    }
    assert by_name["Participations"] == (0, 12, 11, -1)
    assert by_name["Participant hours"] == (0, 72, 66, -6)
    share = by_name["Women's share of participations"]
    assert (share[0], share[1], share[2]) == (None, 0.5, pytest.approx(5 / 11))
    # A share that falls from 50 to 45.5 percent has not fallen by 4.5 percent.
    assert shown(share[3], Kind.CHANGE, "en") == "\u25bc \u22124.5 points"
    assert shown(share[3], Kind.CHANGE, "de") == "\u25bc \u22124,5 Prozentpunkte"


def test_small_groups_and_what_would_give_them_away_are_dots(cast: Cast) -> None:
    other = a_unit("40", "Kultur", kind=UnitKind.DIVISION)
    took_part(cast, cast.unit_18, 20)
    took_part(cast, other, 9)
    took_part(cast, cast.unit_23, 2)
    found = figures(ANNUAL_STATISTICS, "divisions", "Participations")
    assert found["23 Wirtschaft"] == DOT
    # The total is shown, so one dot would be none.
    assert (found["18 Personal und Organisation"], found["40 Kultur"]) == (20, DOT)
    assert figures(ANNUAL_STATISTICS, "overview", "Participations") == {"": 31}
    days = figures(ANNUAL_STATISTICS, "divisions", "Participant days")
    assert (days["23 Wirtschaft"], days["40 Kultur"]) == (DOT, DOT)


def test_participations_are_those_of_the_attainment_workbook(cast: Cast) -> None:
    took_part(cast, cast.unit_18, 7)
    took_part(cast, cast.unit_23, 8, day=date(2025, 12, 31))
    took_part(cast, cast.unit_23, 6, day=date(2026, 1, 1))
    listed = Counter(row["counted_on"].year for row in rows(ATTAINMENT, "participations"))
    counted = rows(ANNUAL_STATISTICS, "overview")
    row = next(row for row in counted if row["figure"] == "Participations")
    assert {2025: row["year_2"], 2026: row["year_3"]} == listed


def test_every_share_stands_beside_its_number_and_its_base(cast: Cast) -> None:
    took_part(cast, cast.unit_18, 12, women=5)
    found = rows(EQUALITY, "overview")
    row = next(row for row in found if row["figure"] == "Women among participations")
    assert (row["part_2"], row["base_2"]) == (5, 12)
    assert row["share_2"] == pytest.approx(5 / 12)
    # Of twelve people eight are women: the four others would be too few to be told.
    took_part(cast, cast.unit_23, 12, women=8, day=IN_2025 + timedelta(days=1))
    hidden = next(
        row
        for row in rows(EQUALITY, "divisions")
        if (row["group"], row["figure"]) == ("23 Wirtschaft", "Women among participations")
    )
    assert (hidden["part_2"], hidden["base_2"], hidden["share_2"]) == (DOT, 12, DOT)


@pytest.mark.parametrize(
    ("who", "annual", "equality"),
    [
        ("hr", 200, 200),
        ("equality", 200, 200),
        ("division_manager", 200, 403),
        ("trainer", 403, 403),
    ],
)
def test_who_may_read_them(
    cast: Cast, sign_in: SignIn, who: str, annual: int, equality: int
) -> None:
    client = sign_in(getattr(cast, who))
    assert client.get("/reports/annual_statistics").status_code == annual
    assert client.get("/reports/equality").status_code == equality
    with client.get("/reports/equality.xlsx") as sent:
        assert sent.status_code == equality


def test_the_page_takes_a_constant_number_of_queries(
    cast: Cast, sign_in: SignIn, count_queries: CountQueries
) -> None:
    client = sign_in(cast.hr)
    client.get("/reports/annual_statistics?part=divisions")
    took_part(cast, cast.unit_18, 1)
    with count_queries() as few:
        client.get("/reports/annual_statistics?part=divisions")
    took_part(cast, cast.unit_23, 9)
    with count_queries() as many:
        assert "divisions" in client.get("/reports/annual_statistics?part=divisions").text
    assert many.number == few.number
