"""What must be true of the enrolments at any moment, whatever was killed."""

from collections import Counter, defaultdict

from sqlalchemy import func, select

from trainingtracker.enrolment.states import GIVEN_UP, HOLDING_A_PLACE
from trainingtracker.extensions import db
from trainingtracker.models import AuditEntry, Enrolment, EnrolmentEvent, Offering, OutgoingMail
from trainingtracker.vocabulary import ChangeKind, Status


def assert_whole() -> None:
    """Nothing is half done, no place is lost or doubled, nobody was passed over."""
    db.session.rollback()
    by_offering: dict[int, list[Enrolment]] = defaultdict(list)
    for enrolment in db.session.scalars(select(Enrolment).order_by(Enrolment.id)):
        by_offering[enrolment.offering_id].append(enrolment)
    for offering in db.session.scalars(select(Offering)):
        _assert_places(offering, by_offering[offering.id])
    _assert_told()
    db.session.rollback()


def live() -> dict[int, int]:
    """Person -> number of their enrolments that are not given up."""
    rows = db.session.execute(
        select(Enrolment.person_id, func.count())
        .where(Enrolment.status.not_in(GIVEN_UP))
        .group_by(Enrolment.person_id)
    ).all()
    db.session.rollback()
    return {row[0]: row[1] for row in rows}


def _assert_places(offering: Offering, enrolments: list[Enrolment]) -> None:
    holding = [e for e in enrolments if e.status in HOLDING_A_PLACE]
    waiting = [e for e in enrolments if e.status is Status.WAITLISTED]
    places = [e.place for e in holding]
    assert None not in places
    assert len(set(places)) == len(places) <= offering.max_places
    assert all(1 <= (place or 0) <= offering.max_places for place in places)
    assert all(e.place is None for e in enrolments if e.status not in HOLDING_A_PLACE)
    if waiting:
        # A place that somebody waits for is never free, and the first to come was the first to go.
        assert len(holding) == offering.max_places
        assert max(e.id for e in holding) < min(e.id for e in waiting), _story(enrolments)
        assert [e.id for e in waiting] == sorted(
            (e.id for e in waiting), key=lambda i: (_since(waiting, i), i)
        )


def _story(enrolments: list[Enrolment]) -> str:
    """What has happened to each of them, for whoever must find out why."""
    told = []
    for each in enrolments:
        events = db.session.scalars(
            select(EnrolmentEvent)
            .where(EnrolmentEvent.enrolment_id == each.id)
            .order_by(EnrolmentEvent.id)
        )
        moves = ", ".join(f"{e.id} {e.action} {e.recorded_at:%M:%S.%f}" for e in events)
        told.append(f"{each.id} {each.status} since {each.waiting_since}: {moves}")
    return "\n".join(told)


def _since(waiting: list[Enrolment], enrolment_id: int) -> object:
    return next(e.waiting_since for e in waiting if e.id == enrolment_id)


def _assert_told() -> None:
    """Every enrolment has its whole history, a message for each step, and its audit."""
    events: dict[int, list[EnrolmentEvent]] = defaultdict(list)
    for event in db.session.scalars(select(EnrolmentEvent).order_by(EnrolmentEvent.id)):
        events[event.enrolment_id].append(event)
    to_participants = (
        select(OutgoingMail.enrolment_id)
        .join(Enrolment, Enrolment.id == OutgoingMail.enrolment_id)
        .where(OutgoingMail.person_id == Enrolment.person_id)
    )
    mails = Counter(db.session.scalars(to_participants))
    audited = set(
        db.session.scalars(
            select(AuditEntry.row_id).where(
                AuditEntry.table_name == "enrolment", AuditEntry.kind == ChangeKind.INSERT
            )
        )
    )
    enrolments = list(db.session.scalars(select(Enrolment)))
    assert {e.id for e in enrolments} == set(events) == set(mails) == audited
    for enrolment in enrolments:
        history = events[enrolment.id]
        assert history[0].from_status is None
        assert [e.from_status for e in history[1:]] == [e.to_status for e in history[:-1]]
        assert history[-1].to_status is enrolment.status
        assert mails[enrolment.id] == len(history)
