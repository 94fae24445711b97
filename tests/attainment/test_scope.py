"""Filters narrow a scope and never widen it."""

from trainingtracker.attainment.scope import EVERYONE, Scope


def test_a_unit_narrows_the_whole_administration_to_its_people() -> None:
    assert EVERYONE.within({3, 4}).unit_ids == {3, 4}


def test_a_unit_outside_ones_own_units_leaves_nobody() -> None:
    assert Scope(unit_ids=frozenset({1, 2})).within({2, 3}).unit_ids == {2}
    assert Scope(unit_ids=frozenset({1, 2})).within({9}).unit_ids == frozenset()


def test_a_unit_narrows_a_team_and_never_opens_the_unit() -> None:
    narrowed = Scope.team([7, 8]).within({1})
    assert narrowed.person_ids == {7, 8}
    assert narrowed.unit_ids == {1}


def test_an_empty_team_is_nobody_and_not_everybody() -> None:
    assert not Scope.team([]).is_everyone
    assert Scope.team([]).is_team
