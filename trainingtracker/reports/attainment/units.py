"""By unit: the tree of the reference date with groups that can be folded."""

from typing import NamedTuple

from trainingtracker import clock, settings
from trainingtracker.attainment.groups import ALL
from trainingtracker.attainment.reach import ANY
from trainingtracker.attainment.statements import units_of_those_who_state
from trainingtracker.attainment.units import (
    ByUnit,
    StatedByUnit,
    UnitCounts,
    by_unit,
    stated_by_unit,
)
from trainingtracker.kept import kept
from trainingtracker.organisation.tree import UnitNode
from trainingtracker.privacy.suppression import Node
from trainingtracker.reports.attainment import standing
from trainingtracker.reports.attainment.key_figures import FEW_ON_LEAVE, on_leave
from trainingtracker.reports.attainment.standing import (
    WHY_HIDDEN,
    Counted,
    held_for,
    reach_of,
    standing_values,
    why_hidden,
)
from trainingtracker.reports.report import DOT, Column, Line, Question, Table, Value
from trainingtracker.reports.selected import OneByOne
from trainingtracker.reports.styles import AS_BARS, Kind
from trainingtracker.strategy.in_force import Holds
from trainingtracker.text import mark, sentence
from trainingtracker.vocabulary import UnitKind

_COUNTED = (
    Column("unit_number", mark("Unit number"), 14),
    Column("name", mark("Name"), 46),
    Column("department", mark("Department"), 13),
    Column("headcount", mark("Headcount"), 16, Kind.COUNT),
    Column("on_leave", mark("of which on leave"), 12, Kind.COUNT),
    Column("persons_reached", mark("Persons reached"), 12, Kind.COUNT),
    Column("participation_rate", mark("Participation rate"), 16, Kind.SHARE, stands_out=(AS_BARS,)),
    Column("participations", mark("Participations"), 13, Kind.COUNT),
    Column("proved", mark("Persons with a proved level"), 15, Kind.COUNT),
)
STATED = Column("stated", mark("Self-declared with consent"), 15, Kind.COUNT)

COUNTED_ONCE = mark(
    "Every unit includes the units below it. A person is counted once at every level, so the "
    "numbers of a level do not add up where people belong to two units."
)
WHICH_TARGET = mark(
    "A unit without a target of its own has the nearest share that was set for a unit above it or "
    "for all units: \u201cTarget set for\u201d says which."
)


class _Row(NamedTuple):
    """What a row is about; `unit` is where its target is looked for.

    `stated` is None where the table has no such column.
    """

    number: str | None
    name: str
    counts: UnitCounts
    away: Value
    stated: int | None
    unit: UnitNode | None = None
    hidden: bool = False
    total: bool = False


_OfUnit = tuple[UnitNode, UnitCounts]


def _columns(question: Question) -> tuple[Column, ...]:
    """What people state is a column for those alone to whom somebody can show it."""
    stated = () if question.stated is None else (STATED,)
    return (*_COUNTED, *stated, *standing.COLUMNS, *((WHY_HIDDEN,) if question.guarded else ()))


def stated_of(question: Question) -> StatedByUnit | None:
    """Persons who state something and have consented to show it to this reader."""
    shown, filters = question.stated, question.filters
    if shown is None:
        return None
    scope, tree = question.scope, question.tree

    def count() -> StatedByUnit:
        people = units_of_those_who_state(filters.as_of, scope, shown, filters.topic_id)
        return stated_by_unit(people, tree, units_of(question))

    # What somebody takes back is gone at once: it is kept until anything changes and no longer.
    key = ("stated by unit", filters, scope, question.actor.person_id, clock.today())
    return question.once("stated by unit", lambda: kept(key, count))


def _rows(question: Question) -> OneByOne[_OfUnit | _Row]:
    """In the order of the tree; those that are no unit, and the total, at the end.

    Who is on leave is hidden by unit from all but HR, from several units too: a unit less those
    below it could be a single person.
    """
    found, language = units_of(question), question.language
    hidden, stated = _hidden(question), stated_of(question)
    reason = why_hidden(question) if question.guarded else ""

    def of_unit(unit: UnitNode, counts: UnitCounts) -> _Row:
        return _Row(
            unit.number,
            unit.name.in_language(language),
            counts,
            _of_a_part(counts, question),
            stated and stated.units[unit.id],
            unit,
            unit.id in hidden,
        )

    def line(item: _OfUnit | _Row) -> Line:
        return _line(item if isinstance(item, _Row) else of_unit(*item), question, reason)

    rows: list[_OfUnit | _Row] = [(each.unit, each) for each in found.units if each.unit]
    rows += [
        _Row(None, sentence(message, language), counts, _of_a_part(counts, question), persons)
        for message, counts, persons in (
            (mark("Without a unit"), found.without_unit, stated and stated.without_unit),
            (mark("Not employed on that day"), found.not_employed, stated and 0),
        )
        if counts.headcount or counts.participations
    ]
    rows.append(
        _Row(
            None,
            sentence(mark("Total, every person counted once"), language),
            found.total,
            on_leave(found.total.on_leave, question),
            stated and stated.total,
            question.unit,
            (question.filters.unit_id or ALL) in hidden,
            total=True,
        )
    )
    return OneByOne(rows, line)


def units_of(question: Question) -> ByUnit:
    """The counts of the reference date, found once for all tables."""
    as_of, topic_id = question.as_of, question.filters.topic_id
    return question.once("by unit", lambda: by_unit(as_of, question.scope, question.tree, topic_id))


def _of_a_part(counts: UnitCounts, question: Question) -> Value:
    return DOT if question.guarded else counts.on_leave


def _hidden(question: Question) -> set[Node]:
    """The units whose numbers would tell of few people whom the reader does not see by name.

    That depends on all that the reader may see, not on the filters: so that no two files can be
    put together.
    """
    if not question.guarded or question.scope.named is None:
        return set()
    topic_id = question.filters.topic_id or ANY
    return {unit for unit, topic in reach_of(question).hidden if topic == topic_id}


def _department(unit: UnitNode | None, question: Question) -> str | None:
    """The number of the department above, or of the unit itself."""
    if unit is None:
        return None
    line = [unit, *(question.tree[i] for i in question.tree.ancestor_ids(unit.id))]
    found = next((node for node in line if node.kind is UnitKind.DEPARTMENT), None)
    return found.number if found else None


def _line(row: _Row, question: Question, reason: str) -> Line:
    counts = row.counts
    told: tuple[Value, ...] = (
        counts.reached,
        counts.rate.value,
        counts.participations,
        counts.proved,
        *(() if row.stated is None else (row.stated,)),
    )
    values = (
        row.number,
        row.name,
        _department(counts.unit, question),
        counts.headcount,
        row.away,
        *((DOT,) * len(told) if row.hidden else told),
        *_standing(row, question),
    )
    if question.guarded:
        values = (*values, reason if row.hidden else None)
    return Line(values, depth=counts.depth, total=row.total)


def _standing(row: _Row, question: Question) -> tuple[Value, ...]:
    counted = Counted(None if row.hidden else row.counts.reached, row.counts.headcount)
    return standing_values(_target(row, question), counted, question)


def _target(row: _Row, question: Question) -> Holds | None:
    """People without a unit have none: they are counted among all."""
    if row.unit is None and not row.total:
        return None
    return held_for(question, row.unit, question.filters.topic_id)


def _notes(question: Question) -> list[str]:
    notes = [sentence(note, question.language) for note in (COUNTED_ONCE, WHICH_TARGET)]
    if question.guarded:
        smallest = settings.get("small_group")
        notes.append(sentence(FEW_ON_LEAVE, question.language, smallest=smallest))
    return notes


UNITS = Table(
    key="units",
    title=mark("By unit"),
    columns=_columns,
    about=mark("The tree of units, every person counted once, and how far the targets are"),
    rows=_rows,
    note=_notes,
    to_read=True,
    label="name",
    stated=True,
)
