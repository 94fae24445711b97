"""The timeline of a person: what happened, the latest first, and who decided."""

from datetime import date, datetime, timedelta

from lxml import html
from sqlalchemy import select

from tests.cast import Cast, a_holding, an_enrolment, an_offering, assigned, leads
from tests.conftest import CountQueries, SignIn
from tests.enrolment.acting import as_actor
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.enrolment import operations
from trainingtracker.extensions import db
from trainingtracker.models import AccessEntry, Assignment, ImportedParticipation, Person
from trainingtracker.vocabulary import AccessKind, Basis, Evidence, LeadershipKind, Status


def address(person: Person, query: str = "") -> str:
    return f"/people/{person.id}/timeline{query}"


def lines_of(page: str) -> list[str]:
    found = html.fromstring(page).xpath("//ol[contains(@class, 'timeline-dated')]/li")
    return [" ".join(line.text_content().split()) for line in found]


def test_what_happened_is_told_newest_first_by_year(cast: Cast, sign_in: SignIn) -> None:
    a_holding(cast.employee, "eng", "B2", since=date(2019, 6, 3))
    db.session.add(
        ImportedParticipation(
            person_id=cast.employee.id, course_id=cast.funding.id, held_on=date(2018, 5, 4)
        )
    )
    db.session.commit()
    page = sign_in(cast.hr).get(address(cast.employee)).text
    lines = lines_of(page)
    assert [line.split(":")[0].split(" 20")[0] for line in lines] == [
        "Mo, 3. Juni", "Fr, 4. Mai", "Do, 1. Januar", "Do, 1. Januar",
    ]  # fmt: skip
    assert "Kompetenz erworben : Englisch B2, Nachweis: Zertifikat" in lines[0].replace(
        ":", " :", 1
    )
    assert "Teilgenommen (importiert): EU-Förderung im Überblick" in lines[1]
    assert "Gehört zur Organisationseinheit: 15.23 Internationale Angelegenheiten" in lines[2]
    assert "Erster Tag der Beschäftigung" in lines[3]
    years = [h.text for h in html.fromstring(page).xpath("//h3[starts-with(@id, 'year-')]")]
    assert years == ["2019", "2018", "2015"]


def test_a_request_names_who_decided_in_whose_place(cast: Cast, sign_in: SignIn) -> None:
    enrolment = operations.request_place(
        cast.english_offering.id, cast.employee.id, as_actor(cast.employee)
    )
    operations.approve(enrolment.id, as_actor(cast.deputy))
    db.session.commit()
    lines = lines_of(sign_in(cast.hr).get(address(cast.employee, "?kind=course")).text)
    assert len(lines) == 2
    assert "Genehmigt: Platz zugesagt: Englisch für die Verwaltung" in lines[0]
    assert "Dilara Özkan (anstelle von Marek Lindner)" in lines[0]
    assert "Angefragt: Englisch für die Verwaltung" in lines[1]
    assert "Erik Sommer" in lines[1]


def test_moving_to_another_unit_and_leading_it_is_told(cast: Cast, sign_in: SignIn) -> None:
    old = db.session.scalars(
        select(Assignment).where(Assignment.person_id == cast.employee.id)
    ).one()
    old.until = date(2022, 4, 1)
    assigned(cast.employee, cast.unit_23, since=date(2022, 4, 1))
    leads(cast.employee, cast.unit_23, LeadershipKind.DEPUTY, since=date(2023, 1, 1))
    db.session.commit()
    lines = lines_of(sign_in(cast.hr).get(address(cast.employee)).text)
    assert "Stellvertretende Leitung der Organisationseinheit: 23 Wirtschaft" in lines[0]
    assert "Gehört zur Organisationseinheit: 23 Wirtschaft" in lines[1]
    assert not any("Letzter Tag in der Organisationseinheit" in line for line in lines)


def test_what_expires_is_told_before_it_does(
    frozen: FrozenClock, cast: Cast, sign_in: SignIn
) -> None:
    a_holding(cast.employee, "eng", "B2", until=clock.today() + timedelta(30))
    db.session.commit()
    lines = lines_of(sign_in(cast.hr).get(address(cast.employee, "?kind=competence")).text)
    assert "1. April 2026 Letzter Tag der Gültigkeit: Englisch steht noch bevor B2" in lines[0]


def test_what_is_not_official_is_left_out(cast: Cast, sign_in: SignIn) -> None:
    a_holding(cast.employee, "pol", "A1", basis=Basis.CONSENT, evidence=Evidence.SELF_ASSESSMENT)
    wrong = a_holding(cast.employee, "fra", "A1")
    wrong.superseded_at = clock.now()
    db.session.commit()
    page = sign_in(cast.hr).get(address(cast.employee)).text
    assert "Polnisch" not in page
    assert "Französisch" not in page


def test_a_kind_without_sense_is_no_filter(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    everything = lines_of(client.get(address(cast.employee)).text)
    assert lines_of(client.get(address(cast.employee, "?kind=salary")).text) == everything
    assert len(lines_of(client.get(address(cast.employee, "?kind=unit")).text)) == 1


def test_nothing_on_record_says_so(cast: Cast, sign_in: SignIn) -> None:
    assert "noch nichts erfasst" in sign_in(cast.hr).get(address(cast.guest)).text


def test_looking_is_logged(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.hr).get(address(cast.employee))
    entry = db.session.scalars(select(AccessEntry)).one()
    assert (entry.kind, entry.person_id) == (AccessKind.PERSON_RECORD, cast.employee.id)


def test_coordinators_see_people_of_their_units_only(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.coordinator)
    assert client.get(address(cast.outsider)).status_code == 200
    assert client.get(address(cast.employee)).status_code == 404


def test_a_german_name_on_an_english_page_is_marked_as_german(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    client.post("/language", data={"language": "en", "next": "/"})
    page = client.get(address(cast.employee)).text
    assert '<span lang="de">Internationale Angelegenheiten</span>' in page
    assert "Member of staff" in page


def test_the_number_of_queries_does_not_grow(
    cast: Cast, sign_in: SignIn, count_queries: CountQueries
) -> None:
    client = sign_in(cast.hr)
    client.get(address(cast.employee))
    with count_queries() as few:
        client.get(address(cast.employee))
    for number in range(8):
        offering = an_offering(cast.english)
        an_enrolment(cast.employee, offering, Status.DECLINED)
        operations.request_place(
            an_offering(cast.funding, starts_on=clock.today() + timedelta(60 + 7 * number)).id,
            cast.employee.id,
            as_actor(cast.employee),
        )
        a_holding(cast.employee, "eng", "B1", since=date(2016 + number % 3, 1, 2 + number))
    db.session.commit()
    with count_queries() as many:
        page = client.get(address(cast.employee))
    assert many.number == few.number
    assert len(lines_of(page.text)) > 10


def test_who_has_left_a_unit_without_another_is_told(cast: Cast, sign_in: SignIn) -> None:
    row = db.session.scalars(
        select(Assignment).where(Assignment.person_id == cast.outsider.id)
    ).one()
    row.until = datetime(2024, 1, 1).date()
    db.session.commit()
    assert "So, 31. Dezember 2023 Letzter Tag in der Organisationseinheit: 23 Wirtschaft" in (
        " / ".join(lines_of(sign_in(cast.hr).get(address(cast.outsider)).text))
    )
