"""Asking for a training outside the catalogue, deciding on it, taking it back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.cast import Cast
from tests.enrolment.acting import as_actor, mails_to
from tests.enrolment.test_races import all_at_once
from tests.external.acting import KEY, PDF, PNG, asked, facts, steps
from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.external import decisions, requests
from trainingtracker.external.documents import Sent
from trainingtracker.models import (
    ExternalContent,
    ExternalDocument,
    ExternalTraining,
    OutgoingMail,
)
from trainingtracker.vocabulary import Channel, ExternalStatus

REQUESTED, ENDORSED = ExternalStatus.REQUESTED, ExternalStatus.ENDORSED


def number_of(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_the_manager_decides_and_then_hr_and_the_person_hears_each_time(cast: Cast) -> None:
    training = asked(cast)
    assert training.status is REQUESTED
    assert mails_to(cast.manager) == mails_to(cast.deputy) == ["external_approval_needed"]
    with pytest.raises(NotAllowed):
        decisions.approve(training.id, as_actor(cast.colleague), REQUESTED)
    decisions.approve(training.id, as_actor(cast.manager), REQUESTED)
    assert training.status is ENDORSED
    with pytest.raises(NotAllowed):
        decisions.approve(training.id, as_actor(cast.manager), ENDORSED)
    decisions.approve(training.id, as_actor(cast.hr), ENDORSED)
    assert training.status is ExternalStatus.APPROVED
    assert mails_to(cast.employee) == [
        "external_requested", "external_endorsed", "external_approved",
    ]  # fmt: skip
    assert steps(training) == [
        ("request", cast.employee.id, None),
        ("endorse", cast.manager.id, None),
        ("approve", cast.hr.id, None),
    ]


def test_a_deputy_and_hr_decide_in_the_managers_place_and_that_is_on_record(cast: Cast) -> None:
    first, second = asked(cast), asked(cast, title="Seminar")
    decisions.approve(first.id, as_actor(cast.deputy), REQUESTED)
    decisions.decline(second.id, as_actor(cast.hr), REQUESTED, " Keine Mittel. ")
    assert steps(first)[-1] == ("endorse", cast.deputy.id, cast.manager.id)
    assert steps(second)[-1] == ("decline", cast.hr.id, cast.manager.id)
    declined = db.session.scalars(
        select(OutgoingMail.body).where(OutgoingMail.kind == "external_declined")
    ).one()
    assert "Hanna Rieck hat Ihren Antrag anstelle von Marek Lindner abgelehnt." in declined
    assert "Der Grund: Keine Mittel." in declined


def test_a_second_click_of_hr_does_not_decide_the_second_stage_as_well(cast: Cast) -> None:
    training = asked(cast)
    decisions.approve(training.id, as_actor(cast.hr), REQUESTED)
    with pytest.raises(RuleViolation, match="in the meantime"):
        decisions.approve(training.id, as_actor(cast.hr), REQUESTED)
    assert training.status is ENDORSED


def test_nobody_decides_on_their_own_request_not_even_hr(cast: Cast) -> None:
    training = asked(cast, cast.hr)
    with pytest.raises(NotAllowed):
        decisions.approve(training.id, as_actor(cast.hr), REQUESTED)
    decisions.approve(training.id, as_actor(cast.section_head), REQUESTED)
    with pytest.raises(NotAllowed):
        decisions.approve(training.id, as_actor(cast.hr), ENDORSED)


def test_where_nobody_leads_above_hr_alone_decides(cast: Cast) -> None:
    assert asked(cast, cast.head).status is ENDORSED
    assert mails_to(cast.head) == ["external_requested"]


def test_declining_takes_a_reason(cast: Cast) -> None:
    training = asked(cast)
    with pytest.raises(RuleViolation, match="reason"):
        decisions.decline(training.id, as_actor(cast.manager), REQUESTED, "  ")
    assert training.status is REQUESTED


def test_the_same_form_sent_twice_is_one_request(cast: Cast) -> None:
    own = as_actor(cast.employee)
    file = Sent("a.pdf", PDF)
    first = requests.request_training(
        cast.employee.id, facts(), own, submission=KEY, attachment=file
    )
    again = requests.request_training(
        cast.employee.id, facts(), own, submission=KEY, attachment=file
    )
    assert again is first
    assert (number_of(ExternalTraining), number_of(ExternalDocument)) == (1, 1)
    assert len(mails_to(cast.employee)) == 1
    with pytest.raises(RuleViolation, match="already"):
        requests.request_training(cast.employee.id, facts("fachTAGUNG"), own, submission="x")


def test_pressed_twice_at_the_same_time_it_is_one_request(app: Flask, cast: Cast) -> None:
    person_id = cast.employee.id
    db.session.commit()

    def send() -> object:
        own = Actor(person_id)
        return requests.request_training(person_id, facts(), own, submission=KEY)

    assert all_at_once(app, [send] * 4) == [None] * 4
    assert number_of(ExternalTraining) == 1
    assert len(mails_to(cast.manager)) == 1


def test_a_coordinator_asks_for_people_of_their_unit_who_get_letters(cast: Cast) -> None:
    own = as_actor(cast.coordinator)
    requests.request_training(cast.without_email.id, facts(), own, submission=KEY)
    letter = db.session.scalars(
        select(OutgoingMail).where(OutgoingMail.person_id == cast.without_email.id)
    ).one()
    assert letter.channel is Channel.LETTER
    with pytest.raises(NotAllowed):
        requests.request_training(cast.employee.id, facts(), own, submission=KEY)


def test_what_cannot_be_is_refused(cast: Cast) -> None:
    own = as_actor(cast.employee)
    good = facts()
    wrong = [
        replace(good, ends_on=good.starts_on - timedelta(days=1)),
        replace(good, starts_on=clock.today() - timedelta(days=1)),
        replace(good, cost=-1),
        replace(good, cost=requests.MOST + 1),
    ]
    for each in wrong:
        with pytest.raises(RuleViolation):
            requests.request_training(cast.employee.id, each, own, submission=KEY)
    cast.employee.exit = good.starts_on - timedelta(days=1)
    with pytest.raises(RuleViolation, match="employed"):
        requests.request_training(cast.employee.id, good, own, submission=KEY)
    # What has begun is entered by HR.
    late = replace(good, starts_on=clock.today() - timedelta(days=1), ends_on=clock.today())
    requests.request_training(cast.colleague.id, late, as_actor(cast.hr), submission=KEY)


def test_taking_back_deletes_the_files_and_tells_who_had_approved(cast: Cast) -> None:
    training = asked(cast, status=ExternalStatus.APPROVED, attachment=Sent("Programm.png", PNG))
    assert number_of(ExternalContent) == 1
    with pytest.raises(NotAllowed):
        requests.withdraw(training.id, as_actor(cast.manager))
    requests.withdraw(training.id, as_actor(cast.employee))
    assert training.status is ExternalStatus.WITHDRAWN
    assert number_of(ExternalDocument) == number_of(ExternalContent) == 0
    assert mails_to(cast.manager)[-1] == mails_to(cast.hr)[-1] == "external_not_needed"
    with pytest.raises(RuleViolation, match="in the meantime"):
        requests.withdraw(training.id, as_actor(cast.employee))
