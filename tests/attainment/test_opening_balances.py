"""Numbers from before the tracker stand by themselves and are added to nothing."""

from datetime import date

from sqlalchemy import select

from tests.cast import Cast, stored
from trainingtracker.attainment.opening_balances import opening_balances
from trainingtracker.attainment.overview import overview
from trainingtracker.attainment.scope import EVERYONE, Scope
from trainingtracker.extensions import db
from trainingtracker.models import OpeningBalance, Topic

DAY = date(2026, 6, 30)


def balance(persons: int, as_of: date, topic: str, unit_id: int | None = None) -> None:
    topic_id = db.session.scalar(select(Topic.id).where(Topic.key == topic))
    stored(OpeningBalance(persons=persons, as_of=as_of, topic_id=topic_id, unit_id=unit_id))


def found(scope: Scope = EVERYONE, as_of: date = DAY) -> list[tuple[str | None, str | None, int]]:
    rows = opening_balances(as_of, scope)
    return [(row.topic.en if row.topic else None, row.unit, row.persons) for row in rows]


def test_the_latest_number_until_the_day_stands_for_each_topic(cast: Cast) -> None:
    balance(300, date(2018, 12, 31), "languages")
    balance(412, date(2019, 12, 31), "languages")
    balance(500, date(2026, 12, 31), "languages")
    balance(17, date(2019, 12, 31), "languages", cast.unit_15.id)
    balance(9, date(2019, 12, 31), "intercultural", cast.unit_15.id)
    assert found() == [("Foreign languages", None, 412), ("Intercultural skills", "15", 9)]
    assert found(Scope(unit_ids=frozenset({cast.unit_15.id}))) == [
        ("Foreign languages", "15", 17),
        ("Intercultural skills", "15", 9),
    ]
    assert found(Scope.team([cast.employee.id])) == []
    assert found(as_of=date(2018, 12, 30)) == []


def test_no_number_of_persons_knows_of_them(cast: Cast) -> None:
    before = overview(DAY, EVERYONE).total
    balance(412, date(2019, 12, 31), "languages")
    assert overview(DAY, EVERYONE).total == before
