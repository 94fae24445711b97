"""A value of a table as people read it on a page."""

from datetime import date, datetime
from decimal import Decimal

from trainingtracker import text
from trainingtracker.reports.report import Value, kind_of
from trainingtracker.reports.styles import Kind

_DASH = "\u2013"


# As the workbook writes a change: more or less without colours.
_CHANGES = {Kind.CHANGE: Kind.COUNT, Kind.CHANGE_OF_SHARE: Kind.SHARE}


def _sign(value: int | float | Decimal) -> str:
    return "\u25b2 +" if value > 0 else "\u25bc \u2212"


def shown(value: Value, kind: Kind, language: str) -> str:
    match value:
        case None:
            return _DASH
        case str():
            return value
        case datetime():
            return f"{text.short_day(value, language)}, {value:%H:%M}"
        case date():
            return text.short_day(value, language)
    kind = kind_of(value, kind)
    if kind in _CHANGES:
        size = value if value > 0 else -value
        return f"{_sign(value)}{shown(size, _CHANGES[kind], language)}" if value else "="
    if kind is Kind.SHARE:
        return text.percent(float(value), language)
    if kind is Kind.MONEY:
        return text.money(round(Decimal(str(value)) * 100), language)
    if kind is Kind.DECIMAL:
        return text.decimal(value, language)
    return text.number(value, language)
