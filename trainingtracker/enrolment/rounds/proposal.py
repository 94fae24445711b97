"""The proposal of a round: everybody who asks, put in order by the criteria."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import func, select, union

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.competence.prerequisites import missing_prerequisites
from trainingtracker.enrolment.locking import lock_offering
from trainingtracker.enrolment.rounds.collecting import check_collected
from trainingtracker.enrolment.rounds.criteria import (
    Criteria,
    check_hr,
    check_in_round,
    criteria_of,
    round_to_write,
)
from trainingtracker.enrolment.rounds.order import Applicant, in_order
from trainingtracker.enrolment.rules import start_of
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import (
    AllocationRound,
    Assignment,
    Course,
    Enrolment,
    EnrolmentEvent,
    Hearing,
    ImportedParticipation,
    Offering,
    RoundEntry,
    StatusGroupMembership,
)
from trainingtracker.organisation.leadership import units_of
from trainingtracker.organisation.tree import UnitTree
from trainingtracker.text import Listed, Message, mark
from trainingtracker.vocabulary import Action, NotYetTrained, Result, RoundReason, Status


def propose(offering_id: int, actor: Actor) -> AllocationRound:
    """Put all requests in order, once nobody can ask any more and before anybody is heard.

    Computed anew, what HR has adjusted stays.
    """
    check_hr(actor)
    offering = lock_offering(offering_id)
    check_in_round(offering)
    check_collected(offering)
    found = round_to_write(offering_id)
    if db.session.scalar(select(Hearing.id).where(Hearing.round_id == found.id).limit(1)):
        raise RuleViolation(
            mark(
                "The list has been sent to those who are heard about it, so its order stays."
                " Adjust single requests with a reason, and send it again."
            )
        )
    requests = db.session.scalars(
        select(Enrolment).where(
            Enrolment.offering_id == offering_id, Enrolment.status == Status.REQUESTED
        )
    ).all()
    if not requests:
        raise RuleViolation(mark("Nobody has asked for a place in this round."))
    _write(found, offering, requests)
    found.proposed_at, found.proposed_by_id = clock.now(), actor.person_id
    found.version += 1
    db.session.flush()
    return found


def _write(found: AllocationRound, offering: Offering, requests: Sequence[Enrolment]) -> None:
    entries = {
        entry.enrolment_id: entry
        for entry in db.session.scalars(select(RoundEntry).where(RoundEntry.round_id == found.id))
    }
    criteria, tree = criteria_of(found), UnitTree.load(clock.today())
    applicants = _applicants(criteria, tree, offering.course, requests)
    missing = _missing(requests, offering)
    sizes = _sizes(tree) if criteria.unit_shares else {}
    able = [each for each in applicants if each.enrolment_id not in missing]
    lacking = [each for each in applicants if each.enrolment_id in missing]
    ranked = in_order(able, sizes, unit_shares=criteria.unit_shares)
    # Whoever lacks something stands behind, in the same order, should HR decide otherwise.
    behind = in_order(lacking, sizes, unit_shares=criteria.unit_shares)
    for rank, each in enumerate([*ranked, *behind], start=1):
        applicant = each.applicant
        lacks = missing.get(applicant.enrolment_id)
        entry = entries.pop(applicant.enrolment_id, None) or RoundEntry(
            round_id=found.id, enrolment_id=applicant.enrolment_id
        )
        entry.rank = rank
        entry.reason = RoundReason.ORDER if lacks is None else RoundReason.PREREQUISITE
        entry.note_de = lacks.in_language("de") if lacks else ""
        entry.note_en = lacks.in_language("en") if lacks else ""
        entry.priority, entry.trained = applicant.priority, applicant.trained
        entry.division_id, entry.division_places = applicant.division_id, each.division_places
        db.session.add(entry)
    for gone in entries.values():
        db.session.delete(gone)


def _applicants(
    criteria: Criteria, tree: UnitTree, course: Course, requests: Sequence[Enrolment]
) -> list[Applicant]:
    persons = {each.person_id for each in requests}
    units = units_of(persons, clock.today())
    priorities = _priorities(criteria, tree, units, persons)
    trained = _trained(criteria.not_yet_trained, course, persons)
    return [
        Applicant(
            each.id,
            priorities.get(each.person_id),
            each.person_id in trained,
            _division(tree, units.get(each.person_id)),
            each.requested_at,
        )
        for each in requests
    ]


def _priorities(
    criteria: Criteria, tree: UnitTree, units: dict[int, int], persons: set[int]
) -> dict[int, int]:
    """Person id -> position of the first group they belong to."""
    wanted = {g.status_group_id for g in criteria.groups if g.status_group_id is not None}
    members: dict[int, set[int]] = {}
    if wanted:
        rows = db.session.execute(
            select(StatusGroupMembership.status_group_id, StatusGroupMembership.person_id).where(
                StatusGroupMembership.status_group_id.in_(wanted),
                StatusGroupMembership.person_id.in_(persons),
                StatusGroupMembership.valid(clock.today()),
            )
        )
        for group_id, person_id in rows:
            members.setdefault(group_id, set()).add(person_id)
    found: dict[int, int] = {}
    for position, group in enumerate(criteria.groups, start=1):
        if group.unit_id is not None:
            below = tree.subtree_ids(group.unit_id)
            inside = {person for person, unit in units.items() if unit in below}
        else:
            inside = members.get(group.status_group_id or 0, set())
        for person_id in inside:
            found.setdefault(person_id, position)
    return found


def _trained(scope: NotYetTrained, course: Course, persons: set[int]) -> set[int]:
    """Who has completed the course, or one of its topic, here or before the tracker."""
    if scope is NotYetTrained.OFF:
        return set()
    meant = Course.id == course.id if scope is NotYetTrained.COURSE else (
        Course.topic_id == course.topic_id
    )  # fmt: skip
    here = (
        select(Enrolment.person_id)
        .join(Offering, Offering.id == Enrolment.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .where(Enrolment.person_id.in_(persons), Enrolment.status == Status.COMPLETED, meant)
    )
    before = (
        select(ImportedParticipation.person_id)
        .join(Course, Course.id == ImportedParticipation.course_id)
        .where(
            ImportedParticipation.person_id.in_(persons),
            ImportedParticipation.result == Result.PASSED,
            meant,
        )
    )
    return set(db.session.scalars(union(here, before)))


def _division(tree: UnitTree, unit_id: int | None) -> int | None:
    """The unit below the top to which a unit belongs; the top itself for who works there."""
    if unit_id not in tree or unit_id is None:
        return None
    line = [unit_id, *tree.ancestor_ids(unit_id)]
    return line[-2] if len(line) > 1 else line[-1]


def _sizes(tree: UnitTree) -> dict[int | None, int]:
    """Division -> how many people belong to it today; one query."""
    rows = db.session.execute(
        select(Assignment.unit_id, func.count())
        .where(Assignment.valid(clock.today()))
        .group_by(Assignment.unit_id)
    )
    sizes: Counter[int | None] = Counter()
    for unit_id, number in rows:
        sizes[_division(tree, unit_id)] += number
    return dict(sizes)


def _missing(requests: Sequence[Enrolment], offering: Offering) -> dict[int, Message]:
    """Enrolment id -> what the person lacks, in words; three more queries, however many.

    What somebody has stated voluntarily counts where they have asked themselves.
    """
    course, start = offering.course, start_of(offering)
    if not course.prerequisites:
        return {}
    by_others = _asked_by_others(requests)
    others = {each.person_id for each in requests if each.id in by_others}
    themselves = {each.person_id for each in requests} - others
    missing = missing_prerequisites(themselves, course, start, voluntary=True)
    missing |= missing_prerequisites(others, course, start, voluntary=False)
    return {
        each.id: Message(
            mark("A prerequisite is missing: %(missing)s."),
            {"missing": Listed(tuple(missing[each.person_id]))},
        )
        for each in requests
        if each.person_id in missing
    }


def _asked_by_others(requests: Sequence[Enrolment]) -> set[int]:
    """The requests that somebody has made for somebody else."""
    return set(
        db.session.scalars(
            select(Enrolment.id)
            .join(EnrolmentEvent, EnrolmentEvent.enrolment_id == Enrolment.id)
            .where(
                Enrolment.id.in_([each.id for each in requests]),
                EnrolmentEvent.action == Action.REQUEST,
                EnrolmentEvent.actor_id != Enrolment.person_id,
            )
        )
    )
