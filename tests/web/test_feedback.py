"""Giving feedback, reading what came of it, editing what a course asks."""

import re

import pytest
from sqlalchemy import select

from tests.cast import Cast, an_enrolment, an_offering
from tests.conftest import CountQueries, SignIn
from tests.support.feedback import a_published_form, an_open_form
from tests.support.pages import errors_of, form_with
from trainingtracker.extensions import db
from trainingtracker.feedback import questions
from trainingtracker.models import FeedbackAnswer, FeedbackForm
from trainingtracker.vocabulary import Reading, Status


@pytest.fixture
def asked(cast: Cast) -> FeedbackForm:
    """The employee is asked about the English course."""
    enrolment = an_enrolment(cast.employee, cast.english_offering, Status.COMPLETED)
    form = an_open_form(cast.english_offering, enrolment)
    db.session.commit()
    return form


def test_the_form_is_found_on_the_start_page_and_answered_once(
    cast: Cast, sign_in: SignIn, asked: FeedbackForm
) -> None:
    address, first, last = f"/feedback/{asked.id}", asked.questions[0].id, asked.questions[-1].id
    client = sign_in(cast.employee)
    assert address in client.get("/").text
    assert "Ohne Ihren Namen" in client.get(address).text
    answer = client.post(address, data={f"question-{first}": "4", f"question-{last}": "Mehr Übung"})
    assert answer.status_code == 303
    assert address not in client.get("/").text
    assert "Sie haben geantwortet" in client.get(address).text
    assert client.post(address, data={f"question-{first}": "1"}).status_code == 303
    assert {a.score or a.text for a in db.session.scalars(select(FeedbackAnswer))} == {
        4,
        "Mehr Übung",
    }


def test_what_was_typed_is_kept_when_the_form_is_refused(
    cast: Cast, sign_in: SignIn, asked: FeedbackForm
) -> None:
    client, last = sign_in(cast.employee), asked.questions[-1].id
    answer = client.post(f"/feedback/{asked.id}", data={})
    assert answer.status_code == 422
    assert "mindestens eine Frage" in errors_of(answer.text)
    answer = client.post(f"/feedback/{asked.id}", data={f"question-{last}": "lang " * 500})
    assert answer.status_code == 422
    assert "Was können wir besser machen?" in errors_of(answer.text)
    assert "lang lang" in answer.text


def test_a_form_is_for_those_who_took_part(
    cast: Cast, sign_in: SignIn, asked: FeedbackForm
) -> None:
    for person in (cast.colleague, cast.hr, cast.trainer):
        assert sign_in(person).get(f"/feedback/{asked.id}").status_code == 404
        assert sign_in(person).post(f"/feedback/{asked.id}").status_code == 404
    assert sign_in(cast.employee).get("/feedback/999").status_code == 404


def test_a_closed_form_says_so(cast: Cast, sign_in: SignIn) -> None:
    an_enrolment(cast.employee, cast.english_offering, Status.COMPLETED)
    form = a_published_form(cast.english_offering)
    db.session.commit()
    client = sign_in(cast.employee)
    assert "ist geschlossen" in client.get(f"/feedback/{form.id}").text
    answer = client.post(f"/feedback/{form.id}", data={f"question-{form.questions[0].id}": "1"})
    assert answer.status_code == 422


def test_hr_reads_and_releases_texts_and_the_trainer_gets_those(
    cast: Cast, sign_in: SignIn
) -> None:
    form = a_published_form(cast.english_offering)
    db.session.commit()
    hr, trainer, address = sign_in(cast.hr), sign_in(cast.trainer), f"/feedback/results/{form.id}"
    assert address in hr.get("/feedback/results").text
    assert "12 Texte zu lesen" in hr.get("/feedback/results").text
    page = hr.get(address).text
    assert "Mittelwert 4 von 5" in page or "Mittelwert 4,0 von 5" in page
    assert "Text 3" in page
    assert address in trainer.get("/feedback/results").text
    assert "Text 3" not in trainer.get(address).text
    text = db.session.scalars(select(FeedbackAnswer).where(FeedbackAnswer.text == "Text 3")).first()
    assert text is not None
    decide = f"{address}/texts/{text.id}"
    assert trainer.post(decide, data={"reading": "released"}).status_code == 403
    assert hr.post(decide, data={"reading": "nonsense"}).status_code == 422
    assert hr.post(decide, data={"reading": "released"}).status_code == 303
    assert "Text 3" in trainer.get(address).text
    assert hr.post(decide, data={"reading": "withheld"}).status_code == 303
    db.session.refresh(text)
    assert text.reading is Reading.WITHHELD
    assert "Text 3" not in trainer.get(address).text


def test_trainers_see_the_offerings_they_lead(cast: Cast, sign_in: SignIn) -> None:
    form = a_published_form(cast.funding_offering)
    db.session.commit()
    trainer = sign_in(cast.trainer)
    assert trainer.get(f"/feedback/results/{form.id}").status_code == 404
    assert f"/feedback/results/{form.id}" not in trainer.get("/feedback/results").text
    assert trainer.get(f"/feedback/courses/{cast.funding.id}").status_code == 403


def test_results_wait_until_the_form_has_closed(
    cast: Cast, sign_in: SignIn, asked: FeedbackForm
) -> None:
    page = sign_in(cast.hr).get(f"/feedback/results/{asked.id}").text
    assert "Danach werden die Ergebnisse" in page


def test_the_pages_ask_the_database_as_often_for_many_as_for_one(
    cast: Cast, sign_in: SignIn, count_queries: CountQueries
) -> None:
    client, pages = sign_in(cast.hr), ("/feedback/results", f"/feedback/courses/{cast.english.id}")
    a_published_form(cast.english_offering)
    db.session.commit()
    numbers = []
    for _round in range(2):
        for page in pages:
            with count_queries() as counted:
                assert client.get(page).status_code == 200
            numbers.append(counted.number)
        for _each in range(3):
            a_published_form(an_offering(cast.english))
        db.session.commit()
    assert numbers[:2] == numbers[2:]


def test_hr_edits_the_questions_of_a_course(cast: Cast, sign_in: SignIn) -> None:
    address = f"/planning/courses/{cast.english.id}/questions"
    client = sign_in(cast.hr)
    form = form_with(client.get(address).text, "questions-0-text_de")
    form["questions-0-text_de"] = ""
    refused = client.post(address, data=form)
    assert refused.status_code == 422
    assert "Frage 1, Frage auf Deutsch" in errors_of(refused.text)
    form["questions-0-text_de"] = "Das Tempo war richtig."
    assert client.post(address, data=form).status_code == 303
    assert questions.questions_of(cast.english.id)[0].text.de == "Das Tempo war richtig."
    assert client.post(address, data=form).status_code == 409
    assert "Das Tempo war richtig." in client.get(address).text
    assert client.post(f"{address}/usual").status_code == 303
    db.session.rollback()
    assert questions.own_questions(cast.english.id) == ()


def test_rows_of_questions_come_and_go(cast: Cast, sign_in: SignIn) -> None:
    address = f"/planning/courses/{cast.english.id}/questions"
    client = sign_in(cast.hr)
    form = form_with(client.get(address).text, "questions-0-text_de")
    more = client.post(address, data={**form, "add": "questions"}).text
    assert "questions-6-text_de" in more
    fewer = client.post(address, data={**form, "remove": "questions-1"}).text
    assert len(re.findall(r'name="questions-\d+-text_de"', fewer)) == 5


def test_courses_and_questions_that_do_not_exist_are_not_found(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    for address in ("/planning/courses/999/questions", "/feedback/courses/999"):
        assert client.get(address).status_code == 404
    assert client.get("/feedback/results/999").status_code == 404
    refused = sign_in(cast.manager).get(f"/planning/courses/{cast.english.id}/questions")
    assert refused.status_code == 403
