"""Feedback and needs in the example city."""

from flask import Flask
from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.accounts.sign_in import sign_in
from trainingtracker.demo.accounts import PASSWORD
from trainingtracker.enrolment.early import invited_to
from trainingtracker.extensions import db
from trainingtracker.feedback import results
from trainingtracker.feedback.mine import open_forms
from trainingtracker.feedback.questions import own_questions
from trainingtracker.feedback.to_read import to_read
from trainingtracker.lines import Window
from trainingtracker.models import Course, FeedbackForm, FeedbackInvitation, Need, Offering
from trainingtracker.needs import interest


def test_the_employee_is_asked_for_feedback_and_results_of_others_are_there(city: Flask) -> None:
    assert open_forms(sign_in("employee", PASSWORD).person_id)
    found = results.forms(limit=100).rows
    assert any(row.published for row in found)
    assert any(row.evaluated_on is None for row in found)


def test_no_form_is_open_after_its_last_day_and_texts_wait_for_hr(city: Flask) -> None:
    open_until = select(FeedbackForm.closes_on).where(FeedbackForm.evaluated_on.is_(None))
    assert min(db.session.scalars(open_until)) >= clock.today()
    assert to_read(Window())


def test_a_course_asks_a_question_of_its_own(city: Flask) -> None:
    course = db.session.scalars(select(Course).where(Course.code == "LA-09")).one()
    assert "Das Tempo war für mich richtig." in [q.text.de for q in own_questions(course.id)]


def test_what_has_been_evaluated_has_no_invitations_any_more(city: Flask) -> None:
    left = db.session.scalars(
        select(FeedbackForm.evaluated_on).join(
            FeedbackInvitation, FeedbackInvitation.form_id == FeedbackForm.id
        )
    ).all()
    assert left
    assert set(left) == {None}


def test_a_course_without_dates_has_an_interest_list(city: Flask) -> None:
    course = db.session.scalars(select(Course).where(Course.code == "LA-16")).one()
    assert len(interest.interested(course.id)) > 5
    assert db.session.scalars(select(Need.note)).all()


def test_the_employee_is_invited_first_to_an_offering_made_from_demand(city: Flask) -> None:
    offering = db.session.scalars(
        select(Offering)
        .join(Offering.course)
        .where(Course.code == "LA-15", Offering.early_days > 0)
    ).one()
    early = invited_to(sign_in("employee", PASSWORD).person_id, [offering])
    assert early[offering.id] <= clock.now()
