"""The units that lists offer to choose from: all, or in a large city one level further."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import Cast
from tests.conftest import SignIn
from trainingtracker.organisation.tree import UnitNode, UnitTree
from trainingtracker.text import Bilingual
from trainingtracker.web import unit_choices
from trainingtracker.web.unit_choices import UnitChoices

pytestmark = pytest.mark.parametrize("database_engine", ["sqlite"])


def _unit(unit_id: int, number: str, parent_id: int | None) -> UnitNode:
    return UnitNode(unit_id, number, Bilingual("Amt", ""), None, parent_id, number.count("."))


# Two divisions with two offices each, one of which has two teams.
_TREE = UnitTree(
    [
        _unit(1, "1", None),
        _unit(2, "1.1", 1),
        _unit(3, "1.1.1", 2),
        _unit(4, "1.1.2", 2),
        _unit(5, "1.2", 1),
        _unit(6, "2", None),
        _unit(7, "2.1", 6),
    ]
)


def _offered(app: Flask, chosen: int | None = None, within: set[int] | None = None) -> UnitChoices:
    with app.test_request_context("/"):
        return unit_choices.unit_choices(_TREE, chosen, within)


def _numbers(choices: UnitChoices) -> list[str]:
    return [option.number for option in choices.options]


def test_all_units_are_offered_while_they_are_not_too_many(app: Flask) -> None:
    everything = _offered(app)
    assert _numbers(everything) == ["1", "1.1", "1.1.1", "1.1.2", "1.2", "2", "2.1"]
    assert not everything.shortened


@pytest.mark.parametrize(
    ("most", "chosen", "numbers"),
    [
        (6, None, ["1", "1.1", "1.2", "2", "2.1"]),
        (2, None, ["1", "2"]),
        # The first level in any case.
        (1, None, ["1", "2"]),
        (2, 1, ["1", "1.1", "1.2", "2"]),
        (2, 2, ["1", "1.1", "1.1.1", "1.1.2", "2"]),
        (2, 4, ["1", "1.1", "1.1.2", "2"]),
        # A unit that does not exist opens nothing.
        (2, 99, ["1", "2"]),
    ],
)
def test_to_choose_a_unit_opens_the_next_level(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    most: int,
    chosen: int | None,
    numbers: list[str],
) -> None:
    monkeypatch.setattr(unit_choices, "MOST", most)
    offered = _offered(app, chosen)
    assert _numbers(offered) == numbers
    assert offered.shortened


def test_whoever_may_choose_among_some_is_offered_no_other(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unit_choices, "MOST", 2)
    assert _numbers(_offered(app, within={2, 3, 4})) == ["1.1"]
    assert _numbers(_offered(app, 2, within={2, 3, 4})) == ["1.1", "1.1.1", "1.1.2"]


def test_the_page_says_that_a_choice_opens_the_next_level(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client: FlaskClient = sign_in(cast.hr)
    hint = "filter-unit-help"
    assert hint not in client.get("/people").text
    monkeypatch.setattr(unit_choices, "MOST", 1)
    assert hint in client.get("/people").text
