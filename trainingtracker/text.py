"""Sentences, dates and numbers in an explicit language.

Rules, mails, documents and workbooks render here with the language of whoever will read them;
pages use Flask-Babel, which reads the same catalogues. A message id is the English sentence itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol, runtime_checkable

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal, format_percent
from babel.support import NullTranslations, Translations

from trainingtracker import clock

TRANSLATIONS = Path(__file__).parent / "translations"
LANGUAGES = ("de", "en")
DEFAULT_LANGUAGE = "de"

# English readers in a European administration expect 3 March and the 24-hour clock.
_LOCALES = {"de": Locale("de", "DE"), "en": Locale("en", "GB")}
_DAY_FORMATS = {"de": "EEE, d. MMMM y", "en": "EEE d MMMM y"}
_DATE_FORMATS = {"de": "d. MMMM y", "en": "d MMMM y"}
_SHORT_DATE_FORMATS = {"de": "dd.MM.y", "en": "dd/MM/y"}


def mark(message: str) -> str:
    """Mark a sentence for the translators without translating it here."""
    return message


def mark_plural(singular: str, plural: str) -> tuple[str, str]:
    """Mark a sentence that counts something, without translating it here."""
    return singular, plural


@runtime_checkable
class Localised(Protocol):
    """Anything that reads differently in each language."""

    def in_language(self, language: str) -> str: ...


class Bilingual(NamedTuple):
    """A text of the data, kept in both languages; a missing English one falls back to German."""

    de: str
    en: str

    def in_language(self, language: str) -> str:
        return (self.en if language == "en" else self.de) or self.de or self.en


def other_language(value: Localised, language: str) -> str | None:
    """The language in which a reader of `language` gets a text that has only the other one.

    What is not a text of the data itself, but has a `name` that is one, is asked for that.
    """
    name = value if isinstance(value, Bilingual) else getattr(value, "name", None)
    if not isinstance(name, Bilingual) or not (name.de or name.en):
        return None
    if language == "en":
        return None if name.en else "de"
    return None if name.de else "en"


@dataclass(frozen=True)
class Message:
    """A sentence of the interface that has not yet met its reader."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def in_language(self, language: str) -> str:
        return sentence(self.message, language, **self.values)


@dataclass(frozen=True)
class Listed:
    """Several things in one sentence, separated by commas."""

    items: tuple[object, ...]

    def in_language(self, language: str) -> str:
        return ", ".join(str(shown(item, language)) for item in self.items)


@lru_cache
def catalogue(language: str) -> NullTranslations:
    """The message catalogue of a language (English is its own message ids)."""
    return Translations.load(TRANSLATIONS, [language])


def supported(language: str | None) -> str:
    """The language itself where the interface has it, else the default."""
    return language if language in LANGUAGES else DEFAULT_LANGUAGE


def sentence(message: str, language: str, /, **values: object) -> str:
    """The message in a language, each value shown as that language shows it."""
    translated = catalogue(language).gettext(message) if message else ""
    return _filled(translated, language, values)


def counted(forms: tuple[str, str], number: int, language: str, /, **values: object) -> str:
    """The singular or plural form for `number`, which fills %(number)s."""
    translated = catalogue(language).ngettext(*forms, number)
    return _filled(translated, language, {"number": number} | values)


def _filled(template: str, language: str, values: Mapping[str, object]) -> str:
    if not values:
        return template
    return template % {name: shown(value, language) for name, value in values.items()}


def shown(value: object, language: str) -> object:
    """A value as a reader of the language expects it inside a sentence."""
    match value:
        case StrEnum():
            raise TypeError(f"{value!r} is stored text; show its label from labels.py")
        case str():
            return value
        case Bilingual() | Message() | Listed():
            return value.in_language(language)
        case datetime():
            return moment(value, language)
        case date():
            return day(value, language)
        case bool() | None:
            return value
        case int() | float() | Decimal():
            return number(value, language)
        case Localised():
            return value.in_language(language)
        case _:
            return value


@lru_cache(maxsize=4096)
def day(value: date, language: str, *, weekday: bool = False) -> str:
    """3. März 2026 / 3 March 2026, with the weekday in front where asked."""
    formats = _DAY_FORMATS if weekday else _DATE_FORMATS
    return _without_dot(format_date(value, formats[language], locale=_LOCALES[language]))


def month_and_year(value: date, language: str) -> str:
    """März 2026 / March 2026."""
    return format_date(value, "LLLL y", locale=_LOCALES[language])


def weekday_name(value: date, language: str) -> str:
    """Montag / Monday."""
    return format_date(value, "cccc", locale=_LOCALES[language])


def month(value: date, language: str) -> str:
    """The month in short, for the leaf of a calendar: Mär / Mar."""
    return format_date(value, "LLL", locale=_LOCALES[language]).rstrip(".")


@lru_cache(maxsize=4096)
def short_day(value: date, language: str) -> str:
    """03.03.2026 / 03/03/2026, for narrow columns."""
    return format_date(value, _SHORT_DATE_FORMATS[language], locale=_LOCALES[language])


def _without_dot(formatted: str) -> str:
    # CLDR abbreviates German weekdays with a dot ("Di., 3. März"); the house style has none.
    return formatted.replace(".,", ",", 1)


def moment(instant: datetime, language: str, *, weekday: bool = False) -> str:
    """Day and time on the administration's clock: 3. März 2026, 09:00."""
    wall = clock.local(instant)
    return f"{day(wall.date(), language, weekday=weekday)}, {wall:%H:%M}"


def span(start: datetime, end: datetime, language: str) -> str:
    """Di, 3. März 2026, 09:00-16:00 / Tue 3 March 2026, 09:00-16:00."""
    first, last = clock.local(start), clock.local(end)
    opening = f"{day(first.date(), language, weekday=True)}, {first:%H:%M}"
    if first.date() == last.date():
        return f"{opening}\u2013{last:%H:%M}"
    return f"{opening} \u2013 {day(last.date(), language, weekday=True)}, {last:%H:%M}"


def days(first: date, last: date, language: str) -> str:
    """A range of days, or the one day."""
    if first == last:
        return day(first, language, weekday=True)
    return f"{day(first, language)} \u2013 {day(last, language)}"


def number(value: int | float | Decimal, language: str) -> str:
    if isinstance(value, int) and 0 <= value < 1000:
        return str(value)
    return format_decimal(value, locale=_LOCALES[language])


def decimal(value: int | float | Decimal, language: str) -> str:
    """A number with one decimal, also where that is 0."""
    return format_decimal(value, "#,##0.0", locale=_LOCALES[language])


@lru_cache(maxsize=4096)
def percent(share: float | None, language: str, digits: int = 1) -> str:
    """A share of 1 as a percentage; None (nothing to divide by) is a dash."""
    if share is None:
        return "\u2013"
    pattern = "#,##0." + "0" * digits + ("\u00a0%" if language == "de" else "%")
    return format_percent(share, pattern, locale=_LOCALES[language])


def money(cents: int, language: str) -> str:
    """Integer cents as euros."""
    return format_currency(Decimal(cents) / 100, "EUR", locale=_LOCALES[language])


def timestamp(instant: datetime, language: str) -> str:
    """A precise instant for logs and covers: 03.03.2026, 09:00."""
    return format_datetime(
        clock.local(instant).replace(tzinfo=None),
        f"{_SHORT_DATE_FORMATS[language]}, HH:mm",
        locale=_LOCALES[language],
    )
