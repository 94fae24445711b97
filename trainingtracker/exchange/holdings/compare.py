"""Lists of what people can do.

Evidence of one kind and day about one competence is one entry; another level or validity in the
list corrects it. What a course has given in the tracker is left out: it is on record already.
"""

from collections.abc import Callable
from datetime import date

from trainingtracker.exchange.facts import hold_beside
from trainingtracker.exchange.finding.people import PersonFinder
from trainingtracker.exchange.finding.terms import CourseTerms
from trainingtracker.exchange.holdings.apply import HoldingWrites
from trainingtracker.exchange.holdings.entries import Entry, read
from trainingtracker.exchange.holdings.fields import VOCABULARY
from trainingtracker.exchange.holdings.stored import load
from trainingtracker.exchange.meaning.table import Record, Table
from trainingtracker.exchange.preview import Preview

__all__ = ["VOCABULARY", "compare", "compare_read"]

Read = Callable[[Record, PersonFinder, CourseTerms, date], Entry | None]


def compare(table: Table, preview: Preview, today: date) -> None:
    """Hold a list of competences beside the holdings on record."""
    compare_read(read, table, preview, today)


def compare_read(reading: Read, table: Table, preview: Preview, today: date) -> None:
    """The same for every list whose rows come to holdings."""
    people, terms = PersonFinder(table.column("person")), CourseTerms()
    rows = preview.passing(table.records, passes=1)
    entries = [entry for record in rows if (entry := reading(record, people, terms, today))]
    writes = HoldingWrites(preview.actor.person_id if preview.actor else None)
    for entry, before in hold_beside(entries, load(terms), preview, table.vocabulary):
        writes.added.append(entry)
        if before:
            writes.superseded.append(before.id)
    preview.writes = writes
