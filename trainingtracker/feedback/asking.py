"""Opening forms: at the end of a course, and once more months afterwards."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased, contains_eager

from trainingtracker import clock, settings
from trainingtracker.extensions import db
from trainingtracker.feedback.questions import USE, Question, questions_of
from trainingtracker.models import (
    Account,
    Enrolment,
    FeedbackForm,
    FeedbackInvitation,
    FeedbackQuestion,
    Offering,
    Person,
)
from trainingtracker.notify import feedback_messages
from trainingtracker.vocabulary import FeedbackKind, OfferingStatus, Status

# Whoever was there can say how it was.
_TOOK_PART = (Status.COMPLETED, Status.NOT_COMPLETED)


def ask_after_end(offering: Offering) -> FeedbackForm | None:
    """Invite everybody who took part, when the offering is closed; None where nobody can answer.

    Whoever has neither an account nor an address to get one is left out: a form on paper would
    come back with a handwriting.
    """
    return _open(offering, FeedbackKind.AFTER, questions_of(offering.course_id))


def ask_whether_used(offering_id: int) -> FeedbackForm | None:
    """Ask the one question of months afterwards; None where it is asked already, or of nobody."""
    offering = db.session.get_one(Offering, offering_id, with_for_update=True)
    if _form_of(offering_id, FeedbackKind.LATER) is not None:
        return None
    return _open(offering, FeedbackKind.LATER, [USE])


def due_for_use(now: datetime) -> list[int]:
    """Closed offerings whose participants were asked at the end, months ago, and not again yet.

    Nobody is asked after a year: what was forgotten that long is not asked at all.
    """
    months = settings.get("feedback_use_months")
    today = clock.local_day(now)
    after, later = aliased(FeedbackForm), aliased(FeedbackForm)
    return list(
        db.session.scalars(
            select(Offering.id)
            .join(after, (after.offering_id == Offering.id) & (after.kind == FeedbackKind.AFTER))
            .outerjoin(
                later, (later.offering_id == Offering.id) & (later.kind == FeedbackKind.LATER)
            )
            .where(
                Offering.status == OfferingStatus.CLOSED,
                Offering.ends_at < clock.end_of(clock.add_months(today, -months)),
                Offering.ends_at > clock.at(clock.add_months(today, -months - 12)),
                later.id.is_(None),
                after.evaluated_on.is_not(None),
            )
            .order_by(Offering.id)
        )
    )


def with_account(person_ids: Iterable[int]) -> set[int]:
    """Those of these people who can sign in and answer."""
    return set(
        db.session.scalars(
            select(Account.person_id).where(
                Account.person_id.in_(list(person_ids)), Account.active.is_(True)
            )
        )
    )


def _form_of(offering_id: int, kind: FeedbackKind) -> FeedbackForm | None:
    return db.session.scalar(
        select(FeedbackForm).where(
            FeedbackForm.offering_id == offering_id, FeedbackForm.kind == kind
        )
    )


def _open(
    offering: Offering, kind: FeedbackKind, questions: Iterable[Question]
) -> FeedbackForm | None:
    today = clock.today()
    enrolments = _able_to_answer(offering.id, today)
    form = FeedbackForm(
        offering=offering,
        kind=kind,
        opened_on=today,
        closes_on=today + timedelta(days=settings.get("feedback_days")),
    )
    form.questions = [
        FeedbackQuestion(
            position=position,
            kind=question.kind,
            text_de=question.text.de,
            text_en=question.text.en,
        )
        for position, question in enumerate(questions, 1)
    ]
    if not enrolments:
        # Nobody is asked; the form says that it is done with.
        form.closes_on, form.evaluated_on = today, today
    db.session.add(form)
    db.session.flush()
    for enrolment in enrolments:
        db.session.add(FeedbackInvitation(form_id=form.id, enrolment_id=enrolment.id))
        feedback_messages.invited(enrolment, form)
    db.session.flush()
    return form if enrolments else None


def _able_to_answer(offering_id: int, as_of: date) -> Sequence[Enrolment]:
    return db.session.scalars(
        select(Enrolment)
        .join(Enrolment.person)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(
            Enrolment.offering_id == offering_id,
            Enrolment.status.in_(_TOOK_PART),
            or_(Account.active.is_(True), Account.id.is_(None) & Person.email.is_not(None)),
            or_(Person.exit.is_(None), Person.exit >= as_of),
        )
        .options(contains_eager(Enrolment.person))
        .order_by(Enrolment.id)
    ).all()
