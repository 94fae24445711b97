"""HR's courses: list, create, edit, publish, archive."""

import pytest
from sqlalchemy import select

from tests.cast import Cast, a_course
from tests.conftest import CountQueries, SignIn
from tests.support.pages import errors_of, form_with, rows_of
from trainingtracker.catalogue import courses
from trainingtracker.extensions import db
from trainingtracker.models import Course
from trainingtracker.vocabulary import CourseStatus

LIST = "/planning/courses"
NEW = {
    "code": "T-ITA",
    "topic_id": "2",
    "title_de": "Italienisch für Anfänger*innen",
    "format": "online",
    "language_id": "",
    "teaching_units": "12",
    "cost_per_place": "99,50",
    "attendance_threshold": "80",
}


def test_the_list_shows_every_course_with_its_status(cast: Cast, sign_in: SignIn) -> None:
    rows = rows_of(sign_in(cast.hr).get(LIST).text)
    assert any("Englisch für die Verwaltung" in row and "Veröffentlicht" in row for row in rows)
    assert any("Noch in Arbeit" in row and "Entwurf" in row for row in rows)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=verhand", ["T-NEG"]),
        ("q=t-eu", ["T-EU"]),
        ("status=draft", ["T-NEW"]),
        ("q=gibtesnicht", []),
    ],
)
def test_filters_narrow_the_list(
    cast: Cast, sign_in: SignIn, query: str, expected: list[str]
) -> None:
    rows = rows_of(sign_in(cast.hr).get(f"{LIST}?{query}").text)
    assert [code for code in expected if any(code in row for row in rows)] == expected
    assert len(rows) == len(expected)


def test_a_filter_without_sense_is_no_filter(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    whole = rows_of(client.get(LIST).text)
    odd = client.get(f"{LIST}?topic=x&status=unknown&sort=password&page=-1")
    assert rows_of(odd.text) == whole


def test_headings_sort_in_both_directions(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    up = rows_of(client.get(f"{LIST}?sort=code").text)
    down = rows_of(client.get(f"{LIST}?sort=-code").text)
    assert up == down[::-1]
    assert "T-ENG" in up[0]


def test_the_list_is_paged_with_a_constant_number_of_queries(
    cast: Cast, sign_in: SignIn, count_queries: CountQueries
) -> None:
    client = sign_in(cast.hr)
    with count_queries() as few:
        client.get(LIST)
    for number in range(60):
        a_course(f"X-{number:02d}", f"Kurs {number}")
    db.session.commit()
    with count_queries() as many:
        page = client.get(LIST)
    assert many.number == few.number
    assert len(rows_of(page.text)) == 50
    assert len(rows_of(client.get(f"{LIST}?page=2").text)) == 14


def test_a_course_is_created_as_a_draft(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    answer = client.post(f"{LIST}/new", data=NEW)
    assert answer.status_code == 303
    course = db.session.scalars(select(Course).where(Course.code == "T-ITA")).one()
    assert course.status is CourseStatus.DRAFT
    assert course.cost_per_place == 9950
    assert "als Entwurf gespeichert" in client.get(answer.location).text


def test_a_form_with_gaps_keeps_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.hr).post(f"{LIST}/new", data=NEW | {"code": "", "teaching_units": "x"})
    assert answer.status_code == 422
    assert "Kürzel" in errors_of(answer.text)
    assert form_with(answer.text, "title_de")["title_de"] == NEW["title_de"]


@pytest.mark.parametrize(
    ("typed", "cents"), [("120", 12000), ("1.200", 120000), ("1.200,50", 120050), ("99.5", 9950)]
)
def test_amounts_are_understood_as_people_write_them(
    cast: Cast, sign_in: SignIn, typed: str, cents: int
) -> None:
    sign_in(cast.hr).post(f"{LIST}/new", data=NEW | {"cost_per_place": typed})
    assert (
        db.session.scalars(select(Course).where(Course.code == "T-ITA")).one().cost_per_place
        == cents
    )


@pytest.mark.parametrize("typed", ["viel", "1,234", "12,3,4", "1e999999999"])
def test_an_amount_that_is_none_is_refused(cast: Cast, sign_in: SignIn, typed: str) -> None:
    answer = sign_in(cast.hr).post(f"{LIST}/new", data=NEW | {"cost_per_place": typed})
    assert answer.status_code == 422
    assert "Betrag in Euro" in errors_of(answer.text)


def test_what_is_wrong_in_a_row_is_told_in_the_readers_language(
    cast: Cast, sign_in: SignIn
) -> None:
    wrong = NEW | {"outcomes-0-level": "gone", "outcomes-0-valid_months": "twelve"}
    answer = sign_in(cast.hr).post(f"{LIST}/new", data=wrong)
    assert answer.status_code == 422
    assert "Keine gültige Auswahl." in errors_of(answer.text)
    assert "Not a valid" not in answer.text


def test_a_refused_rule_is_told_in_the_form(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.hr).post(f"{LIST}/new", data=NEW | {"code": "T-ENG"})
    assert answer.status_code == 422
    assert "Es gibt schon einen Kurs mit dem Kürzel T-ENG" in errors_of(answer.text)


def test_rows_are_added_and_removed_without_javascript(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    form = form_with(client.get(f"{LIST}/{cast.advanced.id}").text, "title_de")
    form["add"] = "prerequisites"
    form["title_de"] = "Noch nicht gespeichert"
    page = client.post(f"{LIST}/{cast.advanced.id}", data=form)
    assert page.status_code == 200
    again = form_with(page.text, "title_de")
    assert again["title_de"] == "Noch nicht gespeichert"
    assert "prerequisites-1-needed" in again
    again["prerequisites-1-needed"] = f"course:{cast.english.id}"
    again["remove"] = "prerequisites-0"
    kept = form_with(client.post(f"{LIST}/{cast.advanced.id}", data=again).text, "title_de")
    assert "prerequisites-0-needed" not in kept
    assert client.post(f"{LIST}/{cast.advanced.id}", data=kept).status_code == 303
    db.session.refresh(cast.advanced)
    assert [p.required_course_id for p in cast.advanced.prerequisites] == [cast.english.id]


def test_saving_the_form_untouched_changes_nothing(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    before = courses.facts_of(cast.english)
    form = form_with(client.get(f"{LIST}/{cast.english.id}").text, "title_de")
    assert client.post(f"{LIST}/{cast.english.id}", data=form).status_code == 303
    db.session.refresh(cast.english)
    assert courses.facts_of(cast.english) == before


def test_an_older_copy_says_what_changed_meanwhile_and_keeps_what_was_typed(
    cast: Cast, sign_in: SignIn
) -> None:
    address = f"{LIST}/{cast.english.id}"
    first, second = sign_in(cast.hr), sign_in(cast.hr)
    form, other = (form_with(c.get(address).text, "title_de") for c in (first, second))
    other["provider"] = "Volkshochschule"
    second.post(address, data=other)
    form["title_de"] = "Englisch im Amt"
    answer = first.post(address, data=form)
    assert answer.status_code == 409
    assert "In der Zwischenzeit geändert" in answer.text
    assert "Volkshochschule" in answer.text
    again = form_with(answer.text, "title_de")
    assert again["title_de"] == "Englisch im Amt"
    assert first.post(address, data=again).status_code == 303
    db.session.refresh(cast.english)
    assert (cast.english.title_de, cast.english.provider) == ("Englisch im Amt", "Volkshochschule")


def test_what_both_have_changed_stays_as_typed_and_is_named(cast: Cast, sign_in: SignIn) -> None:
    address = f"{LIST}/{cast.english.id}"
    first, second = sign_in(cast.hr), sign_in(cast.hr)
    form, other = (form_with(c.get(address).text, "title_de") for c in (first, second))
    other["teaching_units"], form["teaching_units"] = "33", "44"
    other["add"] = "outcomes"
    other = form_with(second.post(address, data=other).text, "title_de")
    other["outcomes-1-level"] = form["outcomes-0-level"]
    other["outcomes-0-level"] = ""
    second.post(address, data=other)
    answer = first.post(address, data=form)
    assert answer.status_code == 409
    again = form_with(answer.text, "title_de")
    assert again["teaching_units"] == "44"
    assert "33" in answer.text
    first.post(address, data=again)
    db.session.refresh(cast.english)
    assert cast.english.teaching_units == 44
    assert len(cast.english.outcomes) == 1


def test_a_course_is_published_and_archived(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    assert client.post(f"{LIST}/{cast.draft.id}/publish").status_code == 303
    db.session.refresh(cast.draft)
    assert cast.draft.status is CourseStatus.PUBLISHED
    assert client.post(f"{LIST}/{cast.draft.id}/archive").status_code == 303
    db.session.refresh(cast.draft)
    assert cast.draft.status is CourseStatus.ARCHIVED


def test_archiving_is_refused_while_people_take_part(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.hr).post(f"{LIST}/{cast.english.id}/archive")
    assert answer.status_code == 422
    assert "kann noch nicht archiviert werden" in answer.text


def test_an_unknown_course_is_not_found(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    assert client.get(f"{LIST}/99999").status_code == 404
    for verb in ("publish", "archive"):
        assert client.post(f"{LIST}/99999/{verb}").status_code == 404


@pytest.mark.parametrize("who", ["employee", "manager", "trainer", "coordinator"])
def test_courses_are_hrs_to_edit(cast: Cast, sign_in: SignIn, who: str) -> None:
    client = sign_in(getattr(cast, who))
    address = f"{LIST}/{cast.english.id}"
    for answer in (
        client.get(LIST),
        client.get(f"{LIST}/new"),
        client.get(address),
        client.post(address, data={}),
        client.post(f"{address}/publish"),
        client.post(f"{address}/archive"),
    ):
        assert answer.status_code == 403


def test_whoever_is_not_signed_in_is_asked_to(cast: Cast, client) -> None:  # type: ignore[no-untyped-def]
    assert client.get(LIST).status_code == 303


def test_what_is_no_number_is_told_in_one_sentence(cast: Cast, sign_in: SignIn) -> None:
    wrong = NEW | {"teaching_units": "acht", "outcomes-0-level": "", "outcomes-0-valid_months": "0"}
    told = errors_of(sign_in(cast.hr).post(f"{LIST}/new", data=wrong).text)
    units = "Unterrichtseinheiten (je 45 Minuten): Bitte geben Sie eine Zahl von 1 bis 2000 an."
    assert units in told
    assert "Kompetenz 1, Gültigkeit (Monate): Bitte geben Sie eine Zahl von 1 bis 600 an." in told
