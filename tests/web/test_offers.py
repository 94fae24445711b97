"""A place that is offered, on the pages: taken, refused, lapsed; waiting again; placed directly."""

from datetime import timedelta

import pytest

from tests.cast import Cast, an_offering
from tests.conftest import CountQueries, SignIn
from tests.enrolment.acting import as_actor
from tests.support.frozen import FrozenClock
from tests.support.pages import errors_of
from trainingtracker import clock
from trainingtracker.enrolment.operations import request_place, withdraw
from trainingtracker.enrolment.waiting.offers import place_directly
from trainingtracker.extensions import db
from trainingtracker.jobs.offers import let_offers_lapse
from trainingtracker.models import Enrolment, Offering, Person
from trainingtracker.vocabulary import MovingUp, Status


@pytest.fixture
def offering(frozen: FrozenClock, cast: Cast) -> Offering:
    """One place, which the employee has, passed on by offers; nobody waits yet."""
    made = an_offering(cast.funding, places=1)
    made.moving_up = MovingUp.OFFER
    db.session.flush()
    request_place(made.id, cast.employee.id, as_actor(cast.employee))
    return made


def waits(offering: Offering, person: Person, cast: Cast) -> Enrolment:
    return request_place(offering.id, person.id, as_actor(cast.hr))


def freed(offering: Offering, cast: Cast) -> None:
    """The employee gives the place back, so it is offered to whoever waits."""
    held = db.session.query(Enrolment).filter_by(person_id=cast.employee.id).one()
    withdraw(held.id, as_actor(cast.employee))
    db.session.commit()


def lapsed(frozen: FrozenClock, enrolment: Enrolment) -> None:
    assert enrolment.offer_expires_at is not None
    db.session.commit()
    frozen.move_to(enrolment.offer_expires_at)


def state(enrolment: Enrolment) -> tuple[Status, bool]:
    db.session.rollback()
    return enrolment.status, enrolment.paused


def test_my_training_offers_the_place_and_one_click_takes_it(
    offering: Offering, cast: Cast, sign_in: SignIn
) -> None:
    waiter = waits(offering, cast.outsider, cast)
    freed(offering, cast)
    client = sign_in(cast.outsider)
    assert f'action="/enrolments/{waiter.id}/acceptance"' in client.get("/").text
    answer = client.post(f"/enrolments/{waiter.id}/acceptance")
    assert answer.status_code == 303
    assert "Ihr Platz ist bestätigt." in client.get(answer.location).text
    assert state(waiter) == (Status.CONFIRMED, False)


def test_doing_without_it_passes_it_on(offering: Offering, cast: Cast, sign_in: SignIn) -> None:
    first = waits(offering, cast.outsider, cast)
    second = waits(offering, cast.international, cast)
    freed(offering, cast)
    client = sign_in(cast.outsider)
    answer = client.post(f"/enrolments/{first.id}/refusal")
    assert "er geht an die nächste Person" in client.get(answer.location).text
    assert state(first) == (Status.WITHDRAWN, False)
    assert state(second) == (Status.OFFERED, False)


def test_after_the_deadline_a_sentence_says_that_it_is_over(
    frozen: FrozenClock, offering: Offering, cast: Cast, sign_in: SignIn
) -> None:
    waiter = waits(offering, cast.outsider, cast)
    freed(offering, cast)
    lapsed(frozen, waiter)
    client = sign_in(cast.outsider)
    answer = client.post(f"/enrolments/{waiter.id}/acceptance")
    assert answer.status_code == 422
    assert "Das Angebot endete" in answer.text
    db.session.rollback()
    let_offers_lapse(clock.now())
    page = client.get(f"/enrolments/{waiter.id}").text
    assert "deshalb ist Ihr Warten pausiert" in page
    again = client.post(f"/enrolments/{waiter.id}/waiting")
    assert again.status_code == 303
    assert state(waiter) == (Status.OFFERED, False)
    twice = client.post(f"/enrolments/{waiter.id}/waiting")
    assert twice.status_code == 422
    assert "auf dieser Warteliste nicht pausiert" in twice.text


@pytest.mark.parametrize("verb", ["acceptance", "refusal", "waiting"])
def test_somebody_elses_offer_does_not_exist(
    verb: str, offering: Offering, cast: Cast, sign_in: SignIn
) -> None:
    waiter = waits(offering, cast.outsider, cast)
    freed(offering, cast)
    for person in (cast.employee, cast.hr, cast.coordinator):
        assert sign_in(person).post(f"/enrolments/{waiter.id}/{verb}").status_code == 404
    assert sign_in(cast.outsider).post(f"/enrolments/999999/{verb}").status_code == 404
    assert state(waiter) == (Status.OFFERED, False)


def test_the_coordinator_answers_for_somebody_without_e_mail(
    frozen: FrozenClock, offering: Offering, cast: Cast, sign_in: SignIn
) -> None:
    waiter = waits(offering, cast.without_email, cast)
    freed(offering, cast)
    address = f"/people/{cast.without_email.id}/enrolments/{waiter.id}"
    client = sign_in(cast.coordinator)
    assert f'action="{address}/acceptance"' in client.get(f"/people/{cast.without_email.id}").text
    assert sign_in(cast.manager).post(f"{address}/acceptance").status_code == 403
    assert (
        client.post(f"/people/{cast.outsider.id}/enrolments/{waiter.id}/refusal").status_code == 404
    )
    lapsed(frozen, waiter)
    db.session.rollback()
    let_offers_lapse(clock.now())
    client = sign_in(cast.coordinator)
    assert f'action="{address}/waiting"' in client.get(f"/people/{cast.without_email.id}").text
    assert client.post(f"{address}/waiting").status_code == 303
    answer = client.post(f"{address}/acceptance")
    assert answer.status_code == 303
    assert "Uwe Kraus: Platz bestätigt." in client.get(answer.location).text
    assert state(waiter) == (Status.CONFIRMED, False)


def test_nobody_answers_for_people_of_another_unit(
    offering: Offering, cast: Cast, sign_in: SignIn
) -> None:
    waiter = waits(offering, cast.international, cast)
    freed(offering, cast)
    address = f"/people/{cast.international.id}/enrolments/{waiter.id}/acceptance"
    assert sign_in(cast.coordinator).post(address).status_code == 404
    assert state(waiter) == (Status.OFFERED, False)


def test_hr_places_somebody_directly_with_a_reason(
    offering: Offering, cast: Cast, sign_in: SignIn
) -> None:
    waits(offering, cast.outsider, cast)
    waiter = waits(offering, cast.international, cast)
    offering.max_places = 2
    db.session.commit()
    client, address = sign_in(cast.hr), f"/offerings/{offering.id}/participants/{waiter.id}/place"
    refused = client.post(address, data={"reason": " "})
    assert refused.status_code == 422
    assert "warum diese Person" in errors_of(refused.text)
    assert sign_in(cast.manager).post(address, data={"reason": "Bitte"}).status_code == 403
    answer = client.post(address, data={"reason": "Leitet das Projekt ab Mai"})
    assert answer.status_code == 303
    assert state(waiter) == (Status.CONFIRMED, False)
    page = client.get(f"/offerings/{offering.id}/participants/{waiter.id}").text
    assert "Leitet das Projekt ab Mai" in page


def test_a_full_offering_keeps_the_reason_that_was_typed(
    offering: Offering, cast: Cast, sign_in: SignIn
) -> None:
    waiter = waits(offering, cast.outsider, cast)
    db.session.commit()
    address = f"/offerings/{offering.id}/participants/{waiter.id}/place"
    refused = sign_in(cast.hr).post(address, data={"reason": "Wird im Projekt gebraucht"})
    assert refused.status_code == 422
    assert "Kein Platz ist frei: 1 von 1 sind vergeben." in errors_of(refused.text)
    assert "Wird im Projekt gebraucht</textarea>" in refused.text


def test_the_waiter_reads_how_the_position_came_about_without_names(
    frozen: FrozenClock, offering: Offering, cast: Cast, sign_in: SignIn
) -> None:
    first, second, third = (
        waits(offering, p, cast) for p in (cast.outsider, cast.international, cast.manager)
    )
    last = waits(offering, cast.deputy, cast)
    address = f"/enrolments/{last.id}"
    cast.deputy.language = "de"
    db.session.commit()
    client = sign_in(cast.deputy)
    page = client.get(address).text
    assert "Position 4 auf der Warteliste" in page
    assert "Sie kamen auf die Warteliste, mit 3 Personen vor Ihnen." in page
    assert "Seitdem ist auf der Liste nichts geschehen." in page

    frozen.move_to(clock.now() + timedelta(days=1))
    freed(offering, cast)
    offering.max_places = 2
    place_directly(second.id, as_actor(cast.hr), "Leitet das Projekt")
    withdraw(third.id, as_actor(cast.manager))
    lapsed(frozen, first)
    behind = waits(offering, cast.colleague, cast)
    offering.max_places = 3
    place_directly(behind.id, as_actor(cast.hr), "Leitet das nächste Projekt")
    db.session.commit()
    page = sign_in(cast.deputy).get(address).text
    assert "Position 1 auf der Warteliste" in page
    steps = (
        "mit 3 Personen vor Ihnen",
        "Einer Person vor Ihnen wurde ein Platz angeboten.",
        "hat einer Person vor Ihnen den Platz direkt gegeben",
        "Eine Person vor Ihnen wartet nicht mehr.",
        "hat einer Person, die hinter Ihnen stand, den Platz direkt gegeben",
    )
    places = [page.index(step) for step in steps]
    assert places == sorted(places)
    for name in ("Reimann", "Duarte", "Lindner", "Petersen", "Leitet das"):
        assert name not in page


def test_a_longer_list_takes_no_more_queries(
    offering: Offering, cast: Cast, sign_in: SignIn, count_queries: CountQueries
) -> None:
    first = waits(offering, cast.outsider, cast)
    db.session.commit()
    numbers = []
    client, course = sign_in(cast.outsider), f"/courses/{cast.funding.id}"
    for person in (cast.international, cast.colleague):
        for path in (f"/enrolments/{first.id}", course, "/"):
            client.get(path)
            with count_queries() as counted:
                assert client.get(path).status_code == 200
            numbers.append((path, counted.number))
        waits(offering, person, cast)
        more = an_offering(cast.funding, places=1, starts_on=clock.today() + timedelta(40))
        more.moving_up = MovingUp.OFFER
        db.session.commit()
    assert numbers[:3] == numbers[3:]
