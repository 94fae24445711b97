"""What every report on the list has in common."""

from collections import Counter

import pytest

from tests.cast import Cast
from trainingtracker import clock
from trainingtracker.reports.asking import ask
from trainingtracker.reports.registry import REPORTS
from trainingtracker.reports.rendering.preview import preview
from trainingtracker.reports.report import Filters
from trainingtracker.reports.scopes import COMMAND_LINE


@pytest.mark.parametrize("key", sorted(REPORTS))
def test_every_row_has_a_value_a_column_and_every_column_a_key(cast: Cast, key: str) -> None:
    report, today = REPORTS[key], clock.today()
    filters = Filters(today, names=True, year=today.year, offering_id=cast.english_offering.id)
    question = ask(report, filters, COMMAND_LINE, "de", "Hanna Rieck")
    for table in report.tables_for(question):
        found = preview(table, question)
        keys = Counter(column.key for column in found.columns)
        assert set(keys.values()) == {1}, table.key
        assert all(key.isidentifier() and key == key.lower() for key in keys)
        assert {len(row.values) for row in found.rows} <= {len(found.columns)}, table.key
    assert len({table.title for table in report.tables}) == len(report.tables)
