"""Meetings by a rule, what is said of room and times, and conflicts before saving."""

from datetime import time

from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from tests.cast import Cast, an_offering
from tests.conftest import SignIn
from tests.support.frozen import FrozenClock
from tests.support.pages import errors_of, form_with
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import Offering

NEW = "/offerings/new"


def a_rule(page: str, **values: str) -> MultiDict[str, str]:
    """The form of a new offering with a rule typed, and the button pressed that fills it in."""
    form = form_with(page, "series-first")
    for name, value in values.items():
        form[f"series-{name}"] = value
    form["fill_in"] = "1"
    return form


def rows(form: MultiDict[str, str]) -> list[str]:
    return [value for name, value in form.items() if name.endswith("-day")]


def stored() -> Offering | None:
    db.session.rollback()
    return db.session.scalars(select(Offering).order_by(Offering.id.desc())).first()


def test_tuesdays_are_filled_in_changed_one_by_one_and_saved(
    frozen: FrozenClock, cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.hr)
    rule = a_rule(
        client.get(NEW).text,
        first="2026-03-10",
        number="4",
        begins="16:00",
        ends="18:15",
        venue="Raum 7",
        skip_school="y",
    )
    page = client.post(NEW, data=rule)
    assert page.status_code == 200
    assert "4 Kurstage sind unten eingetragen" in page.text
    assert "24. März 2026: Osterferien" in page.text
    form = form_with(page.text, "series-first")
    assert rows(form) == ["2026-03-10", "2026-03-17", "2026-04-14", "2026-04-21"]
    last = next(name for name, value in form.items() if value == "2026-04-21")
    form[last], form[last.replace("-day", "-venue")] = "2026-04-23", "Aula"
    form["course_id"] = str(cast.english.id)
    assert client.post(NEW, data=form).status_code == 303
    offering = stored()
    assert offering is not None
    meetings = [(f"{clock.local(m.starts_at):%d.%m. %H:%M}", m.venue) for m in offering.meetings]
    assert meetings == [
        ("10.03. 16:00", "Raum 7"),
        ("17.03. 16:00", "Raum 7"),
        ("14.04. 16:00", "Raum 7"),
        ("23.04. 16:00", "Aula"),
    ]


def test_a_rule_without_sense_is_told_and_kept(
    frozen: FrozenClock, cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.hr)
    empty = client.get(NEW).text
    for values, said in (
        ({"first": ""}, "dieses Feld"),
        ({"first": "2026-03-10"}, "wie viele Kurstage"),
        ({"first": "2026-03-10", "number": "viele"}, "Zahl von 1 bis 60"),
        ({"first": "2026-03-10", "number": "3", "ends": "08:00"}, "endet, nachdem"),
        ({"first": "2026-12-25", "until": "2026-12-25"}, "kein Tag übrig"),
    ):
        answer = client.post(NEW, data=a_rule(empty, **values))
        assert answer.status_code == 422, values
        assert said in errors_of(answer.text)
        kept = form_with(answer.text, "series-first")
        assert all(kept[f"series-{name}"] == value for name, value in values.items())


def test_a_rule_that_was_not_used_is_not_forgotten_silently(
    frozen: FrozenClock, cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.hr)
    form = a_rule(client.get(NEW).text, first="2026-03-10", number="4")
    del form["fill_in"]
    form["meetings-0-day"] = "2026-05-05"
    answer = client.post(NEW, data=form)
    assert answer.status_code == 422
    assert "Die Regel wurde noch nicht angewendet" in errors_of(answer.text)
    assert form_with(answer.text, "series-first")["series-number"] == "4"


def test_conflicts_of_room_and_trainer_are_shown_before_saving_and_do_not_forbid_it(
    frozen: FrozenClock, cast: Cast, sign_in: SignIn
) -> None:
    frozen.move_to(clock.today(), time(9))
    taken = an_offering(cast.funding, trainer=cast.trainer)
    db.session.commit()
    number, day = taken.number, clock.local_day(taken.meetings[0].starts_at).isoformat()
    client = sign_in(cast.hr)
    form = form_with(client.get(NEW).text, "series-first")
    form["course_id"] = str(cast.english.id)
    form["meetings-0-day"], form["meetings-0-venue"] = day, "Raum 214"
    before = stored()
    answer = client.post(NEW, data=form)
    assert answer.status_code == 200
    assert f"Zu dieser Zeit ist {number} in Raum 214" in answer.text
    assert stored() is before
    again = form_with(answer.text, "series-first")
    assert client.post(NEW, data=again | {"trainers": str(cast.trainer.id)}).status_code == 200
    saved = client.post(NEW, data=again)
    assert saved.status_code == 303
    # Editing something else of it asks no more.
    edit = saved.location + "/edit"
    form = form_with(client.get(edit).text, "series-first")
    form["max_places"], form["child_care"], form["accessible_room"] = "15", "y", "y"
    assert client.post(edit, data=form).status_code == 303
    form = form_with(client.get(edit).text, "series-first")
    form["meetings-0-ends"] = "11:00"
    assert "Trotzdem speichern" in client.post(edit, data=form).text
    offering = stored()
    assert offering is not None
    assert (offering.child_care, offering.part_time_friendly) == (True, False)


def test_whoever_looks_for_a_date_reads_of_room_times_and_child_care(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.employee)
    address = f"/courses/{cast.english.id}"
    assert "teilzeitfreundlich" not in client.get(address).text
    offering = cast.english_offering
    offering.part_time_friendly = offering.accessible_room = offering.child_care = True
    db.session.commit()
    page = client.get(address).text
    for said in ("teilzeitfreundlich", "barrierefreier Raum", "mit Kinderbetreuung"):
        assert said in page
