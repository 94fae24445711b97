"""Conditions that HR of the example city has added lately to what the courses ask for."""

from dataclasses import replace

from trainingtracker.catalogue import courses
from trainingtracker.extensions import db
from trainingtracker.models import Course
from trainingtracker.vocabulary import EvidenceGroup

# Who wants to speak for the city in an EU project shows a test or certificate of these years.
_PROVED = "LA-11"
_MONTHS = 48


def tighten(offered: dict[str, Course], hr_id: int) -> None:
    """From now on a language course takes proved levels only; who has a place keeps it."""
    db.session.info["actor"] = hr_id
    course = offered[_PROVED]
    facts = courses.facts_of(course)
    asked = tuple(
        replace(each, evidence=EvidenceGroup.PROVED, max_age_months=_MONTHS)
        if each.competence_id
        else each
        for each in facts.prerequisites
    )
    courses.edit(course.id, replace(facts, prerequisites=asked), course.version)
