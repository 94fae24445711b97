"""Statistics as they were published: once, the same in every file, and the few stay unknown who
make the difference between two of them.
"""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import product
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as some

from tests.cast import Cast, a_person, an_enrolment, an_offering
from tests.conftest import SignIn
from tests.privacy import attack
from tests.privacy.test_suppression import QUICKLY
from tests.reports.reading import opened, values
from tests.support.frozen import FrozenClock
from trainingtracker.extensions import db
from trainingtracker.models import Unit
from trainingtracker.privacy.suppression import Dimension, Table
from trainingtracker.reports.annual_statistics import ANNUAL_STATISTICS
from trainingtracker.reports.annual_statistics.hiding import OF_STAFF
from trainingtracker.reports.releases import publishing
from trainingtracker.statistics import families
from trainingtracker.statistics.annual import ALL
from trainingtracker.statistics.facts import facts
from trainingtracker.statistics.people_then import Then
from trainingtracker.statistics.small_groups import few_changed, hidden
from trainingtracker.statistics.staff import Alike, Change
from trainingtracker.vocabulary import Gender, OfferingStatus, Status

SMALLEST = 5
one_person = some.builds(
    lambda gender, *then: Alike(gender, Then(*then), 1),
    some.sampled_from([*Gender, None]),
    some.sampled_from([15, 18, 23]),
    some.just(1),
    some.booleans(),
    some.booleans(),
)
# Some stay what they are, some change, some come and some leave.
staff = some.lists(
    some.tuples(one_person | some.none(), one_person | some.none())
    | one_person.map(lambda alike: (alike, alike)),
    max_size=60,
).map(lambda people: [Change(*days) for days in people])


def _hidden(day: Sequence[Alike], also: Any = None) -> dict[Any, frozenset[Any]]:
    return hidden(day, OF_STAFF, families.STAFF, SMALLEST, also, named=False)


@pytest.fixture(autouse=True)
def _a_morning_in_march(frozen: FrozenClock) -> None:
    """The cast is made on the day that the clock shows: 3 March 2026."""


@QUICKLY
@given(staff)
def test_who_compares_two_published_years_does_not_learn_of_the_few_who_changed(
    people: list[Change],
) -> None:
    first = [each.before for each in people if each.before]
    second = [each.after for each in people if each.after]
    told_of = {name: trait for family in families.STAFF for name, trait in family.items()}
    compared = {name: told_of[name] for name in told_of.keys() - families.HEADCOUNTS}
    few = few_changed(people, OF_STAFF, compared, SMALLEST)
    before, after = _hidden(first), _hidden(second, few)
    for grouping in OF_STAFF:
        for group, (name, trait) in product({ALL, 15, 18, 23, 1}, compared.items()):
            made_the_difference = sum(
                _is_among(was, group, grouping, trait) != _is_among(now, group, grouping, trait)
                for was, now in people
            )
            if (group, name) not in before[grouping] | after[grouping]:
                assert made_the_difference not in range(1, SMALLEST), (group, name)
        for family in families.STAFF:
            table = _table(second, grouping, family)
            hidden = after[grouping] & table.shown
            assert attack.computable(table, hidden) == set()


def _is_among(alike: Alike | None, group: Any, grouping: Any, trait: families.Trait) -> bool:
    return alike is not None and group in (ALL, grouping(alike)) and trait(alike)


def _table(people: list[Alike], grouping: Any, family: families.Family) -> Table:
    """What a reader knows of one sheet: who is in which number."""
    counts: Counter[Any] = Counter()
    for alike in people:
        if any(traits := tuple(bool(trait(alike)) for trait in family.values())):
            counts[grouping(alike), traits] += 1
    groups = {group: frozenset([group]) for group, _ in counts}
    possible = {
        tuple(bool(trait(alike)) for trait in family.values())
        for alike in (
            Alike(gender, Then(None, None, *then), 1)
            for gender, *then in product([*Gender, None], (False, True), (False, True))
        )
    }
    having = {
        name: frozenset(traits for traits in possible if traits[place])
        for place, name in enumerate(family)
        # Of what nobody is there is nothing to hide.
        if any(traits[place] for _, traits in counts)
    }
    nodes = {**groups, ALL: frozenset(groups)}
    return Table((Dimension(nodes), Dimension(having)), counts, list(product(nodes, having)))


def _took_part(cast: Cast, unit: Unit, number: int, day: date = date(2025, 5, 6)) -> None:
    offering = an_offering(cast.english, starts_on=day, places=40, status=OfferingStatus.CLOSED)
    for place in range(number):
        gender = Gender.FEMALE if place % 2 else Gender.MALE
        person = a_person("Person", f"{unit.number} {place}", unit, gender=gender, account=False)
        an_enrolment(person, offering, Status.COMPLETED, finished_on=day)


@pytest.fixture
def published(cast: Cast) -> Cast:
    """2025 as HR published it in March; later two more turn out to have taken part in it."""
    _took_part(cast, cast.unit_18, 12)
    _took_part(cast, cast.unit_23, 14)
    publishing.publish(2025, released_by=cast.hr.id)
    _took_part(cast, cast.unit_18, 2)
    db.session.commit()
    return cast


def test_what_takes_long_to_count_is_not_published_as_it_was_a_while_ago(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trainingtracker.kept._LONG_SECONDS", -1.0)
    monkeypatch.setattr("trainingtracker.kept._GOOD_FOR", 1_000_000)
    _took_part(cast, cast.unit_18, 12)
    db.session.commit()
    facts(date(2025, 12, 31))
    before = publishing.prospect(2025)
    assert publishing.prospect(2025) is before
    _took_part(cast, cast.unit_23, 14)
    db.session.commit()
    after = publishing.prospect(2025).cells[ANNUAL_STATISTICS.key]["overview/all"]
    assert after["participations"] == 26


def _json(client: FlaskClient, report: str, query: str = "") -> dict[str, list[dict[str, Any]]]:
    answer = client.get(f"/reports/{report}.json{query}").get_json()
    return {table["key"]: table["rows"] for table in answer["tables"]}


def _participations(client: FlaskClient, query: str = "") -> list[Any]:
    rows = _json(client, "annual_statistics", query)["overview"]
    row = next(row for row in rows if row["figure"] in ("Participations", "Teilnahmen"))
    return [row.get(f"year_{place}") for place in (1, 2, 3)]


def test_what_is_published_stays_as_it_is_and_hr_sees_both(
    published: Cast, sign_in: SignIn
) -> None:
    for who in ("equality", "coordinator", "staff_council", "manager"):
        client = sign_in(getattr(published, who))
        assert _participations(client) == [None, None, 26]
    hr = sign_in(published.hr)
    assert _participations(hr, "?as_of=2025-12-31") == [0, 0, 28]
    assert _participations(hr, "?as_of=2026-03-03&published=1") == [None, None, 26]
    page = hr.get("/reports/annual_statistics?published=1").text
    assert "Wie veröffentlicht: 2025: Veröffentlichung 1 vom 3. März 2026" in page
    assert "Nicht veröffentlicht: 2023, 2024." in page


@pytest.mark.parametrize("database_engine", ["sqlite"], scope="session")
def test_two_days_tell_others_no_more_than_one(published: Cast, sign_in: SignIn) -> None:
    client = sign_in(published.equality)
    found = [
        _json(client, "equality", f"?as_of={day}&published=0")
        for day in ("2026-03-03", "2026-03-02", "2025-12-31")
    ]
    assert found[0] == found[1] == found[2]
    # Before anything was published there is nothing, and by a single topic there never is.
    assert not any(_json(client, "equality", "?as_of=2025-12-30").values())
    assert "noch nichts veröffentlicht" in client.get("/reports/equality?as_of=2025-12-30").text
    refused = client.get("/reports/equality.xlsx?topic=languages")
    assert refused.status_code == 422
    assert "Für ein einzelnes Thema ist nichts veröffentlicht" in refused.text


@pytest.mark.parametrize("database_engine", ["sqlite"], scope="session")
@pytest.mark.parametrize("report", ["annual_statistics", "equality"])
def test_page_and_files_show_the_same_and_name_the_release(
    published: Cast, sign_in: SignIn, report: str
) -> None:
    client = sign_in(published.equality)
    tables = _json(client, report)
    rows = tables["divisions"]
    sent = client.get(f"/reports/{report}.csv?part=divisions")
    assert "veröffentlicht" in sent.headers["Content-Disposition"].replace("%C3%B6", "ö")
    listed = csv.DictReader(io.StringIO(sent.text.removeprefix("\ufeff")), delimiter=";")
    assert [list(row.values()) for row in listed] == [
        ["" if value is None else str(value) for value in row.values()] for row in rows
    ]
    book = opened(client.get(f"/reports/{report}.xlsx").data)
    cover = [value for row in values(book.worksheets[0]) for value in row]
    assert "2025: Veröffentlichung 1 vom 3. März 2026" in cover
    by_division = book.worksheets[1 + list(tables).index("divisions")]
    sheet = [row for row in values(by_division) if row[0] == rows[0]["group"]]
    assert len(sheet) > 10
    for row, line in zip(rows, sheet, strict=False):
        wanted = ["–" if value is None else value for value in row.values()]
        assert [("–" if v is None else v) for v in line[: len(wanted)]] == wanted
    page = client.get(f"/reports/{report}?part=divisions").text
    assert "Wie veröffentlicht: 2025: Veröffentlichung 1 vom 3. März 2026" in page


def test_hr_publishes_a_year_that_is_over_once(cast: Cast, sign_in: SignIn) -> None:
    _took_part(cast, cast.unit_18, 12)
    db.session.commit()
    hr, address = sign_in(cast.hr), "/released/statistics/2025"
    assert address in hr.get("/released").text
    asked = hr.get(address)
    assert "Zahlen werden gezeigt" in asked.text
    assert "Die Statistik 2025 ist veröffentlicht." in hr.post(address, follow_redirects=True).text
    again = hr.post(address)
    assert (again.status_code, "schon veröffentlicht" in again.text) == (422, True)
    assert hr.get("/released/statistics/2026").status_code == 422
    assert "/reports/equality?as_of=2025-12-31" not in sign_in(cast.manager).get("/released").text
    assert "/reports/equality?as_of=2025-12-31" in sign_in(cast.equality).get("/released").text


def test_an_earlier_year_is_published_later_and_stands_beside_it(
    published: Cast, sign_in: SignIn
) -> None:
    _took_part(published, published.unit_23, 9, date(2024, 5, 6))
    publishing.publish(2024, released_by=None)
    db.session.commit()
    assert _participations(sign_in(published.equality)) == [None, 9, 26]
