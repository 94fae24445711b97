"""Holders by competence and level.

The levels of one competence form a ladder, so a holder is counted at their highest valid level
("exactly") and at every level below ("at least"). Single language activities are ladders of their
own beside the overall level. Course completion and proof are kept apart by evidence group. What
people state about themselves with consent is counted beside that, at the highest level of each.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from sqlalchemy import case, func, select

from trainingtracker.attainment import read
from trainingtracker.attainment.holdings import (
    GROUPS,
    HoldingState,
    counted,
    expiry_horizon,
    group_rank,
    state,
)
from trainingtracker.attainment.scope import Scope
from trainingtracker.extensions import db
from trainingtracker.kept import kept
from trainingtracker.models import Competence, Holding, Level, Person, Setting, Topic
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import Activity, EvidenceGroup

# A competence, one activity of it or overall, a level.
_Place = tuple[int, Activity | None, int]
EMPTY: Mapping[_Place, int] = {}


class LevelCounts(NamedTuple):
    """One level of one competence on the day. The groups add up to `exactly`; of those who have
    `stated` it some may be among them.
    """

    topic: Bilingual
    name: Bilingual
    activity: Activity | None
    level_code: str
    level_name: Bilingual
    exactly: int
    at_least: int
    proved: int
    confirmed: int
    self_declared: int
    expiring: int
    expired: int
    stated: int


@dataclass(frozen=True)
class ByCompetence:
    """`holdings` counts the rows behind it by state; `holders` the distinct persons with any."""

    levels: tuple[LevelCounts, ...]
    holdings: dict[HoldingState, int]
    holders: int


class _Held(NamedTuple):
    """One person at one level: the best evidence among what is valid, and what runs out."""

    competence_id: int
    activity: Activity | None
    person_id: int
    level_id: int
    rank: int
    valid: int
    lasting: int
    evidence: int | None
    rows_valid: int
    rows_expiring: int
    rows_expired: int


def by_competence(
    as_of: date,
    scope: Scope,
    topic_id: int | None = None,
    stated: Mapping[_Place, int] = EMPTY,
) -> ByCompetence:
    """Holders by competence and level within a scope, for one topic or all of them.

    `stated` is how many state a level of themselves, as far as the reader may know.
    """
    key = ("by competence", as_of, scope, topic_id, frozenset(stated.items()))
    of = read.of(scope, read.HOLDINGS, (Setting,))
    return kept(key, lambda: _by_competence(as_of, scope, topic_id, stated), of=of, long=True)


def _by_competence(
    as_of: date, scope: Scope, topic_id: int | None, stated: Mapping[_Place, int]
) -> ByCompetence:
    """Every level that anybody in the headcount holds, held or states: two queries."""
    tallies: dict[_Place, Counter[str]] = defaultdict(Counter)
    rows: Counter[HoldingState] = Counter()
    holders: set[int] = set()
    same_ladder = attrgetter("competence_id", "activity", "person_id")
    for _, group in groupby(_held(as_of, scope, topic_id), key=same_ladder):
        ladder = list(group)
        for held in ladder:
            rows[HoldingState.VALID] += held.rows_valid
            rows[HoldingState.EXPIRING] += held.rows_expiring
            rows[HoldingState.EXPIRED] += held.rows_expired
        if _count(ladder, tallies):
            holders.add(ladder[0].person_id)
    for place, persons in stated.items():
        tallies[place]["stated"] = persons
    return ByCompetence(
        levels=tuple(_levels(tallies)),
        holdings={each: rows[each] for each in HoldingState},
        holders=len(holders),
    )


def _count(ladder: Iterable[_Held], tallies: dict[_Place, Counter[str]]) -> bool:
    """Count one person's ladder, highest level first; whether anything on it is valid."""
    top: _Held | None = None
    for held in ladder:
        tally = tallies[held.competence_id, held.activity, held.level_id]
        if not held.valid:
            tally["expired"] += 1
        elif top is None:
            top = held
            tally["exactly"] += 1
            tally[GROUPS[held.evidence or 0]] += 1
            tally["expiring"] += not held.lasting
    return top is not None


def _held(as_of: date, scope: Scope, topic_id: int | None) -> Iterator[_Held]:
    """The database folds several holdings of one level by one person into one row."""
    horizon = expiry_horizon(as_of)
    now = state(as_of, horizon)
    expired = now == HoldingState.EXPIRED.value
    statement = (
        select(
            Holding.competence_id,
            Holding.activity,
            Holding.person_id,
            Holding.level_id,
            Level.rank,
            func.max(case((expired, 0), else_=1)),
            func.max(case((now == HoldingState.VALID.value, 1), else_=0)),
            func.min(case((expired, None), else_=group_rank())),
            func.sum(case((now == HoldingState.VALID.value, 1), else_=0)),
            func.sum(case((now == HoldingState.EXPIRING.value, 1), else_=0)),
            func.sum(case((expired, 1), else_=0)),
        )
        .join(Person, Person.id == Holding.person_id)
        .join(Level, Level.id == Holding.level_id)
        .where(counted(as_of, scope))
        .group_by(
            Holding.competence_id, Holding.activity, Holding.person_id, Holding.level_id, Level.rank
        )
        .order_by(Holding.competence_id, Holding.activity, Holding.person_id, Level.rank.desc())
        .execution_options(yield_per=2000)
    )
    if topic_id is not None:
        statement = statement.join(Competence, Competence.id == Holding.competence_id).where(
            Competence.topic_id == topic_id
        )
    for row in db.session.execute(statement):
        yield _Held(*row)


def _levels(
    tallies: dict[_Place, Counter[str]],
) -> Iterator[LevelCounts]:
    """The counted ladders in the order of the competences, each from its lowest counted level."""
    rows = db.session.execute(
        select(
            Competence.id,
            Topic.title,
            Competence.name,
            Level.id.label("level_id"),
            Level.code,
            Level.name.label("level"),
        )
        .join(Topic, Topic.id == Competence.topic_id)
        .join(Level, Level.scale_id == Competence.scale_id)
        .where(Competence.id.in_({competence_id for competence_id, _, _ in tallies}))
        .order_by(Topic.position, Topic.id, Competence.position, Competence.id, Level.rank)
    ).all()
    for _, group in groupby(rows, key=lambda row: row.id):
        steps = list(group)
        for activity in (None, *Activity):
            counts = [tallies.get((step.id, activity, step.level_id)) for step in steps]
            used = [position for position, tally in enumerate(counts) if tally]
            above = sum(tally["exactly"] for tally in counts if tally)
            for position in range(used[0], used[-1] + 1) if used else ():
                tally, step = counts[position] or Counter(), steps[position]
                yield LevelCounts(
                    topic=step.title,
                    name=step.name,
                    activity=activity,
                    level_code=step.code,
                    level_name=step.level,
                    exactly=tally["exactly"],
                    at_least=above,
                    proved=tally[EvidenceGroup.PROVED],
                    confirmed=tally[EvidenceGroup.CONFIRMED],
                    self_declared=tally[EvidenceGroup.SELF_DECLARED],
                    expiring=tally["expiring"],
                    expired=tally["expired"],
                    stated=tally["stated"],
                )
                above -= tally["exactly"]
