"""Everybody in one offering as a workbook, in the groups in which the page shows them."""

from collections.abc import Iterator

from trainingtracker import clock
from trainingtracker.enrolment.queries.roster import Roster
from trainingtracker.labels import label
from trainingtracker.reports.report import Column, ListReport, Value
from trainingtracker.reports.styles import Kind
from trainingtracker.text import mark, sentence

_COLUMNS = (
    Column("personnel_number", mark("Personnel number"), 15),
    Column("last_name", mark("Last name"), 24),
    Column("first_name", mark("First name"), 20),
    Column("unit_number", mark("Unit number"), 12),
    Column("unit", mark("Unit"), 44),
    Column("status", mark("Status"), 24),
    Column("position_on_the_waiting_list", mark("Position on the waiting list"), 14, Kind.COUNT),
    Column("requested_on", mark("Requested on"), 12, Kind.DAY),
    Column("attended", mark("Attended"), 12, Kind.SHARE),
)
_EMAIL = Column("e_mail", mark("E-mail"), 36)


def participants(number: str, *, with_email: bool) -> ListReport:
    """The report of one offering; addresses are for HR, trainers know their participants."""
    columns = (*_COLUMNS, _EMAIL) if with_email else _COLUMNS
    return ListReport("participants", mark("Participants"), columns, about=number)


def participant_rows(
    roster: Roster, language: str, *, with_email: bool
) -> Iterator[tuple[Value, ...]]:
    """A value a column; those who ended without a place come last."""
    for row in roster.everybody:
        values = (
            row.personnel_number,
            row.last_name,
            row.first_name,
            row.unit.number if row.unit else None,
            row.unit.name.in_language(language) if row.unit else None,
            sentence(label(row.status), language),
            row.waiting_position,
            clock.local_day(row.requested_at),
            None if row.attended_percent is None else row.attended_percent / 100,
        )
        yield (*values, row.email) if with_email else values
