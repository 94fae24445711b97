"""Corrections of published statistics: the release before stays, and both tell no more than one."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import product
from typing import Any, NamedTuple

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as some

from tests.cast import Cast, a_person, an_enrolment, an_offering
from tests.conftest import SignIn
from tests.privacy import attack
from tests.privacy.test_suppression import QUICKLY
from tests.support.frozen import FrozenClock
from trainingtracker.errors import RuleViolation, StaleVersion
from trainingtracker.extensions import db
from trainingtracker.models import AuditEntry, Unit
from trainingtracker.privacy.suppression import Dimension, Table
from trainingtracker.reports.annual_statistics.behind import told_by_the_difference
from trainingtracker.reports.releases import correcting, publishing
from trainingtracker.statistics import annual, families
from trainingtracker.statistics.annual import ALL
from trainingtracker.statistics.kinds import by_kind
from trainingtracker.statistics.people_then import Then
from trainingtracker.statistics.small_groups import hidden
from trainingtracker.statistics.tallies import Tally
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import Gender, OfferingStatus, Status

SMALLEST = 5
_FAMILY = families.TAKEN[0]
_MISSING = Bilingual("Teilnahmen fehlten", "Participations were missing")


class _Part(NamedTuple):
    """A participation, as far as the tables tell it apart from others."""

    person_id: int
    gender: Gender | None
    topic_id: int
    offering_id: int = 1
    then: Then = Then(None, None, part_time=False, manager=False)


parts = some.lists(
    some.builds(
        _Part, some.integers(0, 40), some.sampled_from([*Gender, None]), some.integers(1, 3)
    ),
    max_size=40,
)


def _table(first: Sequence[_Part], second: Sequence[_Part]) -> Table:
    """All that both releases can tell of somebody: in which of them, in which topic, and of whom.

    Whoever knows that most people are in both knows more than the numbers say.
    """
    both = Counter(map(_kind, first)) & Counter(map(_kind, second))
    counts: Counter[tuple[Any, ...]] = Counter()
    for kind, number in both.items():
        counts["both", *kind] += number
    for name, facts in (("first", first), ("second", second)):
        for kind, number in (Counter(map(_kind, facts)) - both).items():
            counts[name, *kind] += number
    kinds = list(product((True,), (False, True), (False, True)))
    topics = {topic: frozenset([topic]) for topic in (1, 2, 3)}
    releases = {"first": frozenset(["both", "first"]), "second": frozenset(["both", "second"])}
    having = {
        name: frozenset(kind for kind in kinds if kind[place]) for place, name in enumerate(_FAMILY)
    }
    nodes = releases, {**topics, ALL: frozenset(topics)}, having
    return Table(tuple(map(Dimension, nodes)), counts, list(product(*nodes)))


def _kind(fact: _Part) -> tuple[int, tuple[bool, ...]]:
    return fact.topic_id, tuple(trait(fact) for trait in _FAMILY.values())


def _tally(facts: list[_Part]) -> Tally:
    (kinds,) = by_kind(facts, [annual.by_topic], [_FAMILY])
    return Tally.of(kinds)


@QUICKLY
@given(parts, parts, parts)
def test_who_has_both_releases_learns_of_nobody_from_the_difference(
    stays: list[_Part], taken_back: list[_Part], added: list[_Part]
) -> None:
    first, second = [*stays, *taken_back], [*stays, *added]
    before = hidden(first, [annual.by_topic], [_FAMILY], SMALLEST)[annual.by_topic]
    told = told_by_the_difference(
        _tally(first),
        _tally(second),
        _FAMILY,
        SMALLEST,
    )
    also = {annual.by_topic: before | told}
    after = hidden(second, [annual.by_topic], [_FAMILY], SMALLEST, also)[annual.by_topic]
    table = _table(first, second)
    dots = {("first", *cell) for cell in before} | {("second", *cell) for cell in after}
    assert attack.computable(table, dots & table.shown) == set()
    for topic, (name, trait) in product((1, 2, 3, ALL), _FAMILY.items()):
        if (topic, name) in after:
            continue
        assert (topic, name) not in before
        changed = _counted(first, topic, trait), _counted(second, topic, trait)
        difference = (changed[0] - changed[1]) + (changed[1] - changed[0])
        assert difference.total() not in range(1, SMALLEST)


def _counted(facts: list[_Part], topic: Any, trait: families.Trait) -> Counter[Any]:
    return Counter(_kind(fact) for fact in facts if topic in (fact.topic_id, ALL) and trait(fact))


@pytest.fixture(autouse=True)
def _a_morning_in_march(frozen: FrozenClock) -> None:
    """The cast is made on the day that the clock shows: 3 March 2026."""


def _took_part(cast: Cast, unit: Unit, number: int, status: Status = Status.COMPLETED) -> None:
    day = date(2025, 5, 6)
    offering = an_offering(cast.english, starts_on=day, places=60, status=OfferingStatus.CLOSED)
    for place in range(number):
        gender = Gender.FEMALE if place % 2 else Gender.MALE
        person = a_person("Person", f"{unit.number} {place}", unit, gender=gender, account=False)
        an_enrolment(person, offering, status, finished_on=day)


@pytest.fixture
def published(cast: Cast) -> Cast:
    """2025 as HR published it in March; since then 9 and 2 more turn out to have taken part."""
    _took_part(cast, cast.unit_18, 12)
    _took_part(cast, cast.unit_23, 14)
    _took_part(cast, cast.unit_1523, 16)
    _took_part(cast, cast.unit_18, 7, Status.WAITLISTED)
    publishing.publish(2025, released_by=cast.hr.id)
    _took_part(cast, cast.unit_18, 9)
    _took_part(cast, cast.unit_23, 2)
    _took_part(cast, cast.unit_18, 8, Status.WAITLISTED)
    db.session.commit()
    return cast


def _rows(client: FlaskClient, part: str, query: str = "") -> dict[tuple[str, str], Any]:
    """What stands in the last column of 2025, by group and figure."""
    answer = client.get(f"/reports/annual_statistics.json?as_of=2025-12-31&published=1{query}")
    (table,) = (each for each in answer.get_json()["tables"] if each["key"] == part)
    return {(row.get("group", ""), row["figure"]): row.get("year_3") for row in table["rows"]}


def _participations(client: FlaskClient, part: str, query: str = "") -> dict[str, Any]:
    rows = _rows(client, part, query)
    return {group: value for (group, figure), value in rows.items() if figure == "Teilnahmen"}


def test_a_correction_takes_the_place_of_the_release_before_which_can_still_be_read(
    published: Cast, sign_in: SignIn, frozen: FrozenClock
) -> None:
    frozen.move_to(date(2026, 4, 3))
    hr, address = sign_in(published.hr), "/released/statistics/2025/correction"
    assert address in hr.get("/released").text
    asked = hr.get(address).text
    assert "Noch ist nichts geschehen." in asked
    assert "Zahlen, die sich ändern" in asked
    refused = hr.post(address, data={"reason_en": "Missing", "replaces": "1"})
    assert (refused.status_code, 'value="Missing"' in refused.text) == (422, True)
    sent = {"reason_de": _MISSING.de, "reason_en": _MISSING.en, "replaces": "1"}
    done = hr.post(address, data=sent, follow_redirects=True)
    assert "Die Berichtigung von 2025 ist veröffentlicht." in done.text
    assert "ersetzt am 3. April 2026" in done.text
    again = hr.post(address, data=sent)
    assert (again.status_code, "Inzwischen hat jemand anders" in again.text) == (409, True)

    client = sign_in(published.equality)
    assert _participations(client, "overview") == {"": 53}
    assert _participations(client, "overview", "&release=1") == {"": 42}
    page = client.get("/reports/annual_statistics").text
    assert "2025: Veröffentlichung 2 vom 3. April 2026" in page
    assert "2025 wurde am 3. April 2026 berichtigt: Teilnahmen fehlten" in page
    old = client.get("/reports/equality?as_of=2025-12-31&release=1").text
    assert "Veröffentlichung 1 vom 3. März 2026, ersetzt durch eine Berichtigung am 3." in old
    assert client.get("/reports/equality?as_of=2025-12-31&release=9").status_code == 422
    name = client.get("/reports/equality.csv").headers["Content-Disposition"]
    assert "2026-04-03" in name
    assert "Veröffentlichung-2" in name
    told = client.get("/reports/equality.json").get_json()["releases"]
    assert told == [
        {
            "year": 2025,
            "number": 2,
            "published_on": "2026-04-03",
            "replaced_on": None,
            "reason": _MISSING.de,
        }
    ]


@pytest.mark.parametrize("database_engine", ["sqlite"], scope="session")
def test_what_few_have_changed_is_hidden_and_what_came_to_nothing_stays(
    published: Cast, sign_in: SignIn
) -> None:
    client = sign_in(published.equality)
    before = _rows(client, "divisions")
    correcting.correct(2025, _MISSING, replaces=1, released_by=published.hr.id)
    db.session.commit()
    after = _rows(client, "divisions")
    changed = {key: (before[key], after[key]) for key in after if before[key] != after[key]}
    participations = [pair for (_, of), pair in changed.items() if of == "Teilnahmen"]
    assert (14, "•") in participations
    assert all(pair[1] == "•" or pair[1] - pair[0] >= SMALLEST for pair in participations)
    assert _participations(client, "overview") == {"": 53}
    assert not any(figure == "Wartende bei Beginn" for _, figure in changed)


@pytest.mark.parametrize("database_engine", ["sqlite"], scope="session")
def test_what_can_not_be_corrected_is_refused(published: Cast) -> None:
    with pytest.raises(RuleViolation, match="have not been published"):
        correcting.prospect(2024)
    with pytest.raises(StaleVersion):
        correcting.correct(2025, _MISSING, replaces=2, released_by=None)
    with pytest.raises(RuleViolation, match="Say why"):
        correcting.correct(2025, Bilingual("", ""), replaces=1, released_by=None)
    correcting.correct(2025, _MISSING, replaces=1, released_by=published.hr.id)
    with pytest.raises(RuleViolation, match="Nothing has changed"):
        correcting.correct(2025, _MISSING, replaces=2, released_by=None)
    written = db.session.query(AuditEntry).filter_by(table_name="release").all()
    assert len(written) == 4
    for release in publishing.published():
        release.behind = None
    with pytest.raises(RuleViolation, match="earlier version"):
        correcting.prospect(2025)
