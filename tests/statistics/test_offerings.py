"""Offerings of three years: what counts as planned, held and cancelled, places, money, opinions."""

from datetime import date, time, timedelta

import pytest

from tests.cast import Cast, a_course, a_person, an_enrolment, an_offering, stored
from tests.support.feedback import a_published_form
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.costs import sheets
from trainingtracker.costs.facts import CostFacts, CostLine
from trainingtracker.extensions import db
from trainingtracker.models import CareCostClaim, Course, EnrolmentEvent, Offering, Person
from trainingtracker.statistics import annual
from trainingtracker.statistics.annual import OfferingLine
from trainingtracker.statistics.facts import facts
from trainingtracker.vocabulary import (
    Action,
    ClaimStatus,
    CostKind,
    CourseFormat,
    OfferingStatus,
    PersonKind,
    Status,
)

TODAY = date(2026, 3, 3)


@pytest.fixture
def seminar(frozen: FrozenClock, cast: Cast) -> Course:
    """Twelve teaching units: a day and a half."""
    return a_course("T-12", "Zwölf Einheiten", format=CourseFormat.ONLINE, teaching_units=12)


def lines(grouping: annual.Grouping = annual.in_all) -> dict[tuple[object, int], OfferingLine]:
    db.session.commit()
    found = annual.offering_lines(facts(TODAY), grouping)
    return {(line.group, line.year.number): line for line in found}


def in_all(year: int) -> OfferingLine:
    return lines()[annual.ALL, year]


def took_place(
    course: Course, day: date, *people: Person, places: int = 10, status: Status = Status.COMPLETED
) -> Offering:
    """An offering that is closed, with a result for everybody."""
    offering = an_offering(course, starts_on=day, places=places, status=OfferingStatus.CLOSED)
    for person in people:
        an_enrolment(person, offering, status, finished_on=day)
    return offering


def test_every_published_offering_is_planned_and_has_one_fate(cast: Cast, seminar: Course) -> None:
    took_place(seminar, date(2025, 5, 6), cast.employee, cast.colleague)
    took_place(seminar, date(2025, 5, 7), cast.employee, status=Status.NO_SHOW)
    took_place(seminar, date(2025, 5, 8), cast.employee, status=Status.WITHDRAWN)
    an_offering(seminar, starts_on=date(2025, 5, 9), status=OfferingStatus.CANCELLED)
    an_offering(seminar, starts_on=date(2025, 5, 12), status=OfferingStatus.DRAFT)
    an_offering(seminar, starts_on=TODAY, begins=time(8), ends=time(9, 30))
    counted = in_all(2025).offerings
    assert (counted.planned, counted.held, counted.cancelled) == (4, 2, 1)
    assert (counted.without_participants, counted.to_come) == (1, 0)
    assert counted.teaching_units == 24
    # At nine, the seminar of this morning runs until half past.
    assert in_all(2026).offerings.to_come == 1


def test_it_counts_where_its_last_meeting_ends_on_the_clocks_of_the_city(
    cast: Cast, seminar: Course
) -> None:
    new_year = an_offering(seminar, starts_on=date(2025, 12, 26), meetings=2)
    an_enrolment(cast.employee, new_year)
    late = time(22), time(23, 30)  # half past ten in the evening in UTC
    evening = an_offering(seminar, starts_on=date(2024, 12, 31), begins=late[0], ends=late[1])
    an_enrolment(cast.employee, evening)
    night = an_offering(seminar, starts_on=date(2025, 1, 1), begins=time(0, 10), ends=time(0, 40))
    an_enrolment(cast.employee, night)
    an_offering(seminar, starts_on=date(2023, 12, 31), status=OfferingStatus.CANCELLED)
    an_offering(seminar, starts_on=TODAY + timedelta(days=1))
    assert {year: line.offerings.planned for (_, year), line in lines().items()} == {
        2024: 1,
        2025: 1,
        2026: 1,
    }
    quarters = lines(annual.by_quarter)
    assert quarters[4, 2024].offerings.held == quarters[1, 2025].offerings.held == 1
    assert quarters[1, 2026].offerings.held == 1


def test_groups_are_topics_and_formats(cast: Cast, seminar: Course) -> None:
    took_place(seminar, date(2025, 5, 6), cast.employee)
    took_place(cast.funding, date(2025, 5, 7), cast.employee)
    by_topic, by_format = lines(annual.by_topic), lines(annual.by_format)
    assert by_topic[seminar.topic_id, 2025].offerings.held == 1
    assert by_topic[cast.funding.topic_id, 2025].offerings.teaching_units == 8
    assert by_format[CourseFormat.ONLINE, 2025].offerings.teaching_units == 12
    assert by_format[CourseFormat.IN_PERSON, 2024].offerings.planned == 0


def event(offering: Offering, person: Person, *moves: tuple[Action, Status, Status, int]) -> None:
    """Events so many days from the start of the offering."""
    enrolment = an_enrolment(person, offering, moves[-1][2], finished_on=TODAY)
    assert offering.starts_at is not None
    for action, origin, target, days in moves:
        when = offering.starts_at + timedelta(days=days)
        stored(
            EnrolmentEvent(
                enrolment_id=enrolment.id,
                action=action,
                from_status=origin,
                to_status=target,
                effective_at=when,
            )
        )


def test_occupancy_is_who_was_confirmed_over_the_capacity_when_it_began(
    frozen: FrozenClock, cast: Cast, seminar: Course
) -> None:
    requested, confirmed, withdrawn = Status.REQUESTED, Status.CONFIRMED, Status.WITHDRAWN
    waiting = Status.WAITLISTED
    frozen.move_to(date(2026, 1, 12))
    offering = an_offering(seminar, starts_on=date(2026, 2, 2), places=8)
    grant = (Action.GRANT, requested, confirmed, -10)
    event(offering, cast.employee, grant, (Action.COMPLETE, confirmed, Status.COMPLETED, 1))
    event(offering, cast.guest, grant, (Action.COMPLETE, confirmed, Status.COMPLETED, 1))
    event(offering, cast.colleague, grant, (Action.WITHDRAW, confirmed, withdrawn, 1))
    event(offering, cast.outsider, grant, (Action.WITHDRAW, confirmed, withdrawn, -1))
    event(
        offering,
        cast.manager,
        (Action.QUEUE, requested, waiting, -5),
        (Action.GRANT, waiting, confirmed, 1),
    )
    # An enrolment without a history counts by where it ended.
    an_enrolment(cast.deputy, offering, Status.NOT_COMPLETED)
    db.session.commit()
    frozen.move_to(date(2026, 1, 20))
    offering.max_places = 5
    db.session.commit()
    frozen.move_to(date(2026, 2, 4))
    offering.max_places = 9
    db.session.commit()
    frozen.move_to(date(2026, 2, 5))
    offering.max_places = 12
    db.session.commit()
    frozen.move_to(TODAY)
    assert in_all(2026).occupancy == (4, 5)
    people = annual.people_lines(facts(TODAY))
    assert people[-1].asked["waiting"] == (1, 1)


def test_costs_by_the_rules_of_the_budgets(cast: Cast, seminar: Course) -> None:
    held = took_place(seminar, date(2025, 5, 6), cast.employee, cast.colleague)
    an_enrolment(cast.guest, held, Status.COMPLETED, finished_on=date(2025, 5, 6))
    took_place(seminar, date(2025, 5, 7), cast.employee)  # nothing is invoiced for it
    gone = an_offering(seminar, starts_on=date(2025, 5, 9), status=OfferingStatus.CANCELLED)
    programme = sheets.programmes()[0]
    fee = CostLine(CostKind.FEE, planned=90_000, actual=80_000)
    room = CostLine(CostKind.ROOM, planned=10_000)
    sheets.save(held.id, CostFacts(2024, lines=(fee, room)), 0)
    paid = CostFacts(2025, lines=(fee,), programme_id=programme.id, funding=5_000)
    sheets.save(gone.id, paid, 0)
    claims = ((cast.employee, ClaimStatus.GRANTED), (cast.colleague, ClaimStatus.REFUSED))
    for person, status in claims:
        enrolment = an_enrolment(person, an_offering(seminar, starts_on=date(2025, 6, 2)))
        stored(CareCostClaim(enrolment_id=enrolment.id, amount=1_250, status=status))
    spent = in_all(2025).spending
    assert (spent.planned, spent.actual, spent.third_party) == (100_000, 160_000, 0)
    assert (spent.care, spent.care_persons) == (1_250, 1)
    # Three participants of a day and a half.
    assert spent.per_participant_day == pytest.approx(160_000 / 4.5)
    assert in_all(2024).spending.per_participant_day is None


def test_satisfaction_is_what_is_published(cast: Cast, seminar: Course) -> None:
    first = took_place(seminar, date(2025, 5, 6), cast.employee)
    second = took_place(seminar, date(2025, 5, 7), cast.employee)
    unpublished = took_place(seminar, date(2025, 5, 8), cast.employee)
    a_published_form(first, answers=6, score=5)
    a_published_form(second, answers=10, score=3)
    a_published_form(took_place(seminar, date(2025, 5, 9), cast.employee), answers=4, score=1)
    a_published_form(unpublished, score=1).published = False
    said = in_all(2025).opinions
    # Four questions with a scale; those that four people answered are hidden everywhere.
    assert said.answers == 4 * 16
    assert said.mean == pytest.approx((6 * 5 + 10 * 3) / 16)
    assert in_all(2026).opinions.mean is None


def test_guests_take_places_but_have_lines_of_their_own(cast: Cast, seminar: Course) -> None:
    visitor = a_person("Vera", "Besuch", kind=PersonKind.GUEST, entry=None, account=False)
    took_place(seminar, date(2025, 5, 6), cast.guest, visitor, cast.employee)
    took_place(seminar, date(2025, 5, 7), cast.guest)
    took_place(seminar, date(2026, 2, 3), cast.guest, status=Status.NO_SHOW)
    db.session.commit()
    found = facts(TODAY)
    guests = {line.year.number: line for line in annual.guest_lines(found)}
    assert guests[2025].taken.all == (3, 2)
    assert guests[2025].taken.teaching_units == 36
    assert guests[2026].asked["absences"] == (1, 1)
    staff = {line.year.number: line for line in annual.people_lines(found)}
    assert staff[2025].taken.all == (1, 1)
    assert staff[2026].asked["absences"] == (0, 0)
    assert in_all(2025).occupancy == (4, 20)
    assert clock.today() == TODAY
