"""Numbers from before the tracker: so many persons, and nobody knows who they are."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from tests.exchange.lists import applied, changed_fields, compared, counts, messages
from tests.support.frozen import FrozenClock
from trainingtracker.extensions import db
from trainingtracker.models import OpeningBalance

HEADINGS = ["Stichtag", "Themenfeld", "OE", "Personen", "Quelle"]
DAY = date(2019, 12, 31)


@pytest.fixture(autouse=True)
def city(app_context: Flask, frozen: FrozenClock) -> None:
    applied("units", [["OE", "Name"], ["15", "Büro"]])


def numbers() -> list[tuple[str | None, str | None, int]]:
    return [
        (row.topic.key if row.topic else None, row.unit.number if row.unit else None, row.persons)
        for row in db.session.scalars(select(OpeningBalance).order_by(OpeningBalance.id))
    ]


def test_a_number_is_of_a_topic_and_a_unit_or_of_all(frozen: FrozenClock) -> None:
    rows = [
        HEADINGS,
        [DAY, "Fremdsprachen", "15", 17, "Statistik 2019"],
        [DAY, "languages", "Gesamtstadt", 412, ""],
        [DAY, "", "", 600, ""],
    ]
    assert counts(applied("balances", rows)) == (3, 0, 0, 0)
    assert numbers() == [("languages", "15", 17), ("languages", None, 412), (None, None, 600)]
    assert counts(applied("balances", rows)) == (0, 0, 3, 0)


def test_another_number_for_the_same_day_corrects_it() -> None:
    applied("balances", [HEADINGS, [DAY, "", "15", 17, "geschätzt"]])
    preview = applied("balances", [HEADINGS, [DAY, "", "15", 19, "gezählt"]])
    assert changed_fields(preview) == {
        "15, 31.12.2019": [("Number of persons", 17, 19), ("Source", "geschätzt", "gezählt")]
    }
    assert numbers() == [(None, "15", 19)]


def test_what_is_wrong_is_told() -> None:
    rows = [HEADINGS, [DAY, "Kochen", "15", 17, ""], [date(2030, 1, 1), "", "99", -1, ""]]
    told = messages(compared("balances", rows))
    assert [message[:40] for message in told] == [
        "“Kochen” is not known here. Possible are",
        "There is no unit “99”. Load the units fi",
        "“-1” is not between 0 and 1,000,000.",
        "The date 1 January 2030 is in the future",
    ]
