"""What the tables share: column types, dated rows, edit versions, two-language texts."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any, overload

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    DateTime,
    Dialect,
    Enum,
    String,
    TypeDecorator,
    and_,
    or_,
)
from sqlalchemy.engine import Row
from sqlalchemy.orm import Bundle, Mapped, mapped_column

from trainingtracker import clock
from trainingtracker.text import Bilingual


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database (SQLite returns naive values)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive datetime is not an instant: {value!r}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def enum_type(kind: type[StrEnum]) -> Enum:
    """A StrEnum stored by its value; adding a member needs no migration."""
    return Enum(
        kind,
        native_enum=False,
        length=30,
        values_callable=lambda members: [m.value for m in members],
    )


Key = Annotated[int, mapped_column(primary_key=True)]
Instant = Annotated[datetime, mapped_column(UtcDateTime)]
Code = Annotated[str, mapped_column(String(60))]
Name = Annotated[str, mapped_column(String(250))]


class BilingualBundle(Bundle[Bilingual]):
    """Two columns of a query that come out as one Bilingual; without a row it is an empty one."""

    inherit_cache = True

    def label(self, name: str) -> "BilingualBundle":
        named: BilingualBundle = super().label(name)  # type: ignore[no-untyped-call]
        return named

    def create_row_processor(
        self,
        query: Any,
        procs: Sequence[Callable[[Row[Any]], Any]],
        labels: Sequence[str],
    ) -> Callable[[Row[Any]], Bilingual]:
        german, english = procs
        return lambda row: Bilingual(german(row) or "", english(row) or "")


class BilingualColumns:
    """Descriptor over two columns: `course.title` is the Bilingual of title_de and title_en.

    In a query `Course.title` selects both; `.label(...)` names them where two would be the same.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, owner: None, kind: type) -> BilingualBundle: ...
    @overload
    def __get__(self, owner: object, kind: type) -> Bilingual: ...
    def __get__(self, owner: object | None, kind: type) -> Bilingual | BilingualBundle:
        source = kind if owner is None else owner
        german, english = getattr(source, f"{self.name}_de"), getattr(source, f"{self.name}_en")
        if owner is None:
            return BilingualBundle(self.name, german, english)
        return Bilingual(german or "", english or "")


class Dated:
    """A fact that holds from `since` (inclusive) until `until` (exclusive).

    Never updated in place: a correction writes a new row and sets `superseded_at` on the old one,
    so that both "true then" and "as we knew it then" can be asked.
    """

    since: Mapped[date]
    until: Mapped[date | None]
    recorded_at: Mapped[Instant] = mapped_column(default=clock.now)
    superseded_at: Mapped[Instant | None]

    @classmethod
    def known(cls, known_at: datetime | None = None) -> ColumnElement[bool]:
        """Rows on record now, or as they were on record at `known_at`."""
        if known_at is None:
            return cls.superseded_at.is_(None)
        return and_(
            cls.recorded_at <= known_at,
            or_(cls.superseded_at.is_(None), cls.superseded_at > known_at),
        )

    @classmethod
    def valid(
        cls, as_of: date | BindParameter[date], known_at: datetime | None = None
    ) -> ColumnElement[bool]:
        """Rows that hold on the day `as_of`."""
        return and_(
            cls.known(known_at),
            cls.since <= as_of,
            or_(cls.until.is_(None), cls.until > as_of),
        )
