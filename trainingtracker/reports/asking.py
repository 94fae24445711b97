"""From filters and a reader to the question that a report answers."""

from dataclasses import replace

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.attainment.known import Known
from trainingtracker.attainment.scope import Scope
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Unit
from trainingtracker.organisation.tree import UnitTree
from trainingtracker.reports import scopes
from trainingtracker.reports.releases import published
from trainingtracker.reports.report import Filters, Question, Report
from trainingtracker.text import Message, mark

NO_SUCH_UNIT = mark("Unit %(number)s did not exist on %(day)s. Choose another unit or another day.")
NOT_YOUR_UNIT = mark("You are not responsible for unit %(number)s. Choose one of the list.")
BACKWARDS = mark("The period ends before it begins.")
FOR_HR = mark("What was on record at an earlier moment is for HR and its auditors alone.")
OF_NOW_ONLY = mark(
    "The report \u201c%(report)s\u201d goes by what is on record now, whatever the moment. "
    "Leave the moment of the record empty."
)
IN_THE_FUTURE = mark("The moment of the record lies in the future.")
NOT_EARLIER = mark("The day to compare with is not before the reference date.")


def ask(
    report: Report,
    filters: Filters,
    actor: Actor,
    language: str,
    reader_name: str,
    *,
    tree: UnitTree | None = None,
    scope: Scope | None = None,
) -> Question:
    """The question of this reader; `tree` is that of the reference date where it is known.

    `scope` is the reader's where it is not the one of the report.

    Raises RuleViolation for filters that contradict each other or name a unit that did not exist
    or is not the reader's.
    """
    _check(report, filters, actor)
    asked, filters = filters, published.as_published(report, filters, actor)
    known = Known.load(filters.known_at) if filters.known_at else None
    if tree is None or known or filters.as_of != asked.as_of:
        tree = UnitTree.load(filters.as_of, filters.known_at)
    scope = scope or (report.scope or scopes.usual)(actor, filters.as_of)
    if known:
        scope = replace(scope, known=known)
    return Question(
        filters=filters,
        actor=actor,
        scope=_narrowed(scope, filters, tree),
        tree=tree,
        language=language,
        reader_name=reader_name,
        releases=published.of_years(report, filters) if filters.published else None,
    )


def _check(report: Report, filters: Filters, actor: Actor) -> None:
    """Two moments put side by side would tell of single people: only who sees them all may ask."""
    if filters.since is not None and filters.since > filters.as_of:
        raise RuleViolation(BACKWARDS)
    if filters.compare_with is not None and filters.compare_with >= filters.as_of:
        raise RuleViolation(NOT_EARLIER)
    if filters.known_at is not None and not actor.is_hr:
        raise NotAllowed(FOR_HR)
    if filters.known_at is not None and "known_at" not in report.takes:
        raise RuleViolation(OF_NOW_ONLY, report=Message(report.title))
    if filters.known_at is not None and filters.known_at > clock.now():
        raise RuleViolation(IN_THE_FUTURE)


def _narrowed(scope: Scope, filters: Filters, tree: UnitTree) -> Scope:
    if filters.unit_id is None:
        return scope
    unit = tree.get(filters.unit_id)
    if unit is None:
        known = db.session.get(Unit, filters.unit_id)
        number = known.number if known else str(filters.unit_id)
        raise RuleViolation(NO_SUCH_UNIT, number=number, day=filters.as_of)
    if scope.unit_ids is not None and unit.id not in scope.unit_ids:
        raise RuleViolation(NOT_YOUR_UNIT, number=unit.number)
    return scope.within(tree.subtree_ids(unit.id))
