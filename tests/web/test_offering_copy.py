"""Copying an offering to new dates, as HR does it on the page."""

from datetime import date, time, timedelta

from sqlalchemy import select

from tests.cast import Cast, a_person, an_offering, granted
from tests.conftest import CountQueries, SignIn
from tests.support.pages import errors_of, form_with
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import Offering, OfferingTrainer
from trainingtracker.vocabulary import OfferingStatus, Role


def copy_of(cast: Cast) -> str:
    return f"/offerings/{cast.english_offering.id}/copy"


def latest() -> Offering:
    return db.session.scalars(select(Offering).order_by(Offering.id.desc()).limit(1)).one()


def test_the_page_of_an_offering_leads_to_its_copy(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.hr).get(f"/offerings/{cast.english_offering.id}").text
    assert f'href="{copy_of(cast)}"' in page


def test_the_form_shows_the_moved_dates_and_saves_them_as_a_draft(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.hr)
    page = client.get(f"{copy_of(cast)}?first=2030-03-05").text
    form = form_with(page, "max_places")
    assert (form["meetings-0-day"], form["meetings-1-day"]) == ("2030-03-05", "2030-03-12")
    assert form["closes"] == "2030-02-26"
    assert form["trainers"] == str(cast.trainer.id)
    answer = client.post(f"{copy_of(cast)}?first=2030-03-05", data=form)
    assert answer.status_code == 303
    copy = latest()
    assert copy.status is OfferingStatus.DRAFT
    assert copy.number == "T-ENG-2030-01"
    assert copy.starts_at == clock.at(date(2030, 3, 5), time(9))
    assert copy.max_places == cast.english_offering.max_places
    assert copy.enrolment_closes == clock.end_of(date(2030, 2, 26))
    assert [trainer.person_id for trainer in copy.trainers] == [cast.trainer.id]
    assert "als Entwurf gespeichert" in client.get(answer.location).text


def test_a_copy_sent_twice_is_one(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    address = f"{copy_of(cast)}?first=2030-03-05"
    form = form_with(client.get(address).text, "max_places")
    first, second = (client.post(address, data=form) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location == f"/offerings/{latest().id}"


def test_everything_can_be_changed_before_saving(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    form = form_with(client.get(f"{copy_of(cast)}?first=2030-03-05").text, "max_places")
    form["max_places"], form["meetings-1-day"] = "7", "2030-03-14"
    assert client.post(f"{copy_of(cast)}?first=2030-03-05", data=form).status_code == 303
    copy = latest()
    assert copy.max_places == 7
    assert clock.local_day(copy.meetings[1].starts_at) == date(2030, 3, 14)


def test_the_same_weekday_is_suggested(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.hr).get(copy_of(cast)).text
    day = date.fromisoformat(form_with(page, "first")["first"])
    original = cast.english_offering.starts_at
    assert original is not None
    assert day > clock.today()
    assert day.weekday() == clock.local_day(original).weekday()


def test_a_weekend_is_warned_about_and_can_still_be_saved(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    page = client.get(f"{copy_of(cast)}?first=2030-03-09").text
    assert "9. März 2030 liegt an einem Wochenende." in page
    answer = client.post(f"{copy_of(cast)}?first=2030-03-09", data=form_with(page, "max_places"))
    assert answer.status_code == 303
    assert "9. März 2030 liegt an einem Wochenende." in client.get(answer.location).text


def test_a_conflict_that_came_with_a_changed_date_is_shown_before_saving(
    cast: Cast, sign_in: SignIn
) -> None:
    an_offering(cast.funding, starts_on=date(2030, 3, 14))
    db.session.commit()
    client, address = sign_in(cast.hr), f"{copy_of(cast)}?first=2030-03-05"
    form = form_with(client.get(address).text, "max_places")
    form["meetings-1-day"] = "2030-03-14"
    before = latest()
    page = client.post(address, data=form)
    assert page.status_code == 200
    assert "in Raum 214" in page.text
    assert "Noch ist nichts gespeichert" in page.text
    assert latest() is before
    assert client.post(address, data=form_with(page.text, "max_places")).status_code == 303


def test_a_day_in_the_past_is_warned_about(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.hr).get(f"{copy_of(cast)}?first=2020-03-03").text
    assert "3. März 2020 liegt in der Vergangenheit." in page


def test_a_day_without_sense_is_the_suggested_one(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    suggested = form_with(client.get(copy_of(cast)).text, "first")["first"]
    for odd in ("gestern", "9999-12-31", "0001-01-01"):
        assert form_with(client.get(f"{copy_of(cast)}?first={odd}").text, "first")["first"] == (
            suggested
        )


def test_what_cannot_be_is_told_and_what_was_typed_stays(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    form = form_with(client.get(f"{copy_of(cast)}?first=2030-03-05").text, "max_places")
    form["max_places"], form["meetings-0-venue"] = "0", "Großer Saal"
    answer = client.post(f"{copy_of(cast)}?first=2030-03-05", data=form)
    assert answer.status_code == 422
    assert "mindestens" in errors_of(answer.text)
    assert form_with(answer.text, "max_places")["meetings-0-venue"] == "Großer Saal"


def test_a_row_is_added_without_losing_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    form = form_with(client.get(f"{copy_of(cast)}?first=2030-03-05").text, "max_places")
    form["max_places"], form["add"] = "7", "meetings"
    page = client.post(f"{copy_of(cast)}?first=2030-03-05", data=form)
    again = form_with(page.text, "max_places")
    assert (again["max_places"], again["meetings-2-day"]) == ("7", "2030-03-19")


def test_somebody_who_is_no_trainer_any_more_is_named_and_left_out(
    cast: Cast, sign_in: SignIn
) -> None:
    former = a_person("Frieda", "Vorher", cast.unit_18)
    granted(former, Role.TRAINER, until=clock.today() - timedelta(1))
    cast.english_offering.trainers.append(OfferingTrainer(person_id=former.id))
    db.session.commit()
    page = sign_in(cast.hr).get(copy_of(cast)).text
    assert "Frieda Vorher" in page
    assert form_with(page, "max_places").getlist("trainers") == [str(cast.trainer.id)]


def test_an_offering_without_dates_is_copied_as_it_is(cast: Cast, sign_in: SignIn) -> None:
    offering = cast.english_offering
    offering.meetings, offering.starts_at, offering.ends_at = [], None, None
    db.session.commit()
    client = sign_in(cast.hr)
    page = client.get(copy_of(cast))
    assert page.status_code == 200
    assert client.post(copy_of(cast), data=form_with(page.text, "max_places")).status_code == 303


def test_an_unknown_offering_is_not_found(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.hr).get("/offerings/99999/copy").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_meetings(
    cast: Cast, sign_in: SignIn, count_queries: CountQueries
) -> None:
    client = sign_in(cast.hr)
    address = f"{copy_of(cast)}?first=2030-03-05"
    client.get(address)
    with count_queries() as few:
        client.get(address)
    form = form_with(client.get(f"/offerings/{cast.english_offering.id}/edit").text, "max_places")
    for week in range(2, 12):
        form[f"meetings-{week}-day"] = str(date(2029, 1, 1) + timedelta(weeks=week))
        form[f"meetings-{week}-begins"], form[f"meetings-{week}-ends"] = "09:00", "12:00"
    assert client.post(f"/offerings/{cast.english_offering.id}/edit", data=form).status_code == 303
    with count_queries() as many:
        client.get(address)
    assert many.number == few.number
