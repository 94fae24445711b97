"""What unused places cost: said before a late withdrawal, and in sums for HR."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.cast import Cast, a_person, an_enrolment, an_offering
from tests.conftest import CountQueries, SignIn
from tests.support.pages import rows_of
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Unit, UnitVersion, UnusedPlace
from trainingtracker.vocabulary import Status, Unused

WAY = "/planning/unused-places"


def unused(cast: Cast, number: int, centre: str) -> None:
    """So many people of a cost centre who did not use their place for 100 euros each."""
    offering = an_offering(cast.funding, starts_on=clock.today(), places=20)
    offering.starts_at = clock.now() - timedelta(minutes=1)
    for place in range(1, number + 1):
        person = a_person(f"P{place}", centre, cast.unit_23, account=False)
        left = an_enrolment(person, offering, Status.WITHDRAWN)
        db.session.add(
            UnusedPlace(
                enrolment_id=left.id, reason=Unused.WITHDRAWN_LATE, place=place, amount=10_000,
                cost_centre=centre,
            )
        )  # fmt: skip
    db.session.commit()


@pytest.fixture
def late(cast: Cast) -> Enrolment:
    cast.funding.cost_per_place = 12_000
    cast.funding_offering.withdrawal_deadline = clock.now() - timedelta(days=1)
    _centre(cast.unit_1523, "4712")
    found = an_enrolment(cast.employee, cast.funding_offering)
    db.session.commit()
    return found


def _centre(unit: Unit, number: str) -> None:
    version = db.session.scalars(select(UnitVersion).where(UnitVersion.unit_id == unit.id)).one()
    version.cost_centre = number


def test_what_it_costs_is_said_before_the_late_withdrawal(
    cast: Cast, sign_in: SignIn, late: Enrolment
) -> None:
    client = sign_in(cast.employee)
    page = client.get(f"/enrolments/{late.id}/withdrawal").text
    assert "120,00" in page
    assert "Kostenstelle: 4712" in page
    done = client.post(f"/enrolments/{late.id}/withdrawal", data={"reason": "personal"})
    assert done.status_code == 303
    db.session.rollback()
    assert db.session.scalars(select(UnusedPlace.amount)).all() == [12_000]


def test_hr_reads_it_before_withdrawing_somebody_late(
    cast: Cast, sign_in: SignIn, late: Enrolment
) -> None:
    page = sign_in(cast.hr).get(f"/offerings/{cast.funding_offering.id}/participants/{late.id}")
    assert "Kostenstelle: 4712" in page.text


def test_before_the_deadline_nothing_is_said_of_costs(
    cast: Cast, sign_in: SignIn, late: Enrolment
) -> None:
    cast.funding_offering.withdrawal_deadline = clock.now() + timedelta(days=1)
    db.session.commit()
    assert (
        "Kostenstelle" not in sign_in(cast.employee).get(f"/enrolments/{late.id}/withdrawal").text
    )


def test_the_page_shows_cost_centres_and_hides_small_groups(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    assert "kein Platz leer geblieben" in client.get(WAY).text
    unused(cast, 6, "1111")
    unused(cast, 2, "2222")
    unused(cast, 9, "3333")
    page = client.get(WAY).text
    rows = rows_of(page)
    assert rows[0].startswith("3333 9 900,00")
    assert rows[1].startswith("2 weitere Kostenstellen zusammen 8 800,00")
    assert "1111" not in page
    assert "Zusammen: 17 Plätze, 1.700,00" in page
    assert "P1" not in page
    assert "kein Platz leer geblieben" in client.get(f"{WAY}?year={clock.today().year - 1}").text
    assert client.get(f"{WAY}?year=abc").status_code == 200
    with client.get(f"{WAY}/list.xlsx") as workbook:
        assert workbook.status_code == 200


def test_more_cost_centres_need_no_more_queries(
    cast: Cast, sign_in: SignIn, count_queries: CountQueries
) -> None:
    client = sign_in(cast.hr)
    unused(cast, 5, "1111")
    with count_queries() as few:
        client.get(WAY)
    unused(cast, 5, "2222")
    unused(cast, 5, "3333")
    with count_queries() as many:
        client.get(WAY)
    assert many.number == few.number


def test_the_coordinator_reads_it_too_and_is_asked_for_the_reason_at_its_field(
    cast: Cast, sign_in: SignIn, late: Enrolment
) -> None:
    _centre(cast.unit_23, "2300")
    found = an_enrolment(cast.without_email, cast.funding_offering)
    db.session.commit()
    client, way = sign_in(cast.coordinator), f"/people/{cast.without_email.id}/enrolments"
    page = client.get(f"{way}/{found.id}/withdrawal").text
    assert "Kostenstelle: 2300" in page
    assert f"/enrolments/{found.id}/substitute" in page
    refused = client.post(f"{way}/{found.id}/withdrawal", data={"why": "nonsense"})
    assert refused.status_code == 422
    assert 'href="#why-0"' in refused.text
    done = client.post(f"{way}/{found.id}/withdrawal", data={"why": "official"})
    assert done.status_code == 303
