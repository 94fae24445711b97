"""Courses: create, edit, publish, archive."""

from sqlalchemy import func, select

from trainingtracker.catalogue import course_rules
from trainingtracker.catalogue.course_facts import Audience, CourseFacts, Outcome, Prerequisite
from trainingtracker.collation import search_text, sort_key
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import (
    Course,
    CourseAudience,
    CourseOutcome,
    CoursePrerequisite,
    Offering,
)
from trainingtracker.organisation.versions import take_version
from trainingtracker.text import mark
from trainingtracker.vocabulary import CourseStatus, OfferingStatus

_COLUMNS = (
    "code", "topic_id", "title_de", "title_en", "description_de", "description_en", "format",
    "language_id", "teaching_units", "provider", "cost_per_place", "needs_approval",
    "needs_hr_approval", "asks_interest", "attendance_threshold", "audience",
    "placement_competence_id",
)  # fmt: skip


def create(facts: CourseFacts) -> Course:
    """A new course, a draft until it is published."""
    course_rules.check(facts, course_id=None)
    course = Course(status=CourseStatus.DRAFT, version=1)
    db.session.add(course)
    _write(course, facts)
    return course


def edit(course_id: int, facts: CourseFacts, version: int) -> Course:
    """Replace all that is stated about a course, its outcomes and prerequisites included.

    Saving what is stored already is no change and makes nobody else's copy old.
    """
    course = _current(course_id)
    if course.version == version and facts_of(course) == facts:
        return course
    take_version(course, version)
    course_rules.check(facts, course_id=course_id)
    _write(course, facts)
    return course


def publish(course_id: int) -> Course:
    """Show the course in the catalogue; an archived one comes back."""
    course = _current(course_id)
    if course.status is CourseStatus.PUBLISHED:
        raise RuleViolation(mark("This course is already published."))
    course.status = CourseStatus.PUBLISHED
    course.version += 1
    db.session.flush()
    return course


def archive(course_id: int) -> Course:
    """Take the course out of the catalogue; what was held of it stays on record."""
    course = _current(course_id)
    if course.status is CourseStatus.ARCHIVED:
        raise RuleViolation(mark("This course is already archived."))
    running = db.session.scalar(
        select(func.count(Offering.id)).where(
            Offering.course_id == course_id, Offering.status == OfferingStatus.PUBLISHED
        )
    )
    if running:
        raise RuleViolation(
            mark(
                "This course cannot be archived yet: published offerings that are not closed:"
                " %(number)s. Close them first."
            ),
            number=running,
        )
    course.status = CourseStatus.ARCHIVED
    course.version += 1
    db.session.flush()
    return course


def _current(course_id: int) -> Course:
    return db.session.get_one(Course, course_id, populate_existing=True, with_for_update=True)


def _write(course: Course, facts: CourseFacts) -> None:
    for name in _COLUMNS:
        value = getattr(facts, name)
        # A StrEnum is a str as well and stays what it is.
        setattr(course, name, value.strip() if type(value) is str else value)
    course.sort_key = sort_key(course.title_de, course.code)
    course.search_text = search_text(
        course.code,
        course.title_de,
        course.title_en,
        course.description_de,
        course.description_en,
        course.provider,
    )
    if _outcomes(course) != facts.outcomes:
        course.outcomes = [
            CourseOutcome(
                competence_id=o.competence_id, level_id=o.level_id, valid_months=o.valid_months
            )
            for o in facts.outcomes
        ]
    if _prerequisites(course) != facts.prerequisites:
        course.prerequisites = [
            CoursePrerequisite(
                required_course_id=p.required_course_id,
                competence_id=p.competence_id,
                level_id=p.level_id,
                evidence=p.evidence,
                max_age_months=p.max_age_months,
            )
            for p in facts.prerequisites
        ]
    if _audiences(course) != facts.audiences:
        course.audiences = [
            CourseAudience(
                unit_id=a.unit_id, status_group_id=a.status_group_id, managers=a.managers
            )
            for a in facts.audiences
        ]
    db.session.flush()


def _outcomes(course: Course) -> tuple[Outcome, ...]:
    return tuple(Outcome(o.competence_id, o.level_id, o.valid_months) for o in course.outcomes)


def _prerequisites(course: Course) -> tuple[Prerequisite, ...]:
    return tuple(
        Prerequisite(
            p.required_course_id, p.competence_id, p.level_id, p.evidence, p.max_age_months
        )
        for p in course.prerequisites
    )


def _audiences(course: Course) -> tuple[Audience, ...]:
    return tuple(Audience(a.unit_id, a.status_group_id, a.managers) for a in course.audiences)


def facts_of(course: Course) -> CourseFacts:
    """What is stated about a stored course."""
    return CourseFacts(
        **{name: getattr(course, name) for name in _COLUMNS},
        outcomes=_outcomes(course),
        prerequisites=_prerequisites(course),
        audiences=_audiences(course),
    )
