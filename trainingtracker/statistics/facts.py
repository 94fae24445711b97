"""The facts of the annual statistics: read once, and of what has changed since read again.

What somebody enrols for, gets decided or takes part in concerns one offering: the facts of that
offering are read again, and those of all others stay.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, func, select, union
from sqlalchemy.orm import InstrumentedAttribute

from trainingtracker import clock
from trainingtracker.attainment.read import STAFF
from trainingtracker.changes import Change, Tables
from trainingtracker.extensions import Model, db
from trainingtracker.kept import kept
from trainingtracker.models import (
    Approval,
    CareCostClaim,
    CostItem,
    CostSheet,
    Course,
    Enrolment,
    FeedbackForm,
    FeedbackQuestion,
    ImportedParticipation,
    Offering,
    RoundEntry,
    Setting,
)
from trainingtracker.statistics.asking import Asking, asking
from trainingtracker.statistics.money import Care, Cost, care_costs, costs
from trainingtracker.statistics.offerings import OfferingFact, offerings
from trainingtracker.statistics.people_then import DATED, PeopleThen, who_ever_asked
from trainingtracker.statistics.satisfaction import Satisfaction, satisfaction
from trainingtracker.statistics.span import Span
from trainingtracker.statistics.staff import Alike, staff_of
from trainingtracker.statistics.taking_part import Participation, taking_part
from trainingtracker.statistics.years import SIDE_BY_SIDE, Year, years
from trainingtracker.vocabulary import ChangeKind

# What is said of one enrolment.
_OF_AN_ENROLMENT = (Approval, RoundEntry, CareCostClaim)
_Fact = TypeVar("_Fact", bound=Participation | Asking | Cost | Care | Satisfaction)
# Beyond these it takes as long to read everything again.
_MOST_OFFERINGS = 100


@dataclass(frozen=True)
class Facts:
    """Everything of the years, of one topic or all; guests are among who asks and takes part."""

    years: tuple[Year, ...]
    topic_id: int | None
    offerings: tuple[OfferingFact, ...]
    participations: tuple[Participation, ...]
    enrolments: tuple[Asking, ...]
    costs: tuple[Cost, ...]
    care: tuple[Care, ...]
    satisfaction: tuple[Satisfaction, ...]
    staff: Mapping[int, tuple[Alike, ...]]

    @property
    def span(self) -> Span:
        return Span(self.years[0].first, self.years[-1].last)


# Where the events of an enrolment and the answers to a form are read, they come and go with it.
READ: Tables = (
    Enrolment,
    Approval,
    RoundEntry,
    Offering,
    Course,
    CostSheet,
    CostItem,
    CareCostClaim,
    FeedbackForm,
    FeedbackQuestion,
    ImportedParticipation,
    STAFF,
    *DATED,
    Setting,
)


def facts(as_of: date, topic_id: int | None = None, count: int = SIDE_BY_SIDE) -> Facts:
    """The facts of the year of the reference date and the years before: a constant number of
    queries, and two to know whether anything has changed since they were last read.
    """
    return kept(
        ("annual facts", as_of, topic_id, count),
        lambda: count_facts(as_of, topic_id, count),
        of=READ,
        mend=_read_again,
        still=(clock.today(), _begun_and_over(clock.now())),
        long=True,
    )


def _begun_and_over(now: datetime) -> tuple[datetime | None, ...]:
    """The last beginning and the last end of offerings: what comes of them goes by that."""
    return tuple(
        db.session.execute(
            select(
                *(
                    select(func.max(moment)).where(moment <= now).scalar_subquery()
                    for moment in (Offering.starts_at, Offering.ends_at)
                )
            )
        ).one()
    )


def count_facts(as_of: date, topic_id: int | None = None, count: int = SIDE_BY_SIDE) -> Facts:
    """The same, read at this moment."""
    wanted = years(as_of, count)
    span, people = Span(wanted[0].first, as_of), PeopleThen(who_ever_asked())
    everybody = staff_of(tuple(min(year.last, clock.today()) for year in wanted))
    return Facts(
        years=wanted,
        topic_id=topic_id,
        offerings=tuple(offerings(span, topic_id)),
        participations=tuple(taking_part(span, people, topic_id)),
        enrolments=tuple(asking(span, people, topic_id)),
        costs=tuple(costs(span, topic_id)),
        care=tuple(care_costs(span, topic_id)),
        satisfaction=tuple(satisfaction(span, topic_id)),
        staff={year.number: each for year, each in zip(wanted, everybody, strict=True)},
    )


def _read_again(before: Facts, changed: Sequence[Change]) -> Facts | None:
    """With the facts of the offerings that the changes concern; None where it could be any."""
    concerned = _offerings_of(changed)
    if concerned is None or len(concerned) > _MOST_OFFERINGS:
        return None
    span, topic_id = before.span.of(concerned), before.topic_id
    people = PeopleThen(who_ever_asked(concerned))
    return replace(
        before,
        offerings=(
            *(each for each in before.offerings if each.id not in concerned),
            *offerings(span, topic_id),
        ),
        participations=_with(before.participations, concerned, taking_part(span, people, topic_id)),
        enrolments=_with(before.enrolments, concerned, asking(span, people, topic_id)),
        costs=_with(before.costs, concerned, costs(span, topic_id)),
        care=_with(before.care, concerned, care_costs(span, topic_id)),
        satisfaction=_with(before.satisfaction, concerned, satisfaction(span, topic_id)),
    )


def _with(
    before: Sequence[_Fact], concerned: frozenset[int], again: Sequence[_Fact]
) -> tuple[_Fact, ...]:
    return (*(each for each in before if each.offering_id not in concerned), *again)


def _offerings_of(changed: Sequence[Change]) -> frozenset[int] | None:
    """The offerings that the changed rows belong to, or belonged to; None where that is not all."""
    found: set[int] = set()
    rows: dict[str, list[int]] = defaultdict(list)
    for change in changed:
        if change.kind is ChangeKind.DELETE:
            return None
        rows[change.table].append(change.row_id)
        found.update(each for each in change.fields.get("offering_id", ()) if each is not None)
    found.update(rows.pop(Offering.__tablename__, ()))
    ways = [select(Enrolment.offering_id).where(_among(Enrolment.id, rows, Enrolment))]
    ways += [
        select(Enrolment.offering_id)
        .join(model, model.enrolment_id == Enrolment.id)
        .where(_among(model.id, rows, model))
        for model in _OF_AN_ENROLMENT
    ]
    found.update(db.session.scalars(union(*ways)))
    # What is left says something of more than an offering.
    return None if rows else frozenset(found)


def _among(
    key: InstrumentedAttribute[int], rows: dict[str, list[int]], model: type[Model]
) -> ColumnElement[bool]:
    return key.in_(rows.pop(model.__tablename__, ()))
