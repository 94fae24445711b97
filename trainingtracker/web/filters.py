"""How templates show values: dates, numbers and texts of the data in the reader's language."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import Flask, request
from markupsafe import Markup, escape

from trainingtracker import clock, labels, text
from trainingtracker.text import Localised
from trainingtracker.vocabulary import PersonKind, Status
from trainingtracker.web.requests import reader_language

_DASH = "\u2013"


def sentence(message: str, **values: Any) -> Markup:
    """A sentence of a template in the reader's language: what `_` is there.

    A long list asks for the same few words in every row.
    """
    if not values:
        return _whole(message, reader_language())
    shown = {name: escape(value) for name, value in values.items()}
    return Markup(_pattern(message, reader_language()) % shown)  # noqa: S704 - values are escaped


@lru_cache(maxsize=4096)
def _pattern(message: str, language: str) -> str:
    return text.catalogue(language).gettext(message)


@lru_cache(maxsize=4096)
def _whole(message: str, language: str) -> Markup:
    return Markup(_pattern(message, language) % {})  # noqa: S704 - our own sentences


def local(value: Localised | None) -> str:
    """A text of the data, or a sentence, in the reader's language."""
    return value.in_language(reader_language()) if value is not None else ""


def marked(value: Localised | None) -> Markup:
    """A text of the data, marked with its language where that is not the reader's."""
    if value is None:
        return Markup()
    other = text.other_language(value, reader_language())
    shown = escape(local(value))
    return Markup('<span lang="{}">{}</span>').format(other, shown) if other else shown


def language_of(value: Localised) -> str | None:
    """The language of a text where that is not the reader's: for the `lang` of an element."""
    return text.other_language(value, reader_language())


def one(kind: PersonKind) -> str:
    """What a single person is called."""
    return text.sentence(labels.one_person(kind), reader_language())


def label(member: StrEnum | None) -> str:
    """What readers are told for a word of the closed lists."""
    return _label(member, reader_language()) if member is not None else ""


# Members of two lists may be the same word.
@lru_cache(maxsize=1024, typed=True)
def _label(member: StrEnum, language: str) -> str:
    return text.sentence(labels.label(member), language)


def plain(status: Status) -> str:
    """An enrolment's status in the six words that staff read."""
    return text.sentence(labels.plain(status), reader_language())


def with_query(**changes: object) -> str:
    """The address of this page with some of its query changed; None takes a part out."""
    query = {name: values for name, values in request.args.lists() if name not in changes}
    query |= {name: [str(value)] for name, value in changes.items() if value is not None}
    pairs = [(name, value) for name, values in query.items() for value in values if value]
    return request.path + (f"?{urlencode(pairs)}" if pairs else "")


def day(value: date | None) -> str:
    return text.day(value, reader_language()) if value else _DASH


def short_day(value: date | None) -> str:
    return text.short_day(value, reader_language()) if value else _DASH


def weekday(value: date | None) -> str:
    """The day with its weekday in front."""
    return text.day(value, reader_language(), weekday=True) if value else _DASH


def moment(value: datetime | None) -> str:
    return text.moment(value, reader_language(), weekday=True) if value else _DASH


def span(start: datetime | None, end: datetime | None = None) -> str:
    """From one instant to another: used as `meeting.starts_at|span(meeting.ends_at)`."""
    if start is None:
        return _DASH
    return moment(start) if end is None else text.span(start, end, reader_language())


def local_day(value: datetime) -> date:
    """The day of an instant on the administration's calendar."""
    return clock.local_day(value)


def month(value: date) -> str:
    """The month in short."""
    return text.month(value, reader_language())


def month_and_year(value: date) -> str:
    return text.month_and_year(value, reader_language())


def weekday_name(value: date) -> str:
    return text.weekday_name(value, reader_language())


def clock_time(value: datetime) -> str:
    """The time of day alone, where the day stands beside it."""
    return f"{clock.local(value):%H:%M}"


def percent(share: float | None) -> str:
    """A share of 1 as a percentage."""
    return text.percent(share, reader_language())


def whole_percent(share: float) -> str:
    """A share of 1 as a percentage without decimals, for thresholds."""
    return text.percent(share, reader_language(), digits=0)


def last_day(deadline: datetime) -> date:
    """The last day on which something is possible."""
    return clock.last_day(deadline)


def deadline(value: datetime) -> str:
    """Until when something is possible: a day that counts in full, or an instant."""
    return _day_or_moment(clock.deadline(value))


def beginning(value: datetime) -> str:
    """From when on something holds: a day that counts in full, or an instant."""
    return _day_or_moment(clock.beginning(value))


def _day_or_moment(value: date | datetime) -> str:
    return moment(value) if isinstance(value, datetime) else weekday(value)


def money(cents: int | None) -> str:
    return text.money(cents, reader_language()) if cents is not None else _DASH


def file_size(size: int) -> str:
    """The size of a file in bytes, as people read it: 340 KB, 1.2 MB."""
    if size < 1024**2:
        return f"{number(max(round(size / 1024), 1))} KB"
    return f"{number(round(size / 1024**2, 1))} MB"


def number(value: int | float | Decimal | None) -> str:
    return text.number(value, reader_language()) if value is not None else _DASH


def decimal(value: float) -> str:
    """A number with one decimal, also where that is 0, so that means can be compared."""
    return text.decimal(value, reader_language())


_FILTERS: dict[str, Callable[..., Any]] = {
    "local": local,
    "marked": marked,
    "one": one,
    "label": label,
    "plain": plain,
    "day": day,
    "short_day": short_day,
    "weekday": weekday,
    "moment": moment,
    "span": span,
    "local_day": local_day,
    "month": month,
    "month_and_year": month_and_year,
    "weekday_name": weekday_name,
    "clock_time": clock_time,
    "percent": percent,
    "whole_percent": whole_percent,
    "last_day": last_day,
    "deadline": deadline,
    "beginning": beginning,
    "money": money,
    "number": number,
    "decimal": decimal,
    "file_size": file_size,
}


def prepare(app: Flask) -> None:
    """Give the filters to every template."""
    app.jinja_env.filters.update(_FILTERS)
    app.jinja_env.globals["_"] = sentence
    app.jinja_env.globals["with_query"] = with_query
    app.jinja_env.globals["language_of"] = language_of
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
