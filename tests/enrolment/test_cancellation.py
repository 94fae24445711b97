"""Cancelling an offering, and carrying everybody over to another date in order."""

from datetime import timedelta

import pytest

from tests.cast import Cast, a_person, an_enrolment, an_offering
from tests.enrolment.acting import as_actor, history, mails_to
from trainingtracker import clock
from trainingtracker.enrolment.changes.cancellation import cancel_offering, preview
from trainingtracker.enrolment.changes.hand_over import hand_over
from trainingtracker.enrolment.operations import approve, request_place
from trainingtracker.errors import NotAllowed, RuleViolation, StaleVersion
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering, Person
from trainingtracker.vocabulary import OfferingStatus, Status

TEXT = "Die Kursleitung ist krank."


@pytest.fixture
def offering(cast: Cast) -> Offering:
    """Two places, which employee and colleague have; the outsider and the manager wait."""
    made = an_offering(cast.funding, places=2, trainer=cast.trainer)
    for person in (cast.employee, cast.colleague, cast.outsider, cast.manager):
        request_place(made.id, person.id, as_actor(cast.hr))
    return made


@pytest.fixture
def later(cast: Cast) -> Offering:
    return an_offering(cast.funding, starts_on=clock.today() + timedelta(days=60), places=3)


def on(offering: Offering) -> list[tuple[str, Status]]:
    """Who is enrolled, in the order in which it happened."""
    return [
        (row.last_name, row.status)
        for row in db.session.query(Person.last_name, Enrolment.status)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .filter(Enrolment.offering_id == offering.id)
        .order_by(Enrolment.id)
    ]


def test_everybody_is_told_why_and_no_place_is_held(cast: Cast, offering: Offering) -> None:
    done = cancel_offering(offering.id, as_actor(cast.hr), TEXT)
    assert offering.status is OfferingStatus.CANCELLED
    assert {status for _, status in on(offering)} == {Status.CANCELLED}
    assert len(done.lines) == 4
    assert mails_to(cast.outsider)[-1] == "offering_cancelled"
    assert mails_to(cast.trainer) == ["cancelled_for_trainer"]
    mine = db.session.query(Enrolment).filter_by(person_id=cast.employee.id).one()
    assert history(mine.id)[-1] == "cancel>cancelled"


def test_people_come_along_in_order_and_the_rest_waits(
    cast: Cast, offering: Offering, later: Offering
) -> None:
    waiting_there = an_enrolment(cast.deputy, later)
    cancel_offering(offering.id, as_actor(cast.hr), TEXT, carry_to=later.id)
    assert on(later) == [
        ("Özkan", Status.CONFIRMED),
        ("Sommer", Status.CONFIRMED),
        ("Petersen", Status.CONFIRMED),
        ("Reimann", Status.WAITLISTED),
        ("Lindner", Status.WAITLISTED),
    ]
    assert waiting_there.place == 1
    assert mails_to(cast.outsider)[-1] == "carried_over"


def test_who_waits_on_the_other_date_goes_first(
    cast: Cast, offering: Offering, later: Offering
) -> None:
    later.max_places = 1
    an_enrolment(cast.deputy, later)
    an_enrolment(cast.international, later, Status.WAITLISTED)
    cancel_offering(offering.id, as_actor(cast.hr), TEXT, carry_to=later.id)
    assert [status for _, status in on(later)[2:]] == [Status.WAITLISTED] * 4


def test_the_preview_names_who_cannot_come_along_and_changes_nothing(
    cast: Cast, offering: Offering, later: Offering
) -> None:
    when = clock.today() + timedelta(days=60)
    an_enrolment(cast.colleague, an_offering(cast.english, starts_on=when))
    offering.trainers.clear()
    without_email = a_person("Ute", "Ohne", cast.unit_23, email=None, account=False)
    request_place(offering.id, without_email.id, as_actor(cast.hr))
    found = preview(offering.id, as_actor(cast.hr), carry_to=later.id)
    assert [line.name for line in found.left_behind] == ["Petersen, Kira"]
    assert [line.after for line in found.lines] == [
        Status.CONFIRMED, None, Status.CONFIRMED, Status.CONFIRMED, Status.WAITLISTED,
    ]  # fmt: skip
    assert [told.name for told in found.told if told.by_letter] == ["Ute Ohne"]
    assert len(found.told) == 5
    assert offering.status is OfferingStatus.PUBLISHED
    assert on(later) == []
    done = cancel_offering(offering.id, as_actor(cast.hr), TEXT, carry_to=later.id, seen=found.seen)
    assert [line.after for line in done.lines] == [line.after for line in found.lines]
    assert mails_to(cast.colleague)[-1] == "offering_cancelled"


def test_what_has_changed_since_the_preview_is_shown_again(
    cast: Cast, offering: Offering, later: Offering
) -> None:
    found = preview(offering.id, as_actor(cast.hr), carry_to=later.id)
    an_enrolment(cast.deputy, later)
    with pytest.raises(StaleVersion):
        cancel_offering(offering.id, as_actor(cast.hr), TEXT, carry_to=later.id, seen=found.seen)


def test_an_undecided_request_goes_along_undecided(cast: Cast) -> None:
    request_place(cast.english_offering.id, cast.employee.id, as_actor(cast.employee))
    other = an_offering(cast.english, starts_on=clock.today() + timedelta(days=90))
    cancel_offering(cast.english_offering.id, as_actor(cast.hr), TEXT, carry_to=other.id)
    assert on(other) == [("Sommer", Status.REQUESTED)]
    assert mails_to(cast.manager) == ["approval_needed", "approval_needed"]


def test_a_place_does_not_become_two_where_its_substitute_is_still_undecided(
    cast: Cast,
) -> None:
    held = request_place(cast.english_offering.id, cast.employee.id, as_actor(cast.employee))
    approve(held.id, as_actor(cast.manager))
    hand_over(held.id, cast.outsider.id, as_actor(cast.employee))
    later = an_offering(cast.english, starts_on=clock.today() + timedelta(days=60), places=3)
    done = cancel_offering(cast.english_offering.id, as_actor(cast.hr), TEXT, carry_to=later.id)
    assert on(later) == [(cast.employee.last_name, Status.CONFIRMED)]
    assert [line.after for line in done.lines if line.why_not] == [None]
    assert mails_to(cast.outsider)[-1] == "offering_cancelled"


def test_whoever_was_kept_from_another_course_by_the_date_moves_up_there(
    cast: Cast, offering: Offering
) -> None:
    assert offering.starts_at is not None
    clashing = an_offering(cast.english, starts_on=clock.local_day(offering.starts_at), places=1)
    waiting = an_enrolment(cast.employee, clashing, Status.WAITLISTED)
    cancel_offering(offering.id, as_actor(cast.hr), TEXT)
    assert waiting.status is Status.CONFIRMED


def test_what_cannot_be_cancelled(cast: Cast, offering: Offering, later: Offering) -> None:
    hr = as_actor(cast.hr)
    with pytest.raises(NotAllowed):
        cancel_offering(offering.id, as_actor(cast.trainer), TEXT)
    with pytest.raises(RuleViolation, match="write why"):
        cancel_offering(offering.id, hr, " ")
    with pytest.raises(RuleViolation, match="same course"):
        cancel_offering(offering.id, hr, TEXT, carry_to=cast.english_offering.id)
    cancel_offering(offering.id, hr, TEXT, carry_to=later.id)
    with pytest.raises(RuleViolation, match="cancelled already"):
        cancel_offering(offering.id, hr, TEXT)
    with pytest.raises(RuleViolation, match="has been cancelled"):
        request_place(offering.id, cast.deputy.id, hr)
