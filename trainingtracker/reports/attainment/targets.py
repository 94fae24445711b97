"""The targets of the reference date: what is to be reached, by whom, and how far that is."""

from collections.abc import Iterator

from trainingtracker.reports.attainment import standing
from trainingtracker.reports.attainment.standing import (
    EVERYBODY,
    WHY_HIDDEN,
    Counted,
    reach_of,
    standing_values,
    targets_of,
    why_hidden,
)
from trainingtracker.reports.report import DOT, Column, Question, Table, Value
from trainingtracker.reports.styles import AS_BARS, Kind
from trainingtracker.strategy.in_force import Holds, TargetFacts
from trainingtracker.strategy.standings import standings
from trainingtracker.text import mark, sentence

_COLUMNS = (
    Column("topic", mark("Topic"), 28),
    Column("unit_number", mark("Unit number"), 14),
    Column("unit", mark("Unit"), 46),
    Column("headcount", mark("Headcount"), 16, Kind.COUNT),
    Column("persons_reached", mark("Persons reached"), 12, Kind.COUNT),
    Column("participation_rate", mark("Participation rate"), 16, Kind.SHARE, stands_out=(AS_BARS,)),
    *standing.OF_ITS_OWN,
    Column("due", mark("Reach by"), 12, Kind.DAY),
    Column("purpose", mark("Purpose"), 50),
)


def _columns(question: Question) -> tuple[Column, ...]:
    return (*_COLUMNS, WHY_HIDDEN) if question.guarded else _COLUMNS


def _targets(question: Question) -> list[TargetFacts]:
    """Those of the units that the reader sees, as far as they exist on the day."""
    wanted, visible = question.filters.topic_id, question.scope.unit_ids
    return [
        each
        for each in targets_of(question)
        if wanted in (None, each.topic_id)
        and (visible is None or each.unit_id in visible)
        and (each.unit_id is None or each.unit_id in question.tree)
    ]


def _rows(question: Question) -> Iterator[tuple[Value, ...]]:
    targets, language = _targets(question), question.language
    if not targets:
        return
    reason = why_hidden(question) if question.guarded else ""
    for each in standings(targets, reach_of(question), question.as_of, question.tree):
        hidden = each.reached is None
        holds, counted = (
            Holds(each.target, each.unit, own=True),
            Counted(each.reached, each.headcount),
        )
        yield (
            each.topic.in_language(language),
            each.unit.number if each.unit else None,
            each.unit.name.in_language(language) if each.unit else sentence(EVERYBODY, language),
            each.headcount,
            DOT if hidden else each.reached,
            DOT if hidden else each.rate,
            *standing_values(holds, counted, question, own=True),
            each.target.due,
            each.target.note.in_language(language) or None,
            *((reason if hidden else None,) if question.guarded else ()),
        )


TARGETS = Table(
    key="targets",
    title=mark("Targets"),
    columns=_columns,
    about=mark("Every target that holds on the reference date, and how far it is"),
    rows=_rows,
    note=mark("Targets count the persons reached, each of them once, as every sheet does."),
    to_read=True,
    shown=lambda question: question.of_now and not question.scope.is_team,
)
