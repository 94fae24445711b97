"""Whatever leaves the house as a file is in the access log, with its filters and its rows."""

import re

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.cast import Cast
from tests.conftest import SignIn
from tests.support.addresses import fill, things
from trainingtracker.extensions import db
from trainingtracker.models import AccessEntry
from trainingtracker.vocabulary import AccessKind

# Who is logged does not depend on the database.
pytestmark = pytest.mark.parametrize("database_engine", ["sqlite"])

# Of these only somebody else can have the file; or nobody is in it.
_FOR_MANAGERS = "/team/attainment.xlsx"
# Files that somebody has brought, and what was found in them: kept with what they were brought for.
_FROM_ELSEWHERE = re.compile(r"/problems\.|/documents/")
_INVENTED = "/imports/examples/<list_kind>.xlsx"


def test_every_file_is_on_record(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    values = things(cast)
    files = sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if (".xlsx" in rule.rule or ".<any(" in rule.rule or rule.rule.endswith("/file"))
        and ".svg" not in rule.rule
        and rule.rule != _INVENTED
    )
    assert len(files) >= 12
    silent = []
    for route in files:
        client = sign_in(cast.manager if route == _FOR_MANAGERS else cast.hr)
        before = db.session.scalar(select(func.max(AccessEntry.id))) or 0
        db.session.rollback()
        answer = client.get(fill(route, values), buffered=True)
        assert answer.status_code == 200, route
        assert "attachment" in answer.headers["Content-Disposition"], route
        entries = db.session.scalars(select(AccessEntry).where(AccessEntry.id > before)).all()
        logged = [each for each in entries if each.kind is AccessKind.EXPORT and each.filters]
        if not any(each.actor_id and each.row_count is not None for each in logged):
            silent.append(route)
        if not (
            _FROM_ELSEWHERE.search(route) or any(each.filters.get("number") for each in logged)
        ):
            silent.append(f"{route} has no number")
    assert silent == []
