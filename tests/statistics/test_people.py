"""What staff did in three years, and what was true of them then."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.cast import (
    Cast,
    a_course,
    a_person,
    a_status_group,
    a_unit,
    an_enrolment,
    an_offering,
    assigned,
    leads,
    stored,
)
from tests.conftest import CountQueries
from tests.enrolment.acting import as_actor
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.attainment.overview import overview
from trainingtracker.attainment.people import headcount
from trainingtracker.attainment.scope import EVERYONE
from trainingtracker.enrolment import operations
from trainingtracker.enrolment.changes import cancellation, hand_over, transfer
from trainingtracker.enrolment.presence.closing import REASON_NOT_DECIDED
from trainingtracker.extensions import db
from trainingtracker.models import (
    AllocationRound,
    Approval,
    EnrolmentEvent,
    ImportedParticipation,
    Offering,
    Person,
    RoundEntry,
    WorkingTime,
)
from trainingtracker.statistics import annual
from trainingtracker.statistics.annual import PeopleLine
from trainingtracker.statistics.counts import days, hours
from trainingtracker.statistics.facts import count_facts, facts
from trainingtracker.statistics.refusals import Refusal
from trainingtracker.vocabulary import (
    Action,
    ApprovalStage,
    Decision,
    Gender,
    LeadershipKind,
    OfferingStatus,
    Result,
    RoundOutcome,
    RoundReason,
    Status,
    WithdrawalReason,
)

TODAY = date(2026, 3, 3)
LAST_DAY, FIRST_DAY = date(2025, 12, 31), date(2025, 1, 1)


@pytest.fixture(autouse=True)
def _a_morning_in_march(frozen: FrozenClock) -> None:
    """The cast is made on the day that the clock shows."""


def lines(grouping: annual.Grouping = annual.in_all) -> dict[tuple[object, int], PeopleLine]:
    db.session.commit()
    found = annual.people_lines(facts(clock.today()), grouping)
    return {(line.group, line.year.number): line for line in found}


def in_all(year: int) -> PeopleLine:
    return lines()[annual.ALL, year]


def took_part(person: Person, cast: Cast, day: date, status: Status = Status.COMPLETED) -> None:
    offering = an_offering(cast.english, starts_on=day, status=OfferingStatus.CLOSED)
    an_enrolment(person, offering, status, finished_on=day)


def imported(person: Person, cast: Cast, day: date, result: Result = Result.PASSED) -> None:
    stored(
        ImportedParticipation(
            person_id=person.id, course_id=cast.english.id, held_on=day, result=result
        )
    )


def test_participations_persons_and_days_with_boundary_days(cast: Cast) -> None:
    took_part(cast.employee, cast, FIRST_DAY)
    took_part(cast.employee, cast, LAST_DAY)
    took_part(cast.colleague, cast, FIRST_DAY - timedelta(days=1))
    imported(cast.outsider, cast, FIRST_DAY + timedelta(days=1))
    imported(cast.manager, cast, FIRST_DAY, Result.FAILED)
    took_part(cast.deputy, cast, date(2025, 4, 1), Status.NOT_COMPLETED)
    gone = a_person("Lea", "Fort", cast.unit_23, exit=date(2025, 6, 30), account=False)
    took_part(gone, cast, date(2025, 6, 30))
    year = in_all(2025)
    assert year.taken.all == (4, 3)
    assert year.taken.imported == 1
    assert (days(year.taken.teaching_units), hours(year.taken.teaching_units)) == (4, 24)
    assert year.asked["not_completed"] == (1, 1)
    assert in_all(2024).taken.all == (1, 1)
    quarters = lines(annual.by_quarter)
    assert {quarter: quarters[quarter, 2025].taken.all.number for quarter in (1, 2, 4)} == {
        1: 2,
        2: 1,
        4: 1,
    }


def test_shares_are_those_of_recorded_genders_and_of_the_headcount(cast: Cast) -> None:
    took_part(cast.colleague, cast, LAST_DAY)
    took_part(cast.colleague, cast, FIRST_DAY)
    took_part(cast.employee, cast, LAST_DAY)
    took_part(a_person("Kim", "Ohne", account=False), cast, LAST_DAY)
    taken, staff = in_all(2025).taken, in_all(2025).staff
    assert taken.women_of_participations == (2, 3)
    assert taken.women_of_persons == (1, 2)
    same_day = headcount(LAST_DAY, EVERYONE)
    assert (staff.persons, staff.women_share) == (
        same_day.persons,
        (same_day.women, same_day.with_gender),
    )


def test_everything_about_a_person_is_as_of_then(cast: Cast) -> None:
    """Moved, promoted and with fewer hours since 1 July: the participation before is not."""
    person = a_person("Mo", "Wechsel", gender=Gender.FEMALE, account=False)
    july = date(2025, 7, 1)
    assigned(person, cast.unit_1523, until=july)
    assigned(person, cast.unit_23, since=july)
    leads(person, cast.unit_23, since=july)
    leads(person, cast.unit_1523, LeadershipKind.DEPUTY, until=july)
    stored(WorkingTime(person_id=person.id, percent=100, since=date(2020, 1, 1), until=july))
    stored(WorkingTime(person_id=person.id, percent=99, since=july))
    took_part(person, cast, july - timedelta(days=1))
    before = in_all(2025).taken
    assert (before.part_time, before.managers) == ((0, 0), (0, 0))
    took_part(person, cast, july)
    after = in_all(2025).taken
    assert (after.part_time, after.managers) == ((1, 1), (1, 1))
    divisions = lines(annual.by_division)
    assert divisions[cast.unit_15.id, 2025].taken.all == (1, 1)
    assert divisions[cast.unit_23.id, 2025].taken.all == (1, 1)
    # Staff stand where they are on the last day of the year.
    assert divisions[cast.unit_23.id, 2024].staff.persons == 5
    assert divisions[cast.unit_23.id, 2025].staff.persons == 6
    assert divisions[None, 2025].staff.persons == 1  # the head of the city
    leaders = {"brandt", "voss", "lindner", "hartwig", "winter", "stein", "wechsel"}
    assert in_all(2025).staff.managers == len(leaders)
    assert in_all(2025).staff.part_time == 1


def test_a_division_is_that_of_the_tree_then(cast: Cast) -> None:
    """A section that moved to another division took its participations of before with the old."""
    section = a_unit("77.1", "Wandernde", cast.unit_15, until=date(2026, 1, 1))
    a_unit("77.1", "Wandernde", cast.unit_23, since=date(2026, 1, 1))
    person = a_person("Wanda", "Mit", section, account=False)
    took_part(person, cast, LAST_DAY)
    took_part(person, cast, date(2026, 1, 1))
    divisions = lines(annual.by_division)
    assert divisions[cast.unit_15.id, 2025].taken.all.number == 1
    assert divisions[cast.unit_23.id, 2025].taken.all.number == 0
    assert divisions[cast.unit_23.id, 2026].taken.all.number == 1


def test_status_groups_beside_their_staff(cast: Cast) -> None:
    group = a_status_group("trainee", cast.employee, cast.colleague, cast.outsider)
    took_part(cast.employee, cast, LAST_DAY)
    took_part(cast.manager, cast, LAST_DAY)
    groups = lines(annual.by_status_group)
    assert groups[group.id, 2025].taken.all == (1, 1)
    assert groups[group.id, 2025].staff.persons == 3
    assert groups[None, 2025].taken.all == (1, 1)
    assert (
        sum(line.staff.persons for (_, year), line in groups.items() if year == 2025)
        == in_all(2025).staff.persons
    )


def test_what_the_operations_do_is_counted_once(frozen: FrozenClock, cast: Cast) -> None:
    """Requested, declined, withdrawn in time and late, changed, handed over, carried over."""
    start = TODAY + timedelta(days=30)
    first, second = (
        an_offering(cast.funding, starts_on=start + timedelta(weeks=week), places=6)
        for week in (0, 1)
    )
    people = [a_person("Person", f"Nummer {n}", cast.unit_23) for n in range(5)]
    places = [operations.request_place(first.id, p.id, as_actor(p)) for p in people]
    hr = as_actor(cast.hr)
    operations.withdraw(places[0].id, as_actor(people[0]))
    transfer.transfer(places[1].id, second.id, as_actor(people[1]))
    hand_over.hand_over(places[2].id, cast.outsider.id, as_actor(people[2]))
    request = operations.request_place(cast.english_offering.id, people[0].id, as_actor(people[0]))
    operations.decline(request.id, as_actor(cast.other_manager), "Bitte im Herbst.")
    frozen.move_to(start - timedelta(days=1))
    operations.withdraw(places[3].id, as_actor(people[3]), WithdrawalReason.OFFICIAL)
    cancellation.cancel_offering(second.id, hr, "Die Kursleitung ist verhindert.")
    frozen.move_to(start + timedelta(days=30))
    year = in_all(2026).asked
    assert year["requests"] == (6, 5)
    assert (year["withdrawn_in_time"], year["withdrawn_late"]) == ((1, 1), (1, 1))
    assert (year["refused"], year["refused_manager"]) == ((1, 1), (1, 1))


def declined(person: Person, offering: Offering, said: str = "") -> int:
    enrolment = an_enrolment(person, offering, Status.DECLINED)
    stored(
        EnrolmentEvent(
            enrolment_id=enrolment.id,
            action=Action.DECLINE,
            from_status=Status.REQUESTED,
            to_status=Status.DECLINED,
            effective_at=clock.now(),
            reason=said,
        )
    )
    return enrolment.id


def _by(stage: ApprovalStage) -> Callable[[int, Cast], object]:
    return lambda enrolment_id, cast: stored(
        Approval(
            enrolment_id=enrolment_id,
            decision=Decision.DECLINED,
            decided_by_id=cast.hr.id,
            stage=stage,
            reason="Bitte im Herbst.",
        )
    )


def test_the_ground_of_each_refusal(cast: Cast) -> None:
    offering = an_offering(cast.english, starts_on=date(2026, 2, 2))
    _by(ApprovalStage.MANAGER)(declined(cast.employee, offering), cast)
    _by(ApprovalStage.HR)(declined(cast.colleague, offering), cast)
    declined(cast.outsider, offering, REASON_NOT_DECIDED)
    declined(cast.deputy, offering, "Ein Text, dessen Entscheidung gelöscht ist.")
    held = stored(AllocationRound(offering_id=offering.id))
    answers = (
        (cast.coordinator, RoundReason.PREREQUISITE, None),
        (cast.manager, RoundReason.ORDER, None),
        (cast.without_email, RoundReason.ORDER, RoundOutcome.DECLINE),
    )
    for rank, (person, reason, adjusted) in enumerate(answers, 1):
        stored(
            RoundEntry(
                round_id=held.id,
                enrolment_id=declined(person, offering),
                rank=rank,
                reason=reason,
                adjusted=adjusted,
                released=RoundOutcome.DECLINE,
            )
        )
    asked = in_all(2026).asked
    found = {ground: asked[f"refused_{ground}"].number for ground in Refusal}
    assert found == {**dict.fromkeys(Refusal, 1), Refusal.HR: 2}
    assert in_all(2026).asked["refused"] == (7, 7)


def test_the_same_participations_as_attainment(cast: Cast) -> None:
    """What a year adds to the attainment of its last day, by topic and in all."""
    more = a_course("T-MEHR", "Mehr", topic="intercultural", teaching_units=4)
    for number, person in enumerate((cast.employee, cast.colleague, cast.outsider, cast.guest)):
        took_part(person, cast, FIRST_DAY + timedelta(days=100 * number))
        imported(person, cast, FIRST_DAY + timedelta(days=200 * number))
        day = LAST_DAY - timedelta(days=number)
        an_enrolment(person, an_offering(more, starts_on=day), Status.COMPLETED, finished_on=day)
    found = lines(annual.by_topic)
    for year, last, before in (
        (2025, LAST_DAY, FIRST_DAY - timedelta(days=1)),
        (2026, TODAY, LAST_DAY),
    ):
        then, earlier = overview(last, EVERYONE), overview(before, EVERYONE)
        added = then.total.participations - earlier.total.participations
        assert in_all(year).taken.all.number == added > 0
        for topic, topic_before in zip(then.topics, earlier.topics, strict=True):
            added = topic.counts.participations - topic_before.counts.participations
            line = found.get((topic.topic_id, year))
            assert (line.taken.all.number if line else 0) == added


def test_the_number_of_queries_does_not_grow(cast: Cast, count_queries: CountQueries) -> None:
    db.session.commit()
    with count_queries() as few:
        count_facts(TODAY)
    for number in range(5):
        person = a_person("Person", f"Nummer {number}", cast.unit_23, account=False)
        took_part(person, cast, FIRST_DAY + timedelta(days=number))
    db.session.commit()
    with count_queries() as many:
        count_facts(TODAY)
    assert many.number == few.number == 21


def test_the_staff_are_counted_anew_for_what_changes_them_and_nothing_else(cast: Cast) -> None:
    db.session.commit()
    before = facts(TODAY)
    took_part(cast.employee, cast, FIRST_DAY)
    db.session.commit()
    after = facts(TODAY)
    assert len(after.participations) == len(before.participations) + 1
    assert after.staff[TODAY.year] is before.staff[TODAY.year]
    stored(WorkingTime(person_id=cast.employee.id, since=FIRST_DAY, percent=50))
    db.session.commit()
    (part_time,) = (each for each in facts(TODAY).staff[TODAY.year] if each.then.part_time)
    assert part_time.persons == 1
