"""Taking back lists that went in by operations: everybody stands where they stood before."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import func, select

from tests.cast import Cast, a_course, an_enrolment, an_offering
from tests.enrolment.acting import as_actor, history, mails_to
from tests.exchange.lists import Rows, workbook
from trainingtracker import clock, portions
from trainingtracker.accounts.actor import Actor
from trainingtracker.enrolment import operations
from trainingtracker.enrolment.presence import attendance, closing
from trainingtracker.enrolment.presence.attendance import Entry
from trainingtracker.enrolment.queries.waiting_story import waiting_story
from trainingtracker.enrolment.waiting.waiting_list import positions
from trainingtracker.errors import RuleViolation
from trainingtracker.exchange.importing import bring_in
from trainingtracker.exchange.runs import operations as runs
from trainingtracker.exchange.runs import undoing
from trainingtracker.exchange.runs.journal import footprint
from trainingtracker.extensions import begin, db
from trainingtracker.jobs.imports import work_on
from trainingtracker.models import (
    Attendance,
    Enrolment,
    Holding,
    ImportRun,
    Meeting,
    Offering,
    OfferingTrainer,
    OutgoingMail,
    UnusedPlace,
)
from trainingtracker.statistics.asking import asking
from trainingtracker.statistics.people_then import PeopleThen
from trainingtracker.statistics.span import Span
from trainingtracker.text import sentence
from trainingtracker.vocabulary import (
    ImportStatus,
    ListKind,
    MailStatus,
    Presence,
    Result,
    Status,
)

PARTICIPANTS = ["Veranstaltung", "Personalnummer", "Status", "Grund"]
PRESENT = ["Veranstaltung", "Personalnummer", "Kurstag", "Anwesenheit", "Minuten"]
DATES = ["Veranstaltung", "Kurs", "Termin", "Von", "Bis", "Raum", "Plätze", "Kursleitung", "Status"]


@pytest.fixture
def hr(cast: Cast) -> Actor:
    db.session.commit()
    return as_actor(cast.hr)


@pytest.fixture
def offering(cast: Cast) -> Offering:
    """Two places in a course that needs approval and costs something."""
    found = an_offering(a_course("PL-1", "Polnisch", cost_per_place=5_000), places=2)
    db.session.commit()
    return found


def writing() -> None:
    db.session.rollback()
    begin("write")


def brought_in(kind: str, rows: Rows, actor: Actor) -> int:
    writing()
    db.session.info["actor"] = actor.person_id
    content = workbook(Liste=rows)
    with footprint() as left:
        preview = bring_in(ListKind(kind), content, name="Liste.xlsx", actor=actor)
    assert preview.written, [each.message.in_language("en") for each in preview.problems]
    run_id = runs.record(preview, content, "Liste.xlsx", left).id
    db.session.commit()
    return run_id


def taken_back(run_id: int, actor: Actor) -> None:
    writing()
    runs.order_undo(run_id, actor)
    db.session.commit()
    assert work_on(run_id)
    run = db.session.get_one(ImportRun, run_id, populate_existing=True)
    assert (run.status, run.remark) == (ImportStatus.UNDONE, None)


def refusal(run_id: int, actor: Actor) -> str:
    """Why the list stays; nothing of it has been taken back."""
    before = facts()
    writing()
    with pytest.raises(RuleViolation) as refused:
        runs.order_undo(run_id, actor)
    db.session.rollback()
    assert facts() == before
    return sentence(refused.value.message, "en", **refused.value.values)


def facts() -> list[tuple[object, ...]]:
    """Everything that lists like these can change, and that is not history."""
    db.session.rollback()
    e, a, m, o = Enrolment, Attendance, Meeting, Offering
    queries = (
        select(
            e.id, e.status, e.place.is_not(None), e.waiting_since, e.waiting_rank, e.awaiting,
            e.paused, e.result, e.finished_on, e.attended_percent, e.certificate_token,
        ).order_by(e.id),
        select(a.enrolment_id, a.meeting_id, a.presence, a.minutes).order_by(a.id),
        select(Holding.person_id, Holding.level_id, Holding.superseded_at).order_by(Holding.id),
        select(UnusedPlace.enrolment_id, UnusedPlace.reason).order_by(UnusedPlace.id),
        select(o.id, o.status, o.max_places, o.starts_at, o.ends_at).order_by(o.id),
        select(m.id, m.offering_id, m.starts_at, m.ends_at, m.venue).order_by(m.id),
        select(OfferingTrainer.offering_id, OfferingTrainer.person_id).order_by(OfferingTrainer.id),
    )  # fmt: skip
    return [tuple(row) for query in queries for row in db.session.execute(query)]


def mails(status: MailStatus) -> int:
    query = select(func.count(OutgoingMail.id)).where(OutgoingMail.status == status)
    return db.session.scalar(query) or 0


def all_sent() -> None:
    for mail in db.session.scalars(select(OutgoingMail)):
        mail.status, mail.sent_at = MailStatus.SENT, clock.now()
    db.session.commit()


def test_everybody_stands_where_they_stood(
    cast: Cast, hr: Actor, offering: Offering, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A withdrawal with a waiter who moves up, an approval, a refusal, and somebody new."""
    leaves = an_enrolment(cast.employee, offering)
    moves_up = an_enrolment(cast.colleague, offering, Status.WAITLISTED)
    approved = an_enrolment(cast.outsider, offering, Status.REQUESTED)
    declined = an_enrolment(cast.trainer, offering, Status.REQUESTED)
    an_enrolment(cast.deputy, offering)
    db.session.commit()
    before = facts()
    rows = [
        PARTICIPANTS,
        [offering.number, cast.employee.personnel_number, "Zurückgezogen", ""],
        [offering.number, cast.outsider.personnel_number, "Auf der Warteliste", ""],
        [offering.number, cast.trainer.personnel_number, "Abgelehnt", "Kein Bedarf"],
        [offering.number, cast.without_email.personnel_number, "", ""],
    ]
    run_id = brought_in("enrolments", rows, hr)
    # As a list with more rows than one query can carry.
    monkeypatch.setattr(portions, "_IDS_PER_QUERY", 1)
    statuses = [leaves.status, moves_up.status, approved.status, declined.status]
    assert statuses == [Status.WITHDRAWN, Status.CONFIRMED, Status.WAITLISTED, Status.DECLINED]
    told = mails(MailStatus.QUEUED)
    assert told >= 5
    assert undoing.foretold(db.session.get_one(ImportRun, run_id)) == (1, told, 0)
    taken_back(run_id, hr)
    *as_before, new = [row for row in facts() if len(row) == 11]
    assert as_before == [row for row in before if len(row) == 11]
    assert new[1:4] == (Status.WITHDRAWN, False, None)
    assert [row for row in facts() if len(row) != 11] == [row for row in before if len(row) != 11]
    assert history(leaves.id) == ["withdraw>withdrawn", "take_back>confirmed"]
    assert history(moves_up.id) == ["grant>confirmed", "take_back>waitlisted"]
    assert (mails(MailStatus.QUEUED), mails(MailStatus.WITHDRAWN)) == (0, told)
    span = Span(clock.today(), clock.today() + timedelta(90))
    asked = [each.person_id for each in asking(span, PeopleThen())]
    assert cast.without_email.id not in asked
    again = operations.request_place(offering.id, cast.without_email.id, hr)
    assert again.status is Status.REQUESTED


def test_results_and_what_they_gave_are_taken_back(cast: Cast, hr: Actor) -> None:
    course = a_course("PL-2", "Polnisch", cost_per_place=5_000, gives=("pol", "A1"))
    offering = an_offering(course, starts_on=clock.today() - timedelta(7), places=3)
    came, missed = (an_enrolment(each, offering) for each in (cast.employee, cast.colleague))
    corrected = an_enrolment(cast.outsider, offering, Status.NO_SHOW)
    corrected.finished_on, corrected.result = clock.today() - timedelta(7), Result.FAILED
    db.session.add(
        Attendance(
            enrolment_id=came.id, meeting_id=offering.meetings[0].id, presence=Presence.PRESENT
        )
    )
    db.session.commit()
    before = facts()
    rows = [
        PARTICIPANTS,
        [offering.number, cast.employee.personnel_number, "Abgeschlossen", ""],
        [offering.number, cast.colleague.personnel_number, "Nicht erschienen", ""],
        [offering.number, cast.outsider.personnel_number, "Platz bestätigt", "Falsch erfasst"],
    ]
    run_id = brought_in("enrolments", rows, hr)
    assert [came.status, missed.status] == [Status.COMPLETED, Status.NO_SHOW]
    assert facts() != before
    taken_back(run_id, hr)
    assert facts() == before


def test_what_has_been_sent_stays_and_is_corrected(
    cast: Cast, hr: Actor, offering: Offering
) -> None:
    rows = [PARTICIPANTS, [offering.number, cast.employee.personnel_number, "Platz bestätigt", ""]]
    run_id = brought_in("enrolments", rows, hr)
    all_sent()
    sent = mails(MailStatus.SENT)
    assert undoing.foretold(db.session.get_one(ImportRun, run_id)) == (1, 0, sent)
    taken_back(run_id, hr)
    assert mails(MailStatus.SENT) == sent
    assert mails_to(cast.employee)[-1] == "taken_back"
    # Who decides on requests finds this one gone and needs no word about it.
    assert "taken_back" not in mails_to(cast.manager)


def test_what_was_built_on_a_list_of_participants_is_named(
    cast: Cast, hr: Actor, offering: Offering
) -> None:
    waiting = an_enrolment(cast.colleague, offering, Status.WAITLISTED)
    db.session.commit()
    rows = [
        PARTICIPANTS,
        [offering.number, cast.employee.personnel_number, "Platz bestätigt", ""],
        [offering.number, cast.colleague.personnel_number, "Zurückgezogen", ""],
    ]
    granted = brought_in("enrolments", rows[:2], hr)
    withdrawn = brought_in("enrolments", [rows[0], rows[2]], hr)
    writing()
    taken = db.session.scalars(
        select(Enrolment).where(Enrolment.person_id == cast.employee.id)
    ).one()
    # A reminder is no decision.
    waiting.reminded_at = clock.now()
    operations.withdraw(taken.id, as_actor(cast.employee))
    db.session.commit()
    assert refusal(granted, hr) == (
        "The list cannot be taken back any more:"
        " Enrolments changed since: 2 (for example Kira Petersen, Erik Sommer)."
    )
    writing()
    operations.request_place(offering.id, cast.colleague.id, as_actor(cast.colleague))
    db.session.commit()
    assert refusal(withdrawn, hr) == "Kira Petersen is already enrolled in this offering."


def test_a_place_that_somebody_else_has_by_now_does_not_come_back(
    cast: Cast, hr: Actor, offering: Offering
) -> None:
    for person in (cast.employee, cast.deputy):
        an_enrolment(person, offering)
    db.session.commit()
    rows = [PARTICIPANTS, [offering.number, cast.employee.personnel_number, "Zurückgezogen", ""]]
    run_id = brought_in("enrolments", rows, hr)
    writing()
    asked = operations.request_place(offering.id, cast.outsider.id, hr)
    operations.approve(asked.id, as_actor(cast.other_manager))
    db.session.commit()
    in_the_way = (
        "People who had a place before the list, and others have it by now: 1"
        " (for example Erik Sommer)."
    )
    (told,) = undoing.what_stands_in_the_way(db.session.get_one(ImportRun, run_id))
    assert told.in_language("en") == in_the_way
    assert refusal(run_id, hr) == f"The list cannot be taken back any more: {in_the_way}"


def dates(cast: Cast, number: str, *days: date, places: int = 12, at: str = "9:00") -> Rows:
    trainer = cast.trainer.personnel_number
    return [
        DATES,
        *([number, "PL-1", day, at, "16:00", "Raum 7", places, trainer, ""] for day in days),
    ]


def test_offerings_of_a_list_go_and_changed_ones_are_as_before(
    cast: Cast, hr: Actor, offering: Offering
) -> None:
    day = clock.today() + timedelta(40)
    confirmed = an_enrolment(cast.employee, offering)
    waits = an_enrolment(cast.colleague, offering, Status.WAITLISTED)
    an_enrolment(cast.deputy, offering)
    db.session.commit()
    before = facts()
    rows = [
        *dates(cast, "2027/17", day, day + timedelta(7)),
        *dates(cast, offering.number, day, places=3)[1:],
    ]
    run_id = brought_in("offerings", rows, hr)
    assert (waits.status, confirmed.date_changed) == (Status.CONFIRMED, True)
    assert facts() != before
    taken_back(run_id, hr)
    assert facts() == before
    assert not confirmed.date_changed
    assert mails(MailStatus.QUEUED) == 0


def test_whoever_was_told_of_other_dates_is_told_of_the_old_ones(
    cast: Cast, hr: Actor, offering: Offering
) -> None:
    confirmed = an_enrolment(cast.employee, offering)
    offering.trainers.append(OfferingTrainer(person_id=cast.trainer.id))
    db.session.commit()
    run_id = brought_in(
        "offerings", dates(cast, offering.number, clock.today() + timedelta(40), places=2), hr
    )
    all_sent()
    taken_back(run_id, hr)
    assert mails_to(cast.employee) == ["dates_changed"] * 2
    assert mails_to(cast.trainer) == ["dates_changed_for_trainer"] * 2
    # They may withdraw whatever the deadline says: the date has moved twice.
    assert confirmed.date_changed


def test_nobody_loses_an_offering_in_which_they_have_enrolled(
    cast: Cast, hr: Actor, offering: Offering
) -> None:
    day = clock.today() + timedelta(40)
    new = brought_in("offerings", dates(cast, "2027/17", day), hr)
    changed = brought_in("offerings", dates(cast, offering.number, day, at="13:00"), hr)
    writing()
    made = db.session.scalars(select(Offering).where(Offering.number == "2027/17")).one()
    for each, person in ((made, cast.employee), (offering, cast.outsider)):
        db.session.add(an_enrolment(person, each, Status.REQUESTED))
    db.session.commit()
    assert (
        "Enrolments that belong to what the list has added: 1 (for example Erik Sommer)."
        in refusal(new, hr)
    )
    assert (
        "Enrolments added since to what the list has changed: 1 (for example Olga Reimann)."
        in refusal(changed, hr)
    )


def test_attendance_is_set_back_until_the_offering_is_closed(cast: Cast, hr: Actor) -> None:
    day = clock.today() - timedelta(7)
    offering = an_offering(a_course("PL-3", "Polnisch"), starts_on=day, begins=time(9))
    people = (cast.employee, cast.colleague, cast.outsider)
    enrolments = [an_enrolment(person, offering) for person in people]
    db.session.commit()
    meeting = offering.meetings[0].id
    writing()
    said = (Entry(Presence.PRESENT), Entry(Presence.EXCUSED))
    attendance.record(meeting, {enrolments[n].id: entry for n, entry in enumerate(said)}, hr)
    db.session.commit()
    before = facts()
    rows = [
        PRESENT,
        *(
            [offering.number, person.personnel_number, day, "anwesend", 60]
            for person in (cast.colleague, cast.outsider)
        ),
    ]
    run_id = brought_in("attendance", rows, hr)
    assert facts() != before
    taken_back(run_id, hr)
    assert facts() == before
    run_id = brought_in("attendance", rows, hr)
    writing()
    closing.close_offering(offering.id, hr)
    db.session.commit()
    assert "Offerings closed or cancelled since: 1" in refusal(run_id, hr)


def test_whoever_waits_reads_nothing_of_what_was_taken_back(cast: Cast, hr: Actor) -> None:
    """Neither that somebody ahead has left, nor that anybody has come before them."""
    full = an_offering(a_course("PL-4", "Polnisch", needs_approval=False), places=1)
    db.session.commit()
    for person in (cast.employee, cast.colleague, cast.outsider):
        writing()
        waits = operations.request_place(full.id, person.id, hr)
        db.session.commit()
    assert (told := waiting_story(waits)) is not None
    rows = [PARTICIPANTS, [full.number, cast.colleague.personnel_number, "Zurückgezogen", ""]]
    run_id = brought_in("enrolments", rows, hr)
    assert waiting_story(waits) != told
    taken_back(run_id, hr)
    assert waiting_story(waits) == told
    assert told.ahead == positions([full.id])[waits.id] - 1 == 1


def test_only_what_nobody_is_sending_is_withdrawn(
    cast: Cast, hr: Actor, offering: Offering
) -> None:
    rows = [PARTICIPANTS, [offering.number, cast.employee.personnel_number, "Platz bestätigt", ""]]
    run_id = brought_in("enrolments", rows, hr)
    confirmation = db.session.scalars(
        select(OutgoingMail).where(OutgoingMail.kind == "confirmed")
    ).one()
    confirmation.claimed_until = clock.now() + timedelta(minutes=5)
    db.session.commit()
    taken_back(run_id, hr)
    assert confirmation.status is MailStatus.QUEUED
    assert mails_to(cast.employee)[-1] == "taken_back"
