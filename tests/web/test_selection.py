"""Several people of a roster at once: what will happen is said first, then all of it is done."""

from datetime import timedelta
from typing import Any

import pytest
from lxml import html

from tests.cast import Cast, an_enrolment, an_offering
from tests.conftest import SignIn
from tests.enrolment.acting import as_actor, mails_to
from tests.support.frozen import FrozenClock
from tests.support.pages import errors_of, rows_of
from tests.web.test_html import findings
from trainingtracker.enrolment.operations import request_place
from trainingtracker.extensions import db
from trainingtracker.models import Attendance, Enrolment, OutgoingMail, Person
from trainingtracker.vocabulary import Channel, Presence, Status


@pytest.fixture
def full(frozen: FrozenClock, cast: Cast) -> dict[str, Enrolment]:
    """Two places taken, three people wait in this order."""
    offering = an_offering(cast.funding, places=2)
    people = {
        "employee": cast.employee,
        "manager": cast.manager,
        "outsider": cast.outsider,
        "without_email": cast.without_email,
        "international": cast.international,
    }
    asked = {
        name: request_place(offering.id, person.id, as_actor(cast.hr))
        for name, person in people.items()
    }
    db.session.commit()
    return asked


def sent(verb: str, *enrolments: Enrolment, **more: str) -> dict[str, Any]:
    return {"verb": verb, "enrolment": [str(e.id) for e in enrolments], **more}


def address(enrolment: Enrolment) -> str:
    return f"/offerings/{enrolment.offering_id}/selection"


def statuses(full: dict[str, Enrolment]) -> dict[str, Status]:
    db.session.rollback()
    return {name: enrolment.status for name, enrolment in full.items()}


def number_of_mails() -> int:
    db.session.rollback()
    return db.session.query(OutgoingMail).count()


def test_withdrawing_two_says_who_moves_up_and_then_does_it(
    full: dict[str, Enrolment], cast: Cast, sign_in: SignIn
) -> None:
    client, before = sign_in(cast.hr), statuses(full)
    asked = sent("withdraw", full["employee"], full["manager"])
    page = client.post(address(full["employee"]), data=asked)
    assert page.status_code == 200
    rows = rows_of(page.text)
    assert rows[:2] == [
        "Lindner, Marek Platz bestätigt Abgemeldet",
        "Sommer, Erik Platz bestätigt Abgemeldet",
    ]
    assert [row.split(",")[0] for row in rows[2:]] == ["Kraus", "Reimann"]
    assert "3 E-Mails werden gesendet, 1 Brief wird zum Drucken bereitgelegt." in page.text
    assert list(findings(page.text, "de")) == []
    mails = number_of_mails()
    assert statuses(full) == before

    answer = client.post(address(full["employee"]), data=asked | {"step": "do"})
    assert answer.status_code == 303
    assert "Für 2 Personen erledigt." in client.get(answer.location).text
    assert list(statuses(full).values()) == [
        Status.WITHDRAWN, Status.WITHDRAWN, Status.CONFIRMED, Status.CONFIRMED, Status.WAITLISTED,
    ]  # fmt: skip
    assert number_of_mails() == mails + 4
    twice = client.post(address(full["employee"]), data=asked | {"step": "do"})
    assert twice.status_code == 422
    assert "Für niemanden wurde etwas geändert." in errors_of(twice.text)


def test_a_late_withdrawal_of_several_takes_a_reason(
    frozen: FrozenClock, full: dict[str, Enrolment], cast: Cast, sign_in: SignIn
) -> None:
    deadline = full["employee"].offering.withdrawal_deadline
    assert deadline is not None
    db.session.commit()
    frozen.move_to(deadline + timedelta(hours=1))
    client, asked = sign_in(cast.hr), sent("withdraw", full["employee"], full["manager"])
    assert client.post(address(full["employee"]), data=asked).status_code == 200
    refused = client.post(address(full["employee"]), data=asked | {"step": "do"})
    assert refused.status_code == 422
    assert "Lindner, Marek" in errors_of(refused.text) or "Marek Lindner" in errors_of(refused.text)
    assert 'href="#why-0"' in refused.text
    done = client.post(address(full["employee"]), data=asked | {"step": "do", "why": "official"})
    assert done.status_code == 303


def test_places_are_given_in_the_order_of_the_list(
    full: dict[str, Enrolment], cast: Cast, sign_in: SignIn
) -> None:
    full["employee"].offering.max_places = 4
    db.session.commit()
    client = sign_in(cast.hr)
    three = sent("place", full["international"], full["outsider"], full["without_email"])
    refused = client.post(address(full["outsider"]), data=three)
    assert refused.status_code == 422
    # The last of the list is the one without a place, not the last of the alphabet.
    assert "Inês Duarte: Kein Platz ist frei" in errors_of(refused.text)
    two = sent("place", full["without_email"], full["outsider"])
    assert client.post(address(full["outsider"]), data=two).status_code == 200
    unsaid = client.post(address(full["outsider"]), data=two | {"step": "do", "reason": " "})
    assert unsaid.status_code == 422
    assert 'href="#reason"' in unsaid.text
    reason = {"step": "do", "reason": "Zusätzliche Plätze"}
    assert client.post(address(full["outsider"]), data=two | reason).status_code == 303
    assert [full[name].place for name in ("outsider", "without_email")] == [3, 4]
    assert statuses(full)["international"] is Status.WAITLISTED


def test_a_message_is_shown_before_it_is_sent_and_sent_once(
    full: dict[str, Enrolment], cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.hr)
    cast.manager.language = "en"
    db.session.commit()
    asked = sent("message", full["employee"], full["manager"], full["without_email"])
    page = client.post(address(full["employee"]), data=asked).text
    assert "Vorschau zeigen" in page
    empty = client.post(address(full["employee"]), data=asked | {"step": "preview", "text": "Ja"})
    assert empty.status_code == 422
    assert "Betreff" in errors_of(empty.text)
    assert "Ja</textarea>" in empty.text
    words = {"subject": "Anderer Raum", "text": "Wir treffen uns in Raum 118."}
    shown = client.post(address(full["employee"]), data=asked | words | {"step": "preview"}).text
    assert "So wird sie auf Deutsch gelesen" in shown
    assert "So wird sie auf Englisch gelesen" in shown
    assert "Good day Marek Lindner," in shown
    assert list(findings(shown, "de")) == list(findings(empty.text, "de")) == []
    assert "2 E-Mails werden gesendet, 1 Brief" in shown
    mails = number_of_mails()
    do = asked | words | {"step": "do"}
    assert client.post(address(full["employee"]), data=do).status_code == 303
    assert number_of_mails() == mails + 3
    assert mails_to(cast.employee)[-1] == "written"
    letter = (
        db.session.query(OutgoingMail)
        .filter_by(person_id=cast.without_email.id)
        .order_by("id")
        .all()[-1]
    )
    assert letter.channel is Channel.LETTER
    assert "Wir treffen uns in Raum 118." in letter.body
    twice = client.post(address(full["employee"]), data=do)
    assert twice.status_code == 422
    assert "gerade eben gesendet" in errors_of(twice.text)
    assert number_of_mails() == mails + 3


def test_results_of_several_are_entered_or_none_is(
    frozen: FrozenClock, cast: Cast, sign_in: SignIn
) -> None:
    offering = an_offering(cast.funding)
    enrolments = [an_enrolment(p, offering) for p in (cast.employee, cast.manager)]
    for enrolment, presence in zip(enrolments, (Presence.PRESENT, Presence.UNEXCUSED), strict=True):
        db.session.add(
            Attendance(
                enrolment_id=enrolment.id, meeting_id=offering.meetings[0].id, presence=presence
            )
        )
    db.session.commit()
    assert offering.ends_at is not None
    frozen.move_to(offering.ends_at + timedelta(days=1))
    client = sign_in(cast.hr)
    assert "Ergebnis „abgeschlossen“ eintragen" in client.get(f"/offerings/{offering.id}").text
    both = sent("complete", *enrolments)
    refused = client.post(address(enrolments[0]), data=both | {"step": "do"})
    assert refused.status_code == 422
    assert "Marek Lindner" in errors_of(refused.text)
    db.session.rollback()
    assert {e.status for e in enrolments} == {Status.CONFIRMED}
    done = client.post(
        address(enrolments[0]), data=sent("complete", enrolments[0]) | {"step": "do"}
    )
    assert done.status_code == 303
    db.session.rollback()
    assert [e.status for e in enrolments] == [Status.COMPLETED, Status.CONFIRMED]


def test_nothing_chosen_keeps_the_roster_and_what_was_ticked(
    full: dict[str, Enrolment], cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.hr)
    nobody = client.post(address(full["employee"]), data={"verb": "withdraw"})
    assert nobody.status_code == 422
    assert "Wählen Sie mindestens eine Person." in nobody.text
    nothing = client.post(address(full["employee"]), data=sent("", full["outsider"]))
    assert nothing.status_code == 422
    assert ticked(nothing.text) == {str(full["outsider"].id)}
    page = client.get(f"/offerings/{full['employee'].offering_id}?choose=waiting").text
    waiting = ("outsider", "without_email", "international")
    assert ticked(page) == {str(full[name].id) for name in waiting}


def ticked(page: str) -> set[str]:
    return set(html.fromstring(page).xpath("//input[@name='enrolment' and @checked]/@value"))


def test_people_of_another_offering_are_nobody_here(
    full: dict[str, Enrolment], cast: Cast, sign_in: SignIn
) -> None:
    elsewhere = an_enrolment(cast.colleague, cast.english_offering)
    db.session.commit()
    client = sign_in(cast.hr)
    answer = client.post(
        address(full["employee"]), data=sent("withdraw", elsewhere) | {"step": "do"}
    )
    assert answer.status_code == 422
    db.session.rollback()
    assert elsewhere.status is Status.CONFIRMED


@pytest.mark.parametrize("who", ["employee", "manager", "trainer", "coordinator"])
def test_only_hr_does_it(who: str, full: dict[str, Enrolment], cast: Cast, sign_in: SignIn) -> None:
    person: Person = getattr(cast, who)
    asked = sent("withdraw", full["employee"], step="do")
    assert sign_in(person).post(address(full["employee"]), data=asked).status_code == 403
    assert sign_in(cast.hr).post("/offerings/999999/selection", data=asked).status_code == 404
    assert statuses(full)["employee"] is Status.CONFIRMED
