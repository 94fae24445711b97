"""Every page of the URL map, with a role that may open it: a new route is looked at by itself."""

from typing import NamedTuple

from flask import Flask

from tests.cast import Cast, a_holding, an_enrolment, granted
from tests.support.addresses import fill, things
from tests.support.permissions import matrix, player
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import Person
from trainingtracker.vocabulary import Role, Status

# Whoever comes first and may; the matrix decides.
_ROLES = ("anyone", "employee", "manager", "hr", "trainer", "coordinator", "admin")

# Answers to programs and downloads, told by how their address ends.
_NO_PAGES = ("/healthz", "/progress", ".json", ".xlsx", ".csv", "/first-administrator/<token>")

# Filters and views that look different enough to be opened too, and what is shown for errors.
_MORE = (
    ("manager", "/team?view=list"),
    ("manager", "/team?q=nobody"),
    ("employee", "/courses?q=nothing+like+that"),
    ("admin", "/accounts?state=none"),
    ("admin", "/accounts?q=nobody"),
    ("hr", "/people?q=nobody"),
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
    _furnish(cast)
    allowed = {line.route: line.allowed for line in matrix()[1] if line.method == "GET"}
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or rule.endpoint.endswith("static"):
            continue
        if rule.rule.endswith(_NO_PAGES) or ".<any(" in rule.rule:
            continue
        role = next(role for role in _ROLES if role in allowed[rule.rule])
        path = fill(rule.rule, values | _belonging_together(rule.rule, cast))
        found.append((role, path))
    return [
        *(Visit(path, role, player(cast, role)) for role, path in sorted({*found, *_MORE})),
        *(Visit(path, role, player(cast, role), status) for role, path, status in _REFUSED),
    ]


def _belonging_together(route: str, cast: Cast) -> dict[str, str]:
    """The person of the enrolment, where an address names both."""
    both = "<int:person_id>" in route and "<int:enrolment_id>" in route
    return {"person_id": str(cast.employee.id)} if both else {}


def _furnish(cast: Cast) -> None:
    """Something to see: competences of every validity, places, a waiting list, roles."""
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
    db.session.commit()
