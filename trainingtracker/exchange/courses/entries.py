"""One row of a list of courses, read and checked for itself."""

from dataclasses import dataclass
from functools import partial

from trainingtracker.exchange.finding.terms import CompetenceAt, CourseTerms, terms
from trainingtracker.exchange.meaning import cells, words
from trainingtracker.exchange.meaning.cells import CellError, shown
from trainingtracker.exchange.meaning.numbers import Numbers
from trainingtracker.exchange.meaning.table import Record, Table
from trainingtracker.exchange.reading.sheets import Cell
from trainingtracker.text import Listed, mark
from trainingtracker.vocabulary import CourseFormat, CourseStatus

_TWICE = mark("The course %(code)s stands in row %(row)s of sheet “%(sheet)s” already.")
_NEEDS_ITSELF = mark("These courses would need themselves: %(courses)s.")
_NAMED_TWICE = mark("“%(value)s” is named twice.")

_TEACHING_UNITS = partial(cells.whole_number, least=1, most=5000)
_AUDIENCE = partial(cells.text, limit=60)
_MANAGERS = ("führungskräfte", "managers")
_MONTHS = partial(cells.whole_number, least=1, most=600)

# A course by its code, or a competence at a level.
Required = str | CompetenceAt


@dataclass(frozen=True)
class Entry:
    """What the list says about one course; None where it says nothing."""

    record: Record
    code: str
    title_de: str
    title_en: str
    topic_id: int | None
    teaching_units: int | None
    format: CourseFormat | None
    gives: tuple[CompetenceAt, ...] | None
    valid_months: int | None
    prerequisites: tuple[Required, ...] | None
    audience: str
    for_managers: bool
    provider: str
    cost_per_place: int | None
    needs_approval: bool | None
    attendance_threshold: int | None
    description_de: str
    description_en: str
    language_id: int | None
    status: CourseStatus | None


def read_all(table: Table, codes: dict[str, str], course_terms: CourseTerms) -> list[Entry]:
    """The entries of the list. `codes` are the codes on record by their casefolded form."""
    own = Numbers(codes.values(), table.column("code"))
    known = dict(codes)
    first: dict[str, Record] = {}
    read: list[str] = []
    for record in table.records:
        code = record.read("code", own.read) or ""
        if not code and "code" not in record.wrong:
            record.missing("code")
        folded = code.casefold()
        code = codes.get(folded, code)
        if code and (before := first.setdefault(folded, record)) is not record:
            place = before.place
            record.problem("code", _TWICE, code=code, row=str(place.row), sheet=place.sheet)
        known.setdefault(folded, code)
        read.append(code)
    return [
        _entry(record, code, known, course_terms)
        for record, code in zip(table.records, read, strict=True)
    ]


def _entry(record: Record, code: str, codes: dict[str, str], known: CourseTerms) -> Entry:
    for name in ("topic", "teaching_units"):
        if not record.filled(name):
            record.missing(name)
    return Entry(
        record=record,
        code=code,
        title_de=record.required_text("title_de"),
        title_en=record.text("title_en"),
        topic_id=record.read("topic", known.topic),
        teaching_units=record.read("teaching_units", _TEACHING_UNITS),
        format=record.read("format", words.course_format),
        gives=record.read("gives", known.competences),
        valid_months=record.read("valid_months", _MONTHS),
        prerequisites=record.read("prerequisites", lambda cell: _required(cell, codes, known)),
        audience=(audience := record.read("audience", _AUDIENCE) or ""),
        for_managers=audience.casefold() in _MANAGERS,
        provider=record.text("provider"),
        cost_per_place=record.read("cost_per_place", cells.cents),
        needs_approval=record.read("needs_approval", cells.yes_or_no),
        attendance_threshold=record.read("attendance_threshold", cells.percentage),
        description_de=record.read("description_de", cells.long_text) or "",
        description_en=record.read("description_en", cells.long_text) or "",
        language_id=record.read("language", known.language),
        status=record.read("status", words.course_status),
    )


def _required(cell: Cell, codes: dict[str, str], known: CourseTerms) -> tuple[Required, ...]:
    found = [codes.get(term.casefold()) or known.competence(term) for term in terms(cell)]
    named = [item if isinstance(item, str) else item.competence_id for item in found]
    if len(set(named)) < len(named):
        raise CellError(_NAMED_TWICE, value=shown(cell))
    return tuple(found)


def tell_cycles(entries: list[Entry], needs: dict[str, set[str]]) -> None:
    """Courses that nobody could ever take, once for each ring; `needs` as it will be."""
    told: set[str] = set()
    for entry in entries:
        path = _way_back(entry.code, needs)
        if path and not told & set(path):
            told |= set(path)
            entry.record.problem("prerequisites", _NEEDS_ITSELF, courses=Listed(tuple(path)))


def _way_back(code: str, needs: dict[str, set[str]]) -> list[str]:
    """The courses on a way from a course to itself; empty where there is none."""
    came_from: dict[str, str] = {}
    pending = [code]
    while pending:
        current = pending.pop()
        for needed in sorted(needs.get(current, ())):
            if needed == code:
                path = [current]
                while path[-1] != code:
                    path.append(came_from[path[-1]])
                return [*reversed(path), code]
            if needed not in came_from:
                came_from[needed] = current
                pending.append(needed)
    return []
