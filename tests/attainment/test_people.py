"""The headcount on a day."""

from datetime import date

import pytest

from tests.cast import Cast, a_person
from trainingtracker.attainment.people import headcount
from trainingtracker.attainment.scope import EVERYONE, Scope
from trainingtracker.extensions import db
from trainingtracker.models import Leave
from trainingtracker.vocabulary import Gender, PersonKind

DAY = date(2026, 6, 30)


def counted(day: date = DAY) -> int:
    return headcount(day, EVERYONE).persons


@pytest.mark.usefixtures("app_context")
def test_nobody_is_a_headcount_of_nought() -> None:
    assert headcount(DAY, EVERYONE) == (0, 0, 0, 0)


@pytest.mark.usefixtures("app_context")
def test_the_first_and_the_last_day_of_employment_count() -> None:
    a_person("Ada", "Neu", entry=date(2026, 6, 30), exit=date(2026, 7, 31))
    assert counted(date(2026, 6, 29)) == 0
    assert counted(date(2026, 6, 30)) == 1
    assert counted(date(2026, 7, 31)) == 1
    assert counted(date(2026, 8, 1)) == 0


@pytest.mark.usefixtures("app_context")
def test_staff_without_dates_of_employment_count_always() -> None:
    a_person("Ada", "Immer", entry=None)
    assert counted(date(1999, 1, 1)) == 1


@pytest.mark.usefixtures("app_context")
def test_guests_are_in_no_headcount() -> None:
    a_person("Pia", "Gast", kind=PersonKind.GUEST, entry=None)
    assert counted() == 0


@pytest.mark.usefixtures("app_context")
def test_people_on_leave_are_counted_and_told_apart() -> None:
    away = a_person("Ada", "Fort", gender=Gender.FEMALE)
    a_person("Ben", "Da", gender=Gender.MALE)
    a_person("Cem", "Ohne")
    db.session.add(Leave(person_id=away.id, since=date(2026, 6, 1), until=date(2026, 7, 1)))
    db.session.flush()
    assert headcount(DAY, EVERYONE) == (3, 1, 1, 2)
    assert headcount(date(2026, 7, 1), EVERYONE).on_leave == 0


def test_a_scope_of_units_counts_those_assigned_on_the_day(cast: Cast) -> None:
    assert headcount(DAY, Scope(unit_ids=frozenset({cast.unit_1523.id}))).persons == 5
    assert headcount(DAY, Scope(unit_ids=frozenset())).persons == 0


def test_a_team_is_its_members_and_nobody_else(cast: Cast) -> None:
    team = Scope.team([cast.employee.id, cast.colleague.id])
    assert headcount(DAY, team).persons == 2
    assert headcount(DAY, team.within({cast.unit_23.id})).persons == 0
    assert headcount(DAY, Scope.team([])).persons == 0
