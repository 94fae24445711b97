"""Making the attainment workbook the way the command and the page make it."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from flask import Flask

from trainingtracker.attainment.scope import EVERYONE, Scope
from trainingtracker.extensions import db
from trainingtracker.reports.attainment import write_attainment
from trainingtracker.reports.report import Filters, Written

DAY = date(2026, 6, 30)

MakeWorkbook = Callable[..., bytes]


def written(
    filters: Filters, scope: Scope = EVERYONE, language: str = "en"
) -> tuple[bytes, Written]:
    output = BytesIO()
    result = write_attainment(filters, scope, language, "Hanna Rieck", output)
    return output.getvalue(), result


@pytest.fixture
def workbook(app_context: Flask) -> MakeWorkbook:
    """`workbook(day, scope=..., language=..., unit_id=..., topic_id=...)`: the file's content."""

    def make(
        day: date = DAY,
        *,
        scope: Scope = EVERYONE,
        language: str = "en",
        unit_id: int | None = None,
        topic_id: int | None = None,
    ) -> bytes:
        db.session.flush()
        return written(Filters(day, unit_id, topic_id), scope, language)[0]

    return make
