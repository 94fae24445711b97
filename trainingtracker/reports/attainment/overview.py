"""The key figures on the reference date, in all and by topic, and what has changed since."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from trainingtracker.attainment.overview import Overview, overview
from trainingtracker.attainment.scope import Scope
from trainingtracker.reports import scopes
from trainingtracker.reports.asked_in_words import left_out_of
from trainingtracker.reports.attainment.key_figures import Figure, figures
from trainingtracker.reports.report import (
    Column,
    Drawing,
    Line,
    Question,
    Table,
    Value,
    change,
)
from trainingtracker.reports.styles import Kind
from trainingtracker.text import Message, mark, sentence, short_day

FOR_HR = mark(
    "Women\u2019s shares and people on leave are for HR only: compared over days or units, they "
    "would tell of single persons."
)
NOT_ADDED_UP = mark(
    "Somebody who took part in several topics is one person in all: persons reached do not add up "
    "over topics."
)
_OF_GENDER = mark("%(part)s of %(whole)s with a gender on record")


def overview_of(question: Question) -> Overview:
    """The counts of the reference date, found once for all tables."""
    filters = question.filters
    return question.once(
        "overview", lambda: overview(filters.as_of, question.scope, filters.topic_id)
    )


def _columns(question: Question) -> tuple[Column, ...]:
    filters, language = question.filters, question.language
    now = Message(mark("On %(day)s"), {"day": short_day(filters.as_of, language)})
    named = (Column("figure", mark("Key figure"), 50), Column("value", now, 17, Kind.COUNT))
    note = Column("note", mark("Note"), 62, indent=1)
    if filters.compare_with is None:
        return (*named, note)
    before = Message(mark("On %(day)s"), {"day": short_day(filters.compare_with, language)})
    return (
        *named,
        Column("earlier", before, 17, Kind.COUNT),
        Column("change", mark("Change"), 24, Kind.CHANGE),
        note,
    )


def _rows(question: Question) -> Iterator[Line]:
    """A row a figure, and below it the same by topic. Shares change by percentage points."""
    now, earlier = overview_of(question), _earlier(question)
    for figure in figures(now, question):
        value = figure.value(now)
        values: list[Value] = [figure.name.in_language(question.language), value]
        if earlier is not None:
            before = figure.value(earlier)
            values += [before, change(before, value)]
        note = _note(figure, now, question)
        yield Line((*values, note), depth=figure.depth, charted=figure.charted)


def _earlier(question: Question) -> Overview | None:
    day = question.filters.compare_with
    if day is None:
        return None
    return overview(day, _scope_on(question, day), question.filters.topic_id)


def _scope_on(question: Question, day: date) -> Scope:
    """The scope of the question on another day: who of then is still there depends on the day."""
    scope = question.scope
    if not question.guarded or scope.is_team:
        return scope
    return replace(scope, still=scopes.usual(question.actor, day).still)


def _note(figure: Figure, now: Overview, question: Question) -> str:
    if figure.base is None:
        return sentence(figure.note, question.language, day=figure.day)
    share = figure.base(now)
    return sentence(_OF_GENDER, question.language, part=share.part, whole=share.whole)


def _notes(question: Question) -> list[str]:
    notes = [sentence(NOT_ADDED_UP, question.language)]
    if question.guarded:
        notes += [sentence(FOR_HR, question.language), *left_out_of(question)]
    return notes


OVERVIEW = Table(
    key="overview",
    title=mark("Overview"),
    columns=_columns,
    about=mark("Key figures, in all and by topic"),
    rows=_rows,
    note=_notes,
    to_read=True,
    drawing=Drawing(
        mark("Persons reached by topic"),
        mark("Bars, one for each topic: how many persons took part; the numbers are above."),
        ("value", "earlier"),
    ),
)
