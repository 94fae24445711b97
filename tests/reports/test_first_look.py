"""The first look after a change: what was kept is what is found by whoever has kept nothing."""

import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Table, event
from sqlalchemy.sql.visitors import iterate

from tests.cast import (
    Cast,
    a_holding,
    a_person,
    a_statement,
    a_status_group,
    an_enrolment,
    an_offering,
    leads,
    stored,
)
from tests.enrolment.acting import as_actor
from tests.support.frozen import FrozenClock
from trainingtracker import clock, kept, settings
from trainingtracker.changes import Tables, names
from trainingtracker.competence import consent, consent_texts
from trainingtracker.enrolment import operations
from trainingtracker.enrolment.changes import transfer
from trainingtracker.extensions import db
from trainingtracker.models import (
    CareCostClaim,
    CostItem,
    CostSheet,
    Enrolment,
    ImportedParticipation,
    Leave,
    Offering,
    UnitVersion,
    WorkingTime,
)
from trainingtracker.reports.asking import ask
from trainingtracker.reports.dashboard import dashboard, days_for
from trainingtracker.reports.registry import REPORTS
from trainingtracker.reports.rendering.preview import preview
from trainingtracker.reports.report import Filters
from trainingtracker.vocabulary import (
    ClaimStatus,
    ConsentAudience,
    CostKind,
    Gender,
    OfferingStatus,
    Result,
    Status,
)

pytestmark = pytest.mark.parametrize("database_engine", ["sqlite"])

COUNTING = ("annual_statistics", "equality", "languages", "attainment", "utilisation")
DAYS = dict.fromkeys(("annual_statistics", "equality"), date(2026, 12, 31))
TODAY, LAST_YEAR = date(2026, 3, 3), date(2025, 5, 6)


# Their rows come and go with those of tables that are audited.
FOLLOWING = {"audit_entry", "enrolment_event", "feedback_answer", "feedback_invitation"}


@pytest.fixture(autouse=True)
def _small_groups_of_two(frozen: FrozenClock, cast: Cast) -> None:
    settings.put("small_group", 2)


@pytest.fixture
def held(cast: Cast) -> Offering:
    """A course of last year, with participants of two divisions."""
    offering = an_offering(cast.english, starts_on=LAST_YEAR, status=OfferingStatus.CLOSED)
    for person in (cast.employee, cast.colleague, cast.outsider, cast.hr):
        an_enrolment(person, offering, Status.COMPLETED, finished_on=LAST_YEAR)
        a_holding(person, "eng", "B1")
    db.session.commit()
    return offering


def looked_at(cast: Cast) -> dict[Any, Any]:
    """What readers of every kind see of the figures of reports and dashboards."""
    found: dict[Any, Any] = {}
    for name in ("hr", "manager", "equality"):
        actor = as_actor(getattr(cast, name))
        for key in COUNTING if name == "hr" else ("languages",):
            question = ask(REPORTS[key], Filters(DAYS.get(key, TODAY)), actor, "en", "Somebody")
            for table in REPORTS[key].tables_for(question):
                shown = preview(table, question, limit=1000)
                found[name, key, table.key] = shown.rows, shown.total
        glance = dashboard(actor, days_for(actor)[0])
        levels = [glance.levels(topic) for topic in glance.topics]
        numbers = [(each.reached, each.headcount) for each in (*glance.units, glance.whole)]
        found[name, "dashboard"] = numbers, glance.trend(), levels
    return found


def story(cast: Cast, held: Offering) -> Iterator[str]:
    """One change after another, of every kind that any figure goes by; what it was."""
    employee, manager = as_actor(cast.employee), as_actor(cast.manager)
    asked = operations.request_place(cast.english_offering.id, cast.employee.id, employee)
    yield "somebody asks for a place"
    operations.decline(asked.id, manager, "Im Herbst wieder.")
    yield "that is refused"
    asked = operations.request_place(cast.english_offering.id, cast.colleague.id, as_actor(cast.hr))
    yield "somebody else asks"
    operations.approve(asked.id, manager)
    yield "and gets a place"
    other = an_offering(cast.english, starts_on=TODAY + timedelta(days=60))
    yield "there is another date"
    moved = transfer.transfer(asked.id, other.id, as_actor(cast.colleague))
    yield "which is taken instead"
    operations.withdraw(moved.id, as_actor(cast.colleague))
    yield "and given back"
    first, second, *_others = db.session.query(Enrolment).filter_by(offering_id=held.id)
    first.status, first.finished_on = Status.NO_SHOW, None
    yield "somebody was absent"
    day = TODAY - timedelta(days=1)
    lately = an_offering(cast.funding, starts_on=day, status=OfferingStatus.CLOSED)
    an_enrolment(cast.deputy, lately, Status.COMPLETED, finished_on=day)
    yield "somebody took part"
    stored(CareCostClaim(enrolment_id=second.id, amount=5_000, status=ClaimStatus.GRANTED))
    yield "and paid somebody to look after the children"
    db.session.delete(first)
    yield "an enrolment is gone"
    sheet = stored(CostSheet(offering_id=held.id, budget_year=2025))
    stored(CostItem(sheet_id=sheet.id, kind=CostKind.FEE, planned=90_000, actual=80_000))
    yield "there is an invoice"
    held.starts_at = held.ends_at = clock.at(date(2024, 5, 7))
    yield "the course was in another year"
    held.course_id = cast.funding.id
    yield "and was another course"
    cast.funding.topic_id = cast.english.topic_id
    yield "of another topic"
    elsewhere = ImportedParticipation(
        person_id=cast.manager.id, course_id=cast.english.id, held_on=day, result=Result.PASSED
    )
    stored(elsewhere)
    yield "somebody took part elsewhere"
    a_holding(cast.outsider, "eng", "C1")
    yield "and has passed a test"
    a_statement(cast.employee, "fra", "B2")
    for audience in ConsentAudience:
        consent.give(cast.employee.id, audience, read=consent_texts.in_force())
    yield "somebody shows what they say of themselves"
    consent.revoke(cast.employee.id, ConsentAudience.HR)
    yield "and takes it back"
    stored(WorkingTime(person_id=cast.employee.id, since=LAST_YEAR, percent=50))
    yield "somebody works part-time"
    stored(Leave(person_id=cast.colleague.id, since=LAST_YEAR))
    yield "somebody is on leave"
    leads(cast.deputy, cast.unit_1814)
    yield "somebody leads another unit"
    a_status_group("trainee", cast.hr)
    yield "somebody is a trainee"
    a_person("Nora", "Neumann", cast.unit_23, gender=Gender.FEMALE)
    yield "somebody comes"
    cast.colleague.exit = day
    yield "somebody leaves"
    cast.hr.gender = Gender.MALE
    yield "a gender was wrong"
    version = db.session.query(UnitVersion).filter_by(unit_id=cast.unit_1523.id).one()
    version.parent_id = cast.unit_18.id
    yield "a unit belongs elsewhere"
    settings.put("small_group", 3)
    yield "groups of two are small"


def test_after_every_kind_of_change_the_first_look_shows_what_there_is_now(
    cast: Cast, held: Offering, frozen: FrozenClock
) -> None:
    before, without_a_trace = looked_at(cast), []
    for what in story(cast, held):
        db.session.commit()
        after = looked_at(cast)
        kept.forget()
        anew = looked_at(cast)
        assert {each for each in anew if after[each] != anew[each]} == set(), what
        if after == before:
            without_a_trace.append(what)
        before = after
    assert without_a_trace == ["and gets a place", "which is taken instead"]


def test_every_figure_names_the_tables_that_it_is_counted_from(
    cast: Cast, held: Offering, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking: list[set[str]] = []
    counted = set()

    def counting(key: Any, count: Callable[[], Any], *, of: Tables = (), **_how: Any) -> Any:
        """Nothing is kept, so that a figure is seen to read what those within it read."""
        looking.append(set())
        found = count()
        tables = looking.pop() - FOLLOWING
        if looking:
            looking[-1] |= tables
        if of:
            assert tables <= set(names(of)), key
            counted.add(key[0])
        return found

    def reading(_connection: Connection, statement: Any, *_rest: Any) -> None:
        for tables in looking:
            tables |= {each.name for each in iterate(statement) if isinstance(each, Table)}

    usual = kept.kept
    for module in list(sys.modules.values()):
        if getattr(module, "kept", None) is usual:
            monkeypatch.setattr(module, "kept", counting)
    event.listen(db.engine, "before_execute", reading)
    a_statement(cast.employee, "fra", "B2")
    for audience in ConsentAudience:
        consent.give(cast.employee.id, audience, read=consent_texts.in_force())
    db.session.commit()
    looked_at(cast)
    event.remove(db.engine, "before_execute", reading)
    assert counted >= {"annual facts", "staff of days", "reach", "trend", "levels held", "overview"}
