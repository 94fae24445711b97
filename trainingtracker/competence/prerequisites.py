"""Whether a person has what a course asks for: the level, valid at the start, by which evidence."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from trainingtracker.competence.record import PersonRecord, Shown, record_of, records_of
from trainingtracker.models import Course, CoursePrerequisite
from trainingtracker.text import Bilingual, Message, mark
from trainingtracker.vocabulary import EvidenceGroup

# Evidence of which groups is at least as good.
_ENOUGH = {
    EvidenceGroup.PROVED: (EvidenceGroup.PROVED,),
    EvidenceGroup.CONFIRMED: (EvidenceGroup.PROVED, EvidenceGroup.CONFIRMED),
    EvidenceGroup.SELF_DECLARED: tuple(EvidenceGroup),
}


@dataclass(frozen=True)
class CheckedPrerequisite:
    """One prerequisite, whether the person fulfils it, and where they stand if not."""

    prerequisite: CoursePrerequisite
    fulfilled: bool
    standing: Message | None = None

    def in_language(self, language: str) -> str:
        return description(self.prerequisite).in_language(language)


def description(prerequisite: CoursePrerequisite) -> Message | Bilingual:
    """What is asked for, in words: the course or the competence, its evidence and its age."""
    what = _course_or_competence(prerequisite)
    if prerequisite.evidence is EvidenceGroup.PROVED:
        what = Message(mark("%(what)s, proved by a test or certificate"), {"what": what})
    elif prerequisite.evidence is EvidenceGroup.CONFIRMED:
        what = Message(
            mark("%(what)s, confirmed by a course, a manager, a test or a certificate"),
            {"what": what},
        )
    if (months := prerequisite.max_age_months) is not None:
        what = Message(
            mark("%(what)s, at most one month old when the course starts")
            if months == 1
            else mark("%(what)s, at most %(months)s months old when the course starts"),
            {"what": what, "months": months},
        )
    return what


def _course_or_competence(prerequisite: CoursePrerequisite) -> Message | Bilingual:
    if prerequisite.required_course is not None:
        course = prerequisite.required_course
        return Message(
            mark("the course %(code)s “%(title)s”"), {"code": course.code, "title": course.title}
        )
    competence, level = prerequisite.competence, prerequisite.level
    assert competence is not None
    assert level is not None
    return Message(
        mark("%(competence)s at level %(level)s or above"),
        {"competence": competence.name, "level": level.code},
    )


def record_for(person_id: int, course: Course) -> PersonRecord:
    """What the person has to show for the prerequisites of the course, to the person."""
    return record_of(person_id, _competences(course))


def check_prerequisites(
    record: PersonRecord, course: Course, on: date
) -> list[CheckedPrerequisite]:
    """Every prerequisite of a course that starts on the day, checked without a query."""
    return [
        _completion(p, record, on) if p.required_course_id else _level(p, record, on)
        for p in course.prerequisites
    ]


def missing_prerequisites(
    person_ids: Collection[int], course: Course, on: date, *, voluntary: bool
) -> dict[int, list[CheckedPrerequisite]]:
    """Person id -> the prerequisites not fulfilled, where any; two queries, none without any.

    `voluntary` says whether what people have stated voluntarily counts.
    """
    if not course.prerequisites or not person_ids:
        return {}
    found = {}
    records = records_of(person_ids, _competences(course), voluntary=voluntary)
    for person_id, record in records.items():
        checked = check_prerequisites(record, course, on)
        if missing := [each for each in checked if not each.fulfilled]:
            found[person_id] = missing
    return found


def _competences(course: Course) -> list[int]:
    return [p.competence_id for p in course.prerequisites if p.competence_id is not None]


def _completion(
    prerequisite: CoursePrerequisite, record: PersonRecord, on: date
) -> CheckedPrerequisite:
    done = record.completed.get(prerequisite.required_course_id or 0)
    if done is None:
        return CheckedPrerequisite(prerequisite, fulfilled=False)
    if _too_old(prerequisite, done, on):
        standing = Message(
            mark("You completed it on %(day)s; that is too long ago."), {"day": done}
        )
        return CheckedPrerequisite(prerequisite, fulfilled=False, standing=standing)
    return CheckedPrerequisite(prerequisite, fulfilled=True)


def _level(prerequisite: CoursePrerequisite, record: PersonRecord, on: date) -> CheckedPrerequisite:
    assert prerequisite.level is not None
    own = record.of(prerequisite.competence_id or 0)
    high = [each for each in own if each.rank >= prerequisite.level.rank]
    groups = _ENOUGH[prerequisite.evidence]
    good = [each for each in high if each.evidence.group in groups]
    valid = [each for each in good if each.valid_on(on)]
    if any(not _too_old(prerequisite, each.dated, on) for each in valid):
        return CheckedPrerequisite(prerequisite, fulfilled=True)
    standing = _standing(own, high, good, valid, on)
    return CheckedPrerequisite(prerequisite, fulfilled=False, standing=standing)


def _too_old(prerequisite: CoursePrerequisite, day: date, on: date) -> bool:
    months = prerequisite.max_age_months
    return months is not None and day < on - relativedelta(months=months)


def _standing(
    own: list[Shown], high: list[Shown], good: list[Shown], valid: list[Shown], on: date
) -> Message | None:
    """How far the best goes: what is missing of age, validity, evidence or level."""
    if valid:
        latest = max(valid, key=lambda each: each.dated)
        return Message(
            mark("Your evidence of %(level)s is of %(day)s; that is too long ago."),
            {"level": latest.level_code, "day": latest.dated},
        )
    if ended := [each for each in good if each.until is not None and each.until <= on]:
        last = max(ended, key=lambda each: each.until or on)
        assert last.until is not None
        return Message(
            mark("Your %(level)s is valid until %(day)s, which is before the course starts."),
            {"level": last.level_code, "day": last.until - timedelta(days=1)},
        )
    if now := [each for each in high if each.valid_on(on)]:
        return Message(
            mark("You have %(level)s, but the evidence recorded for it is not enough."),
            {"level": now[0].level_code},
        )
    if lower := [each for each in own if each.valid_on(on)]:
        return Message(mark("You have %(level)s."), {"level": lower[0].level_code})
    return None
