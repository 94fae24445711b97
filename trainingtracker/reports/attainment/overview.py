"""The key figures on the reference date, in all and by topic, and what has changed since."""

from collections.abc import Iterator

from trainingtracker import settings
from trainingtracker.attainment.overview import Overview, overview
from trainingtracker.attainment.reach import ANY
from trainingtracker.privacy.suppression import Node
from trainingtracker.reports.asked_in_words import left_out_of
from trainingtracker.reports.attainment import guarding
from trainingtracker.reports.attainment.key_figures import FEW_ON_LEAVE, Figure, figures
from trainingtracker.reports.report import (
    DOT,
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

NO_GENDER = mark(
    "Women\u2019s shares are for HR only: compared over days or units, they would give away the "
    "gender of single persons."
)
FEW_UNNAMED = mark(
    "\u2022 Where fewer than %(smallest)s people whom you do not see by name are behind a number, "
    "or make the difference between the two days, it is hidden."
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
    hidden, day = guarding.hidden_now(question), question.filters.compare_with
    hidden_then = guarding.hidden_before(question, day) if day else frozenset[Node]()
    for figure in figures(now, question):
        value = _value(figure, now, hidden)
        values: list[Value] = [figure.name.in_language(question.language), value]
        if earlier is not None:
            before = _value(figure, earlier, hidden_then)
            values += [before, change(before, value)]
        note = _note(figure, now, question)
        yield Line((*values, note), depth=figure.depth, charted=figure.charted)


def _value(figure: Figure, counts: Overview, hidden: frozenset[Node]) -> Value:
    """A dot where it would tell of few; of what adds up over topics the others would tell it."""
    in_a_topic = figure.node is not None and figure.node != ANY
    if figure.node in hidden or (in_a_topic and figure.adds_up and hidden):
        return DOT
    return figure.value(counts)


def _earlier(question: Question) -> Overview | None:
    day = question.filters.compare_with
    if day is None:
        return None
    return overview(day, guarding.scope_on(question, day), question.filters.topic_id)


def _note(figure: Figure, now: Overview, question: Question) -> str:
    if figure.base is None:
        return sentence(figure.note, question.language, day=figure.day)
    share = figure.base(now)
    return sentence(_OF_GENDER, question.language, part=share.part, whole=share.whole)


def _notes(question: Question) -> list[str]:
    notes = [sentence(NOT_ADDED_UP, question.language)]
    if question.guarded:
        smallest = settings.get("small_group")
        notes.append(sentence(NO_GENDER, question.language))
        notes.append(sentence(FEW_ON_LEAVE, question.language, smallest=smallest))
        notes.append(sentence(FEW_UNNAMED, question.language, smallest=smallest))
        notes += left_out_of(question)
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
