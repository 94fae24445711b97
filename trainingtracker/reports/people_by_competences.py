"""A row a person and a column a competence, some people at a time: as long as the house is large.

Official evidence, and where there is none what people have stated, if their consent covers the
reader. Members of the staff council are in no matrix.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from trainingtracker import clock, settings
from trainingtracker.accounts import staff_council
from trainingtracker.attainment.people import in_headcount
from trainingtracker.competence.consent import readable_by
from trainingtracker.competence.matrix import Cell, Column, cells, columns_held, held
from trainingtracker.kept import kept
from trainingtracker.models import Competence, Holding, Person
from trainingtracker.reports.attainment import person
from trainingtracker.reports.attainment.person import history_of, person_values, unit_values
from trainingtracker.reports.report import Question, Value
from trainingtracker.reports.selected import Selected
from trainingtracker.vocabulary import Basis


def competences_of(question: Question) -> list[Column]:
    """Those of which anybody in the rows holds something; looked for again after a change."""
    key = (question.filters, question.scope, question.actor.person_id, clock.today())
    return question.once(
        "columns of the matrix",
        lambda: kept(
            ("columns of the matrix", *key),
            lambda: columns_held(_persons(question).with_only_columns(Person.id), _held(question)),
        ),
    )


def people_by_competences(
    question: Question, value: Callable[[Cell], Value], *, holders_alone: bool = False
) -> Selected:
    """Name and unit of each person by name, and what `value` makes of each cell."""

    def values(rows: Iterable[Any], ids: Collection[int]) -> Iterator[Sequence[Value]]:
        history, wanted = history_of(question, ids), competences_of(question)
        held_by = cells(
            ids,
            question.as_of,
            _readable(question),
            expiring_days=settings.get("expiring_days"),
            topic_id=question.filters.topic_id,
            known_at=question.scope.known_at,
        )
        nothing = tuple[Value]([None] * len(wanted))
        for row in rows:
            own = held_by.get(row.person_id)
            yield (
                *person_values(row),
                *unit_values(history.unit_on(row.person_id, question.as_of), question.language),
                *(
                    nothing
                    if own is None
                    else [
                        value(own[each.competence_id]) if each.competence_id in own else None
                        for each in wanted
                    ]
                ),
            )

    statement = _persons(question).order_by(Person.sort_key, Person.id)
    if holders_alone:
        # Asked for one by one in the order of the names, so that a page ends with its last row.
        holds = (
            select(Holding.id)
            .join(Competence, Competence.id == Holding.competence_id)
            .where(Holding.person_id == Person.id, _held(question))
            .correlate(Person)
            .exists()
        )
        statement = statement.where(holds)
    return Selected(statement, values)


def _persons(question: Question) -> Select[*tuple[Any, ...]]:
    as_of, scope = question.as_of, question.scope
    return select(Person.id.label("person_id"), *person.SELECTED).where(
        in_headcount(as_of, scope.known),
        scope.covers(Person.id, as_of),
        scope.may_be_named,
        Person.id.not_in(staff_council.members(as_of)),
    )


def _held(question: Question) -> ColumnElement[bool]:
    return held(
        question.as_of,
        _readable(question),
        question.filters.topic_id,
        question.scope.known_at,
    )


def _readable(question: Question) -> ColumnElement[bool]:
    return question.once("readable", lambda: _found_readable(question))


def _found_readable(question: Question) -> ColumnElement[bool]:
    """Consent is what it is now: of an earlier moment there is only what is official."""
    if question.stated is None:
        return Holding.basis == Basis.OFFICIAL
    return readable_by(question.actor)
