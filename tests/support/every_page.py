"""Every page of the URL map, with a role that may open it: a new route is looked at by itself."""

from datetime import timedelta
from typing import NamedTuple

from flask import Flask

from tests.cast import Cast, a_holding, an_enrolment, an_offering, granted
from tests.enrolment.acting import as_actor
from tests.external.acting import asked
from tests.support.addresses import fill, things
from tests.support.permissions import matrix, player
from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.enrolment.approval.interest import Interest
from trainingtracker.enrolment.operations import approve, request_place, withdraw
from trainingtracker.enrolment.waiting.offers import lapse_offer
from trainingtracker.exchange.runs.operations import upload
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, ImportLine, ImportRun, Offering, Person
from trainingtracker.reports.releases import publishing
from trainingtracker.vocabulary import (
    Allocation,
    ImportStatus,
    LineKind,
    ListKind,
    MovingUp,
    OfferingStatus,
    OfficialInterest,
    Role,
    Status,
    WithdrawalReason,
)

# Whoever comes first and may; the matrix decides.
_ROLES = (
    "anyone", "employee", "manager", "hr", "trainer", "coordinator", "admin", "staff_council",
    "data_protection",
)  # fmt: skip

# Answers to programs and downloads, told by how their address ends.
_NO_PAGES = (
    "/healthz", "/progress", ".json", ".xlsx", ".csv", "/first-administrator/<token>",
    "/documents/<int:document_id>", "/reports/runs/<int:run_id>/file",
    "/reports/saved/<int:saved_id>",
)  # fmt: skip

# Filters and views that look different enough to be opened too, and what is shown for errors.
_MORE = (
    ("manager", "/team?view=list"),
    ("manager", "/team?q=nobody"),
    ("manager", "/reports/runs"),
    ("employee", "/courses?q=nothing+like+that"),
    ("admin", "/accounts?state=none"),
    ("admin", "/accounts?q=nobody"),
    ("hr", "/people?q=nobody"),
    ("hr", "/planning/calendar?view=rooms"),
    ("hr", "/planning/calendar?month=2100-01"),
)
# German titles have such words, and they fit on a phone as well.
_LONG_WORD = "Fördermittelbeantragungsverfahrensgrundlagenschulung"
# What is shown where a page is not there, or not for everybody.
_REFUSED = (("anyone", "/nowhere", 404), ("employee", "/planning", 403))


class Visit(NamedTuple):
    """A page and who opens it; nobody is signed in where there is no person."""

    path: str
    role: str
    person: Person | None
    status: int = 200


def visits(app: Flask, cast: Cast) -> list[Visit]:
    """One visit to each page, of a site where there is something to see."""
    values = things(cast)
    more = _furnish(cast)
    allowed = {line.route: line.allowed for line in matrix()[1] if line.method == "GET"}
    found = [*more]
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or rule.endpoint.endswith("static"):
            continue
        if rule.rule.endswith(_NO_PAGES) or ".<any(" in rule.rule:
            continue
        # A report is shown to whoever ordered it or saved its filters.
        own = "<int:run_id>" in rule.rule or "<int:saved_id>" in rule.rule
        role = "hr" if own else next(role for role in _ROLES if role in allowed[rule.rule])
        path = fill(rule.rule, values | _belonging_together(rule.rule, cast))
        found.append((role, path))
    return [
        *(Visit(path, role, player(cast, role)) for role, path in sorted({*found, *_MORE})),
        *(Visit(path, role, player(cast, role), status) for role, path, status in _REFUSED),
    ]


def _belonging_together(route: str, cast: Cast) -> dict[str, str]:
    """The person of the enrolment, where an address names both; a round, an open request."""
    if route.startswith("/external-trainings/") and route.endswith(("/refusal", "/withdrawal")):
        return {"training_id": str(asked(cast, title=route).id)}
    if route.endswith(("/columns", "/leaving")):
        return {"import_id": str(_to_be_read(cast).id)}
    if route.endswith("/correction"):
        return {"past_year": str(_to_be_corrected(cast))}
    if "/round" in route:
        requested = db.session.scalars(
            db.select(Enrolment)
            .join(Offering, Offering.id == Enrolment.offering_id)
            .where(Offering.allocation == Allocation.ROUND)
            .limit(1)
        ).one()
        return {"offering_id": str(requested.offering_id), "enrolment_id": str(requested.id)}
    both = "<int:person_id>" in route and "<int:enrolment_id>" in route
    return {"person_id": str(cast.employee.id)} if both else {}


def _to_be_corrected(cast: Cast) -> int:
    """A year whose statistics were published before somebody turned out to have taken part."""
    year = clock.today().year - 2
    publishing.publish(year, released_by=cast.hr.id)
    day = clock.today().replace(year=year, month=5, day=6)
    offering = an_offering(cast.english, starts_on=day, status=OfferingStatus.CLOSED)
    an_enrolment(cast.employee, offering, Status.COMPLETED, finished_on=day)
    return year


def _to_be_read(cast: Cast) -> ImportRun:
    """A list whose columns somebody still has to name."""
    content = "Stammnr;Familie;Eintrittt\n00770001;Öztürk;01.02.2019\n".encode()
    run = upload(ListKind.PEOPLE, "Personal.csv", content, Actor(cast.hr.id))
    run.status, run.missing = ImportStatus.COMPARED, 1
    db.session.flush()
    missing = "00040001 Sommer, Erik"
    db.session.add(
        ImportLine(
            run_id=run.id, kind=LineKind.MISSING, position=1, sheet="", row=None,
            name=missing, value="00040001", detail=[],
        )
    )  # fmt: skip
    return run


def _furnish(cast: Cast) -> list[tuple[str, str]]:
    """Something to see: competences of every validity, places, a waiting list, roles.

    Returns who opens which page besides.
    """
    today = clock.today()
    cast.english.title_de = f"{_LONG_WORD} für Beschäftigte, die Fördermittel beantragen"
    cast.english.title_en = f"{_LONG_WORD} for staff"
    a_holding(cast.employee, "eng", "B2")
    a_holding(cast.employee, "eu:call_search", "1", until=clock.add_months(today, 1))
    a_holding(cast.deputy, "eng", "A2", until=clock.add_months(today, -1))
    granted(cast.colleague, Role.STAFF_COUNCIL)
    an_enrolment(cast.employee, cast.funding_offering)
    an_enrolment(cast.colleague, cast.funding_offering, Status.WAITLISTED)
    an_enrolment(cast.deputy, cast.english_offering)
    more = [*_pass_a_place_on(cast), *_let_two_decide(cast), *_let_one_leave_late(cast)]
    db.session.commit()
    return more


def _let_two_decide(cast: Cast) -> list[tuple[str, str]]:
    """A request that has passed the first of two stages; the course asks for the interest."""
    cast.advanced.needs_hr_approval = cast.advanced.asks_interest = True
    made = an_enrolment(cast.employee, cast.advanced_offering, Status.REQUESTED)
    approve(made.id, as_actor(cast.deputy), Interest(OfficialInterest.PARTLY, 50, 100, "Bahn"))
    return [
        ("hr", "/approvals"),
        ("manager", "/approvals/decided"),
        ("hr", "/deputies"),
        ("manager", f"/team/nominations?offering={made.offering_id}"),
        ("hr", f"/approvals/{made.id}"),
        ("manager", f"/approvals/{made.id}"),
        ("employee", f"/enrolments/{made.id}"),
        ("hr", f"/offerings/{made.offering_id}/participants/{made.id}"),
    ]


def _let_one_leave_late(cast: Cast) -> list[tuple[str, str]]:
    """A place with a price after the withdrawal deadline, and other dates; a small offering."""
    cast.funding.cost_per_place = 12_000
    made = an_offering(cast.funding, starts_on=clock.today() + timedelta(7))
    made.withdrawal_deadline, made.min_places = clock.now(), 3
    made.decide_on = clock.today()
    mine = request_place(made.id, cast.outsider.id, as_actor(cast.hr))
    left = request_place(made.id, cast.guest.id, as_actor(cast.hr))
    withdraw(left.id, as_actor(cast.hr), WithdrawalReason.OFFICIAL)
    return [
        ("hr", f"/enrolments/{mine.id}/substitute"),
        ("hr", f"/enrolments/{mine.id}/transfer"),
        ("hr", f"/offerings/{made.id}/participants/{mine.id}"),
        ("hr", f"/offerings/{made.id}/decision"),
        ("hr", f"/offerings/{made.id}/cancellation"),
    ]


def _pass_a_place_on(cast: Cast) -> list[tuple[str, str]]:
    """A place that is offered to the employee, one for which a waiter is paused, one who waits."""
    made = an_offering(cast.funding, places=1, starts_on=clock.today() + timedelta(60))
    made.moving_up = MovingUp.OFFER
    db.session.flush()
    held, lapsed, offered, waiting = (
        request_place(made.id, person.id, as_actor(person))
        for person in (cast.deputy, cast.manager, cast.employee, cast.hr)
    )
    withdraw(held.id, as_actor(cast.deputy))
    lapsed.offer_expires_at = clock.now()
    lapse_offer(lapsed.id, clock.now())
    if (offered.status, waiting.status) != (Status.OFFERED, Status.WAITLISTED):
        raise ValueError("the place was not passed on")
    return [
        ("employee", f"/enrolments/{offered.id}"),
        ("manager", f"/enrolments/{lapsed.id}"),
        ("hr", f"/enrolments/{waiting.id}"),
        ("hr", f"/offerings/{made.id}"),
        ("hr", f"/offerings/{made.id}/participants/{lapsed.id}"),
        ("hr", f"/people/{cast.employee.id}"),
    ]
