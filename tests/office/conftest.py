"""Every workbook that can be downloaded, of a site where there is something in each of them."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.cast import Cast, a_holding, an_enrolment
from tests.conftest import SignIn
from tests.support.addresses import fill, things
from tests.support.permissions import matrix, player
from trainingtracker import clock
from trainingtracker.exchange.kinds import KINDS
from trainingtracker.extensions import db
from trainingtracker.models import ImportedParticipation
from trainingtracker.reports.registry import REPORTS
from trainingtracker.vocabulary import ListKind, Status

_SEVERAL = {"report_key": sorted(REPORTS), "list_kind": [kind.value for kind in ListKind]}


@pytest.fixture
def workbooks(app: Flask, cast: Cast, sign_in: SignIn) -> dict[str, bytes]:
    """Address -> content, downloaded by whoever may, in German."""
    values = things(cast)
    _furnish(cast)
    found = {}
    for line in matrix()[1]:
        if line.method != "GET" or "xlsx" not in line.route:
            continue
        for parameters in _parameters(line.route):
            address = fill(line.route, values | parameters)
            if "to-edit" in address:
                address += f"?offering={cast.english_offering.id}"
            if "reports/" in address:
                address += f"?as_of={clock.today()}&names=1&offering={cast.english_offering.number}"
            # Each report has an audience of its own.
            roles = {*line.allowed, "manager"} if "reports/" in address else line.allowed
            found[address] = _download(address, sorted(roles), cast, sign_in)
    return found


def _parameters(route: str) -> list[dict[str, str]]:
    if "to-edit" in route:
        kinds = [kind.value for kind, said in KINDS.items() if said.editable]
        return [{"list_kind": kind} for kind in kinds]
    for name, values in _SEVERAL.items():
        if name in route:
            return [{name: value} for value in values]
    return [{}]


def _download(address: str, roles: list[str], cast: Cast, sign_in: SignIn) -> bytes:
    said = {}
    # HR sees most; whoever else has an audience of their own.
    for role in sorted(roles, key=lambda role: role != "hr"):
        person = player(cast, role)
        assert person is not None
        answer = sign_in(person).get(address, buffered=True)
        if answer.status_code == 200:
            return bytes(answer.data)
        said[role] = answer.status_code
    pytest.fail(f"nobody could download {address}: {said}")


def _furnish(cast: Cast) -> None:
    today = clock.today()
    for person in (cast.employee, cast.colleague, cast.outsider):
        an_enrolment(person, cast.funding_offering, Status.COMPLETED, finished_on=today)
        for years in range(3):
            day = today - timedelta(days=365 * years + 10)
            db.session.add(
                ImportedParticipation(person_id=person.id, course_id=cast.english.id, held_on=day)
            )
    cast.outsider.last_name = '=HYPERLINK("x") & <Söhne>'
    a_holding(cast.employee, "eng", "B2")
    a_holding(cast.colleague, "fra", "A1", until=today + timedelta(days=20))
    db.session.commit()
