"""The key figures of the overview: what each is called, and how it is found in the counts."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from trainingtracker import settings
from trainingtracker.attainment.opening_balances import opening_balances
from trainingtracker.attainment.overview import Counts, Overview
from trainingtracker.attainment.reach import ANY
from trainingtracker.attainment.shares import Share
from trainingtracker.privacy.suppression import Node
from trainingtracker.reports.report import DOT, Percent, Question, Value
from trainingtracker.text import Listed, Localised, Message, mark

ON_LEAVE = mark("of which on leave")

FEW_ON_LEAVE = mark(
    "\u2022 People on leave are shown only for all of these people together and from "
    "%(smallest)s persons on, for reasons of data protection."
)

OfCounts = Callable[[Counts], Value]


class Figure(NamedTuple):
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


def figures(now: Overview, question: Question) -> Iterator[Figure]:
    staff = mark("Staff employed on that day")
    yield Figure(Message(mark("Headcount")), lambda o: o.headcount.persons, note=staff)
    yield Figure(Message(ON_LEAVE), _on_leave(now, question), depth=1)
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
    yield Figure(imported, lambda o: o.total.imported, depth=1, node=_in_all(now))
    if not question.guarded:
        yield from _by_gender(now)
    yield Figure(
        Message(mark("Participations of guests")),
        lambda o: o.guest_participations,
        note=mark("In none of the other numbers"),
    )
    yield from _from_before(question)


def _from_before(question: Question) -> Iterator[Figure]:
    """Numbers without names, each a line of its own: they are added to nothing."""
    filters = question.filters
    for balance in opening_balances(filters.as_of, question.scope, filters.topic_id):
        of = Listed((balance.topic or Message(mark("any topic")), *filter(None, (balance.unit,))))
        yield Figure(
            Message(mark("Before this program: %(of)s"), {"of": of}),
            _always(balance.persons),
            note=mark("Reached by %(day)s; without names, and in none of the other numbers"),
            day=balance.as_of,
        )


def _always(persons: int) -> Callable[[Overview], Value]:
    return lambda _: persons


def _by_gender(now: Overview) -> Iterator[Figure]:
    taken = mark("Women's share of participations")
    yield from _with_topics(taken, lambda c: _percent(c.women), now, base=lambda o: o.total.women)
    persons = mark("Women's share of persons reached")
    yield from _with_topics(
        persons, lambda c: _percent(c.women_reached), now, base=lambda o: o.total.women_reached
    )
    yield Figure(
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
) -> Iterator[Figure]:
    yield Figure(Message(name), lambda o: of(o.total), 0, note, base, node=_in_all(now))
    if len(now.topics) > 1:
        for topic in now.topics:
            yield Figure(
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
