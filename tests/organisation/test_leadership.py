"""Who decides for whom, and who reports to whom, on a day."""

from datetime import date, timedelta

from tests.cast import Cast, leads
from trainingtracker import clock
from trainingtracker.organisation.leadership import LeadershipMap
from trainingtracker.vocabulary import LeadershipKind


def test_a_person_without_a_unit_has_no_decider(cast: Cast) -> None:
    leadership = LeadershipMap.load(clock.today())
    assert leadership.deciders(cast.guest.id, None).all == ()


def test_a_manager_who_has_left_decides_nothing(cast: Cast) -> None:
    cast.manager.exit = clock.today() - timedelta(days=1)
    deciders = LeadershipMap.load(clock.today()).deciders(cast.employee.id, cast.unit_1523.id)
    assert (deciders.managers, deciders.deputies) == ((), (cast.deputy.id,))


def test_a_deputy_counts_only_within_their_dates(cast: Cast) -> None:
    leads(
        cast.colleague,
        cast.unit_15,
        LeadershipKind.DEPUTY,
        since=date(2026, 1, 1),
        until=date(2026, 2, 1),
    )
    inside = LeadershipMap.load(date(2026, 1, 31)).of(cast.unit_15.id)
    outside = LeadershipMap.load(date(2026, 2, 1)).of(cast.unit_15.id)
    assert inside.deputies == (cast.colleague.id,)
    assert outside.deputies == ()


def test_direct_reports_are_the_unit_and_the_managers_one_level_below(cast: Cast) -> None:
    leadership = LeadershipMap.load(clock.today())
    units, leaders_below = leadership.direct_report_units(cast.division_manager.id)
    assert (units, leaders_below) == ({cast.unit_15.id}, {cast.manager.id})
