"""What must be true of a course before it is stored."""

from sqlalchemy import func, select

from trainingtracker.catalogue.course_facts import CourseFacts
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Competence, Course, CoursePrerequisite, Level, Topic
from trainingtracker.text import mark


def check(facts: CourseFacts, course_id: int | None) -> None:
    """Raise the first rule that the facts of this course (None: a new one) break."""
    _check_words(facts, course_id)
    _check_numbers(facts)
    _check_levels(facts)
    _check_prerequisites(facts, course_id)
    _check_audiences(facts)


def _check_words(facts: CourseFacts, course_id: int | None) -> None:
    if not facts.code.strip() or not facts.title_de.strip():
        raise RuleViolation(mark("A course needs a code and a German title."))
    same_code = select(Course.id).where(func.lower(Course.code) == facts.code.strip().lower())
    if course_id is not None:
        same_code = same_code.where(Course.id != course_id)
    if db.session.scalar(same_code.limit(1)) is not None:
        raise RuleViolation(
            mark("There is already a course with the code %(code)s."), code=facts.code.strip()
        )
    if db.session.get(Topic, facts.topic_id) is None:
        raise RuleViolation(mark("This topic does not exist."))


def _check_numbers(facts: CourseFacts) -> None:
    if facts.teaching_units < 1:
        raise RuleViolation(mark("A course has at least one teaching unit."))
    if not 0 <= facts.attendance_threshold <= 100:
        raise RuleViolation(mark("The share of attendance is between 0 and 100 percent."))
    if facts.cost_per_place < 0:
        raise RuleViolation(mark("The cost per place cannot be negative."))
    if any(o.valid_months is not None and o.valid_months < 1 for o in facts.outcomes):
        raise RuleViolation(
            mark("A validity is at least one month. Leave it empty where it has no end.")
        )


def _check_levels(facts: CourseFacts) -> None:
    """A level belongs to the scale of its competence, and nothing is stated twice."""
    stated = [(o.competence_id, o.level_id) for o in facts.outcomes]
    asked = [(p.competence_id, p.level_id) for p in facts.prerequisites if p.competence_id]
    scales: dict[int, int] = {}
    if stated or asked:
        rows = db.session.execute(
            select(Competence.id, Competence.scale_id).where(
                Competence.id.in_([competence_id for competence_id, _ in stated + asked])
            )
        )
        scales = dict(rows.all())
        level_rows = db.session.execute(
            select(Level.id, Level.scale_id).where(
                Level.id.in_([level_id for _, level_id in stated + asked])
            )
        )
        levels = dict(level_rows.all())
        for competence_id, level_id in stated + asked:
            if competence_id not in scales or levels.get(level_id or 0) != scales[competence_id]:
                raise RuleViolation(
                    mark("Choose a level of the scale that the competence is measured on.")
                )
    for chosen in (stated, asked):
        if len({competence_id for competence_id, _ in chosen}) < len(chosen):
            raise RuleViolation(mark("The same competence is named twice. Remove one of them."))


def _check_prerequisites(facts: CourseFacts, course_id: int | None) -> None:
    courses = [p.required_course_id for p in facts.prerequisites if p.required_course_id]
    if any(p.max_age_months is not None and p.max_age_months < 1 for p in facts.prerequisites):
        raise RuleViolation(mark("An age is at least one month. Leave it empty for any age."))
    if any(
        (p.required_course_id is None) == (p.competence_id is None) for p in facts.prerequisites
    ):
        raise RuleViolation(mark("A prerequisite is either a course or a competence."))
    if len(set(courses)) < len(courses):
        raise RuleViolation(mark("The same course is named twice. Remove one of them."))
    if course_id is not None and courses and course_id in _required_by(set(courses)):
        raise RuleViolation(
            mark(
                "Nobody could ever take this course: one of its prerequisites needs this course"
                " itself. Remove that prerequisite."
            )
        )


def _check_audiences(facts: CourseFacts) -> None:
    if any(
        (a.unit_id and a.status_group_id) or not (a.unit_id or a.status_group_id or a.managers)
        for a in facts.audiences
    ):
        raise RuleViolation(
            mark("A course is for a unit, for a status group, or for managers. Choose one of them.")
        )
    if len(set(facts.audiences)) < len(facts.audiences):
        raise RuleViolation(mark("The same group is named twice. Remove one of them."))


def _required_by(course_ids: set[int]) -> set[int]:
    """The courses themselves and all that they need, directly or through others."""
    needs: dict[int, set[int]] = {}
    rows = db.session.execute(
        select(CoursePrerequisite.course_id, CoursePrerequisite.required_course_id).where(
            CoursePrerequisite.required_course_id.is_not(None)
        )
    )
    for needing, needed in rows:
        needs.setdefault(needing, set()).add(needed or 0)
    found: set[int] = set()
    pending = list(course_ids)
    while pending:
        current = pending.pop()
        if current not in found:
            found.add(current)
            pending.extend(needs.get(current, ()))
    return found
