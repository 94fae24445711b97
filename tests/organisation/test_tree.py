"""The tree of units as of a day."""

from datetime import date

from flask import Flask

from tests.cast import a_unit
from trainingtracker.models import UnitVersion
from trainingtracker.organisation.dated import change_from, end
from trainingtracker.organisation.tree import UnitTree

TODAY = date(2026, 3, 3)


def test_units_come_depth_first_in_the_order_of_their_numbers(app_context: Flask) -> None:
    top = a_unit("15", "Büro")
    for number in ("15.10", "15.2"):
        a_unit(number, f"Sachgebiet {number}", top)
    a_unit("5", "Fünf")
    tree = UnitTree.load(TODAY)
    assert [(node.number, node.depth) for node in tree.in_order()] == [
        ("5", 0),
        ("15", 0),
        ("15.2", 1),
        ("15.10", 1),
    ]


def test_a_renamed_and_moved_unit_is_what_it_was_on_each_day(app_context: Flask) -> None:
    old_home, new_home = a_unit("15", "Büro"), a_unit("18", "Personal")
    section = a_unit("15.23", "Internationales", old_home)
    change_from(
        UnitVersion,
        {"unit_id": section.id},
        {"name_de": "Europa und Welt", "parent_id": new_home.id},
        date(2026, 7, 1),
    )
    before, after = UnitTree.load(date(2026, 6, 30)), UnitTree.load(date(2026, 7, 1))
    assert before[section.id].name.de == "Internationales"
    assert section.id in before.subtree_ids(old_home.id)
    assert after[section.id].name.de == "Europa und Welt"
    assert after.ancestor_ids(section.id) == [new_home.id]


def test_a_unit_that_has_ended_is_gone_and_its_children_stand_at_the_top(
    app_context: Flask,
) -> None:
    parent = a_unit("15", "Büro")
    child = a_unit("15.23", "Internationales", parent)
    end(UnitVersion, {"unit_id": parent.id}, date(2026, 7, 1))
    after = UnitTree.load(date(2026, 7, 1))
    assert parent.id not in after
    assert after[child.id].depth == 0
    assert after.subtree_ids(parent.id) == set()
