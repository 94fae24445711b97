"""For whom a course is: whether somebody is addressed, and how that is said."""

from datetime import date

from trainingtracker.models import Course, CourseAudience
from trainingtracker.organisation.belonging import Belonging
from trainingtracker.organisation.groups import Group, group_names
from trainingtracker.text import Bilingual, Message, mark


def is_addressed(course: Course, belonging: Belonging) -> bool:
    """Whether the course is for somebody who belongs there; one without audiences is for all."""
    return not course.audiences or any(_fits(each, belonging) for each in course.audiences)


def described(course: Course, as_of: date) -> list[Bilingual | Message]:
    """The groups that the course is for, in words; at most two queries."""
    names = group_names((group for each in course.audiences if any(group := _group(each))), as_of)
    return [_in_words(each, names.get(_group(each))) for each in course.audiences]


def _fits(audience: CourseAudience, belonging: Belonging) -> bool:
    group = _group(audience)
    return (belonging.leads or not audience.managers) and (
        not any(group) or group.includes(belonging)
    )


def _group(audience: CourseAudience) -> Group:
    return Group(audience.unit_id, audience.status_group_id)


def _in_words(audience: CourseAudience, name: Bilingual | None) -> Bilingual | Message:
    if name is None:
        return Message(mark("Managers"))
    if audience.managers:
        return Message(mark("managers of %(group)s"), {"group": name})
    return name
