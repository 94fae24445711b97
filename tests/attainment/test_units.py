"""Counts by unit: everybody once at every level."""

from datetime import date

from tests.cast import Cast, a_person, a_unit, assigned
from tests.conftest import CountQueries
from trainingtracker.attainment.scope import EVERYONE, Scope
from trainingtracker.attainment.units import ByUnit, UnitCounts, by_unit
from trainingtracker.extensions import db
from trainingtracker.models import Course, ImportedParticipation, Leave, Person
from trainingtracker.organisation.tree import UnitTree

DAY = date(2026, 6, 30)


def took_part(person: Person, course: Course, day: date = DAY) -> None:
    db.session.add(ImportedParticipation(person_id=person.id, course_id=course.id, held_on=day))
    db.session.flush()


def counted(scope: Scope = EVERYONE, day: date = DAY) -> ByUnit:
    return by_unit(day, scope, UnitTree.load(day))


def unit(numbers: ByUnit, number: str) -> UnitCounts:
    return next(row for row in numbers.units if row.unit and row.unit.number == number)


def test_a_unit_includes_the_units_below_it(cast: Cast) -> None:
    numbers = counted()
    assert unit(numbers, "15.23").headcount == 5
    assert unit(numbers, "15").headcount == 6
    assert unit(numbers, "D-OB").headcount == 7
    assert [row.depth for row in numbers.units if row.unit and row.unit.number == "15.23"] == [2]


def test_somebody_in_two_units_is_one_person_above_them(cast: Cast) -> None:
    shared = a_person("Zoe", "Zweifach", cast.unit_1523)
    assigned(shared, a_unit("15.9", "Protokoll", cast.unit_15))
    took_part(shared, cast.english)
    numbers = counted()
    assert unit(numbers, "15.23").headcount == 6
    assert unit(numbers, "15.9").headcount == 1
    assert unit(numbers, "15").headcount == 7
    assert unit(numbers, "15").participations == 1
    assert numbers.total.participations == 1


def test_staff_whom_no_unit_has_get_a_row_of_their_own(cast: Cast) -> None:
    before = counted().total.headcount
    a_person("Ohne", "Zuordnung")
    closed = a_unit("77", "Aufgelöst", until=date(2026, 1, 1))
    a_person("In", "Aufgelöster Einheit", closed)
    numbers = counted()
    assert numbers.without_unit.headcount == 2
    assert numbers.total.headcount == before + 2


def test_those_who_have_left_are_told_apart(cast: Cast) -> None:
    left = a_person("Lea", "Fort", exit=date(2026, 3, 31))
    took_part(left, cast.english, date(2026, 2, 1))
    numbers = counted()
    assert (numbers.not_employed.headcount, numbers.not_employed.participations) == (0, 1)
    assert numbers.without_unit.headcount == 0
    assert numbers.total.participations == 1


def test_people_on_leave_are_in_the_headcount_of_their_unit(cast: Cast) -> None:
    db.session.add(Leave(person_id=cast.employee.id, since=date(2026, 1, 1)))
    db.session.flush()
    row = unit(counted(), "15.23")
    assert (row.headcount, row.on_leave) == (5, 1)


def test_somebody_who_moves_on_1_july_is_in_the_old_unit_on_30_june(cast: Cast) -> None:
    mover = a_person("P", "Umzug")
    assigned(mover, cast.unit_1523, until=date(2026, 7, 1))
    assigned(mover, cast.unit_23, since=date(2026, 7, 1))
    june, july = counted(day=date(2026, 6, 30)), counted(day=date(2026, 7, 1))
    assert unit(june, "15.23").headcount - unit(july, "15.23").headcount == 1
    assert unit(july, "23").headcount - unit(june, "23").headcount == 1


def test_a_unit_filter_lists_that_part_of_the_tree_from_depth_nought(cast: Cast) -> None:
    tree = UnitTree.load(DAY)
    numbers = by_unit(DAY, EVERYONE.within(tree.subtree_ids(cast.unit_15.id)), tree)
    assert [(row.unit.number, row.depth) for row in numbers.units if row.unit] == [
        ("15", 0),
        ("15.23", 1),
    ]
    assert numbers.total.headcount == 6


def test_a_team_shows_no_unit_that_is_larger_than_the_team(cast: Cast) -> None:
    team = Scope.team([cast.employee.id, cast.colleague.id])
    numbers = counted(team)
    assert [(row.unit.number, row.headcount) for row in numbers.units if row.unit] == [("15.23", 2)]
    assert numbers.total.headcount == 2


def test_an_empty_unit_has_no_rate(cast: Cast) -> None:
    a_unit("99", "Noch ohne Personal")
    assert unit(counted(), "99").rate.value is None


def test_the_number_of_queries_does_not_grow(cast: Cast, count_queries: CountQueries) -> None:
    tree = UnitTree.load(DAY)
    with count_queries() as few:
        by_unit(DAY, EVERYONE, tree)
    for number in range(20):
        took_part(a_person("Person", f"Nummer {number}", cast.unit_23, account=False), cast.english)
    with count_queries() as many:
        by_unit(DAY, EVERYONE, tree)
    assert many.number == few.number == 5
