"""The forms that wait for one person's answer."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import Course, Enrolment, FeedbackForm, FeedbackInvitation, Offering
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import FeedbackKind


class OpenForm(NamedTuple):
    id: int
    kind: FeedbackKind
    course: Bilingual
    closes_on: date


def open_forms(person_id: int) -> list[OpenForm]:
    """What the person is asked and has not answered, the first to close first; one query."""
    rows = db.session.execute(
        select(FeedbackForm.id, FeedbackForm.kind, Course.title, FeedbackForm.closes_on)
        .join(FeedbackInvitation, FeedbackInvitation.form_id == FeedbackForm.id)
        .join(Enrolment, Enrolment.id == FeedbackInvitation.enrolment_id)
        .join(Offering, Offering.id == FeedbackForm.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .where(
            Enrolment.person_id == person_id,
            FeedbackInvitation.used.is_(False),
            FeedbackForm.evaluated_on.is_(None),
            FeedbackForm.closes_on >= clock.today(),
        )
        .order_by(FeedbackForm.closes_on, FeedbackForm.id)
    )
    return [OpenForm(*row) for row in rows]
