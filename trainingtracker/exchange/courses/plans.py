"""A course as it will be: what the list says, else what there is."""

from dataclasses import dataclass, replace
from typing import Any

from trainingtracker.catalogue import courses as catalogue
from trainingtracker.catalogue.course_facts import Audience, CourseFacts, Outcome
from trainingtracker.exchange.courses.entries import Entry, Required
from trainingtracker.exchange.finding.terms import CompetenceAt, CourseTerms
from trainingtracker.models import Course
from trainingtracker.vocabulary import CourseFormat, CourseStatus


@dataclass
class Planned:
    """A course as it will be; prerequisites name courses by code, for they may be new."""

    facts: CourseFacts
    prerequisites: tuple[Required, ...]
    stored: Course | None
    status: CourseStatus


def plan_of(
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
        said |= _audience(entry, course)
    said["outcomes"] = _outcomes(entry, course)
    if course:
        facts = replace(catalogue.facts_of(course), **said)
        before = prerequisites_of(course, codes)
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


def stored_plan(course: Course, codes: dict[int, str]) -> Planned:
    """The course as it is."""
    return Planned(
        catalogue.facts_of(course), prerequisites_of(course, codes), course, course.status
    )


def _audience(entry: Entry, course: Course | None) -> dict[str, Any]:
    """A list names managers, whom the course is then for, or writes a text that people read."""
    before = catalogue.facts_of(course).audiences if course else ()
    if not entry.for_managers:
        return {"audience": entry.audience}
    managers = Audience(managers=True)
    return {
        "audience": "",
        "audiences": before if managers in before else (*before, managers),
    }


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


def needed(prerequisites: tuple[Required, ...]) -> set[str]:
    return {item for item in prerequisites if isinstance(item, str)}


def prerequisites_of(course: Course, codes: dict[int, str]) -> tuple[Required, ...]:
    return tuple(
        codes[p.required_course_id]
        if p.required_course_id
        else CompetenceAt(p.competence_id or 0, p.level_id or 0)
        for p in course.prerequisites
    )
