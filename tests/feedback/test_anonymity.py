"""Nothing that is stored says who said what."""

from datetime import timedelta

import pytest
from sqlalchemy import ForeignKey, func, inspect, select, text
from sqlalchemy.orm import Session

from tests.cast import Cast, an_enrolment
from tests.support.feedback import an_open_form
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.feedback.answering import answer
from trainingtracker.models import (
    AuditEntry,
    FeedbackAnswer,
    FeedbackForm,
    FeedbackInvitation,
    FeedbackQuestion,
)
from trainingtracker.privacy.audit import UNAUDITED
from trainingtracker.vocabulary import Status


@pytest.fixture
def form(cast: Cast) -> FeedbackForm:
    """Three people took part and are asked."""
    people = (cast.employee, cast.colleague, cast.outsider)
    enrolments = [an_enrolment(p, cast.english_offering, Status.COMPLETED) for p in people]
    return an_open_form(cast.english_offering, *enrolments)


def answers(form: FeedbackForm, score: int) -> dict[int, int | str]:
    return {question.id: score for question in form.questions[:2]}


def test_no_key_no_time_and_no_count_leads_from_an_answer_to_a_person(app_context: object) -> None:
    columns = FeedbackAnswer.__table__.columns
    keys: set[ForeignKey] = set().union(*(column.foreign_keys for column in columns))
    assert {key.column.table.name for key in keys} == {"feedback_question"}
    assert set(columns.keys()) == {"id", "question_id", "score", "text", "reading"}
    question = inspect(FeedbackQuestion).columns.keys()
    assert "person_id" not in question
    assert "enrolment_id" not in question


def test_an_invitation_says_no_time(app_context: object) -> None:
    columns = set(FeedbackInvitation.__table__.columns.keys())
    assert columns == {"id", "form_id", "enrolment_id", "used"}


def test_the_log_of_changes_keeps_neither_the_answer_nor_when_somebody_answered(
    cast: Cast, form: FeedbackForm, db_session: Session
) -> None:
    assert {"feedback_answer", "feedback_invitation"} <= UNAUDITED
    db_session.commit()
    before = db_session.scalar(select(func.count(AuditEntry.id)))
    db_session.info["actor"] = cast.employee.id
    answer(form.id, cast.employee.id, answers(form, 4))
    db_session.commit()
    assert db_session.scalar(select(func.count(AuditEntry.id))) == before


def test_every_answer_mixes_the_box_anew(
    cast: Cast, form: FeedbackForm, db_session: Session
) -> None:
    answer(form.id, cast.employee.id, answers(form, 1))
    db_session.commit()
    first = set(db_session.scalars(select(FeedbackAnswer.id)))
    answer(form.id, cast.colleague.id, answers(form, 5))
    db_session.commit()
    second = set(db_session.scalars(select(FeedbackAnswer.id)))
    # Nothing of the first box is left: what was there has been written anew with what came.
    assert len(first) == 2
    assert len(second) == 4
    assert not first & second


def test_the_database_itself_does_not_count_answers_in_their_order(
    cast: Cast, form: FeedbackForm, db_session: Session
) -> None:
    for person, score in ((cast.employee, 1), (cast.colleague, 3), (cast.outsider, 5)):
        answer(form.id, person.id, answers(form, score))
        db_session.commit()
    if db.engine.dialect.name == "sqlite":
        with pytest.raises(Exception, match="rowid"):
            db_session.execute(text("SELECT rowid FROM feedback_answer"))
        return
    # Rows of one transaction carry its number: that of the last person stands on all of them.
    numbers = set(db_session.scalars(text("SELECT xmin::text FROM feedback_answer")))
    assert len(numbers) == 1


def test_each_person_answers_once(cast: Cast, form: FeedbackForm) -> None:
    answer(form.id, cast.employee.id, answers(form, 4))
    with pytest.raises(RuleViolation, match="answered this form already"):
        answer(form.id, cast.employee.id, answers(form, 2))
    assert set(db.session.scalars(select(FeedbackAnswer.score))) == {4}


def test_only_who_was_asked_answers(cast: Cast, form: FeedbackForm) -> None:
    with pytest.raises(RuleViolation, match="closed"):
        answer(form.id, cast.manager.id, answers(form, 4))


def test_nothing_is_taken_after_the_last_day(cast: Cast, form: FeedbackForm) -> None:
    form.closes_on -= timedelta(days=22)
    with pytest.raises(RuleViolation, match="closed"):
        answer(form.id, cast.employee.id, answers(form, 4))


def test_an_empty_form_and_an_impossible_score_are_refused(cast: Cast, form: FeedbackForm) -> None:
    with pytest.raises(RuleViolation, match="at least one"):
        answer(form.id, cast.employee.id, {})
    with pytest.raises(RuleViolation, match="choose one"):
        answer(form.id, cast.employee.id, answers(form, 6))
    with pytest.raises(RuleViolation, match="too long"):
        answer(form.id, cast.employee.id, {form.questions[-1].id: "x" * 2001})
