"""The key figures on the reference date, in all and by topic, and what has changed since."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from trainingtracker import settings
from trainingtracker.attainment.opening_balances import opening_balances
from trainingtracker.attainment.overview import Counts, Overview, overview
from trainingtracker.attainment.reach import ANY
from trainingtracker.attainment.shares import Share
from trainingtracker.privacy.suppression import Node
from trainingtracker.reports.asking import left_out_of
from trainingtracker.reports.attainment import guarding
from trainingtracker.reports.report import (
    DOT,
    Column,
    Drawing,
    Line,
    Percent,
    Question,
    Table,
    Value,
    change,
)
from trainingtracker.reports.styles import Kind
from trainingtracker.text import Listed, Localised, Message, mark, sentence, short_day

NO_GENDER = mark(
    "Women\u2019s shares are for HR only: compared over days or units, they would give away the "
    "gender of single persons."
)
FEW_ON_LEAVE = mark(
    "\u2022 People on leave are shown only for all of these people together and from "
    "%(smallest)s persons on, for reasons of data protection."
)
FEW_UNNAMED = mark(
    "\u2022 Where fewer than %(smallest)s people whom you do not see by name are behind a number, "
    "or make the difference between the two days, it is hidden."
)
NOT_ADDED_UP = mark(
    "Somebody who took part in several topics is one person in all: persons reached do not add up "
    "over topics."
)
ON_LEAVE = mark("of which on leave")
_OF_GENDER = mark("%(part)s of %(whole)s with a gender on record")

OfCounts = Callable[[Counts], Value]


class _Figure(NamedTuple):
    """One key figure; `note` says what it is, or `base` of how many with a gender it is a share.

    `day` is the one that a note names. `node` is the topic (or ANY) whose few people it would tell
    of; `adds_up`: over topics it does.
    """

    name: Localised
    value: Callable[[Overview], Value]
    depth: int = 0
    note: str = ""
    base: Callable[[Overview], Share] | None = None
    charted: bool = False
    day: date | None = None
    node: Node | None = None
    adds_up: bool = False


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
    for figure in _figures(now, question):
        value = _value(figure, now, hidden)
        values: list[Value] = [figure.name.in_language(question.language), value]
        if earlier is not None:
            before = _value(figure, earlier, hidden_then)
            values += [before, change(before, value)]
        note = _note(figure, now, question)
        yield Line((*values, note), depth=figure.depth, charted=figure.charted)


def _value(figure: _Figure, counts: Overview, hidden: frozenset[Node]) -> Value:
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


def _figures(now: Overview, question: Question) -> Iterator[_Figure]:
    staff = mark("Staff employed on that day")
    yield _Figure(Message(mark("Headcount")), lambda o: o.headcount.persons, note=staff)
    yield _Figure(Message(ON_LEAVE), _on_leave(now, question), depth=1)
    reached = mark("Persons in the headcount with at least one participation")
    yield from _with_topics(
        mark("Persons reached"), lambda c: c.reached, now, reached, charted=True
    )
    over = mark("Persons reached over headcount")
    yield from _with_topics(mark("Participation rate"), lambda c: _percent(c.rate), now, over)
    counted = mark("Completed enrolments and imported participations of staff")
    yield from _with_topics(
        mark("Participations"), lambda c: c.participations, now, counted, adds_up=True
    )
    imported = Message(mark("of which imported"))
    yield _Figure(imported, lambda o: o.total.imported, depth=1, node=_in_all(now))
    if not question.guarded:
        yield from _by_gender(now)
    yield _Figure(
        Message(mark("Participations of guests")),
        lambda o: o.guest_participations,
        note=mark("In none of the other numbers"),
    )
    yield from _from_before(question)


def _from_before(question: Question) -> Iterator[_Figure]:
    """Numbers without names, each a line of its own: they are added to nothing."""
    filters = question.filters
    for balance in opening_balances(filters.as_of, question.scope, filters.topic_id):
        of = Listed((balance.topic or Message(mark("any topic")), *filter(None, (balance.unit,))))
        yield _Figure(
            Message(mark("Before this program: %(of)s"), {"of": of}),
            _always(balance.persons),
            note=mark("Reached by %(day)s; without names, and in none of the other numbers"),
            day=balance.as_of,
        )


def _always(persons: int) -> Callable[[Overview], Value]:
    return lambda _: persons


def _by_gender(now: Overview) -> Iterator[_Figure]:
    taken = mark("Women's share of participations")
    yield from _with_topics(taken, lambda c: _percent(c.women), now, base=lambda o: o.total.women)
    persons = mark("Women's share of persons reached")
    yield from _with_topics(
        persons, lambda c: _percent(c.women_reached), now, base=lambda o: o.total.women_reached
    )
    yield _Figure(
        Message(mark("Women's share of the headcount")),
        lambda o: _percent(_women_on_staff(o)),
        base=_women_on_staff,
    )


def _women_on_staff(counts: Overview) -> Share:
    return Share(counts.headcount.women, counts.headcount.with_gender)


def _with_topics(
    name: str,
    of: OfCounts,
    now: Overview,
    note: str = "",
    base: Callable[[Overview], Share] | None = None,
    *,
    charted: bool = False,
    adds_up: bool = False,
) -> Iterator[_Figure]:
    yield _Figure(Message(name), lambda o: of(o.total), 0, note, base, node=_in_all(now))
    if len(now.topics) > 1:
        for topic in now.topics:
            yield _Figure(
                topic.title,
                _of_topic(topic.topic_id, of),
                depth=1,
                charted=charted,
                node=topic.topic_id,
                adds_up=adds_up,
            )


def _in_all(now: Overview) -> Node:
    """The topic that was asked for, or any."""
    return now.topics[0].topic_id if len(now.topics) == 1 else ANY


def _of_topic(topic_id: int, of: OfCounts) -> Callable[[Overview], Value]:
    return lambda o: next((of(t.counts) for t in o.topics if t.topic_id == topic_id), None)


def _percent(share: Share) -> Value:
    return "\u2013" if share.value is None else Percent(share.value)


def _note(figure: _Figure, now: Overview, question: Question) -> str:
    if figure.base is None:
        return sentence(figure.note, question.language, day=figure.day)
    share = figure.base(now)
    return sentence(_OF_GENDER, question.language, part=share.part, whole=share.whole)


def on_leave(number: int, question: Question) -> Value:
    """How many of all in scope are on leave, or a dot.

    A filter by unit shows none: two such numbers could be subtracted from each other.
    """
    enough = question.filters.unit_id is None and number >= settings.get("small_group")
    return number if enough or not question.guarded else DOT


def _on_leave(now: Overview, question: Question) -> Callable[[Overview], Value]:
    """On one day only: two days would tell others than HR who has come back."""

    def of(counts: Overview) -> Value:
        if question.guarded and counts is not now:
            return DOT
        return on_leave(counts.headcount.on_leave, question)

    return of


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
