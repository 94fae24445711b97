"""What is written in bulk is what the operations would have written, row by row."""

from collections import defaultdict
from itertools import pairwise

from flask import Flask
from sqlalchemy import func, select

from trainingtracker import clock
from trainingtracker.enrolment import places as enrolment_places
from trainingtracker.enrolment.presence.attendance import attended_shares
from trainingtracker.enrolment.states import HOLDING_A_PLACE, TRANSITIONS
from trainingtracker.extensions import db
from trainingtracker.models import (
    Approval,
    Attendance,
    Course,
    Enrolment,
    EnrolmentEvent,
    Holding,
    Offering,
    OfferingTrainer,
)
from trainingtracker.vocabulary import OfferingStatus, Status

FINISHED = (Status.COMPLETED, Status.NOT_COMPLETED, Status.NO_SHOW)


def test_whoever_has_finished_attended_what_the_result_says(city: Flask) -> None:
    offerings = db.session.scalars(
        select(Offering).where(Offering.status == OfferingStatus.CLOSED)
    ).all()
    seen: set[Status] = set()
    for offering in offerings:
        enrolments = db.session.scalars(
            select(Enrolment).where(Enrolment.offering_id == offering.id, Enrolment.place > 0)
        ).all()
        shares = attended_shares(offering.meetings, [e.id for e in enrolments])
        for enrolment in enrolments:
            share = shares[enrolment.id]
            assert enrolment.status in FINISHED
            assert share.unrecorded == 0
            assert enrolment.attended_percent == share.percent
            if enrolment.status is Status.COMPLETED:
                assert share.percent >= offering.course.attendance_threshold
                assert enrolment.certificate_token
            if enrolment.status is Status.NO_SHOW:
                assert share.minutes == 0
            assert offering.ends_at is not None
            assert enrolment.finished_on == clock.local_day(offering.ends_at)
            seen.add(enrolment.status)
    assert seen == set(FINISHED)


def test_whoever_has_completed_holds_what_the_course_gives(city: Flask) -> None:
    given = defaultdict(set)
    rows = db.session.execute(
        select(Holding.enrolment_id, Holding.competence_id, Holding.level_id).where(
            Holding.enrolment_id.is_not(None)
        )
    )
    for enrolment_id, competence_id, level_id in rows:
        given[enrolment_id].add((competence_id, level_id))
    completed = db.session.execute(
        select(Enrolment.id, Course)
        .join(Offering, Offering.id == Enrolment.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .where(Enrolment.status == Status.COMPLETED)
    ).all()
    assert completed
    for enrolment_id, course in completed:
        outcomes = {(outcome.competence_id, outcome.level_id) for outcome in course.outcomes}
        assert given.pop(enrolment_id, set()) == outcomes
    assert not given


def test_events_lead_along_the_state_table_to_where_an_enrolment_stands(city: Flask) -> None:
    events = defaultdict(list)
    for event in db.session.scalars(select(EnrolmentEvent).order_by(EnrolmentEvent.id)):
        events[event.enrolment_id].append(event)
    for enrolment in db.session.scalars(select(Enrolment)):
        status = None
        for event in events[enrolment.id]:
            assert event.from_status == status
            assert TRANSITIONS[status, event.action] == event.to_status
            status = event.to_status
        assert status == enrolment.status
        assert enrolment.version == len(events[enrolment.id])
        instants = [event.effective_at for event in events[enrolment.id]]
        assert instants == sorted(instants)
        assert instants[0] == enrolment.requested_at
        assert instants[-1] <= clock.now()


def test_a_decision_is_on_record_with_who_made_it(city: Flask) -> None:
    decided = {
        row.enrolment_id: row.decided_at
        for row in db.session.execute(select(Approval.enrolment_id, Approval.decided_at))
    }
    assert len(decided) > 50
    rows = db.session.execute(
        select(Enrolment, Course.needs_approval)
        .join(Offering, Offering.id == Enrolment.offering_id)
        .join(Course, Course.id == Offering.course_id)
    )
    for enrolment, needs_approval in rows:
        assert decided.get(enrolment.id) == enrolment.decided_at
        granted = enrolment.place is not None or enrolment.status is Status.WAITLISTED
        assert needs_approval or enrolment.decided_at is None
        assert not (needs_approval and granted and enrolment.decided_at is None)


def test_places_have_numbers_within_the_capacity_and_full_offerings_a_list(city: Flask) -> None:
    held, waiting = defaultdict(list), defaultdict(list)
    for enrolment in db.session.scalars(select(Enrolment).order_by(Enrolment.requested_at)):
        assert (enrolment.place is not None) == (enrolment.status in HOLDING_A_PLACE)
        if enrolment.place is not None:
            held[enrolment.offering_id].append(enrolment.place)
        assert (enrolment.waiting_since is not None) == (enrolment.status is Status.WAITLISTED)
        if enrolment.status is Status.WAITLISTED:
            waiting[enrolment.offering_id].append(enrolment)
    assert waiting
    for offering in db.session.scalars(select(Offering)):
        places = held[offering.id]
        assert len(places) == len(set(places))
        assert all(1 <= place <= offering.max_places for place in places)
        if waiters := waiting.get(offering.id):
            # Whatever is free is kept for others.
            opening = enrolment_places.opening(offering, [e.person_id for e in waiters])
            assert not any(opening.open_to(e.person_id) for e in waiters)
        if offering.status is OfferingStatus.CLOSED:
            assert offering.id not in waiting


def test_nobody_sits_in_two_rooms_at_once(city: Flask) -> None:
    spans = defaultdict(list)
    rows = db.session.execute(
        select(Enrolment.person_id, Offering)
        .join(Offering, Offering.id == Enrolment.offering_id)
        .where(Enrolment.place.is_not(None))
    )
    for person_id, offering in rows:
        spans[person_id] += [(m.starts_at, m.ends_at) for m in offering.meetings]
    for meetings in spans.values():
        ordered = sorted(meetings)
        assert all(a[1] <= b[0] for a, b in pairwise(ordered))


def test_offerings_have_trainers_and_what_is_over_can_be_closed(city: Flask) -> None:
    trained = set(db.session.scalars(select(OfferingTrainer.offering_id)))
    assert trained == set(db.session.scalars(select(Offering.id)))
    over = db.session.scalars(
        select(Offering).where(
            Offering.status == OfferingStatus.PUBLISHED, Offering.ends_at < clock.now()
        )
    ).all()
    recorded = {
        offering.id: db.session.scalar(
            select(func.count(Attendance.id))
            .join(Enrolment, Enrolment.id == Attendance.enrolment_id)
            .where(Enrolment.offering_id == offering.id)
        )
        for offering in over
    }
    assert any(recorded.values())
    assert not all(recorded.values())
