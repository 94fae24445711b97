"""Whose names somebody may see: enforced by the query."""

from datetime import timedelta

from sqlalchemy import select

from tests.cast import Cast, granted
from tests.enrolment.acting import as_actor
from trainingtracker import clock
from trainingtracker.accounts.scopes import direct_reports, people_administered
from trainingtracker.extensions import db
from trainingtracker.models import Person
from trainingtracker.organisation.leadership import LeadershipMap
from trainingtracker.vocabulary import Role


def team(person: Person) -> set[str]:
    today = clock.today()
    condition = direct_reports(as_actor(person), today, LeadershipMap.load(today))
    return {p.last_name for p in db.session.scalars(select(Person).where(condition))}


def administered(person: Person) -> set[str]:
    condition = people_administered(as_actor(person), clock.today())
    return {p.last_name for p in db.session.scalars(select(Person).where(condition))}


def test_a_manager_sees_the_people_of_the_unit_but_not_themselves(cast: Cast) -> None:
    assert team(cast.manager) == {"Sommer", "Petersen", "Duarte", "Özkan"}


def test_a_manager_sees_the_leaders_one_level_below_and_nobody_deeper(cast: Cast) -> None:
    assert team(cast.division_manager) == {"Lindner"}


def test_a_deputy_sees_the_same_people_without_the_manager(cast: Cast) -> None:
    assert team(cast.deputy) == {"Sommer", "Petersen", "Duarte"}


def test_an_employee_sees_nobody(cast: Cast) -> None:
    assert team(cast.employee) == set()
    assert administered(cast.employee) == set()


def test_somebody_who_has_left_is_no_direct_report(cast: Cast) -> None:
    cast.colleague.exit = clock.today() - timedelta(days=1)
    db.session.flush()
    assert "Petersen" not in team(cast.manager)


def test_hr_administers_everybody_and_a_coordinator_their_unit(cast: Cast) -> None:
    assert {"Sommer", "Gast", "Reimann"} <= administered(cast.hr)
    assert administered(cast.coordinator) == {"Stein", "Falk", "Reimann", "Meinhold", "Kraus"}


def test_a_coordinators_unit_includes_the_units_below(cast: Cast) -> None:
    granted(cast.outsider, Role.COORDINATOR, unit=cast.unit_15)
    assert {"Voss", "Sommer"} <= administered(cast.outsider)


def test_a_role_counts_only_within_its_dates(cast: Cast) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    granted(cast.outsider, Role.HR, since=tomorrow)
    granted(cast.colleague, Role.HR, until=clock.today())
    assert administered(cast.outsider) == set()
    assert administered(cast.colleague) == set()


def test_hr_limited_to_a_unit_is_hr_for_that_unit_only(cast: Cast) -> None:
    granted(cast.outsider, Role.HR, unit=cast.unit_23)
    assert not as_actor(cast.outsider).is_hr
    assert administered(cast.outsider) == administered(cast.coordinator)


def test_an_administrator_of_a_unit_administers_nothing(cast: Cast) -> None:
    granted(cast.outsider, Role.ADMIN, unit=cast.unit_23)
    assert not as_actor(cast.outsider).has(Role.ADMIN)
