"""How a target stands, in the columns of a table: the target, the gap, the gap in words."""

from typing import NamedTuple

from trainingtracker import settings
from trainingtracker.attainment.reach import Reach, reach
from trainingtracker.organisation.tree import UnitNode
from trainingtracker.reports import scopes
from trainingtracker.reports.report import DOT, Column, Question, Value
from trainingtracker.reports.styles import Emphasis, Kind, StandsOut
from trainingtracker.strategy.in_force import Holds, TargetsInForce
from trainingtracker.strategy.progress import in_words, progress
from trainingtracker.text import mark, sentence

_TARGET = Column("target", mark("Target"), 21, indent=1)
_SET_FOR = Column("target_set_for", mark("Target set for"), 14)
_HOW_FAR = (
    Column("target_persons", mark("Persons needed"), 12, Kind.COUNT),
    Column("gap", mark("Gap in persons"), 12, Kind.COUNT, stands_out=(StandsOut(Emphasis.MILD),)),
    Column(
        "gap_in_words",
        mark("Gap in words"),
        40,
        indent=1,
        stands_out=(StandsOut(Emphasis.STRONG, mark("Overdue")),),
    ),
)
COLUMNS = (_TARGET, _SET_FOR, *_HOW_FAR)
# Where a row is about a target and says itself for whom it was set.
OF_ITS_OWN = (_TARGET, *_HOW_FAR)
WHY_HIDDEN = Column("note", mark("Note"), 40, indent=1)
EVERYBODY = mark("all units")


class Counted(NamedTuple):
    """Among whom a target is measured; `reached` is None where that number is hidden."""

    reached: int | None
    headcount: int


def why_hidden(question: Question) -> str:
    """What stands in the column WHY_HIDDEN beside a dot."""
    message = mark("Hidden: fewer than %(smallest)s people, or it would tell of such a group")
    return sentence(message, question.language, smallest=settings.get("small_group"))


def reach_of(question: Question) -> Reach:
    """Persons reached in everything that the reader may see, with what is hidden from them.

    It does not depend on the filters, so that no two files can be put together.
    """
    scope = scopes.usual(question.actor, question.as_of)
    named = scope.named is None
    smallest = settings.get("small_group") if question.guarded and not named else 0
    return reach(question.as_of, scope, question.tree, smallest, question.actor.person_id)


def targets_of(question: Question) -> TargetsInForce:
    """The targets of the reference date, found once for all tables."""
    return question.once("targets", lambda: TargetsInForce.load(question.as_of, question.tree))


def held_for(question: Question, unit: UnitNode | None, topic_id: int | None) -> Holds | None:
    """The target of a unit, or with none that of all whom the reader sees.

    A team is no unit.
    """
    targets, everybody = targets_of(question), question.scope.is_everyone
    if question.scope.is_team:
        return None
    if unit is not None:
        return targets.for_unit(unit.id, topic_id)
    return targets.for_all(topic_id, everybody=everybody)


def standing_values(
    holds: Holds | None, counted: Counted, question: Question, *, own: bool = False
) -> tuple[Value, ...]:
    """A value for each of the COLUMNS, or of those OF_ITS_OWN.

    Whoever may not know how many were reached knows no gap.
    """
    language = question.language
    found = progress(holds.target, *counted, question.as_of) if holds else None
    if holds is None or found is None:
        return (None,) * len(OF_ITS_OWN if own else COLUMNS)
    set_for = holds.set_for.number if holds.set_for else sentence(EVERYBODY, language)
    return (
        in_words(holds.target, language),
        *(() if own else (set_for,)),
        found.needed,
        DOT if found.gap is None else found.gap,
        found.in_words(language) or DOT,
    )
