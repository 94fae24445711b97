"""The filters in an address: typed, and nothing where the value makes no sense."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from flask import request

from trainingtracker.clock import plausible_day
from trainingtracker.web.paging import PAGE_SIZE, page_number

Member = TypeVar("Member", bound=StrEnum)


def words(name: str) -> str:
    """What somebody searches for, without blanks around it."""
    return request.args.get(name, "").strip()[:200]


def for_the_log() -> dict[str, str | bool]:
    """The filters as the access log keeps them: that somebody searched, never for which words.

    The words would say of whom somebody has thought, longer than anybody needs to know.
    """
    filters: dict[str, str | bool] = dict(request.args.to_dict())
    return filters | {"q": True} if filters.get("q") else filters


def whole(sent: str | None) -> int | None:
    """An id or a version as it came back from a page; None where it is no such number."""
    value = sent or ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def number(name: str) -> int | None:
    """An id in the address."""
    return whole(request.args.get(name))


def member(name: str, kind: type[Member]) -> Member | None:
    """A word of one of the closed lists."""
    try:
        return kind(request.args.get(name, ""))
    except ValueError:
        return None


def sent_member(name: str, kind: type[Member]) -> Member | None:
    """The same, of a form."""
    try:
        return kind(request.form.get(name, ""))
    except ValueError:
        return None


def day(name: str) -> date | None:
    return plausible_day(request.args.get(name, ""))


@dataclass(frozen=True)
class Sorting:
    """`?sort=name` or, descending, `?sort=-name`."""

    key: str
    descending: bool

    def __str__(self) -> str:
        return f"-{self.key}" if self.descending else self.key


def sorting(allowed: Container[str], default: str) -> Sorting:
    """The order asked for; the default where a list knows no such order."""
    asked = request.args.get("sort", "")
    key = asked.removeprefix("-")
    if key in allowed:
        return Sorting(key, asked.startswith("-"))
    return Sorting(default, descending=False)


@dataclass(frozen=True)
class Window:
    """The part of a list that one page shows."""

    number: int
    limit: int = PAGE_SIZE

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.limit


def window(limit: int = PAGE_SIZE) -> Window:
    return Window(page_number(request.args.get("page")), limit)
