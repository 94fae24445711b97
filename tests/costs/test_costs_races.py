"""Several of HR write the first costs or the first budget at the same moment, on both databases."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.cast import Cast
from tests.enrolment.test_races import Act, all_at_once
from trainingtracker.costs import budgets, sheets
from trainingtracker.costs.facts import CostFacts, CostLine
from trainingtracker.errors import StaleVersion
from trainingtracker.extensions import Model, db
from trainingtracker.models import Budget, CostItem, CostSheet
from trainingtracker.vocabulary import CostKind


def saving(cast: Cast) -> Callable[[int], Act]:
    offering_id = cast.english_offering.id

    def amount(cents: int) -> Act:
        facts = CostFacts(2031, lines=(CostLine(CostKind.FEE, planned=cents),))
        return lambda: sheets.save(offering_id, facts, 0)

    return amount


def putting(cast: Cast) -> Callable[[int], Act]:
    topic_id = cast.english.topic_id
    return lambda cents: lambda: budgets.put(2031, topic_id, cents, 0)


@pytest.mark.parametrize(("writing", "model"), [(saving, CostSheet), (putting, Budget)])
def test_the_first_of_several_is_kept_and_the_others_are_told(
    app: Flask, cast: Cast, writing: Callable[[Cast], Callable[[int], Act]], model: type[Model]
) -> None:
    db.session.commit()
    write = writing(cast)
    raised = all_at_once(app, [write(cents) for cents in (1, 2, 3, 4)])
    assert [type(error) for error in raised if error] == [StaleVersion] * 3
    assert db.session.scalar(select(func.count()).select_from(model)) == 1


def test_the_same_costs_from_a_double_click_are_stored_once(app: Flask, cast: Cast) -> None:
    db.session.commit()
    write = saving(cast)
    assert all_at_once(app, [write(5), write(5), write(5)]) == [None] * 3
    assert db.session.scalars(select(CostItem.planned)).all() == [5]
