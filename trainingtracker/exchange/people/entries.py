"""One row of a staff list, read and checked for itself."""

from dataclasses import dataclass
from datetime import date

from trainingtracker.exchange.finding.units import UnitFinder
from trainingtracker.exchange.meaning import cells, words
from trainingtracker.exchange.meaning.numbers import Numbers
from trainingtracker.exchange.meaning.table import Record
from trainingtracker.exchange.people.status_groups import StatusGroups
from trainingtracker.exchange.people.stored import guest_key
from trainingtracker.text import mark
from trainingtracker.vocabulary import Gender, PersonKind

_SURNAME_FIRST = mark(
    "“%(value)s” is one name. Add a column for the first name or write “Last name, First name”."
)
_EXIT_BEFORE_ENTRY = mark("The exit (%(exit)s) is before the entry (%(entry)s).")
_LEAVE_ENDS_EARLY = mark("The leave ends (%(until)s) before it begins (%(since)s).")
_GUEST_WITH_NUMBER = mark("A guest has no personnel number.")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the list says about one person; None where it says nothing."""

    record: Record
    key: str
    kind: PersonKind
    personnel_number: str | None
    last_name: str
    first_name: str
    email: str | None
    language: str | None
    entry: date | None
    exit: date | None
    gender: Gender | None
    unit_id: int | None
    unit_since: date | None
    status_group_id: int | None
    working_time: int | None
    leave_from: date | None
    leave_until: date | None


@dataclass(frozen=True)
class Known:
    """What cells of a staff list can refer to."""

    numbers: Numbers
    units: UnitFinder
    status_groups: StatusGroups
    today: date


def read(record: Record, known: Known) -> Entry:
    """The entry of a row; whatever is wrong with it is a problem of the record."""
    kind = record.read("kind", words.person_kind) or PersonKind.STAFF
    number = record.read("personnel_number", known.numbers.read)
    if kind is PersonKind.GUEST and number:
        record.problem("personnel_number", _GUEST_WITH_NUMBER)
    if kind is PersonKind.STAFF and not number and "personnel_number" not in record.wrong:
        record.missing("personnel_number")
    last_name, first_name = _names(record)
    email = record.read("email", cells.email)
    entry, exit_ = record.day("entry"), record.day("exit")
    if entry and exit_ and exit_ < entry:
        record.problem("exit", _EXIT_BEFORE_ENTRY, entry=entry, exit=exit_)
    has_left = exit_ is not None and exit_ < known.today
    leave_from, leave_until = record.day("leave_from"), record.day("leave_until")
    if leave_from and leave_until and leave_until < leave_from:
        record.problem("leave_until", _LEAVE_ENDS_EARLY, since=leave_from, until=leave_until)
    return Entry(
        record=record,
        key=number or guest_key(email, last_name, first_name),
        kind=kind,
        personnel_number=number,
        last_name=last_name,
        first_name=first_name,
        email=email,
        language=record.read("language", words.language),
        entry=entry,
        exit=exit_,
        gender=record.read("gender", words.gender),
        # Who has left may have been in a unit that is closed since.
        unit_id=record.read("unit", known.units.find_any if has_left else known.units.find),
        unit_since=record.day("unit_since"),
        status_group_id=record.read("status_group", known.status_groups.find),
        working_time=record.read("working_time", cells.percentage),
        leave_from=leave_from,
        leave_until=leave_until,
    )


def _names(record: Record) -> tuple[str, str]:
    """Last and first name, also from one column "Last name, First name"."""
    last_name = record.required_text("last_name")
    if record.has("first_name") or not last_name:
        return last_name, record.text("first_name")
    last_name, comma, first_name = last_name.partition(",")
    if not comma or not last_name.strip() or not first_name.strip():
        record.problem("last_name", _SURNAME_FIRST, value=last_name)
    return last_name.strip(), first_name.strip()
