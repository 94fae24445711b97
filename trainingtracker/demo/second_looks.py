"""What HR of the example city has put right, and what it asks of a course on its own."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.enrolment import results
from trainingtracker.enrolment.presence import attendance
from trainingtracker.extensions import db
from trainingtracker.feedback.questions import USUAL, questions_of, save_questions, version
from trainingtracker.models import Attendance, Course, Enrolment, Meeting, Offering
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import Presence, Role, Status

_REASON = "Auf der Unterschriftenliste steht die Person; sie kam nur später."
_LATE_MINUTES = 20
_OWN = Bilingual("Das Tempo war für mich richtig.", "The pace was right for me.")


def correct(hr_id: int, taken: set[int]) -> None:
    """Somebody was noted as absent and had only come late: the result is taken back and given."""
    hr = Actor(hr_id, {Role.HR: None})
    found = db.session.scalars(
        select(Enrolment)
        .join(Offering, Offering.id == Enrolment.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .where(
            Enrolment.status == Status.NOT_COMPLETED,
            Enrolment.attended_percent < Course.attendance_threshold,
            Enrolment.person_id.not_in(taken),
        )
        .order_by(Offering.ends_at.desc(), Enrolment.id)
        .limit(1)
    ).first()
    if found is None:
        return
    db.session.info["actor"] = hr_id
    with clock.frozen(clock.at(clock.today() - timedelta(days=1)) + timedelta(hours=11)):
        results.correct(found.id, hr, _REASON)
        for meeting in _missed(found):
            minutes = int((meeting.ends_at - meeting.starts_at).total_seconds()) // 60
            entry = attendance.Entry(Presence.PRESENT, minutes - _LATE_MINUTES)
            attendance.record(meeting.id, {found.id: entry}, hr)
        results.complete(found.id, hr)


def _missed(enrolment: Enrolment) -> list[Meeting]:
    """Where the person is not recorded as present."""
    present = select(Attendance.meeting_id).where(
        Attendance.enrolment_id == enrolment.id, Attendance.presence == Presence.PRESENT
    )
    there = set(db.session.scalars(present))
    return [meeting for meeting in enrolment.offering.meetings if meeting.id not in there]


def ask_of_its_own(course: Course, hr_id: int) -> None:
    """The course asks after the pace, and not after the venue."""
    db.session.info["actor"] = hr_id
    questions = tuple(replace(q, text=_OWN) if q is USUAL[3] else q for q in USUAL)
    save_questions(course.id, questions, version(questions_of(course.id)))
