"""What `trainingtracker import` is told on its command line, read and checked."""

from datetime import date
from typing import Any

import click

from trainingtracker import clock
from trainingtracker.exchange.kinds import KINDS
from trainingtracker.exchange.reading.choices import DELIMITERS
from trainingtracker.vocabulary import ListKind


class Share(click.ParamType[float]):
    """A percentage, with its sign or without: 5% or 2.5."""

    name = "percent"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        try:
            share = float(str(value).strip().removesuffix("%").replace(",", "."))
        except ValueError:
            share = -1.0
        if not 0 < share <= 100:
            self.fail(f"{value!r} is not a percentage between 0 and 100.", param, ctx)
        return share


class Day(click.ParamType[date]):
    """A day: 2026-11-30, or today."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        found = clock.today() if value == "today" else clock.plausible_day(str(value))
        if found is None:
            self.fail(f"{value!r} is not a day such as 2026-11-30.", param, ctx)
        return found


class Delimiter(click.ParamType[str]):
    """What stands between the values of a row."""

    name = "character"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        delimiter = {"tab": "\t", "\\t": "\t"}.get(str(value), str(value))
        if delimiter not in DELIMITERS:
            self.fail("Possible are ; , | and tab.", param, ctx)
        return delimiter


def named(kind: ListKind, columns: tuple[str, ...]) -> dict[str, str]:
    """Heading -> field, from "heading=field"."""
    fields = KINDS[kind].vocabulary.fields
    found = {}
    for column in columns:
        heading, separator, name = column.rpartition("=")
        if not separator or not heading.strip() or (name.strip() and name.strip() not in fields):
            raise click.BadParameter(
                f"{column!r} is not HEADING=FIELD; fields are {', '.join(fields)}.",
                param_hint="--column",
            )
        found[heading.strip()] = name.strip()
    return found


def leaving(kind: ListKind, leaves: tuple[str, ...]) -> dict[str, str]:
    """Personnel number -> last day, from "number=day"."""
    _refuse_unless_people(kind, leaves)
    found = {}
    for each in leaves:
        number, _separator, said = each.partition("=")
        day = clock.plausible_day(said.strip())
        if not number.strip() or day is None:
            raise click.BadParameter(
                f"{each!r} is not NUMBER=DAY, such as 00012345=2026-11-30.", param_hint="--leaves"
            )
        found[number.strip()] = day.isoformat()
    return found


def last_day_of_the_rest(kind: ListKind, day: date | None) -> str | None:
    _refuse_unless_people(kind, day)
    return day.isoformat() if day else None


def withdrawing(kind: ListKind, login: str, *, said: bool) -> bool:
    if said and not login:
        raise click.UsageError("--withdraw-leavers needs --by LOGIN: who withdraws them?")
    _refuse_unless_people(kind, said)
    return said


def _refuse_unless_people(kind: ListKind, said: object) -> None:
    if said and kind is not ListKind.PEOPLE:
        raise click.UsageError(
            "Only people leave: --leaves, --missing-leave-on and --withdraw-leavers are theirs."
        )
