"""The list of people as a workbook."""

from collections.abc import Iterable, Iterator

from trainingtracker.labels import one_person
from trainingtracker.organisation.people import PersonRow
from trainingtracker.reports.report import Column, ListReport, Value
from trainingtracker.reports.styles import Kind
from trainingtracker.text import mark, sentence

PEOPLE = ListReport(
    key="people",
    title=mark("People"),
    columns=(
        Column("personnel_number", mark("Personnel number"), 15),
        Column("last_name", mark("Last name"), 24),
        Column("first_name", mark("First name"), 20),
        Column("kind", mark("Kind"), 14),
        Column("unit_number", mark("Unit number"), 12),
        Column("unit", mark("Unit"), 44),
        Column("e_mail", mark("E-mail"), 36),
        Column("last_day", mark("Last day"), 12, Kind.DAY),
    ),
)


def people_rows(rows: Iterable[PersonRow], language: str) -> Iterator[tuple[Value, ...]]:
    """A value a column, in the order of the list."""
    for row in rows:
        yield (
            row.personnel_number,
            row.last_name,
            row.first_name,
            sentence(one_person(row.kind), language),
            row.unit.number if row.unit else None,
            row.unit.name.in_language(language) if row.unit else None,
            row.email,
            row.exit,
        )
