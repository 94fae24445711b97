"""From the end of a course to its results: who is asked, what is published, what is asked later."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.cast import Cast, a_person, an_enrolment
from tests.enrolment.acting import as_actor, mails_to
from tests.support.feedback import a_published_form, an_open_form
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.enrolment.presence.attendance import Entry, record
from trainingtracker.enrolment.presence.closing import close_offering
from trainingtracker.errors import NotAllowed, RuleViolation, StaleVersion
from trainingtracker.extensions import db
from trainingtracker.feedback import publishing, questions, results
from trainingtracker.feedback.answering import answer, standing
from trainingtracker.feedback.mine import open_forms
from trainingtracker.jobs.feedback import run_feedback
from trainingtracker.models import FeedbackAnswer, FeedbackForm, FeedbackInvitation, Person
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import FeedbackKind, Presence, QuestionKind, Reading


def close(cast: Cast, frozen: FrozenClock, *people: Person, absent: Person | None = None) -> None:
    """The course of these people is over and closed."""
    offering = cast.english_offering
    assert offering.ends_at is not None
    frozen.move_to(offering.ends_at + timedelta(hours=2))
    enrolments = {person: an_enrolment(person, offering) for person in people}
    for meeting in offering.meetings:
        entries = {
            enrolment.id: Entry(Presence.UNEXCUSED if person is absent else Presence.PRESENT)
            for person, enrolment in enrolments.items()
        }
        record(meeting.id, entries, as_actor(cast.hr))
    close_offering(offering.id, as_actor(cast.hr))
    db.session.commit()


def form_of(cast: Cast, kind: FeedbackKind = FeedbackKind.AFTER) -> FeedbackForm:
    return db.session.scalars(
        select(FeedbackForm).where(
            FeedbackForm.offering_id == cast.english_offering.id, FeedbackForm.kind == kind
        )
    ).one()


def after(frozen: FrozenClock, days: int) -> None:
    """What the worker does so many days from now."""
    frozen.move_to(clock.now() + timedelta(days=days))
    db.session.commit()
    run_feedback(clock.now())


def test_closing_asks_everybody_who_was_there(frozen: FrozenClock, cast: Cast) -> None:
    close(cast, frozen, cast.employee, cast.colleague, absent=cast.colleague)
    form = form_of(cast)
    assert form.closes_on == clock.today() + timedelta(days=21)
    assert [q.text for q in form.questions] == [q.text for q in questions.USUAL]
    assert mails_to(cast.employee)[-1] == "feedback"
    assert "feedback" not in mails_to(cast.colleague)
    assert [row.id for row in open_forms(cast.employee.id)] == [form.id]
    assert open_forms(cast.colleague.id) == []


def test_results_are_published_once_after_the_last_day(frozen: FrozenClock, cast: Cast) -> None:
    people = [cast.employee, cast.colleague, cast.outsider, cast.international, cast.admin]
    close(cast, frozen, *people)
    form = form_of(cast)
    for score, person in enumerate(people, 1):
        answer(form.id, person.id, {form.questions[0].id: score, form.questions[4].id: "Gut"})
    db.session.commit()
    after(frozen, 21)
    assert form_of(cast).evaluated_on is None
    assert results.results(form_of(cast), all_texts=True) == []
    after(frozen, 1)
    form = form_of(cast)
    assert form.published
    assert (form.invited, form.answered) == (5, 5)
    first, *others = results.results(form, all_texts=False)
    assert first.mean == 3
    assert others[0].hidden  # nobody answered it
    assert db.session.scalar(select(func.count(FeedbackInvitation.id))) == 0
    assert not publishing.evaluate(form.id)
    assert mails_to(cast.trainer)[-1] == "feedback_published"
    assert mails_to(cast.hr)[-1] == "feedback_texts"


def test_fewer_answers_than_five_are_deleted(frozen: FrozenClock, cast: Cast) -> None:
    people = [cast.employee, cast.colleague, cast.outsider, cast.international]
    close(cast, frozen, *people)
    form = form_of(cast)
    for person in people:
        answer(form.id, person.id, {form.questions[0].id: 5})
    db.session.commit()
    after(frozen, 22)
    assert not form_of(cast).published
    assert db.session.scalar(select(func.count(FeedbackAnswer.id))) == 0
    found = standing(form.id, cast.employee.id)
    assert found is not None
    assert not found.open


def test_a_text_reaches_the_trainer_after_hr_has_released_it(cast: Cast) -> None:
    form = a_published_form(cast.english_offering)
    texts = results.results(form, all_texts=True)[4].texts
    assert results.results(form, all_texts=False)[4].texts == ()
    with pytest.raises(NotAllowed):
        publishing.decide_about_text(form.id, texts[0].id, as_actor(cast.trainer), Reading.RELEASED)
    publishing.decide_about_text(form.id, texts[0].id, as_actor(cast.hr), Reading.RELEASED)
    publishing.decide_about_text(form.id, texts[1].id, as_actor(cast.hr), Reading.WITHHELD)
    shown = results.results(form, all_texts=False)[4].texts
    assert [text.id for text in shown] == [texts[0].id]
    with pytest.raises(RuleViolation):
        publishing.decide_about_text(form.id, "unknown", as_actor(cast.hr), Reading.RELEASED)


def test_three_months_later_one_question_is_asked(frozen: FrozenClock, cast: Cast) -> None:
    people = [cast.employee, cast.colleague, cast.outsider, cast.international, cast.admin]
    close(cast, frozen, *people)
    after(frozen, 80)
    assert open_forms(cast.employee.id) == []
    after(frozen, 15)
    form = form_of(cast, FeedbackKind.LATER)
    (question,) = form.questions
    assert question.kind is QuestionKind.USE
    assert mails_to(cast.employee)[-1] == "feedback_later"
    for person, score in zip(people, (3, 3, 2, 1, 1), strict=True):
        answer(form.id, person.id, {question.id: score})
    db.session.commit()
    after(frozen, 22)
    (result,) = results.results(form_of(cast, FeedbackKind.LATER), all_texts=False)
    assert dict(result.scores) == {3: 2, 2: 1, 1: 2}
    after(frozen, 30)
    assert db.session.scalar(select(func.count(FeedbackForm.id))) == 2


def test_people_who_cannot_sign_in_are_not_asked(frozen: FrozenClock, cast: Cast) -> None:
    close(cast, frozen, cast.employee, cast.without_email)
    assert "feedback" not in mails_to(cast.without_email)


def test_a_course_asks_its_own_questions_and_open_forms_keep_theirs(cast: Cast) -> None:
    form = an_open_form(cast.english_offering)
    own = [
        questions.Question(QuestionKind.SCALE, Bilingual("Tempo passt.", "The pace is right.")),
        questions.Question(QuestionKind.TEXT, Bilingual("Noch etwas?", "")),
    ]
    seen = questions.version(questions.USUAL)
    questions.save_questions(cast.english.id, own, seen)
    assert questions.questions_of(cast.english.id) == tuple(own)
    assert len(form.questions) == len(questions.USUAL)
    with pytest.raises(StaleVersion):
        questions.save_questions(cast.english.id, own[:1], seen)
    questions.save_questions(cast.english.id, questions.USUAL, questions.version(own))
    assert questions.own_questions(cast.english.id) == ()


@pytest.mark.parametrize(
    ("texts", "message"),
    [([], "at least one"), (["", "b"], "German text"), (["a", "a"], "same German"),
     ([str(n) for n in range(16)], "at most")],
)  # fmt: skip
def test_a_set_that_nobody_can_answer_is_refused(
    cast: Cast, texts: list[str], message: str
) -> None:
    own = [questions.Question(QuestionKind.SCALE, Bilingual(text, "")) for text in texts]
    with pytest.raises(RuleViolation, match=message):
        questions.save_questions(cast.english.id, own, questions.version(questions.USUAL))


def test_results_over_time_stand_beside_each_other(cast: Cast) -> None:
    a_published_form(cast.english_offering, score=4)
    series = results.over_time(cast.english.id)
    assert len(series) == 4  # the free texts are not numbers
    assert series[0][1][0].result.mean == 4


def test_nobody_is_asked_by_a_closing_without_participants(frozen: FrozenClock, cast: Cast) -> None:
    close(cast, frozen, a_person("Rita", "Raus", email=None, account=False))
    assert results.forms(limit=10).total == 0
