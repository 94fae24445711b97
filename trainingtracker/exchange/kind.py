"""What a kind of list is: its headings, how it is compared, and what pages say about it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from trainingtracker.exchange.meaning.headings import Vocabulary
from trainingtracker.exchange.meaning.table import Table
from trainingtracker.exchange.preview import Preview
from trainingtracker.exchange.round_trip import EditableRow


@dataclass(frozen=True)
class Example:
    """A file to begin with: its name, fields of the list, and rows of values.

    A pair stands for German and English, a time span for a day that far from today. The examples
    of all kinds belong together: units, then people in them, a course, what they did and can do.
    """

    file_name: str
    fields: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class KindOfList:
    """One kind. `about` says what such a list tells, `icon` is of the shipped set.

    A `personal` list names people: whoever looks at its rows is on record. The operations of pages
    carry out a list that is `by_operations`: comparing it tries them, so that it needs to know who
    brings it in, and a transaction that writes. One that is `editable` goes out as it stands, in a
    language, to be edited and brought back: all of it, or that `of_an_offering`.
    """

    vocabulary: Vocabulary
    compare: Callable[[Table, Preview, date], None]
    about: str
    icon: str
    example: Example
    personal: bool = True
    by_operations: bool = False
    editable: Callable[[str, int], Iterator[EditableRow]] | None = None
    of_an_offering: bool = False
