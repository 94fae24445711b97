"""HR's offerings: list, create, edit with several meetings, publish."""

from datetime import date, time, timedelta

import pytest
from lxml import html
from sqlalchemy import select

from tests.cast import Cast, an_enrolment, an_offering
from tests.conftest import CountQueries, SignIn
from tests.support.pages import errors_of, form_with, rows_of
from trainingtracker import clock
from trainingtracker.catalogue import offerings
from trainingtracker.extensions import db
from trainingtracker.models import Offering
from trainingtracker.vocabulary import OfferingStatus, Status

LIST = "/offerings"


def new(cast: Cast, **changes: str) -> dict[str, str]:
    return {
        "course_id": str(cast.english.id),
        "min_places": "4",
        "max_places": "12",
        "opens": "2027-01-04",
        "closes": "2027-02-19",
        "withdrawal": "2027-03-02",
        "meetings-0-day": "2027-03-02",
        "meetings-0-begins": "09:00",
        "meetings-0-ends": "12:30",
        "meetings-0-venue": "Raum 3",
        "meetings-1-day": "2027-03-09",
        "meetings-1-begins": "09:00",
        "meetings-1-ends": "12:30",
        "meetings-1-link": "https://treffen.example.org/a",
        "trainers": str(cast.trainer.id),
    } | changes


def created() -> Offering:
    return db.session.scalars(select(Offering).order_by(Offering.id.desc()).limit(1)).one()


def test_the_list_shows_what_is_not_closed_the_next_first(cast: Cast, sign_in: SignIn) -> None:
    an_offering(cast.english, status=OfferingStatus.CLOSED, starts_on=date(2020, 1, 7))
    soon = an_offering(cast.funding, starts_on=clock.today() + timedelta(2))
    db.session.commit()
    client = sign_in(cast.hr)
    rows = rows_of(client.get(LIST).text)
    assert soon.number in rows[0]
    assert len(rows) == 4
    assert len(rows_of(client.get(f"{LIST}?stage=all").text)) == 5
    assert len(rows_of(client.get(f"{LIST}?stage=closed").text)) == 1


def test_filters_narrow_the_list(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    today = clock.today()
    for query, number in [
        (f"course={cast.english.id}", 1),
        ("q=verhandeln", 1),
        (f"q={cast.funding_offering.number}", 1),
        (f"from={today + timedelta(40)}", 2),
        (f"from={today + timedelta(40)}&to={today + timedelta(46)}", 1),
        ("stage=over", 0),
        ("stage=upcoming", 3),
        ("from=gestern&course=x&stage=spät&sort=z", 3),
    ]:
        assert len(rows_of(client.get(f"{LIST}?{query}").text)) == number, query


def test_every_order_works_in_both_directions(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    for key in ("date", "number", "course", "free"):
        up = rows_of(client.get(f"{LIST}?sort={key}").text)
        down = rows_of(client.get(f"{LIST}?sort=-{key}").text)
        assert sorted(up) == sorted(down)
        assert up != down


def test_the_list_is_paged_with_a_constant_number_of_queries(
    cast: Cast, sign_in: SignIn, count_queries: CountQueries
) -> None:
    client = sign_in(cast.hr)
    with count_queries() as few:
        client.get(LIST)
    for _number in range(55):
        an_enrolment(cast.employee, an_offering(cast.english))
    db.session.commit()
    with count_queries() as many:
        page = client.get(LIST)
    assert many.number == few.number
    assert len(rows_of(page.text)) == 50


def test_trainers_see_the_offerings_they_lead(cast: Cast, sign_in: SignIn) -> None:
    rows = rows_of(sign_in(cast.trainer).get(LIST).text)
    assert len(rows) == 1
    assert cast.english_offering.number in rows[0]


def test_an_offering_is_created_with_several_meetings(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    answer = client.post(f"{LIST}/new", data=new(cast))
    assert answer.status_code == 303
    offering = created()
    assert offering.status is OfferingStatus.DRAFT
    assert len(offering.meetings) == 2
    assert offering.starts_at == clock.at(date(2027, 3, 2), time(9))
    assert offering.enrolment_closes == clock.end_of(date(2027, 2, 19))
    assert offering.withdrawal_deadline == offering.starts_at
    assert "T-ENG-2027-01 ist als Entwurf gespeichert" in client.get(answer.location).text


def test_the_form_of_a_new_offering_sent_twice_makes_one(cast: Cast, sign_in: SignIn) -> None:
    # No room and no trainer: nothing clashes with what the first click has made.
    typed = new(cast, **{"meetings-0-venue": ""})
    del typed["trainers"]
    client = sign_in(cast.hr)
    typed["newest"] = form_with(client.get(f"{LIST}/new").text, "max_places")["newest"]
    first, second = (client.post(f"{LIST}/new", data=typed) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    assert "T-ENG-2027-01 ist als Entwurf gespeichert" in client.get(second.location).text
    # Back on the same page, something else is typed: that is another offering.
    other = client.post(f"{LIST}/new", data=typed | {"max_places": "13"})
    assert other.location not in (None, first.location)
    # Two equal ones, each from a page of its own, are meant.
    typed["newest"] = form_with(client.get(f"{LIST}/new").text, "max_places")["newest"]
    assert client.post(f"{LIST}/new", data=typed).location not in (first.location, other.location)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"meetings-0-day": ""}, "Tag"),
        ({"meetings-1-link": "javascript:alert(1)"}, "Ein Link beginnt mit https://"),
        ({"max_places": "viele"}, "Plätze"),
        ({"course_id": "99999"}, "Kurs"),
        ({"max_places": "3"}, "Mindestzahl der Teilnehmenden"),
        ({"meetings-1-day": "2027-03-02"}, "überschneiden sich"),
        ({"meetings-0-ends": "08:00"}, "endet, nachdem"),
        ({"closes": "2027-03-03"}, "muss vor dem Beginn des ersten Kurstags enden"),
        ({"opens": "2027-02-20"}, "muss beginnen, bevor sie endet"),
        ({"withdrawal": "2027-03-03"}, "Abmeldefrist"),
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_stays(
    cast: Cast, sign_in: SignIn, changes: dict[str, str], refusal: str
) -> None:
    answer = sign_in(cast.hr).post(f"{LIST}/new", data=new(cast, **changes))
    assert answer.status_code == 422
    assert refusal in errors_of(answer.text)
    assert form_with(answer.text, "max_places")["meetings-0-venue"] == "Raum 3"


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"max_places": "3"}, "min_places"), ({"meetings-0-ends": "09:00"}, "meetings-0-ends")],
)
def test_numbers_and_times_that_contradict_each_other_are_shown_where_they_are(
    cast: Cast, sign_in: SignIn, changes: dict[str, str], field: str
) -> None:
    page = html.fromstring(sign_in(cast.hr).post(f"{LIST}/new", data=new(cast, **changes)).text)
    assert page.xpath("//*[@id='error-summary']//a/@href") == [f"#{field}"]
    (described,) = page.xpath(f"//*[@id='{field}'][@aria-invalid='true']/@aria-describedby")
    assert f"{field}-error" in described.split()


def test_a_new_meeting_continues_the_last_one(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.hr).post(f"{LIST}/new", data=new(cast) | {"add": "meetings"})
    assert page.status_code == 200
    form = form_with(page.text, "max_places")
    assert form["meetings-2-day"] == "2027-03-16"
    assert form["meetings-2-begins"] == "09:00"


def test_a_meeting_is_removed(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    page = client.post(f"{LIST}/new", data=new(cast) | {"remove": "meetings-0"})
    form = form_with(page.text, "max_places")
    assert "meetings-0-day" not in form
    assert client.post(f"{LIST}/new", data=form).status_code == 303
    assert [clock.local_day(m.starts_at) for m in created().meetings] == [date(2027, 3, 9)]


def test_saving_the_form_untouched_changes_nothing(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    offering = cast.english_offering
    offering.enrolment_closes = clock.at(clock.today() + timedelta(20), time(12))
    db.session.commit()
    before = offerings.facts_of(offering)
    form = form_with(client.get(f"{LIST}/{offering.id}/edit").text, "max_places")
    assert client.post(f"{LIST}/{offering.id}/edit", data=form).status_code == 303
    db.session.expire_all()
    assert offerings.facts_of(offering) == before


def test_more_places_go_to_the_waiting_list_at_once(cast: Cast, sign_in: SignIn) -> None:
    offering = cast.funding_offering
    for person in (cast.employee, cast.colleague):
        an_enrolment(person, offering)
    waiting = an_enrolment(cast.outsider, offering, Status.WAITLISTED)
    db.session.commit()
    client = sign_in(cast.hr)
    form = form_with(client.get(f"{LIST}/{offering.id}/edit").text, "max_places")
    form["max_places"] = "3"
    assert client.post(f"{LIST}/{offering.id}/edit", data=form).status_code == 303
    db.session.refresh(waiting)
    assert (waiting.status, waiting.place) == (Status.CONFIRMED, 3)


def test_an_older_copy_says_what_changed_meanwhile(cast: Cast, sign_in: SignIn) -> None:
    address = f"{LIST}/{cast.english_offering.id}/edit"
    first, second = sign_in(cast.hr), sign_in(cast.hr)
    form, other = (form_with(c.get(address).text, "max_places") for c in (first, second))
    other["meetings-0-venue"], other["note_de"] = "Großer Saal", "Mit Laptop"
    second.post(address, data=other)
    form["max_places"], form["note_de"] = "20", "Ohne Laptop"
    answer = first.post(address, data=form)
    assert answer.status_code == 409
    changed = rows_of(answer.text)
    assert "Großer Saal" in changed[0]
    assert changed[0].endswith("in das Formular übernommen")
    assert "Mit Laptop Ohne Laptop Sie haben etwas anderes eingegeben" in changed[1]
    again = form_with(answer.text, "max_places")
    assert again["max_places"] == "20"
    assert again["meetings-0-venue"] == "Großer Saal"
    assert first.post(address, data=again).status_code == 303
    db.session.refresh(cast.english_offering)
    assert cast.english_offering.max_places == 20
    assert cast.english_offering.meetings[0].venue == "Großer Saal"


def test_a_draft_is_published(cast: Cast, sign_in: SignIn) -> None:
    draft = an_offering(cast.english, status=OfferingStatus.DRAFT)
    bare = an_offering(cast.draft, status=OfferingStatus.DRAFT)
    db.session.commit()
    client = sign_in(cast.hr)
    assert client.post(f"{LIST}/{draft.id}/publish").status_code == 303
    db.session.refresh(draft)
    assert draft.status is OfferingStatus.PUBLISHED
    refused = client.post(f"{LIST}/{bare.id}/publish")
    assert refused.status_code == 422
    assert "Veröffentlichen Sie zuerst den Kurs" in refused.text


def test_an_unknown_offering_is_not_found(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    assert client.get(f"{LIST}/99999/edit").status_code == 404
    assert client.post(f"{LIST}/99999/publish").status_code == 404


@pytest.mark.parametrize("who", ["employee", "manager", "coordinator"])
def test_the_list_is_for_hr_and_trainers(cast: Cast, sign_in: SignIn, who: str) -> None:
    assert sign_in(getattr(cast, who)).get(LIST).status_code == 403


@pytest.mark.parametrize("who", ["employee", "trainer"])
def test_only_hr_edits(cast: Cast, sign_in: SignIn, who: str) -> None:
    client = sign_in(getattr(cast, who))
    address = f"{LIST}/{cast.english_offering.id}"
    assert client.get(f"{LIST}/new").status_code == 403
    assert client.get(f"{address}/edit").status_code == 403
    assert client.post(f"{address}/publish").status_code == 403


@pytest.mark.parametrize("odd", ["abc", "²", "9" * 30, "-1", ""])
def test_a_version_that_never_was_counts_as_an_old_one(
    cast: Cast, sign_in: SignIn, odd: str
) -> None:
    address = f"{LIST}/{cast.english_offering.id}/edit"
    client = sign_in(cast.hr)
    form = form_with(client.get(address).text, "max_places")
    form["version"] = form["seen"] = form["meetings-0-id"] = odd
    assert client.post(address, data=form).status_code == 409


def test_numbers_that_no_database_holds_are_not_found(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    huge = "9" * 30
    for address in (f"/offerings/{huge}", f"/people/{huge}", f"/meetings/{huge}/attendance"):
        assert client.get(address).status_code == 404
    assert client.get(f"{LIST}?course={huge}&page={huge}").status_code == 200


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_days_that_nobody_means_are_no_filter_and_no_date_of_a_form(
    day: str, cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.hr)
    for path in (LIST, "/courses"):
        everything = rows_of(client.get(path).text)
        for name in ("from", "to"):
            answer = client.get(f"{path}?{name}={day}")
            assert (answer.status_code, rows_of(answer.text)) == (200, everything)
    offering = cast.english_offering
    for path in ("new", f"{offering.id}/edit", f"{offering.id}/copy"):
        for name in ("opens", "closes", "withdrawal", "meetings-0-day"):
            answer = client.post(f"{LIST}/{path}", data=new(cast, **{name: day}))
            assert answer.status_code == 422, (path, name)
            assert "kein Datum von 1950 bis 2100" in errors_of(answer.text)


def test_the_summary_says_which_meeting_is_meant(cast: Cast, sign_in: SignIn) -> None:
    wrong = new(cast, **{"meetings-1-day": "2026-02-31", "meetings-1-begins": "25:00"})
    answer = sign_in(cast.hr).post(f"{LIST}/new", data=wrong)
    assert answer.status_code == 422
    told = errors_of(answer.text)
    assert "Kurstag 2, Tag: Das ist kein Datum" in told
    assert "Kurstag 2, Beginn: Das ist keine Uhrzeit." in told
    assert "Kurstag 1" not in told
