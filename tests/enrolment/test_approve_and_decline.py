"""Deciding on a request: who may, what follows, what is refused."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from tests.cast import Cast, a_person, an_enrolment, an_offering, leads
from tests.enrolment.acting import as_actor, history, mails_to
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.enrolment.operations import approve, decline, request_place
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Approval, Enrolment, OutgoingMail, Person
from trainingtracker.vocabulary import Decision, LeadershipKind, Status


def requested(person: Person, cast: Cast) -> Enrolment:
    return request_place(cast.english_offering.id, person.id, as_actor(cast.hr))


def approval_of(enrolment: Enrolment) -> Approval:
    return db.session.scalars(select(Approval).where(Approval.enrolment_id == enrolment.id)).one()


def test_the_manager_approves_and_the_place_is_granted(cast: Cast) -> None:
    enrolment = requested(cast.employee, cast)
    approve(enrolment.id, as_actor(cast.manager))
    assert (enrolment.status, enrolment.place) == (Status.CONFIRMED, 1)
    assert history(enrolment.id) == ["request>requested", "grant>confirmed"]
    assert mails_to(cast.employee) == ["requested", "confirmed"]
    approval = approval_of(enrolment)
    assert (approval.decision, approval.decided_by_id) == (Decision.APPROVED, cast.manager.id)
    assert approval.in_place_of_id is None


def test_a_deputy_decides_in_place_of_the_manager(cast: Cast) -> None:
    enrolment = requested(cast.employee, cast)
    approve(enrolment.id, as_actor(cast.deputy))
    assert approval_of(enrolment).in_place_of_id == cast.manager.id


def test_hr_decides_in_place_of_the_manager(cast: Cast) -> None:
    enrolment = requested(cast.employee, cast)
    approve(enrolment.id, as_actor(cast.hr))
    assert approval_of(enrolment).in_place_of_id == cast.manager.id


def test_an_approved_request_waits_where_all_places_are_taken(cast: Cast) -> None:
    cast.english_offering.max_places = 1
    an_enrolment(cast.outsider, cast.english_offering)
    enrolment = requested(cast.employee, cast)
    approve(enrolment.id, as_actor(cast.manager))
    assert enrolment.status is Status.WAITLISTED
    assert mails_to(cast.employee) == ["requested", "queued"]


def test_nobody_else_decides(cast: Cast) -> None:
    enrolment = requested(cast.employee, cast)
    for stranger in (cast.colleague, cast.other_manager, cast.division_manager, cast.admin):
        with pytest.raises(NotAllowed):
            approve(enrolment.id, as_actor(stranger))
        with pytest.raises(NotAllowed):
            decline(enrolment.id, as_actor(stranger), "nein")
    assert enrolment.status is Status.REQUESTED


def test_a_managers_own_request_goes_one_level_up(cast: Cast) -> None:
    enrolment = requested(cast.manager, cast)
    assert "approval_needed" in mails_to(cast.division_manager)
    for too_near in (cast.manager, cast.deputy):
        with pytest.raises(NotAllowed):
            approve(enrolment.id, as_actor(too_near))
    approve(enrolment.id, as_actor(cast.division_manager))
    assert enrolment.status is Status.CONFIRMED


def test_hr_does_not_approve_their_own_request(cast: Cast) -> None:
    enrolment = requested(cast.hr, cast)
    with pytest.raises(NotAllowed, match="own request"):
        approve(enrolment.id, as_actor(cast.hr))
    approve(enrolment.id, as_actor(cast.section_head))


def test_a_deputys_request_goes_to_the_manager(cast: Cast) -> None:
    enrolment = requested(cast.deputy, cast)
    approve(enrolment.id, as_actor(cast.manager))
    assert approval_of(enrolment).in_place_of_id is None


def test_a_unit_without_leaders_is_decided_by_the_next_above(cast: Cast) -> None:
    leads(
        cast.division_manager,
        cast.unit_15,
        LeadershipKind.DEPUTY,
        since=date(2000, 1, 1),
        until=date(2001, 1, 1),
    )
    newcomer = a_person("Nele", "Neu", cast.unit_ob)
    enrolment = requested(newcomer, cast)
    approve(enrolment.id, as_actor(cast.head))
    assert enrolment.status is Status.CONFIRMED


def test_where_nobody_leads_hr_decides(cast: Cast) -> None:
    enrolment = requested(cast.head, cast)
    approve(enrolment.id, as_actor(cast.hr))
    assert approval_of(enrolment).in_place_of_id is None


def test_a_decline_takes_a_reason_which_the_person_reads(cast: Cast) -> None:
    enrolment = requested(cast.employee, cast)
    with pytest.raises(RuleViolation, match="reason"):
        decline(enrolment.id, as_actor(cast.manager), "  ")
    decline(enrolment.id, as_actor(cast.manager), "Zu viele an einem Tag")
    assert enrolment.status is Status.DECLINED
    body = db.session.scalars(
        select(OutgoingMail.body).where(OutgoingMail.kind == "declined")
    ).one()
    assert "Zu viele an einem Tag" in body


def test_a_request_is_decided_once(cast: Cast) -> None:
    enrolment = requested(cast.employee, cast)
    approve(enrolment.id, as_actor(cast.manager))
    with pytest.raises(RuleViolation, match="in the meantime"):
        decline(enrolment.id, as_actor(cast.deputy), "nein")


def test_approval_checks_again_what_was_true_at_the_request(cast: Cast) -> None:
    enrolment = requested(cast.employee, cast)
    day = clock.local_day(cast.english_offering.starts_at)
    an_enrolment(cast.employee, an_offering(cast.funding, starts_on=day))
    with pytest.raises(RuleViolation, match="overlap"):
        approve(enrolment.id, as_actor(cast.manager))


def test_a_request_for_an_offering_that_is_over_cannot_be_approved(
    frozen: FrozenClock, cast: Cast
) -> None:
    enrolment = requested(cast.employee, cast)
    frozen.move_to(clock.local_day(cast.english_offering.ends_at) + timedelta(days=1), time(9))
    with pytest.raises(RuleViolation, match="over"):
        approve(enrolment.id, as_actor(cast.manager))
