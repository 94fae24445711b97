"""What people read: in their own language, with course, dates, place and a link."""

from datetime import date

from sqlalchemy import select

from tests.cast import Cast, an_offering
from tests.enrolment.acting import as_actor
from trainingtracker.enrolment.operations import request_place
from trainingtracker.extensions import db
from trainingtracker.models import OutgoingMail, Person


def last_mail(person: Person) -> OutgoingMail:
    return db.session.scalars(
        select(OutgoingMail)
        .where(OutgoingMail.person_id == person.id)
        .order_by(OutgoingMail.id.desc())
        .limit(1)
    ).one()


def test_a_confirmation_in_german_says_what_when_where_and_how_to_withdraw(cast: Cast) -> None:
    offering = an_offering(cast.funding, starts_on=date(2099, 3, 3))
    enrolment = request_place(offering.id, cast.employee.id, as_actor(cast.employee))
    mail = last_mail(cast.employee)
    assert mail.subject == "Ihr Platz ist bestätigt: EU-Förderung im Überblick"
    assert "Guten Tag Erik Sommer," in mail.body
    assert f"T-EU EU-Förderung im Überblick ({offering.number})" in mail.body
    assert "Di, 3. März 2099, 09:00–12:30, Raum 214" in mail.body
    assert f"http://127.0.0.1:8000/enrolments/{enrolment.id}" in mail.body
    assert "rechtzeitig ab" in mail.body
    assert mail.address == "erik.sommer@example.org"


def test_the_same_in_english_for_somebody_who_reads_english(cast: Cast) -> None:
    offering = an_offering(cast.funding, starts_on=date(2099, 3, 3))
    request_place(offering.id, cast.colleague.id, as_actor(cast.colleague))
    mail = last_mail(cast.colleague)
    assert (mail.language, mail.subject) == (
        "en",
        "Your place is confirmed: EU funding overview",
    )
    assert "Tue 3 March 2099, 09:00–12:30" in mail.body
    assert "EU-Förderung" not in mail.body


def test_a_manager_and_a_deputy_read_the_same_request_in_their_own_languages(cast: Cast) -> None:
    request_place(cast.english_offering.id, cast.employee.id, as_actor(cast.employee))
    assert last_mail(cast.manager).subject == (
        "Bitte entscheiden: Erik Sommer, Englisch für die Verwaltung"
    )
    assert last_mail(cast.deputy).subject == (
        "Please decide: Erik Sommer, English for Administration"
    )
    assert "/approvals" in last_mail(cast.manager).body


def test_a_long_course_is_told_by_its_first_and_last_day(cast: Cast) -> None:
    offering = an_offering(cast.funding, starts_on=date(2099, 3, 3), meetings=8)
    request_place(offering.id, cast.employee.id, as_actor(cast.employee))
    assert "3. März 2099 – 21. April 2099" in last_mail(cast.employee).body


def test_what_rolls_back_sends_nothing(cast: Cast) -> None:
    request_place(cast.funding_offering.id, cast.employee.id, as_actor(cast.employee))
    db.session.rollback()
    assert db.session.scalars(select(OutgoingMail)).all() == []


def test_the_link_to_an_online_meeting_is_sent_with_the_place_only(cast: Cast) -> None:
    offering = an_offering(cast.funding, places=1)
    offering.meetings[0].link = "https://meet.example/secret"
    for person in (cast.employee, cast.outsider):
        request_place(offering.id, person.id, as_actor(person))
    assert "meet.example" in last_mail(cast.employee).body
    assert "Warteliste" in last_mail(cast.outsider).subject
    assert "meet.example" not in last_mail(cast.outsider).body
