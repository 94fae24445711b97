"""Audiences and prerequisites on the pages: why somebody cannot ask, the way there, HR's form."""

from datetime import timedelta

import pytest

from tests.cast import Cast, a_holding, an_offering
from tests.conftest import CountQueries, SignIn
from tests.support.pages import form_with
from trainingtracker import clock, text
from trainingtracker.catalogue import courses
from trainingtracker.catalogue.course_facts import Audience
from trainingtracker.extensions import db
from trainingtracker.models import CourseAudience
from trainingtracker.vocabulary import Evidence, EvidenceGroup


def typed(page: str) -> dict[str, str]:
    """What the course's form would send."""
    return dict(form_with(page, "teaching_units"))


@pytest.mark.parametrize(
    ("language", "groups", "reason", "cannot"),
    [
        ("de", "Führungskräfte von 15 ", "Sie gehören heute zu keiner", "richtet sich an andere"),
        ("en", "managers of 15 ", "Today you belong to none", "this course is for others"),
    ],
)
def test_whoever_is_not_addressed_reads_why(
    cast: Cast, sign_in: SignIn, language: str, groups: str, reason: str, cannot: str
) -> None:
    cast.funding.audiences = [CourseAudience(unit_id=cast.unit_15.id, managers=True)]
    for person in (cast.employee, cast.manager):
        person.language = language
    db.session.commit()
    address = f"/courses/{cast.funding.id}"
    button = f"/offerings/{cast.funding_offering.id}/enrolments"
    other, addressed = sign_in(cast.employee), sign_in(cast.manager).get(address).text
    page = other.get(address).text
    assert groups in page
    assert groups in addressed
    assert reason in page
    assert cannot in page
    assert button not in page
    assert reason not in addressed
    assert button in addressed
    refused = other.post(button)
    assert refused.status_code == 422
    assert groups in refused.text


def test_the_page_names_what_is_missing_and_the_way_there(cast: Cast, sign_in: SignIn) -> None:
    cast.advanced.prerequisites[0].evidence = EvidenceGroup.CONFIRMED
    a_holding(cast.employee, "eng", "B2", evidence=Evidence.SELF_ASSESSMENT)
    db.session.commit()
    page = sign_in(cast.employee).get(f"/courses/{cast.advanced.id}").text
    start = clock.local_day(cast.english_offering.meetings[0].starts_at)
    assert "bestätigt durch Kurs, Führungskraft, Test oder Zertifikat" in page
    assert "Sie haben B2, aber der eingetragene Nachweis dafür reicht nicht aus." in page
    assert f'<a href="/courses/{cast.english.id}">Englisch für die Verwaltung</a>' in page
    assert f"nächster freier Termin: {text.day(start, 'de', weekday=True)}" in page


def test_each_date_asks_for_what_is_valid_on_its_own_start(cast: Cast, sign_in: SignIn) -> None:
    first = clock.local_day(cast.advanced_offering.meetings[0].starts_at)
    later = first + timedelta(days=7)
    second = an_offering(cast.advanced, starts_on=later)
    a_holding(cast.employee, "eng", "B1", until=later)
    db.session.commit()
    page = sign_in(cast.employee).get(f"/courses/{cast.advanced.id}").text
    assert f"/offerings/{cast.advanced_offering.id}/enrolments" in page
    assert f"/offerings/{second.id}/enrolments" not in page
    assert "Sie können einen Platz anfragen, sobald Sie haben" in page


def test_the_page_takes_the_same_queries_however_much_is_missing(
    cast: Cast, sign_in: SignIn, count_queries: CountQueries
) -> None:
    cast.advanced.audiences = [CourseAudience(unit_id=cast.unit_15.id)]
    db.session.commit()
    employee = sign_in(cast.employee)
    with count_queries() as counted:
        employee.get(f"/courses/{cast.advanced.id}")
    assert counted.number <= 35


def test_hr_names_the_groups_and_what_evidence_counts(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    page = f"/planning/courses/{cast.advanced.id}"
    sent = typed(client.get(page).text)
    added = client.post(page, data=sent | {"add": "audiences"})
    assert added.status_code == 200
    wanted = typed(added.text) | {
        "audiences-0-whom": f"unit:{cast.unit_15.id}",
        "audiences-0-managers": "y",
        "prerequisites-0-evidence": "proved",
        "prerequisites-0-max_age_months": "24",
    }
    assert client.post(page, data=wanted).status_code == 303
    db.session.expire_all()
    facts = courses.facts_of(cast.advanced)
    assert facts.audiences == (Audience(unit_id=cast.unit_15.id, managers=True),)
    asked = facts.prerequisites[0]
    assert (asked.evidence, asked.max_age_months) == (EvidenceGroup.PROVED, 24)
    again = typed(client.get(page).text)
    assert again["audiences-0-whom"] == f"unit:{cast.unit_15.id}"
    assert again["prerequisites-0-evidence"] == "proved"
    assert client.post(page, data=again).status_code == 303
    assert courses.facts_of(cast.advanced) == facts


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("prerequisites-0-max_age_months", "zwei"),
        ("prerequisites-0-max_age_months", "0"),
        ("prerequisites-0-evidence", "hearsay"),
        ("audiences-0-whom", "unit:999999"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(
    cast: Cast, sign_in: SignIn, field: str, value: str
) -> None:
    client = sign_in(cast.hr)
    page = f"/planning/courses/{cast.advanced.id}"
    answer = client.post(page, data=typed(client.get(page).text) | {field: value})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
