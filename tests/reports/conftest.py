"""Making the attainment workbook the way the command and the page make it."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from flask import Flask

from trainingtracker.accounts.actor import Actor
from trainingtracker.attainment.scope import EVERYONE, Scope
from trainingtracker.extensions import db
from trainingtracker.reports.asking import ask
from trainingtracker.reports.attainment import ATTAINMENT
from trainingtracker.reports.rendering.excel import workbook as workbook_of
from trainingtracker.reports.report import Filters, Written
from trainingtracker.reports.scopes import COMMAND_LINE

DAY = date(2026, 6, 30)

MakeWorkbook = Callable[..., bytes]


def written(
    filters: Filters, scope: Scope = EVERYONE, language: str = "en"
) -> tuple[bytes, Written]:
    """The workbook of HR, or of somebody else who may see the scope."""
    output = BytesIO()
    actor = COMMAND_LINE if scope.is_everyone else Actor(0)
    question = ask(ATTAINMENT, filters, actor, language, "Hanna Rieck", scope=scope)
    result = workbook_of(ATTAINMENT, question).save(output)
    return output.getvalue(), result


@pytest.fixture
def workbook(app_context: Flask) -> MakeWorkbook:
    """`workbook(day, scope=..., language=..., unit_id=..., ...)`: the file's content."""

    def make(
        day: date = DAY,
        *,
        scope: Scope = EVERYONE,
        language: str = "en",
        names: bool = True,
        **filters: object,
    ) -> bytes:
        db.session.flush()
        return written(Filters(day, names=names, **filters), scope, language)[0]  # type: ignore[arg-type]

    return make
