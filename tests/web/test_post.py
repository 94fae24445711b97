"""Mails that did not arrive, and letters to print."""

from lxml import html

from tests.cast import Cast
from tests.conftest import CountQueries, SignIn
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.jobs.mail import deliver_mail
from trainingtracker.models import OutgoingMail, Person
from trainingtracker.vocabulary import Channel, MailStatus


def a_mail(
    person: Person, status: MailStatus = MailStatus.FAILED, channel: Channel | None = None
) -> OutgoingMail:
    mail = OutgoingMail(
        person_id=person.id,
        channel=channel or (Channel.EMAIL if person.email else Channel.LETTER),
        kind="confirmed",
        address=person.email,
        language="de",
        subject=f"Ihr Platz, {person.full_name}",
        body="Guten Tag,\n\nSie haben einen Platz.",
        status=status,
        attempts=8,
        last_error="550 no such mailbox",
    )
    db.session.add(mail)
    db.session.flush()
    return mail


def test_a_mail_that_did_not_arrive_is_on_the_desk_and_sent_again(
    cast: Cast, sign_in: SignIn
) -> None:
    mail = a_mail(cast.employee)
    db.session.commit()
    client = sign_in(cast.hr)
    assert "1 E-Mail kam nicht an" in client.get("/planning").text
    page = client.get("/planning/mail").text
    assert "550 no such mailbox" in page
    assert f'href="/people/{cast.employee.id}/contact"' in page
    cast.employee.email = "erik.neu@example.org"
    db.session.commit()
    answer = client.post(f"/planning/mail/{mail.id}/sending")
    assert answer.status_code == 303
    assert "geht noch einmal an erik.neu@example.org" in client.get(answer.location).text
    db.session.rollback()
    assert deliver_mail(clock.now()) == (1, 0)
    twice = client.post(f"/planning/mail/{mail.id}/sending")
    assert twice.status_code == 422
    assert "bereits unterwegs" in twice.text


def test_without_an_address_the_mail_becomes_a_letter(cast: Cast, sign_in: SignIn) -> None:
    mail = a_mail(cast.outsider)
    cast.outsider.email = None
    db.session.commit()
    sign_in(cast.hr).post(f"/planning/mail/{mail.id}/sending")
    assert "Ihr Platz, Olga Reimann" in sign_in(cast.coordinator).get("/planning/letters").text


def test_coordinators_see_the_post_of_their_units_only(cast: Cast, sign_in: SignIn) -> None:
    elsewhere = a_mail(cast.employee)
    a_mail(cast.outsider)
    a_mail(cast.without_email, MailStatus.QUEUED)
    a_mail(cast.guest, MailStatus.QUEUED, Channel.LETTER)
    db.session.commit()
    client = sign_in(cast.coordinator)
    page = client.get("/planning/mail").text
    assert "Olga Reimann" in page
    assert "Erik Sommer" not in page
    letters = client.get("/planning/letters").text
    assert "Kraus, Uwe" in letters
    assert "Gast, Pia" not in letters
    assert client.post(f"/planning/mail/{elsewhere.id}/sending").status_code == 422
    for path in ("/planning/mail", "/planning/letters", "/planning/letters/print"):
        assert sign_in(cast.manager).get(path).status_code == 403


def test_letters_are_printed_together_and_marked_once(cast: Cast, sign_in: SignIn) -> None:
    letters = [
        a_mail(cast.without_email, MailStatus.QUEUED),
        a_mail(cast.guest, MailStatus.QUEUED, Channel.LETTER),
    ]
    db.session.commit()
    client = sign_in(cast.hr)
    page = client.get("/planning/letters/print").text
    assert page.count("Sie haben einen Platz.") == 2
    sent = html.fromstring(page).xpath("//input[@name='mail']/@value")
    assert {int(value) for value in sent} == {letter.id for letter in letters}
    # What comes while somebody prints is not marked with the others.
    late = a_mail(cast.without_email, MailStatus.QUEUED)
    db.session.commit()
    answer = client.post("/planning/letters/printed", data={"mail": [*sent, "x"]})
    assert "2 Briefe sind als gedruckt vermerkt." in client.get(answer.location).text
    again = client.post("/planning/letters/printed", data={"mail": sent})
    assert "0 Briefe" in client.get(again.location).text
    db.session.rollback()
    assert [letter.status for letter in letters] == [MailStatus.SENT] * 2
    assert late.status is MailStatus.QUEUED


def test_a_unit_filters_the_letters(cast: Cast, sign_in: SignIn) -> None:
    a_mail(cast.without_email, MailStatus.QUEUED)
    db.session.commit()
    client = sign_in(cast.hr)
    here = client.get(f"/planning/letters?unit={cast.unit_23.id}").text
    assert "Kraus, Uwe" in here
    assert f"/planning/letters/print?unit={cast.unit_23.id}" in here
    assert "Kraus, Uwe" not in client.get(f"/planning/letters?unit={cast.unit_18.id}").text
    assert "Kraus, Uwe" in client.get("/planning/letters?unit=nonsense").text


def test_more_post_needs_no_more_queries(
    cast: Cast, sign_in: SignIn, count_queries: CountQueries
) -> None:
    client = sign_in(cast.hr)
    numbers = []
    for _ in range(2):
        for person in (cast.employee, cast.without_email):
            a_mail(person)
            a_mail(person, MailStatus.QUEUED)
        db.session.commit()
        for path in ("/planning", "/planning/mail", "/planning/letters", "/planning/letters/print"):
            with count_queries() as counted:
                assert client.get(path).status_code == 200
            numbers.append(counted.number)
    assert numbers[:4] == numbers[4:]
