"""The tables that figures are counted from, and which changes of them make a difference.

Of what was on record at an earlier moment other tables tell: there every change counts.
"""

from datetime import date

from trainingtracker.attainment.scope import Scope
from trainingtracker.changes import Change, Part, Tables
from trainingtracker.models import (
    Assignment,
    Competence,
    Course,
    Enrolment,
    Holding,
    ImportedParticipation,
    Leadership,
    Leave,
    Level,
    Offering,
    Person,
    Scale,
    Topic,
    Unit,
    UnitVersion,
)
from trainingtracker.vocabulary import Basis, Status


def _employed_otherwise(change: Change) -> bool:
    """Names and addresses are in no number."""
    return bool(change.fields.keys() & {"kind", "gender", "entry", "exit"})


def _of_another_course(change: Change) -> bool:
    return "course_id" in change.fields and change.fields["course_id"][0] is not None


def _official(change: Change) -> bool:
    """What people state about themselves is counted apart."""
    return Basis.CONSENT.value not in change.fields.get("basis", ())


STAFF = Part(Person, _employed_otherwise)
# The members of whatever scope, by unit. Whom a reader sees by name goes by who leads.
MEMBERS: Tables = (STAFF, Assignment, Unit, UnitVersion, Leadership, Leave)
HOLDINGS: Tables = (Part(Holding, _official), Competence, Level, Scale, Topic)


def participations_until(as_of: date) -> Tables:
    """Of enrolments only those matter that were completed by the day, or are so no longer."""

    def completed(change: Change) -> bool:
        status, days = change.fields.get("status"), change.fields.get("finished_on")
        if status and Status.COMPLETED.value not in status:
            return False
        if days:
            return any(each and date.fromisoformat(each) <= as_of for each in days)
        return bool(status or change.fields.keys() & {"person_id", "offering_id"})

    return (
        Part(Enrolment, completed),
        Part(Offering, _of_another_course),
        ImportedParticipation,
        Course,
        Topic,
    )


def of(scope: Scope, *tables: Tables) -> Tables:
    """What is read of a scope, besides its members."""
    if scope.known:
        return ()
    return (*MEMBERS, *(each for read in tables for each in read))
