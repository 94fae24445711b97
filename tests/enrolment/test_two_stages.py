"""Two stages of a decision, the interest it states, and who decides while others are away."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.cast import Cast, an_offering, leads, stored
from tests.enrolment.acting import as_actor, history, mails_to
from trainingtracker import clock
from trainingtracker.enrolment.approval.interest import Interest
from trainingtracker.enrolment.operations import approve, decline, request_place
from trainingtracker.enrolment.queries.story import story
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Approval, Course, Enrolment, Leave, Person
from trainingtracker.organisation.leadership import LeadershipMap
from trainingtracker.vocabulary import ApprovalStage, LeadershipKind, OfficialInterest, Status

FULL = Interest(OfficialInterest.FULL)


@pytest.fixture
def course(cast: Cast) -> Course:
    """A course with two stages that asks for the official interest."""
    cast.english.needs_hr_approval = cast.english.asks_interest = True
    db.session.flush()
    return cast.english


def asked(cast: Cast, person: Person) -> Enrolment:
    return request_place(cast.english_offering.id, person.id, as_actor(person))


def on_leave(person: Person) -> None:
    today = clock.today()
    stored(Leave(person_id=person.id, since=today, until=today + timedelta(30)))


def deciders(person: Person, unit_id: int, *, escalated: bool = False) -> tuple[int, ...]:
    return LeadershipMap.load(clock.today()).deciders(person.id, unit_id, escalated=escalated).all


def test_hr_decides_after_the_manager(cast: Cast, course: Course) -> None:
    enrolment = asked(cast, cast.employee)
    assert enrolment.awaiting is ApprovalStage.MANAGER
    approve(enrolment.id, as_actor(cast.manager), FULL)
    assert (enrolment.status, enrolment.awaiting) == (Status.REQUESTED, ApprovalStage.HR)
    for decider in (cast.manager, cast.deputy):
        with pytest.raises(NotAllowed, match="HR decides on this request now"):
            approve(enrolment.id, as_actor(decider), FULL)
    approve(enrolment.id, as_actor(cast.hr), FULL)
    assert (enrolment.status, enrolment.awaiting) == (Status.CONFIRMED, None)
    assert history(enrolment.id) == ["request>requested", "grant>confirmed"]
    assert mails_to(cast.employee) == ["requested", "passed_on", "confirmed"]
    stages = db.session.scalars(select(Approval.stage).order_by(Approval.id)).all()
    assert stages == [ApprovalStage.MANAGER, ApprovalStage.HR]


def test_a_second_click_on_the_first_decision_does_not_make_the_second(
    cast: Cast, course: Course
) -> None:
    enrolment, first = asked(cast, cast.employee), ApprovalStage.MANAGER
    approve(enrolment.id, as_actor(cast.hr), FULL, seen=first)
    with pytest.raises(RuleViolation, match="in the meantime"):
        approve(enrolment.id, as_actor(cast.hr), FULL, seen=first)
    with pytest.raises(RuleViolation, match="in the meantime"):
        decline(enrolment.id, as_actor(cast.hr), "Doch nicht", seen=first)
    assert (enrolment.status, enrolment.awaiting) == (Status.REQUESTED, ApprovalStage.HR)


def test_hr_may_decline_what_the_manager_has_approved(cast: Cast, course: Course) -> None:
    enrolment = asked(cast, cast.employee)
    approve(enrolment.id, as_actor(cast.manager), FULL)
    decline(enrolment.id, as_actor(cast.hr), "Das Budget ist verbraucht.")
    assert (enrolment.status, enrolment.awaiting) == (Status.DECLINED, None)


def test_nobody_of_hr_decides_on_their_own_request(cast: Cast, course: Course) -> None:
    enrolment = asked(cast, cast.hr)
    approve(enrolment.id, as_actor(cast.section_head), FULL)
    with pytest.raises(NotAllowed, match="their own request"):
        approve(enrolment.id, as_actor(cast.hr), FULL)


def test_hr_alone_decides_where_the_manager_is_not_asked(cast: Cast) -> None:
    cast.english.needs_approval, cast.english.needs_hr_approval = False, True
    enrolment = asked(cast, cast.employee)
    assert enrolment.awaiting is ApprovalStage.HR
    assert mails_to(cast.manager) == []
    approve(enrolment.id, as_actor(cast.hr))
    assert enrolment.status is Status.CONFIRMED


def test_the_story_says_who_decided_what_in_whose_place(cast: Cast, course: Course) -> None:
    enrolment = asked(cast, cast.employee)
    partly = Interest(OfficialInterest.PARTLY, 50, 75, "Bahn zweiter Klasse")
    approve(enrolment.id, as_actor(cast.deputy), partly)
    approve(enrolment.id, as_actor(cast.hr), FULL)
    _, by_deputy, by_hr = story(enrolment.id)
    assert (by_deputy.actor, by_deputy.in_place_of) == ("Dilara Özkan", "Marek Lindner")
    assert by_deputy.interest == partly
    assert (by_hr.actor, by_hr.in_place_of, by_hr.stage) == ("Hanna Rieck", None, "hr")
    assert by_hr.interest == Interest(OfficialInterest.FULL, 100, 100)


def test_where_the_course_asks_for_it_nobody_approves_without_the_interest(
    cast: Cast, course: Course
) -> None:
    enrolment = asked(cast, cast.employee)
    with pytest.raises(RuleViolation, match="official interest"):
        approve(enrolment.id, as_actor(cast.manager))


def test_where_the_course_does_not_ask_nothing_is_stated(cast: Cast) -> None:
    enrolment = asked(cast, cast.employee)
    approve(enrolment.id, as_actor(cast.manager), FULL)
    assert db.session.scalars(select(Approval.interest)).all() == [None]


@pytest.mark.parametrize(
    ("stated", "wrong"),
    [
        (Interest(OfficialInterest.FULL), []),
        (Interest(OfficialInterest.FULL, 100, 50), ["time_share"]),
        (Interest(OfficialInterest.NONE, 0, None), []),
        (Interest(OfficialInterest.NONE, 30, 0), ["cost_share"]),
        (Interest(OfficialInterest.PARTLY), ["cost_share", "time_share"]),
        (Interest(OfficialInterest.PARTLY, 0, 100), []),
        (Interest(OfficialInterest.PARTLY, -1, 101), ["cost_share", "time_share"]),
    ],
)
def test_shares_fit_the_interest(stated: Interest, wrong: list[str]) -> None:
    assert [name for name, _sentence in stated.contradictions()] == wrong


def test_a_manager_on_leave_is_not_waited_for(cast: Cast) -> None:
    on_leave(cast.manager)
    assert deciders(cast.employee, cast.unit_1523.id) == (cast.deputy.id,)
    enrolment = asked(cast, cast.employee)
    assert mails_to(cast.manager) == []
    approve(enrolment.id, as_actor(cast.deputy))
    assert db.session.scalars(select(Approval.in_place_of_id)).all() == [cast.manager.id]


def test_without_anybody_present_the_next_above_decides_in_their_place(cast: Cast) -> None:
    on_leave(cast.manager)
    on_leave(cast.deputy)
    assert deciders(cast.employee, cast.unit_1523.id) == (cast.division_manager.id,)
    enrolment = asked(cast, cast.employee)
    approve(enrolment.id, as_actor(cast.division_manager))
    approval = db.session.scalars(select(Approval)).one()
    assert (approval.decided_by_id, approval.in_place_of_id) == (
        cast.division_manager.id,
        cast.manager.id,
    )


def test_a_manager_on_leave_may_decide_all_the_same(cast: Cast) -> None:
    on_leave(cast.manager)
    enrolment = asked(cast, cast.employee)
    approve(enrolment.id, as_actor(cast.manager))
    assert enrolment.status is Status.CONFIRMED
    assert db.session.scalars(select(Approval.in_place_of_id)).all() == [None]


def test_a_manager_who_has_left_decides_nothing(cast: Cast) -> None:
    for person in (cast.manager, cast.deputy):
        person.exit = clock.today() - timedelta(1)
    db.session.flush()
    assert deciders(cast.employee, cast.unit_1523.id) == (cast.division_manager.id,)


def test_a_request_of_the_manager_goes_up_and_higher_when_escalated(cast: Cast) -> None:
    unit_id = cast.unit_1523.id
    assert deciders(cast.manager, unit_id) == (cast.division_manager.id,)
    assert deciders(cast.manager, unit_id, escalated=True) == (
        cast.division_manager.id,
        cast.head.id,
    )
    assert deciders(cast.deputy, unit_id) == (cast.manager.id,)


def test_a_deputy_decides_on_the_days_named_only(cast: Cast) -> None:
    tomorrow = clock.today() + timedelta(1)
    leads(cast.colleague, cast.unit_1523, LeadershipKind.DEPUTY, since=tomorrow)
    enrolment = asked(cast, cast.employee)
    with pytest.raises(NotAllowed):
        approve(enrolment.id, as_actor(cast.colleague))


def test_after_the_first_decision_a_place_may_be_gone(cast: Cast, course: Course) -> None:
    offering = an_offering(cast.english, places=1, starts_on=clock.today() + timedelta(60))
    first, second = (
        request_place(offering.id, p.id, as_actor(p)) for p in (cast.employee, cast.colleague)
    )
    for enrolment in (first, second):
        approve(enrolment.id, as_actor(cast.manager), FULL)
    for enrolment in (second, first):
        approve(enrolment.id, as_actor(cast.hr), FULL)
    assert (second.status, first.status) == (Status.CONFIRMED, Status.WAITLISTED)
