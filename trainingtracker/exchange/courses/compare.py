"""Lists of courses: what HR offers, with what a course gives and asks for.

New courses are published unless the list says otherwise: HR loads what it offers already. They
are in German unless they teach another language, and held in person where nothing is said. An
empty cell says nothing, except that it empties what a course gives, asks for and for whom it is.
"""

from datetime import date

from trainingtracker.exchange.courses.apply import CourseWrites
from trainingtracker.exchange.courses.differences import differences_of, shown
from trainingtracker.exchange.courses.editable import key_of, stated
from trainingtracker.exchange.courses.entries import Entry, read_all, tell_cycles
from trainingtracker.exchange.courses.fields import VOCABULARY
from trainingtracker.exchange.courses.plans import (
    Planned,
    needed,
    plan_of,
    prerequisites_of,
    stored_plan,
)
from trainingtracker.exchange.courses.stored import load, offered_courses
from trainingtracker.exchange.finding.terms import CourseTerms
from trainingtracker.exchange.meaning.table import Table
from trainingtracker.exchange.preview import Change, ChangeOf, Preview
from trainingtracker.exchange.round_trip import changed_as, is_another, standing
from trainingtracker.models import Course
from trainingtracker.text import mark
from trainingtracker.vocabulary import CourseStatus

__all__ = ["VOCABULARY", "compare"]

_NO_DRAFT_AGAIN = mark("A course that has been published cannot become a draft again.")
_STILL_OFFERED = mark("This course cannot be archived yet: offerings of it are not closed.")


def compare(table: Table, preview: Preview, _today: date) -> None:
    """Hold a list of courses beside the catalogue; nothing about a course is dated."""
    terms = CourseTerms()
    stored = {course.code: course for course in load()}
    codes = {course.id: course.code for course in stored.values()}
    entries = read_all(table, {code.casefold(): code for code in stored}, terms)
    planned: dict[str, Planned] = {}
    needs = {code: needed(prerequisites_of(course, codes)) for code, course in stored.items()}
    offered = offered_courses()
    for entry in preview.passing(entries):
        course = stored.get(entry.code)
        planned[entry.code] = plan_of(entry, course, terms, codes)
        needs[entry.code] = needed(planned[entry.code].prerequisites)
        _check_status(entry, course, planned[entry.code], offered)
    tell_cycles(entries, needs)
    writes = CourseWrites({course.code: course.id for course in stored.values()}, needs)
    for entry in preview.passing(entries):
        if entry.record.sound:
            plan = planned[entry.code]
            key_on_record = key_of(plan.stored.id) if plan.stored else None
            if is_another(entry.record, key_on_record, "code"):
                continue
            fields = differences_of(plan, codes, terms)
            kind = _kind(entry, plan, codes, terms) if fields else ChangeOf.UNCHANGED
            key = f"{entry.code} {entry.title_de}"
            preview.changes.append(Change(kind, entry.record.place, key, fields))
            if kind in (ChangeOf.NEW, ChangeOf.CHANGED):
                writes.planned[entry.code] = plan
    preview.writes = writes


def _kind(entry: Entry, plan: Planned, codes: dict[int, str], terms: CourseTerms) -> ChangeOf:
    """Whether what differs was edited in the list, in the tracker, or in both."""
    if plan.stored is None:
        return ChangeOf.NEW
    before = stated(shown(stored_plan(plan.stored, codes), terms))
    return changed_as(standing(entry.record, before, stated(shown(plan, terms))))


def _check_status(entry: Entry, course: Course | None, plan: Planned, offered: set[int]) -> None:
    if course is None or plan.status is course.status:
        return
    if plan.status is CourseStatus.DRAFT:
        entry.record.problem("status", _NO_DRAFT_AGAIN)
    if plan.status is CourseStatus.ARCHIVED and course.id in offered:
        entry.record.problem("status", _STILL_OFFERED)
