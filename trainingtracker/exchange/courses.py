"""Lists of courses: what HR offers, with what a course gives and asks for.

New courses are published unless the list says otherwise: HR loads what it offers already. They
are in German unless they teach another language, and held in person where nothing is said. An
empty cell says nothing, except that it empties what a course gives, asks for and for whom it is.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from trainingtracker.catalogue import courses as catalogue
from trainingtracker.catalogue.course_facts import CourseFacts, Outcome, Prerequisite
from trainingtracker.exchange import course_entries
from trainingtracker.exchange.course_changes import differences_of
from trainingtracker.exchange.course_entries import Entry
from trainingtracker.exchange.course_fields import VOCABULARY
from trainingtracker.exchange.course_terms import CompetenceAt, CourseTerms
from trainingtracker.exchange.preview import Change, ChangeOf, Preview
from trainingtracker.exchange.table import Table
from trainingtracker.extensions import db
from trainingtracker.models import Course, Offering
from trainingtracker.text import mark
from trainingtracker.vocabulary import CourseFormat, CourseStatus, OfferingStatus

__all__ = ["VOCABULARY", "compare"]

_NO_DRAFT_AGAIN = mark("A course that has been published cannot become a draft again.")
_STILL_OFFERED = mark("This course cannot be archived yet: offerings of it are not closed.")


@dataclass
class Planned:
    """A course as it will be; prerequisites name courses by code, for they may be new."""

    facts: CourseFacts
    prerequisites: tuple[course_entries.Required, ...]
    stored: Course | None
    status: CourseStatus


@dataclass
class CourseWrites:
    """Courses through the catalogue's operations, what a course needs before the course."""

    ids: dict[str, int]
    needs: dict[str, set[str]]
    planned: dict[str, Planned] = field(default_factory=dict)

    def write(self) -> None:
        done: set[str] = set()
        for code in self.planned:
            self._write(code, done)

    def _write(self, code: str, done: set[str]) -> None:
        # Rings have been refused, so that this ends.
        if code in done:
            return
        done.add(code)
        for needed in sorted(self.needs.get(code, ())):
            self._write(needed, done)
        if planned := self.planned.get(code):
            self._store(code, planned)

    def _store(self, code: str, planned: Planned) -> None:
        facts = replace(planned.facts, prerequisites=self._prerequisites(planned))
        course = planned.stored
        if course is None:
            course = catalogue.create(facts)
            self.ids[code] = course.id
        elif catalogue.facts_of(course) != facts:
            catalogue.edit(course.id, facts, course.version)
        if planned.status is CourseStatus.PUBLISHED and course.status is not planned.status:
            catalogue.publish(course.id)
        if planned.status is CourseStatus.ARCHIVED and course.status is not planned.status:
            catalogue.archive(course.id)

    def _prerequisites(self, planned: Planned) -> tuple[Prerequisite, ...]:
        return tuple(
            Prerequisite(required_course_id=self.ids[item])
            if isinstance(item, str)
            else Prerequisite(competence_id=item.competence_id, level_id=item.level_id)
            for item in planned.prerequisites
        )


def compare(table: Table, preview: Preview, _today: date) -> None:
    """Hold a list of courses beside the catalogue; nothing about a course is dated."""
    terms = CourseTerms()
    stored = {course.code: course for course in _stored()}
    codes = {course.id: course.code for course in stored.values()}
    entries = course_entries.read_all(table, {code.casefold(): code for code in stored}, terms)
    planned: dict[str, Planned] = {}
    needs = {code: _needed(_stated(course, codes)) for code, course in stored.items()}
    offered = _offered()
    for entry in entries:
        course = stored.get(entry.code)
        planned[entry.code] = _planned(entry, course, terms, codes)
        needs[entry.code] = _needed(planned[entry.code].prerequisites)
        _check_status(entry, course, planned[entry.code], offered)
    course_entries.tell_cycles(entries, needs)
    writes = CourseWrites({course.code: course.id for course in stored.values()}, needs)
    for entry in entries:
        if entry.record.sound:
            plan = planned[entry.code]
            fields = differences_of(plan, codes, terms)
            kind = ChangeOf.CHANGED if fields else ChangeOf.UNCHANGED
            kind = kind if plan.stored else ChangeOf.NEW
            key = f"{entry.code} {entry.title_de}"
            preview.changes.append(Change(kind, entry.record.place, key, fields))
            if kind is not ChangeOf.UNCHANGED:
                writes.planned[entry.code] = plan
    preview.writes = writes


def _stored() -> list[Course]:
    query = select(Course).options(
        selectinload(Course.outcomes), selectinload(Course.prerequisites)
    )
    return list(db.session.scalars(query.order_by(Course.id)))


def _offered() -> set[int]:
    """Courses with published offerings: they cannot be archived."""
    query = select(Offering.course_id).where(Offering.status == OfferingStatus.PUBLISHED)
    return set(db.session.scalars(query.distinct()))


def _needed(prerequisites: tuple[course_entries.Required, ...]) -> set[str]:
    return {item for item in prerequisites if isinstance(item, str)}


def _stated(course: Course, codes: dict[int, str]) -> tuple[course_entries.Required, ...]:
    return tuple(
        codes[p.required_course_id]
        if p.required_course_id
        else CompetenceAt(p.competence_id or 0, p.level_id or 0)
        for p in course.prerequisites
    )


def _planned(
    entry: Entry, course: Course | None, terms: CourseTerms, codes: dict[int, str]
) -> Planned:
    """What will be stated about the course: what the list says, else what there is."""
    said: dict[str, Any] = {"code": entry.code, "title_de": entry.title_de}
    said |= {
        name: getattr(entry, name)
        for name in (
            "title_en", "topic_id", "teaching_units", "format", "provider", "cost_per_place",
            "needs_approval", "attendance_threshold", "description_de", "description_en",
            "language_id",
        )
        if getattr(entry, name) not in (None, "")
    }  # fmt: skip
    if entry.record.has("audience"):
        said["audience"] = entry.audience
    said["outcomes"] = _outcomes(entry, course)
    if course:
        facts = replace(catalogue.facts_of(course), **said)
        before = _stated(course, codes)
        same = entry.prerequisites is None or set(entry.prerequisites) == set(before)
        prerequisites = before if same else entry.prerequisites or ()
        return Planned(facts, prerequisites, course, entry.status or course.status)
    said.setdefault("language_id", _language(entry, terms))
    # Whatever is missing here is a problem of the entry, and nothing of it is written.
    defaults: dict[str, Any] = {
        "topic_id": 0,
        "teaching_units": 1,
        "format": CourseFormat.IN_PERSON,
    }
    facts = CourseFacts(**(defaults | said))
    return Planned(facts, entry.prerequisites or (), None, entry.status or CourseStatus.PUBLISHED)


def _outcomes(entry: Entry, course: Course | None) -> tuple[Outcome, ...]:
    before = catalogue.facts_of(course).outcomes if course else ()
    if entry.gives is None:
        given = [CompetenceAt(o.competence_id, o.level_id) for o in before]
    else:
        given = list(entry.gives)
    months = {(o.competence_id, o.level_id): o.valid_months for o in before}
    dated = entry.record.has("valid_months")
    outcomes = tuple(
        Outcome(*item, valid_months=entry.valid_months if dated else months.get(item))
        for item in given
    )
    return before if set(outcomes) == set(before) else outcomes


def _language(entry: Entry, terms: CourseTerms) -> int | None:
    taught = [terms.language_of.get(item.competence_id) for item in entry.gives or ()]
    return next((language for language in taught if language), terms.german())


def _check_status(entry: Entry, course: Course | None, plan: Planned, offered: set[int]) -> None:
    if course is None or plan.status is course.status:
        return
    if plan.status is CourseStatus.DRAFT:
        entry.record.problem("status", _NO_DRAFT_AGAIN)
    if plan.status is CourseStatus.ARCHIVED and course.id in offered:
        entry.record.problem("status", _STILL_OFFERED)
