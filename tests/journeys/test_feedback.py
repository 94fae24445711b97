"""Feedback without names, in a browser and in both languages.

Five people answer after the course; once the form has closed HR reads and releases a text, and the
trainer sees the results.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.cast import Cast, an_enrolment
from tests.journeys.conftest import ONE_EACH, Visitor
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.feedback.answering import answer
from trainingtracker.feedback.asking import ask_after_end
from trainingtracker.jobs.feedback import run_feedback
from trainingtracker.vocabulary import OfferingStatus, Status

TITLES = {"de": "Englisch für die Verwaltung", "en": "English for Administration"}
IMPROVE = {"de": "Was können wir besser machen?", "en": "What can we do better?"}


@pytest.mark.parametrize(("database_engine", "language"), ONE_EACH)
def test_from_the_answers_to_the_trainer(
    frozen: FrozenClock, cast: Cast, visitor: Callable[..., Visitor], language: str
) -> None:
    asked = (cast.employee, cast.colleague, cast.outsider, cast.international, cast.admin)
    for person in (*asked, cast.hr, cast.trainer):
        person.language = language
    offering = cast.english_offering
    assert offering.ends_at is not None
    frozen.move_to(offering.ends_at + timedelta(hours=2))
    for person in asked:
        an_enrolment(person, offering, Status.COMPLETED)
    offering.status = OfferingStatus.CLOSED
    form = ask_after_end(offering)
    assert form is not None
    for person in asked[1:]:
        answer(form.id, person.id, {question.id: 4 for question in form.questions[:4]})
    form_id = form.id
    db.session.commit()

    employee = visitor(language)
    employee.sign_in("erik.sommer")
    employee.go("/")
    employee.follow(TITLES[language])
    employee.check_accessibility()
    employee.press("Send without my name")
    employee.reads(employee.says("Please answer at least one question."))
    employee.check_accessibility()
    main = employee.page.get_by_role("main")
    for group in main.get_by_role("radiogroup").or_(main.locator("fieldset.scale")).all():
        group.get_by_label(employee.says("5 – completely")).check()
    main.get_by_label(IMPROVE[language]).fill("Mehr Beispiele")
    employee.press("Send without my name")
    employee.reads(employee.says("My next dates"))
    employee.go(f"/feedback/{form_id}")
    employee.reads(employee.says("You have answered. Thank you."))
    employee.check_accessibility()

    frozen.move_to(clock.now() + timedelta(days=22))
    run_feedback(clock.now())

    trainer = visitor(language)
    trainer.sign_in("tom.adler")
    trainer.go("/feedback/results")
    trainer.check_accessibility()
    trainer.follow(TITLES[language])
    trainer.reads(trainer.says("No texts have been released."))
    trainer.check_accessibility()

    hr = visitor(language)
    hr.sign_in("hanna.rieck")
    hr.go("/feedback/results")
    hr.check_accessibility()
    hr.follow(TITLES[language])
    hr.reads("Mehr Beispiele")
    hr.check_accessibility()
    hr.press("Release")
    hr.reads(hr.says("Released to the trainer"))
    hr.follow(hr.says("The course over time"))
    hr.check_accessibility()
    hr.follow(hr.says("Questions"))
    hr.check_accessibility()

    trainer.page.reload()
    trainer.reads("Mehr Beispiele")
