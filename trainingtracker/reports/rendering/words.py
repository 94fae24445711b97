"""A value of a table as people read it on a page."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from trainingtracker import text
from trainingtracker.reports.report import Value, kind_of
from trainingtracker.reports.styles import Kind
from trainingtracker.text import mark, sentence

_DASH = "\u2013"
_POINTS = mark("%(number)s points")

Number: TypeAlias = int | float | Decimal


def _count(value: Number, language: str) -> str:
    return text.number(value, language)


def _money(value: Number, language: str) -> str:
    return text.money(round(Decimal(str(value)) * 100), language)


def _points(value: Number, language: str) -> str:
    return sentence(_POINTS, language, number=text.decimal(value, language))


_NUMBERS: dict[Kind, Callable[[Number, str], str]] = {
    Kind.SHARE: lambda value, language: text.percent(float(value), language),
    Kind.MONEY: _money,
    Kind.DECIMAL: text.decimal,
}
# As the workbook writes a change: more or less without colours.
_CHANGES: dict[Kind, Callable[[Number, str], str]] = {
    Kind.CHANGE: _count,
    Kind.CHANGE_OF_SHARE: _points,
    Kind.CHANGE_OF_DECIMAL: text.decimal,
    Kind.CHANGE_OF_MONEY: _money,
}


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
    return _number(value, kind_of(value, kind), language)


def _number(value: Number, kind: Kind, language: str) -> str:
    if kind in _CHANGES:
        return _changed(value, _CHANGES[kind], language)
    return _NUMBERS.get(kind, _count)(value, language)


def _changed(value: Number, written: Callable[[Number, str], str], language: str) -> str:
    if not value:
        return "="
    sign = "\u25b2 +" if value > 0 else "\u25bc \u2212"
    return f"{sign}{written(value if value > 0 else -value, language)}"
