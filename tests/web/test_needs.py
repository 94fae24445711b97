"""Interest lists, what managers need, HR's demand and the offerings made from it."""

from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import func, select

from tests.cast import Cast, a_course, a_person
from tests.conftest import CountQueries, SignIn
from tests.support.pages import errors_of
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import Course, Interest, Need, Offering
from trainingtracker.needs import interest, invitations
from trainingtracker.needs.quarters import Quarter


@pytest.fixture
def dateless(cast: Cast) -> Course:
    course = a_course("PL-A1", "Polnisch für den Anfang", "Polish for beginners")
    db.session.commit()
    return course


def test_interest_is_noted_and_withdrawn_on_the_page_of_the_course(
    cast: Cast, sign_in: SignIn, dateless: Course
) -> None:
    client, page = sign_in(cast.employee), f"/courses/{dateless.id}"
    assert "Ich habe Interesse" in client.get(page).text
    for _click in range(2):
        assert client.post(f"{page}/interest").status_code == 303
    assert "1 Person steht auf der Liste" in client.get(page).text
    assert client.post(f"{page}/interest/withdrawal").status_code == 303
    assert db.session.scalar(select(func.count(Interest.id))) == 0
    assert "Ich habe Interesse" in client.get(page).text


def test_courses_with_dates_offer_no_list_and_unknown_ones_do_not_exist(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.employee)
    assert "Ich habe Interesse" not in client.get(f"/courses/{cast.english.id}").text
    assert client.post(f"/courses/{cast.english.id}/interest").status_code == 422
    assert client.post(f"/courses/{cast.draft.id}/interest").status_code == 404
    assert client.post("/courses/999/interest/withdrawal").status_code == 404


def a_need(cast: Cast, dateless: Course, **changes: object) -> dict[str, object]:
    quarter = Quarter.of(clock.today()).following.first.isoformat()
    typed = {"course_id": dateless.id, "unit_id": cast.unit_1523.id, "number": 4}
    return {**typed, "quarter": quarter, "note": "Für die Messe", **changes}


def test_a_manager_states_and_withdraws_a_need(
    cast: Cast, sign_in: SignIn, dateless: Course
) -> None:
    client = sign_in(cast.manager)
    assert "/team/needs" in client.get("/team").text
    assert client.post("/team/needs", data=a_need(cast, dateless)).status_code == 303
    page = client.get("/team/needs").text
    assert "Polnisch für den Anfang" in page
    assert "Für die Messe" in page
    need = db.session.scalars(select(Need)).one()
    withdrawal = f"/team/needs/{need.id}/withdrawal"
    assert sign_in(cast.other_manager).post(withdrawal).status_code == 403
    assert client.post(withdrawal).status_code == 303
    assert client.post(withdrawal).status_code == 303  # the second click finds nothing to do
    assert db.session.scalar(select(func.count(Need.id))) == 0


def test_a_need_that_makes_no_sense_comes_back_with_what_was_typed(
    cast: Cast, sign_in: SignIn, dateless: Course
) -> None:
    client = sign_in(cast.manager)
    answer = client.post("/team/needs", data=a_need(cast, dateless, number="viele"))
    assert answer.status_code == 422
    assert "Anzahl Personen" in errors_of(answer.text)
    assert "Für die Messe" in answer.text
    elsewhere = a_need(cast, dateless, unit_id=cast.unit_23.id)
    assert client.post("/team/needs", data=elsewhere).status_code == 422
    assert client.post("/team/needs", data={}).status_code == 422
    assert sign_in(cast.employee).get("/team/needs").status_code == 403


def demanded(cast: Cast, course: Course) -> None:
    interest.note_interest(course.id, cast.employee.id)
    interest.note_interest(course.id, cast.colleague.id)
    db.session.commit()


def test_hr_sees_the_demand_and_gets_exactly_its_rows_as_a_workbook(
    cast: Cast, sign_in: SignIn, dateless: Course
) -> None:
    sign_in(cast.manager).post("/team/needs", data=a_need(cast, dateless))
    demanded(cast, dateless)
    client = sign_in(cast.hr)
    page = client.get("/planning/demand").text
    assert "Polnisch für den Anfang" in page
    assert "so bald wie möglich" in page
    assert "Polnisch" in client.get(f"/planning/demand?unit={cast.unit_15.id}").text
    nothing = client.get(f"/planning/demand?unit={cast.unit_23.id}&quarter=nonsense").text
    assert "Kein Bedarf dieser Art" in nothing
    with client.get(f"/planning/demand/list.xlsx?unit={cast.unit_15.id}") as file:
        sheet = load_workbook(BytesIO(file.data)).worksheets[0]
    assert isinstance(sheet, Worksheet)
    rows = [row for row in sheet.iter_rows(values_only=True) if row[0] == "PL-A1"]
    assert [row[4:7] for row in rows] == [(0, 2, 0), (4, 0, 0)]


def test_hr_makes_one_offering_from_the_demand_and_looks_at_its_list(
    cast: Cast, sign_in: SignIn, dateless: Course
) -> None:
    demanded(cast, dateless)
    client, address = sign_in(cast.hr), f"/planning/demand/{dateless.id}"
    assert "Sommer, Erik" in client.get(address).text
    refused = client.post(address, data={"early_days": "200"})
    assert refused.status_code == 422
    assert 'value="200"' in refused.text
    first = client.post(address, data={"early_days": "5"})
    again = client.post(address, data={"early_days": "5"})
    assert first.status_code == 303
    assert first.location == again.location
    made = db.session.scalars(select(Offering).where(Offering.course_id == dateless.id)).one()
    invited = f"/offerings/{made.id}/invited"
    assert invited in client.get(f"/offerings/{made.id}").text
    assert "Sommer, Erik" in client.get(invited).text
    assert client.post(invited, data={"early_days": ""}).status_code == 422
    assert client.post(invited, data={"early_days": "2"}).status_code == 303
    assert client.post(f"{invited}/{cast.employee.id}/removal").status_code == 303
    assert "Sommer, Erik" not in client.get(invited).text
    assert client.get("/offerings/999/invited").status_code == 404
    assert client.get("/planning/demand/999").status_code == 404


def test_nobody_to_invite_is_refused(cast: Cast, sign_in: SignIn, dateless: Course) -> None:
    answer = sign_in(cast.hr).post(f"/planning/demand/{dateless.id}", data={"early_days": "5"})
    assert answer.status_code == 422


def test_whoever_is_invited_sees_it_on_the_course_and_asks_first(
    cast: Cast, sign_in: SignIn
) -> None:
    offering = cast.funding_offering
    offering.early_days = 5
    offering.enrolment_opens = clock.at(clock.today() + timedelta(days=3))
    invitations._invite(offering, [cast.employee])
    db.session.commit()
    page, ask = f"/courses/{cast.funding.id}", f"/offerings/{offering.id}/enrolments"
    assert "Sie sind eingeladen" in sign_in(cast.employee).get(page).text
    assert "Sie sind eingeladen" not in sign_in(cast.colleague).get(page).text
    assert sign_in(cast.colleague).post(ask).status_code == 422
    assert sign_in(cast.employee).post(ask).status_code == 303


def test_the_pages_ask_the_database_as_often_for_many_as_for_one(
    cast: Cast, sign_in: SignIn, count_queries: CountQueries, dateless: Course
) -> None:
    demanded(cast, dateless)
    hr = sign_in(cast.hr)
    pages = ("/planning/demand", f"/planning/demand/{dateless.id}", f"/courses/{dateless.id}")
    numbers = []
    for round_number in range(2):
        for page in pages:
            with count_queries() as counted:
                assert hr.get(page).status_code == 200
            numbers.append(counted.number)
        another = a_course(f"PL-A{round_number + 2}", "Polnisch weiter")
        for number in range(5):
            person = a_person("Neu", f"Person {number}", cast.unit_23, account=False)
            interest.note_interest(dateless.id, person.id)
            interest.note_interest(another.id, person.id)
        db.session.commit()
    assert numbers[:3] == numbers[3:]
