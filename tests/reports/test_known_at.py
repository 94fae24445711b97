"""The report by what was on record at an earlier moment: later corrections do not change it."""

from datetime import date, timedelta

import pytest

from tests.cast import Cast, a_holding, an_enrolment, an_offering
from tests.conftest import SignIn
from tests.reports.conftest import DAY, MakeWorkbook
from tests.reports.reading import opened, values
from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.enrolment import results
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Assignment, Holding, ImportedParticipation, Person
from trainingtracker.organisation import dated
from trainingtracker.reports.asking import ask
from trainingtracker.reports.attainment import ATTAINMENT
from trainingtracker.reports.report import Filters
from trainingtracker.reports.scopes import COMMAND_LINE
from trainingtracker.vocabulary import Role, Status

_ALIKE = ("Overview", "By unit", "By topic and competence", "Participations", "Holdings")


def _sheets(content: bytes) -> dict[str, list[tuple[object, ...]]]:
    book = opened(content)
    return {name: values(book[name]) for name in _ALIKE}


def test_what_is_corrected_later_does_not_change_the_answer(
    cast: Cast, workbook: MakeWorkbook
) -> None:
    taken = an_enrolment(
        cast.employee,
        an_offering(cast.english, starts_on=date(2026, 3, 2)),
        Status.COMPLETED,
        finished_on=date(2026, 3, 2),
    )
    a_holding(cast.employee, "eng", "B1")
    db.session.commit()
    moment = clock.now()
    before, looked_at = _sheets(workbook(known_at=moment)), _sheets(workbook())
    for name in ("Overview", "Participations", "Holdings"):
        assert before[name] == looked_at[name], name
    with clock.frozen(moment + timedelta(hours=1)):
        results.correct(
            taken.id, Actor(cast.hr.id, roles={Role.HR: None}), "Entered for the wrong person"
        )
        dated.end(Holding, {"person_id": cast.employee.id}, date(2026, 1, 1))
        dated.change_from(
            Assignment,
            {"person_id": cast.employee.id},
            {"unit_id": cast.unit_23.id},
            date(2026, 1, 1),
        )
        cast.colleague.exit = date(2026, 2, 1)
        late = Person(last_name="Late", first_name="Lisa", sort_key="late", search_text="late")
        db.session.add(late)
        db.session.flush()
        for person in (cast.colleague, late):
            db.session.add(
                ImportedParticipation(
                    person_id=person.id, course_id=cast.funding.id, held_on=date(2025, 5, 5)
                )
            )
        db.session.commit()
        now, then = _sheets(workbook()), _sheets(workbook(known_at=moment))
    for name in _ALIKE:
        assert then[name] == before[name] != now[name], name


@pytest.mark.parametrize("database_engine", ["sqlite"], scope="session")
def test_only_hr_may_ask_and_not_about_the_future(cast: Cast) -> None:
    earlier = Filters(DAY, known_at=clock.now() - timedelta(days=1))
    with pytest.raises(NotAllowed):
        ask(ATTAINMENT, earlier, Actor(cast.employee.id), "en", "")
    later = Filters(DAY, known_at=clock.now() + timedelta(days=1))
    with pytest.raises(RuleViolation):
        ask(ATTAINMENT, later, COMMAND_LINE, "en", "")


@pytest.mark.parametrize("database_engine", ["sqlite"], scope="session")
def test_the_page_offers_it_folded_and_the_cover_says_it(cast: Cast, sign_in: SignIn) -> None:
    db.session.commit()
    hr = sign_in(cast.hr)
    assert "Nach dem Stand der Erfassung vom" in hr.get("/reports/attainment").text
    assert "known_at" not in hr.get("/reports/expiring_holdings").text
    moment = clock.local(clock.now()).strftime("%Y-%m-%dT%H:%M")
    page = hr.get(f"/reports/attainment?known_at={moment}")
    assert page.status_code == 200
    assert "part=open" not in page.text
    assert hr.get("/reports/attainment?known_at=yesterday").status_code == 422
    answer = hr.get(f"/reports/attainment.json?known_at={moment}").get_json()
    assert "By what was on record" in answer["parameters"]


@pytest.mark.parametrize("database_engine", ["sqlite"], scope="session")
@pytest.mark.parametrize("ending", ["", ".xlsx", ".csv", ".json"])
def test_what_goes_by_now_alone_says_so_when_asked_for_an_earlier_moment(
    cast: Cast, sign_in: SignIn, ending: str
) -> None:
    db.session.commit()
    answer = sign_in(cast.hr).get(f"/reports/annual_statistics{ending}?known_at=2026-01-01T12:00")
    assert answer.status_code == 422
    assert "Der Bericht „Fortbildungsstatistik“ geht immer" in answer.text
    assert 'value="2026-01-01T12:00"' in answer.text
