"""By unit: the tree of the reference date with groups that can be folded."""

from collections.abc import Iterator

from trainingtracker import settings
from trainingtracker.attainment.groups import ALL
from trainingtracker.attainment.reach import ANY, reach
from trainingtracker.attainment.statements import units_of_those_who_state
from trainingtracker.attainment.units import (
    ByUnit,
    StatedByUnit,
    UnitCounts,
    by_unit,
    stated_by_unit,
)
from trainingtracker.privacy.suppression import Node
from trainingtracker.reports import scopes
from trainingtracker.reports.attainment.overview import on_leave
from trainingtracker.reports.report import DOT, Column, Line, Question, Table, Value
from trainingtracker.reports.styles import Kind
from trainingtracker.text import mark, sentence
from trainingtracker.vocabulary import UnitKind

COLUMNS = (
    Column("unit_number", mark("Unit number"), 17),
    Column("name", mark("Name"), 56),
    Column("department", mark("Department"), 16),
    Column("headcount", mark("Headcount"), 15, Kind.COUNT),
    Column("on_leave", mark("of which on leave"), 15, Kind.COUNT),
    Column("persons_reached", mark("Persons reached"), 15, Kind.COUNT),
    Column("participation_rate", mark("Participation rate"), 15, Kind.SHARE),
    Column("participations", mark("Participations"), 15, Kind.COUNT),
    Column("proved", mark("Persons with a proved level"), 15, Kind.COUNT),
)

STATED = Column("stated", mark("Self-declared with consent"), 15, Kind.COUNT)

COUNTED_ONCE = mark(
    "Every unit includes the units below it. A person is counted once at every level, so the "
    "numbers of a level do not add up where people belong to two units."
)


def _columns(question: Question) -> tuple[Column, ...]:
    """What people state is a column for those alone to whom somebody can show it."""
    return COLUMNS if question.stated is None else (*COLUMNS, STATED)


def stated_of(question: Question) -> StatedByUnit | None:
    """Persons who state something and have consented to show it to this reader."""
    shown, filters = question.stated, question.filters
    if shown is None:
        return None
    scope, tree = question.scope, question.tree
    return question.once(
        "stated by unit",
        lambda: stated_by_unit(
            units_of_those_who_state(filters.as_of, scope, shown, filters.topic_id),
            tree,
            units_of(question),
        ),
    )


def _rows(question: Question) -> Iterator[Line]:
    """In the order of the tree; those that are no unit, and the total, at the end.

    Who is on leave is hidden by unit from all but HR, from several units too: a unit less those
    below it could be a single person.
    """
    found, language = units_of(question), question.language
    hidden, stated = _hidden(question), stated_of(question)
    for counts in found.units:
        if counts.unit is not None:
            name = counts.unit.name.in_language(language)
            yield Line(
                _values(
                    counts.unit.number,
                    name,
                    _department(counts, question),
                    counts,
                    _of_a_part(counts, question),
                    hidden=counts.unit.id in hidden,
                    stated=stated and stated.units[counts.unit.id],
                ),
                depth=counts.depth,
            )
    for message, counts, persons in (
        (mark("Without a unit"), found.without_unit, stated and stated.without_unit),
        (mark("Not employed on that day"), found.not_employed, stated and 0),
    ):
        if counts.headcount or counts.participations:
            name = sentence(message, language)
            part = _of_a_part(counts, question)
            yield Line(_values(None, name, None, counts, part, stated=persons))
    total = sentence(mark("Total, every person counted once"), language)
    away = on_leave(found.total.on_leave, question)
    whole = question.filters.unit_id or ALL
    yield Line(
        _values(
            None,
            total,
            None,
            found.total,
            away,
            hidden=whole in hidden,
            stated=stated and stated.total,
        ),
        total=True,
    )


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
    scope = scopes.usual(question.actor, question.as_of)
    smallest = settings.get("small_group")
    found = reach(question.as_of, scope, question.tree, smallest, question.actor.person_id)
    return {unit for unit, topic in found.hidden if topic == (question.filters.topic_id or ANY)}


def _department(counts: UnitCounts, question: Question) -> str | None:
    """The number of the department above, or of the unit itself."""
    if counts.unit is None:
        return None
    line = [counts.unit, *(question.tree[i] for i in question.tree.ancestor_ids(counts.unit.id))]
    found = next((node for node in line if node.kind is UnitKind.DEPARTMENT), None)
    return found.number if found else None


def _values(
    number: str | None,
    name: str,
    department: str | None,
    counts: UnitCounts,
    away: Value,
    *,
    hidden: bool = False,
    stated: int | None,
) -> tuple[Value, ...]:
    of_their_own = () if stated is None else (DOT if hidden else stated,)
    if hidden:
        return (number, name, department, counts.headcount, away, DOT, DOT, DOT, DOT, *of_their_own)
    return (
        number,
        name,
        department,
        counts.headcount,
        away,
        counts.reached,
        counts.rate.value,
        counts.participations,
        counts.proved,
        *of_their_own,
    )


UNITS = Table(
    key="units",
    title=mark("By unit"),
    columns=_columns,
    about=mark("The tree of units, every person counted once"),
    rows=_rows,
    note=COUNTED_ONCE,
    to_read=True,
    label="name",
    stated=True,
)
