"""Cells that stand out do so on a grey print as well, and the legend says which they are."""

from datetime import date

import pytest

from tests.cast import Cast, a_holding
from tests.reports.conftest import MakeWorkbook
from tests.reports.reading import opened, records

pytestmark = pytest.mark.parametrize("database_engine", ["sqlite"])


@pytest.mark.parametrize(
    ("language", "sheet", "expired"),
    [("de", "Erworbene Kompetenzen", "Abgelaufen"), ("en", "Holdings", "Expired")],
)
def test_what_has_expired_stands_out_by_more_than_a_colour(
    cast: Cast, workbook: MakeWorkbook, language: str, sheet: str, expired: str
) -> None:
    a_holding(cast.employee, "eng", "B2", until=date(2026, 1, 1))
    book = opened(workbook(language=language))
    rules = [
        (str(place.sqref), rule)
        for each in book
        for place in each.conditional_formatting
        for rule in place.rules
    ]
    assert len(rules) >= 8
    for _place, rule in rules:
        look = rule.dxf
        assert rule.dataBar or (look.font.b and look.border.left.style) or look.font.i
    (row,) = records(book[sheet])
    assert expired in row.values()
    # The rule looks for the word that stands there, in the column in which it stands.
    position = list(row.values()).index(expired)
    letter = book[sheet].cell(1, position + 1).column_letter
    (strong,) = (
        rule
        for place in book[sheet].conditional_formatting
        for rule in place.rules
        if rule.dxf.font.b
    )
    assert strong.formula == [f'ISNUMBER(SEARCH("{expired}",{letter}2))']
    legend = records(book[{"de": "Legende", "en": "Legend"}[language]])
    (line,) = (each for each in legend if sheet in each.values() and "state" in each.values())
    assert expired in str(list(line.values())[-1])
