"""The catalogue as a list that is edited and comes back: what of a course it states, and how."""

from collections.abc import Iterator, Mapping
from typing import Any

from trainingtracker.exchange.courses.differences import shown
from trainingtracker.exchange.courses.plans import stored_plan
from trainingtracker.exchange.courses.stored import load
from trainingtracker.exchange.finding.terms import CourseTerms
from trainingtracker.exchange.round_trip import EditableRow, Values
from trainingtracker.text import Localised, mark, sentence

# How long what a course gives is valid can differ within a course, and whom it is for can be more
# than a cell says: both are edited on the page.
_ELSEWHERE = ("valid_months", "audience")
_YES, _NO = mark("yes"), mark("no")


def key_of(course_id: int) -> str:
    return f"C-{course_id}"


def stated(values: Mapping[str, Any]) -> Values:
    """What the list states of a course: the same words for the same, in no language."""
    return {
        name: repr(value) if isinstance(value, Localised) else value
        for name, value in values.items()
        if name not in _ELSEWHERE
    }


def editable(language: str, _offering_id: int) -> Iterator[EditableRow]:
    """All courses that are not archived, by code."""
    terms = CourseTerms()
    courses = load()
    codes = {course.id: course.code for course in courses}
    for course in sorted(courses, key=lambda course: course.code):
        values = shown(stored_plan(course, codes), terms)
        cells = {
            name: value.in_language(language) if isinstance(value, Localised) else value
            for name, value in values.items()
            if name not in _ELSEWHERE
        }
        cells["needs_approval"] = sentence(_YES if course.needs_approval else _NO, language)
        yield EditableRow(key_of(course.id), stated(values), cells)
