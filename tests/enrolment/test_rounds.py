"""A round: requests collected, put in order by the criteria, heard, and answered together."""

from datetime import date, timedelta
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import select

from tests.cast import Cast, a_holding, a_person, an_enrolment, an_offering
from tests.conftest import CountQueries
from tests.enrolment.acting import as_actor, history, mails_to
from tests.enrolment.test_races import all_at_once
from tests.support.frozen import FrozenClock
from tests.support.rounds import a_round_being_heard
from trainingtracker import clock, settings
from trainingtracker.accounts.actor import Actor
from trainingtracker.catalogue import offerings
from trainingtracker.enrolment.changes.minimum import to_warn_of
from trainingtracker.enrolment.operations import approve, decline, request_place, withdraw
from trainingtracker.enrolment.rounds.adjusting import adjust
from trainingtracker.enrolment.rounds.criteria import (
    Criteria,
    Group,
    change_criteria,
    copy_criteria,
    criteria_of,
    round_of,
)
from trainingtracker.enrolment.rounds.hearing import Paper, record_paper, reply, send
from trainingtracker.enrolment.rounds.order import Applicant, in_order
from trainingtracker.enrolment.rounds.proposal import propose
from trainingtracker.enrolment.rounds.release import release
from trainingtracker.enrolment.rounds.standing import Standing, standings
from trainingtracker.enrolment.waiting.waiting_list import positions
from trainingtracker.errors import NotAllowed, RuleViolation, StaleVersion
from trainingtracker.extensions import db
from trainingtracker.models import Course, Hearing, Offering, OutgoingMail, Person, RoundEntry
from trainingtracker.vocabulary import (
    Allocation,
    ApprovalStage,
    Channel,
    HearingBody,
    HearingReply,
    NotYetTrained,
    RoundOutcome,
    RoundReason,
    Status,
)

PLACE, WAIT, DECLINE = RoundOutcome.PLACE, RoundOutcome.WAIT, RoundOutcome.DECLINE


def a_round(course: Course, places: int = 2, *, starts_in: int = 30) -> Offering:
    """Requests are collected for ten days."""
    made = an_offering(
        course,
        places=places,
        starts_on=clock.today() + timedelta(starts_in),
        closes_on=clock.today() + timedelta(10),
    )
    made.allocation = Allocation.ROUND
    db.session.flush()
    return made


def asks(offering: Offering, *persons: Person) -> list[int]:
    return [request_place(offering.id, p.id, as_actor(p)).id for p in persons]


def end_of_collecting(frozen: FrozenClock, offering: Offering) -> None:
    assert offering.enrolment_closes is not None
    frozen.move_to(offering.enrolment_closes + timedelta(hours=9))


def lines(offering: Offering) -> list[tuple[str, RoundOutcome]]:
    return [(line.person.last_name, line.outcome) for line in standings(offering).lines]


def line_of(offering: Offering, person: Person) -> Standing:
    return next(x for x in standings(offering).lines if x.person.id == person.id)


def entry_of(offering: Offering, person: Person) -> RoundEntry:
    return line_of(offering, person).entry


@pytest.fixture
def nobody_heard(cast: Cast) -> None:
    settings.put("hearing_bodies", [])


def test_a_request_of_a_round_has_no_answer_and_nobody_moves_up(
    frozen: FrozenClock, cast: Cast
) -> None:
    offering = a_round(cast.advanced)
    (own,) = asks(offering, cast.employee)
    assert history(own) == ["request>requested"]
    assert mails_to(cast.employee) == ["requested"]
    enrolment = standings(offering).unranked[0]
    assert enrolment.awaiting is ApprovalStage.MANAGER
    assert mails_to(cast.manager) == ["approval_needed"]
    approve(own, as_actor(cast.manager))
    assert (enrolment.status, enrolment.awaiting) == (Status.REQUESTED, None)
    assert mails_to(cast.employee) == ["requested"]
    for again in (lambda: approve(own, as_actor(cast.manager)),
                  lambda: decline(own, as_actor(cast.manager), "Doch nicht")):  # fmt: skip
        with pytest.raises(RuleViolation, match="decided or withdrawn"):
            again()


def test_what_the_manager_declines_is_declined(frozen: FrozenClock, cast: Cast) -> None:
    offering = a_round(cast.english)
    own, _ = asks(offering, cast.employee, cast.outsider)
    decline(own, as_actor(cast.manager), "Kein Bedarf")
    assert mails_to(cast.employee)[-1] == "declined"
    end_of_collecting(frozen, offering)
    propose(offering.id, as_actor(cast.hr))
    assert lines(offering) == [("Reimann", DECLINE)]
    assert line_of(offering, cast.outsider).reason is RoundReason.APPROVAL


def test_the_proposal_comes_after_the_last_day(frozen: FrozenClock, cast: Cast) -> None:
    offering = a_round(cast.funding)
    with pytest.raises(RuleViolation, match="collected until"):
        propose(offering.id, as_actor(cast.hr))
    end_of_collecting(frozen, offering)
    with pytest.raises(RuleViolation, match="Nobody has asked"):
        propose(offering.id, as_actor(cast.hr))
    with pytest.raises(NotAllowed):
        propose(offering.id, as_actor(cast.manager))


def applicants(*rows: tuple[int | None, bool, int]) -> list[Applicant]:
    """(group, trained, division), each asking a minute after the one before."""
    numbers = count(1)
    start = clock.at(date(2026, 3, 3))
    return [
        Applicant(n := next(numbers), group, trained, division, start + timedelta(minutes=n))
        for group, trained, division in rows
    ]


def test_groups_come_first_then_the_untrained_then_shares_and_time() -> None:
    asked = applicants(
        (None, True, 1),  # 1
        (None, False, 1),  # 2
        (None, False, 1),  # 3
        (None, False, 2),  # 4
        (2, True, 2),  # 5
        (1, True, 2),  # 6
        (None, False, 1),  # 7
    )
    ranked = in_order(asked, {1: 300, 2: 100}, unit_shares=True)
    # Division 2 has two places by the groups; division 1 is three times as large.
    assert [each.applicant.enrolment_id for each in ranked] == [6, 5, 2, 3, 7, 4, 1]
    assert [each.division_places for each in ranked] == [0, 1, 0, 1, 2, 2, 3]
    by_time = in_order(asked, {}, unit_shares=False)
    assert [each.applicant.enrolment_id for each in by_time] == [6, 5, 2, 3, 4, 7, 1]


def test_criteria_of_status_group_unit_and_training(
    frozen: FrozenClock, cast: Cast, nobody_heard: None
) -> None:
    offering = a_round(cast.funding, places=1)
    wanted = Criteria((Group(unit_id=cast.unit_23.id),), NotYetTrained.TOPIC, unit_shares=False)
    change_criteria(offering.id, wanted, as_actor(cast.hr))
    an_enrolment(cast.coordinator, cast.funding_offering, Status.COMPLETED)
    asks(offering, cast.employee, cast.coordinator, cast.outsider)
    end_of_collecting(frozen, offering)
    propose(offering.id, as_actor(cast.hr))
    assert lines(offering) == [("Reimann", PLACE), ("Meinhold", WAIT), ("Sommer", WAIT)]
    assert entry_of(offering, cast.outsider).priority == 1
    assert entry_of(offering, cast.coordinator).trained
    with pytest.raises(RuleViolation, match="stay as they were published"):
        change_criteria(offering.id, Criteria(), as_actor(cast.hr))


def test_criteria_saved_by_somebody_else_are_not_overwritten(
    frozen: FrozenClock, cast: Cast
) -> None:
    offering = a_round(cast.funding)
    change_criteria(offering.id, Criteria(unit_shares=False), as_actor(cast.hr))
    with pytest.raises(StaleVersion):
        change_criteria(offering.id, Criteria(not_yet_trained=NotYetTrained.OFF), as_actor(cast.hr))


def test_a_copy_takes_the_criteria_over(frozen: FrozenClock, cast: Cast) -> None:
    offering, copy = a_round(cast.funding), a_round(cast.funding)
    wanted = Criteria((Group(unit_id=cast.unit_23.id),), NotYetTrained.OFF, unit_shares=False)
    change_criteria(offering.id, wanted, as_actor(cast.hr))
    copy_criteria(offering.id, copy.id, as_actor(cast.hr))
    found = criteria_of(round_of(copy.id))
    assert (found.groups, found.not_yet_trained) == (wanted.groups, NotYetTrained.OFF)


def test_a_round_is_not_short_of_people_before_its_release(
    frozen: FrozenClock, cast: Cast, nobody_heard: None
) -> None:
    offering, hr = a_round(cast.funding, places=3), as_actor(cast.hr)
    offering.min_places = 2
    offering.decide_on = clock.today()
    asks(offering, cast.employee)
    end_of_collecting(frozen, offering)
    assert offering.id not in to_warn_of()
    propose(offering.id, hr)
    release(offering.id, hr)
    assert offering.id in to_warn_of()


def test_the_way_places_are_given_out_stays_once_somebody_has_asked(
    frozen: FrozenClock, cast: Cast
) -> None:
    from dataclasses import replace

    offering = a_round(cast.funding)
    asks(offering, cast.employee)
    facts = replace(offerings.facts_of(offering), allocation=Allocation.FIRST_COME)
    with pytest.raises(RuleViolation, match="given out stays"):
        offerings.edit(offering.id, facts, offering.version)
    without = replace(facts, allocation=Allocation.ROUND, enrolment_closes=None)
    with pytest.raises(RuleViolation, match="last day of enrolment"):
        offerings.edit(offering.id, without, offering.version)


def test_who_lacks_a_prerequisite_is_refused_with_it(
    frozen: FrozenClock, cast: Cast, nobody_heard: None
) -> None:
    offering = a_round(cast.advanced)
    a_holding(cast.outsider, "eng", "B2")
    own, other = asks(offering, cast.employee, cast.outsider)
    approve(own, as_actor(cast.manager))
    approve(other, as_actor(cast.other_manager))
    end_of_collecting(frozen, offering)
    propose(offering.id, as_actor(cast.hr))
    assert lines(offering) == [("Reimann", PLACE), ("Sommer", DECLINE)]
    release(offering.id, as_actor(cast.hr))
    mail = db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "declined")).one()
    assert "Eine Voraussetzung fehlt: Englisch" in mail.body
    assert history(own) == ["request>requested", "decline>declined"]


def test_adjusting_takes_a_reason_and_the_rest_follows_the_order(
    frozen: FrozenClock, cast: Cast
) -> None:
    offering = a_round(cast.funding)
    change_criteria(offering.id, Criteria(unit_shares=False), as_actor(cast.hr))
    asks(offering, cast.employee, cast.colleague, cast.outsider)
    end_of_collecting(frozen, offering)
    propose(offering.id, as_actor(cast.hr))
    last, hr = entry_of(offering, cast.outsider), as_actor(cast.hr)
    with pytest.raises(RuleViolation, match="give a reason"):
        adjust(last.id, PLACE, " ", last.version, hr)
    seen = last.version
    adjust(last.id, PLACE, "Leitet das Projekt", seen, hr)
    with pytest.raises(StaleVersion):
        adjust(last.id, WAIT, "Anders", seen, hr)
    assert lines(offering) == [("Sommer", PLACE), ("Petersen", WAIT), ("Reimann", PLACE)]
    first = entry_of(offering, cast.employee)
    adjust(first.id, WAIT, "War letztes Jahr dabei", first.version, hr)
    assert lines(offering) == [("Sommer", WAIT), ("Petersen", PLACE), ("Reimann", PLACE)]
    # Computed anew, what was adjusted stays; taken back, the order counts again.
    propose(offering.id, hr)
    assert lines(offering)[0] == ("Sommer", WAIT)
    adjust(first.id, None, "", first.version, hr)
    assert lines(offering) == [("Sommer", PLACE), ("Petersen", WAIT), ("Reimann", PLACE)]
    asks_for_two = entry_of(offering, cast.colleague)
    adjust(first.id, PLACE, "Muss", first.version, hr)
    with pytest.raises(RuleViolation, match="given to others by adjustment"):
        adjust(asks_for_two.id, PLACE, "Auch", asks_for_two.version, hr)


def test_nobody_of_hr_adjusts_their_own_request(frozen: FrozenClock, cast: Cast) -> None:
    offering = a_round(cast.funding)
    asks(offering, cast.hr)
    end_of_collecting(frozen, offering)
    propose(offering.id, as_actor(cast.hr))
    own = entry_of(offering, cast.hr)
    with pytest.raises(NotAllowed):
        adjust(own.id, PLACE, "Wichtig", own.version, as_actor(cast.hr))


def heard(offering: Offering, cast: Cast) -> dict[HearingBody, Hearing]:
    return {body: send(offering.id, body, as_actor(cast.hr)) for body in HearingBody}


def test_the_release_waits_for_those_who_are_heard(frozen: FrozenClock, cast: Cast) -> None:
    offering, hr = a_round(cast.funding, starts_in=60), as_actor(cast.hr)
    asks(offering, cast.employee, cast.outsider)
    end_of_collecting(frozen, offering)
    with pytest.raises(RuleViolation, match="not made yet"):
        send(offering.id, HearingBody.EQUALITY, hr)
    propose(offering.id, hr)
    with pytest.raises(RuleViolation, match="still to be sent"):
        release(offering.id, hr)
    sent = heard(offering, cast)
    assert mails_to(cast.staff_council) == ["to_be_heard"]
    with pytest.raises(RuleViolation, match="nothing has changed since"):
        send(offering.id, HearingBody.EQUALITY, hr)
    with pytest.raises(RuleViolation, match="so its order stays"):
        propose(offering.id, hr)
    with pytest.raises(RuleViolation, match="sent to those who are heard"):
        request_place(offering.id, cast.colleague.id, hr)
    with pytest.raises(NotAllowed):
        reply(sent[HearingBody.EQUALITY].id, HearingReply.AGREES, "", as_actor(cast.staff_council))
    reply(sent[HearingBody.EQUALITY].id, HearingReply.AGREES, "", as_actor(cast.equality))
    council = as_actor(cast.staff_council)
    with pytest.raises(RuleViolation, match="what you object to"):
        reply(sent[HearingBody.STAFF_COUNCIL].id, HearingReply.OBJECTS, "", council)
    reply(sent[HearingBody.STAFF_COUNCIL].id, HearingReply.OBJECTS, "Zu wenige aus 23", council)
    assert mails_to(cast.hr)[-2:] == ["hearing_replied", "hearing_replied"]
    with pytest.raises(RuleViolation, match="waits for the reply"):
        release(offering.id, hr)
    # The third lets the time pass.
    frozen.move_to(sent[HearingBody.DISABILITY_REPRESENTATION].deadline)
    with pytest.raises(RuleViolation, match="how the objection was dealt with"):
        release(offering.id, hr)
    release(offering.id, hr, note="Besprochen, es bleibt dabei")
    with pytest.raises(RuleViolation, match="were released on"):
        release(offering.id, hr, note="Noch einmal")


def test_whether_the_release_waits_is_a_setting(frozen: FrozenClock, cast: Cast) -> None:
    settings.put("hearing_bodies", ["equality"])
    settings.put("hearing_release_waits", value=False)
    offering, hr = a_round(cast.funding), as_actor(cast.hr)
    asks(offering, cast.employee)
    end_of_collecting(frozen, offering)
    propose(offering.id, hr)
    with pytest.raises(RuleViolation, match="still to be sent"):
        release(offering.id, hr)
    send(offering.id, HearingBody.EQUALITY, hr)
    release(offering.id, hr)


def test_a_list_that_has_changed_can_be_sent_again(frozen: FrozenClock, cast: Cast) -> None:
    offering, hr = a_round(cast.funding, places=1), as_actor(cast.hr)
    asks(offering, cast.employee, cast.outsider)
    end_of_collecting(frozen, offering)
    propose(offering.id, hr)
    first = send(offering.id, HearingBody.EQUALITY, hr)
    waiter = next(x for x in standings(offering).lines if x.outcome is WAIT)
    adjust(waiter.entry.id, PLACE, "Nach Einwand", waiter.entry.version, hr)
    frozen.move_to(clock.now() + timedelta(hours=1))
    second = send(offering.id, HearingBody.EQUALITY, hr)
    assert first.outcomes != second.outcomes
    with pytest.raises(RuleViolation, match="later list"):
        reply(first.id, HearingReply.AGREES, "", as_actor(cast.equality))
    reply(second.id, HearingReply.AGREES, "", as_actor(cast.equality))


def test_all_answers_are_released_together(
    frozen: FrozenClock, cast: Cast, nobody_heard: None
) -> None:
    offering, hr = a_round(cast.funding, places=2), as_actor(cast.hr)
    change_criteria(offering.id, Criteria(unit_shares=False), hr)
    people = [a_person("Ada", f"Nummer{n}", cast.unit_23) for n in range(5)]
    for person in people:
        asks(offering, person)
        frozen.move_to(clock.now() + timedelta(minutes=1))
    by_coordinator = request_place(
        offering.id, cast.without_email.id, as_actor(cast.coordinator)
    ).id
    end_of_collecting(frozen, offering)
    propose(offering.id, hr)
    # One who has a place in the proposal withdraws; the next of the order takes it.
    withdraw(line_of(offering, people[0]).enrolment.id, as_actor(people[0]))
    seen = standings(offering).seen
    with pytest.raises(StaleVersion):
        release(offering.id, hr, seen="1:place")
    before = db.session.query(OutgoingMail).count()
    release(offering.id, hr, seen=seen)
    order = positions([offering.id])
    rows = standings(offering)
    assert rows.lines == ()
    found = {e.person_id: e for e in _enrolments(offering)}
    assert [found[p.id].status for p in people] == [
        Status.WITHDRAWN, Status.CONFIRMED, Status.CONFIRMED, Status.WAITLISTED, Status.WAITLISTED,
    ]  # fmt: skip
    assert [order[found[p.id].id] for p in people[3:]] == [1, 2]
    assert order[by_coordinator] == 3
    assert {e.waiting_since for e in found.values() if e.waiting_since} == {
        offering.round_released_at
    }
    sent = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()[before:]
    assert [mail.kind for mail in sent] == ["confirmed"] * 2 + ["queued"] * 3
    assert sent[-1].channel is Channel.LETTER
    assert "Nummer 3 auf der Warteliste" in sent[-1].body
    # From now on it is an offering like others: whoever withdraws makes place for the next.
    withdraw(found[people[1].id].id, as_actor(people[1]))
    assert found[people[3].id].status is Status.CONFIRMED
    frozen.move_to(clock.now() + timedelta(minutes=1))
    (late,) = asks_as_hr(offering, cast)
    assert late.status is Status.WAITLISTED
    assert positions([offering.id])[late.id] == 3


def asks_as_hr(offering: Offering, cast: Cast) -> list:
    return [request_place(offering.id, cast.outsider.id, as_actor(cast.hr))]


def _enrolments(offering: Offering) -> list:
    from trainingtracker.models import Enrolment

    return list(db.session.scalars(select(Enrolment).where(Enrolment.offering_id == offering.id)))


def test_who_has_another_date_at_the_time_waits_and_the_next_has_the_place(
    frozen: FrozenClock, cast: Cast, nobody_heard: None
) -> None:
    offering, hr = a_round(cast.funding, places=1), as_actor(cast.hr)
    change_criteria(offering.id, Criteria(unit_shares=False), hr)
    first, second = asks(offering, cast.employee, cast.outsider)
    other = an_offering(cast.english, starts_on=clock.local_day(offering.starts_at))
    an_enrolment(cast.employee, other)
    end_of_collecting(frozen, offering)
    propose(offering.id, hr)
    assert lines(offering) == [("Sommer", WAIT), ("Reimann", PLACE)]
    assert line_of(offering, cast.employee).reason is RoundReason.HINDERED
    entry = entry_of(offering, cast.employee)
    with pytest.raises(RuleViolation, match="another date"):
        adjust(entry.id, PLACE, "Bitte", entry.version, hr)
    release(offering.id, hr)
    assert positions([offering.id]) == {first: 1}
    assert history(second)[-1] == "grant>confirmed"


def test_two_who_release_at_once_answer_everybody_once(
    frozen: FrozenClock, app: Flask, cast: Cast, nobody_heard: None
) -> None:
    offering = a_round(cast.funding, places=2)
    people = [a_person("Ada", f"Nummer{n}", cast.unit_23, account=False) for n in range(6)]
    asked = {p.id: request_place(offering.id, p.id, Actor(p.id)).id for p in people}
    end_of_collecting(frozen, offering)
    propose(offering.id, as_actor(cast.hr))
    db.session.commit()
    hr, offering_id, (leaving, own) = as_actor(cast.hr), offering.id, next(iter(asked.items()))
    before = db.session.query(OutgoingMail).count()
    db.session.rollback()
    raised = all_at_once(
        app,
        [
            lambda: release(offering_id, hr),
            lambda: withdraw(own, Actor(leaving)),
            lambda: release(offering_id, hr),
        ],
    )
    assert sum(error is not None for error in raised) == 1
    statuses = [e.status for e in _enrolments(offering)]
    assert statuses.count(Status.CONFIRMED) == 2
    assert statuses.count(Status.WAITLISTED) == 3
    assert list(positions([offering_id]).values()) == [1, 2, 3]
    kinds = db.session.scalars(
        select(OutgoingMail.kind).order_by(OutgoingMail.id).offset(before)
    ).all()
    assert kinds.count("withdrawn") == 1
    assert len(kinds) <= 8


def test_hr_records_a_reply_that_came_on_paper(cast: Cast) -> None:
    hearing = a_round_being_heard(cast)
    today, hr = clock.today(), as_actor(cast.hr)
    paper = Paper(today, " Rosa Vorsitz ")
    objects = (hearing.id, HearingReply.OBJECTS, "Zu wenige")
    with pytest.raises(NotAllowed):
        record_paper(*objects, paper, as_actor(cast.staff_council))
    with pytest.raises(RuleViolation, match="dated between"):
        record_paper(*objects, Paper(today - timedelta(1), "Rosa Vorsitz"), hr)
    record_paper(*objects, paper, hr)
    assert (hearing.reply, hearing.replied_by_id) == (HearingReply.OBJECTS, cast.hr.id)
    assert (hearing.paper_dated, hearing.paper_from) == (today, "Rosa Vorsitz")
    assert mails_to(cast.staff_council)[-1:] == ["hearing_recorded"]
    with pytest.raises(RuleViolation, match="recorded on"):
        reply(hearing.id, HearingReply.AGREES, "", as_actor(cast.staff_council))


def test_a_proposal_reads_with_the_same_queries_however_many_ask(
    cast: Cast, nobody_heard: None, count_queries: CountQueries
) -> None:
    def proposed(*persons: Person) -> int:
        offering = an_offering(
            cast.advanced,
            starts_on=clock.today() + timedelta(40),
            closes_on=clock.today() - timedelta(1),
        )
        offering.allocation = Allocation.ROUND
        for person in persons:
            an_enrolment(person, offering, Status.REQUESTED).awaiting = None
        db.session.flush()
        db.session.expire_all()
        offering_id = offering.id
        with count_queries() as counted:
            propose(offering_id, as_actor(cast.hr))
        assert {line.reason for line in standings(offering).lines} == {RoundReason.PREREQUISITE}
        return sum(each.startswith("SELECT") for each in counted.statements)

    few = proposed(cast.employee, cast.outsider)
    assert proposed(cast.employee, cast.outsider, cast.colleague, cast.manager) == few
