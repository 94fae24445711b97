"""What a place that stays empty costs, and which cost centre bears it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.cast import Cast, a_person, an_offering
from tests.enrolment.acting import as_actor
from trainingtracker import clock
from trainingtracker.enrolment import results
from trainingtracker.enrolment.changes.transfer import transfer
from trainingtracker.enrolment.changes.unused_places import cost_centre_of
from trainingtracker.enrolment.operations import request_place, withdraw
from trainingtracker.enrolment.presence import attendance
from trainingtracker.enrolment.queries.unused_costs import Sums, UnusedCosts, unused_costs
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering, Person, Unit, UnitVersion, UnusedPlace
from trainingtracker.vocabulary import Presence, WithdrawalReason


@pytest.fixture
def offering(cast: Cast) -> Offering:
    """A place costs 120 euros; the withdrawal deadline is over; 15 has a cost centre."""
    made = an_offering(cast.funding, places=9)
    made.withdrawal_deadline = clock.now() - timedelta(days=1)
    cast.funding.cost_per_place = 12_000
    centre(cast.unit_15, "4711")
    db.session.flush()
    return made


def centre(unit: Unit, number: str) -> None:
    version = db.session.scalars(select(UnitVersion).where(UnitVersion.unit_id == unit.id)).one()
    version.cost_centre = number
    db.session.flush()


def leaves_late(offering: Offering, person: Person, cast: Cast) -> Enrolment:
    found = request_place(offering.id, person.id, as_actor(cast.hr))
    withdraw(found.id, as_actor(cast.hr), WithdrawalReason.OFFICIAL)
    return found


def after(offering: Offering) -> UnusedCosts:
    """The sums as soon as the offering has begun."""
    assert offering.starts_at is not None
    with clock.frozen(offering.starts_at):
        return unused_costs(offering.starts_at.year)


def team(cast: Cast, number: int, unit: Unit) -> list[Person]:
    return [a_person(f"P{n}", unit.number, unit, account=False) for n in range(number)]


def test_the_nearest_cost_centre_above_is_charged(cast: Cast, offering: Offering) -> None:
    assert cost_centre_of(cast.employee.id) == "4711"
    centre(cast.unit_1523, "4712")
    assert cost_centre_of(cast.employee.id) == "4712"
    assert cost_centre_of(cast.guest.id) == ""


def test_only_a_late_withdrawal_from_a_place_with_a_price_is_noted(
    cast: Cast, offering: Offering
) -> None:
    leaves_late(offering, cast.employee, cast)
    noted = db.session.scalars(select(UnusedPlace)).one()
    assert (noted.amount, noted.cost_centre, noted.place) == (12_000, "4711", 1)
    offering.withdrawal_deadline = clock.now() + timedelta(days=1)
    leaves_late(offering, cast.colleague, cast)
    cast.funding.cost_per_place = 0
    offering.withdrawal_deadline = clock.now() - timedelta(days=1)
    leaves_late(offering, cast.outsider, cast)
    assert db.session.scalars(select(UnusedPlace.enrolment_id)).all() == [noted.enrolment_id]


def test_a_place_that_somebody_else_gets_costs_nothing(cast: Cast, offering: Offering) -> None:
    for person in team(cast, 5, cast.unit_15):
        leaves_late(offering, person, cast)
    request_place(offering.id, cast.outsider.id, as_actor(cast.hr))
    # All of them gave back the first place, which the outsider has now.
    assert after(offering).all is None
    assert after(offering).number_of_others == 0


def test_whoever_does_not_come_is_charged_until_the_result_is_taken_back(
    cast: Cast, offering: Offering
) -> None:
    found = request_place(offering.id, cast.employee.id, as_actor(cast.hr))
    assert offering.ends_at is not None
    with clock.frozen(offering.ends_at + timedelta(hours=1)):
        hr = as_actor(cast.hr)
        entry = {found.id: attendance.Entry(Presence.EXCUSED)}
        attendance.record(offering.meetings[0].id, entry, hr)
        results.miss(found.id, hr)
        assert db.session.scalars(select(UnusedPlace.reason)).all() == ["not_attended"]
        results.correct(found.id, hr, "War doch da")
        assert db.session.scalars(select(UnusedPlace)).all() == []


def test_a_late_change_of_date_is_charged_like_a_late_withdrawal(
    cast: Cast, offering: Offering
) -> None:
    found = request_place(offering.id, cast.employee.id, as_actor(cast.hr))
    later = an_offering(cast.funding, starts_on=clock.today() + timedelta(days=60))
    transfer(found.id, later.id, as_actor(cast.hr))
    assert db.session.scalars(select(UnusedPlace.enrolment_id)).all() == [found.id]


def test_small_groups_and_what_would_give_them_away_are_not_shown(
    cast: Cast, offering: Offering
) -> None:
    offering.max_places = 30
    centre(cast.unit_23, "2300")
    centre(cast.unit_18, "1800")
    people = [
        *team(cast, 2, cast.unit_15), *team(cast, 5, cast.unit_23), *team(cast, 7, cast.unit_18),
    ]  # fmt: skip
    found = [request_place(offering.id, p.id, as_actor(cast.hr)) for p in people]
    assert unused_costs(clock.today().year).number_of_others == 0
    for each in found:
        withdraw(each.id, as_actor(cast.hr), WithdrawalReason.PERSONAL)
    costs = after(offering)
    # 4711 is too small, and 2300 would give it away.
    assert costs.centres == {"1800": Sums(7, 84_000)}
    assert (costs.number_of_others, costs.others) == (2, Sums(7, 84_000))
    assert costs.all == Sums(14, 168_000)
