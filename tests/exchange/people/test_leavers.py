"""People who leave by a list while they are enrolled beyond their last day."""

from datetime import date, timedelta

import pytest

from tests.cast import Cast, a_course, an_enrolment, an_offering
from tests.enrolment.acting import as_actor, history, mails_to
from tests.exchange.lists import notes, workbook
from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.enrolment import operations
from trainingtracker.exchange.importing import bring_in, read_and_compare
from trainingtracker.exchange.preview import Preview
from trainingtracker.exchange.reading.choices import Choices
from trainingtracker.exchange.runs import operations as runs
from trainingtracker.exchange.runs import undoing
from trainingtracker.exchange.runs.journal import footprint
from trainingtracker.extensions import begin, db
from trainingtracker.jobs.imports import work_on
from trainingtracker.models import Enrolment, ImportRun, Person
from trainingtracker.vocabulary import ImportStatus, ListKind, Status


@pytest.fixture
def last_day() -> date:
    return clock.today() + timedelta(days=20)


@pytest.fixture
def held(cast: Cast) -> dict[str, Enrolment]:
    """Erik has a place now, in one that runs on, and later; there Kira waits for the only one."""
    course, today = a_course("PL-1", "Polnisch"), clock.today()
    soon = an_offering(course, starts_on=today + timedelta(10))
    runs_on = an_offering(course, starts_on=today + timedelta(15), meetings=3)
    later = an_offering(course, starts_on=today + timedelta(40), places=1)
    found = {
        "soon": an_enrolment(cast.employee, soon),
        "runs_on": an_enrolment(cast.employee, runs_on),
        "later": an_enrolment(cast.employee, later),
        "waits": an_enrolment(cast.colleague, later, Status.WAITLISTED),
        # Olga leaves as well: her turn does not come.
        "leaves_too": an_enrolment(cast.outsider, later, Status.WAITLISTED),
    }
    found["leaves_too"].waiting_since = clock.now() - timedelta(days=9)
    found["waits"].waiting_since = clock.now()
    db.session.commit()
    return found


def staff_list(cast: Cast, last_day: date) -> bytes:
    """Erik is in it with his last day; Olga is missing, and leaves on the same."""
    person = cast.employee
    head = ["Personalnummer", "Nachname", "Vorname", "Austritt"]
    row = [person.personnel_number, person.last_name, person.first_name, last_day]
    return workbook(Personal=[head, row])


def leaving(cast: Cast, last_day: date, *, withdraw: bool) -> Choices:
    olga = cast.outsider.personnel_number or ""
    return Choices(leaving={olga: last_day.isoformat()}, withdraw=withdraw)


def statuses(held: dict[str, Enrolment]) -> dict[str, Status]:
    db.session.rollback()
    return {name: enrolment.status for name, enrolment in held.items()}


def brought_in(content: bytes, choices: Choices, hr: Actor) -> tuple[Preview, int]:
    db.session.rollback()
    begin("write")
    with footprint() as left:
        preview = bring_in(ListKind.PEOPLE, content, name="P.xlsx", actor=hr, choices=choices)
    assert preview.written
    run_id = runs.record(preview, content, "P.xlsx", left).id
    db.session.commit()
    return preview, run_id


def test_they_stay_enrolled_and_are_named_unless_somebody_says_otherwise(
    cast: Cast, held: dict[str, Enrolment], last_day: date
) -> None:
    before, content = statuses(held), staff_list(cast, last_day)
    preview = read_and_compare(
        ListKind.PEOPLE, content, name="P.xlsx", choices=leaving(cast, last_day, withdraw=False)
    )
    (told,) = [note for note in notes(preview) if "enrolled" in note]
    assert "stays until you withdraw them: 2 (for example Olga Reimann, Erik Sommer)." in told
    numbers = [(change.key, change.fields[1].after.de) for change in preview.enrolled]  # type: ignore[attr-defined]
    later, runs_on = held["later"].offering.number, held["runs_on"].offering.number
    assert numbers == [
        ("Reimann, Olga", f"{later} Polnisch"),
        ("Sommer, Erik", f"{runs_on} Polnisch"),
        ("Sommer, Erik", f"{later} Polnisch"),
    ]
    brought_in(content, leaving(cast, last_day, withdraw=False), as_actor(cast.hr))
    assert statuses(held) == before


def test_they_are_withdrawn_from_what_begins_later_and_whoever_waits_moves_up(
    cast: Cast, held: dict[str, Enrolment], last_day: date
) -> None:
    before, content, hr = statuses(held), staff_list(cast, last_day), as_actor(cast.hr)
    preview, run_id = brought_in(content, leaving(cast, last_day, withdraw=True), hr)
    told = [note for note in notes(preview) if "leave" in note]
    assert "are withdrawn from offerings that begin after their last day: 2" in told[0]
    assert "stay enrolled in it until you withdraw them: 1 (for example Erik Sommer)" in told[1]
    assert statuses(held) == {
        "soon": Status.CONFIRMED,
        "runs_on": Status.CONFIRMED,
        "later": Status.WITHDRAWN,
        "waits": Status.CONFIRMED,
        "leaves_too": Status.WITHDRAWN,
    }
    assert history(held["leaves_too"].id) == ["withdraw>withdrawn"]
    assert (mails_to(cast.employee), len(mails_to(cast.colleague))) == (["withdrawn"], 1)
    db.session.rollback()
    begin("write")
    runs.order_undo(run_id, hr)
    db.session.commit()
    assert work_on(run_id)
    run = db.session.get_one(ImportRun, run_id, populate_existing=True)
    assert (run.status, run.remark) == (ImportStatus.UNDONE, None)
    assert statuses(held) == before
    assert db.session.get_one(Person, cast.employee.id, populate_existing=True).exit is None


def test_a_place_that_somebody_has_got_since_is_not_taken_away(
    cast: Cast, held: dict[str, Enrolment], last_day: date
) -> None:
    hr = as_actor(cast.hr)
    held["waits"].status = Status.WITHDRAWN
    db.session.commit()
    content = staff_list(cast, last_day)
    _, run_id = brought_in(content, leaving(cast, last_day, withdraw=True), hr)
    db.session.rollback()
    begin("write")
    asked = operations.request_place(held["later"].offering_id, cast.deputy.id, hr)
    operations.approve(asked.id, as_actor(cast.manager))
    db.session.commit()
    (told,) = undoing.what_stands_in_the_way(db.session.get_one(ImportRun, run_id))
    assert told.in_language("en") == (
        "People who had a place before the list, and others have it by now: 1"
        " (for example Erik Sommer)."
    )
