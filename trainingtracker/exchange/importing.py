"""From a file to a preview, and from a preview without problems into the database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from trainingtracker import clock
from trainingtracker.errors import RuleViolation
from trainingtracker.exchange.courses import compare as courses
from trainingtracker.exchange.meaning import table
from trainingtracker.exchange.meaning.headings import Vocabulary
from trainingtracker.exchange.meaning.table import Table
from trainingtracker.exchange.participations import compare as participations
from trainingtracker.exchange.people import compare as people
from trainingtracker.exchange.preview import ListKind, Preview
from trainingtracker.exchange.reading import reader
from trainingtracker.exchange.units import compare as units
from trainingtracker.text import mark

_HAS_PROBLEMS = mark("The list has problems, so nothing of it goes in. Correct them first.")


@dataclass(frozen=True)
class KindOfList:
    """The headings of a list, and how it is held beside what is on record."""

    vocabulary: Vocabulary
    compare: Callable[[Table, Preview, date], None]


KINDS = {
    ListKind.UNITS: KindOfList(units.VOCABULARY, units.compare),
    ListKind.PEOPLE: KindOfList(people.VOCABULARY, people.compare),
    ListKind.COURSES: KindOfList(courses.VOCABULARY, courses.compare),
    ListKind.PARTICIPATIONS: KindOfList(participations.VOCABULARY, participations.compare),
}


def read_and_compare(
    kind: ListKind, source: Path | bytes, *, name: str = "", today: date | None = None
) -> Preview:
    """What importing the file would do now.

    `source` is a path or, with its `name`, the content of a file; changes that the list does not
    date hold from `today` on. Writes nothing. Raises Unreadable.
    """
    preview = Preview(kind)
    of_kind = KINDS[kind]
    file_name = name or (source.name if isinstance(source, Path) else "")
    found = table.find(reader.read(source, name), of_kind.vocabulary, preview, file_name)
    if found.records:
        of_kind.compare(found, preview, today or clock.today())
    preview.problems.sort(key=lambda problem: (problem.place.sheet, problem.place.row or 0))
    return preview


def apply(preview: Preview) -> None:
    """Write what the preview shows: all of it or, where it has problems, nothing.

    In the transaction in which the preview was made, so that it still is true. Raises
    RuleViolation.
    """
    if preview.problems:
        raise RuleViolation(_HAS_PROBLEMS)
    preview.writes.write()
