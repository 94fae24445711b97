"""Prerequisites by level, validity, evidence and age, and the way to what is missing."""

from datetime import date, timedelta

import pytest

from tests.cast import (
    Cast,
    a_course,
    a_holding,
    a_quota,
    an_enrolment,
    an_offering,
    competence_at,
)
from tests.conftest import CountQueries
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.competence.prerequisites import (
    CheckedPrerequisite,
    description,
    missing_prerequisites,
)
from trainingtracker.enrolment.queries.ways_there import ways_there
from trainingtracker.extensions import db
from trainingtracker.models import CoursePrerequisite
from trainingtracker.vocabulary import Basis, Evidence, EvidenceGroup, Status

START = date(2026, 6, 1)


@pytest.fixture
def wanted(frozen: FrozenClock, cast: Cast) -> CoursePrerequisite:
    """English B1 for the advanced course, which starts on 1 June 2026."""
    return cast.advanced.prerequisites[0]


def missing(cast: Cast, *, on: date = START) -> list[CheckedPrerequisite]:
    found = missing_prerequisites([cast.employee.id], cast.advanced, on, voluntary=True)
    return found.get(cast.employee.id, [])


@pytest.mark.parametrize(
    ("least", "evidence", "enough"),
    [
        (EvidenceGroup.PROVED, Evidence.CERTIFICATE, True),
        (EvidenceGroup.PROVED, Evidence.PLACEMENT_TEST, True),
        (EvidenceGroup.PROVED, Evidence.COURSE, False),
        (EvidenceGroup.CONFIRMED, Evidence.COURSE, True),
        (EvidenceGroup.CONFIRMED, Evidence.SELF_ASSESSMENT, False),
        (EvidenceGroup.SELF_DECLARED, Evidence.SELF_ASSESSMENT, True),
    ],
)
def test_evidence_counts_from_the_weakest_that_is_asked_for(
    cast: Cast,
    wanted: CoursePrerequisite,
    least: EvidenceGroup,
    evidence: Evidence,
    enough: bool,
) -> None:
    wanted.evidence = least
    a_holding(cast.employee, "eng", "B2", evidence=evidence)
    assert (not missing(cast)) is enough


def test_it_has_to_be_valid_on_the_day_of_the_start(cast: Cast, wanted: CoursePrerequisite) -> None:
    a_holding(cast.employee, "eng", "B1", until=START)
    assert not missing(cast, on=START - timedelta(days=1))
    (found,) = missing(cast)
    assert found.standing is not None
    assert found.standing.in_language("de") == (
        "Ihr B1 gilt bis 31. Mai 2026, also nur bis vor Kursbeginn."
    )


def test_evidence_can_be_too_old(cast: Cast, wanted: CoursePrerequisite) -> None:
    wanted.max_age_months = 24
    a_holding(cast.employee, "eng", "B1", since=date(2024, 5, 31))
    (found,) = missing(cast)
    assert found.standing is not None
    assert "31 May 2024" in found.standing.in_language("en")
    a_holding(cast.employee, "eng", "B1", since=date(2024, 6, 1))
    assert not missing(cast)


def test_where_somebody_stands_is_told(cast: Cast, wanted: CoursePrerequisite) -> None:
    wanted.evidence = EvidenceGroup.PROVED
    assert missing(cast)[0].standing is None
    a_holding(cast.employee, "eng", "A2")
    assert "You have A2." in missing(cast)[0].standing.in_language("en")  # type: ignore[union-attr]
    a_holding(cast.employee, "eng", "B2", evidence=Evidence.COURSE)
    assert "not enough" in missing(cast)[0].standing.in_language("en")  # type: ignore[union-attr]


def test_a_course_completed_can_be_too_long_ago(cast: Cast, wanted: CoursePrerequisite) -> None:
    cast.advanced.prerequisites = [
        CoursePrerequisite(required_course_id=cast.english.id, max_age_months=12)
    ]
    db.session.flush()
    held = an_enrolment(
        cast.employee, cast.english_offering, Status.COMPLETED, finished_on=date(2025, 5, 31)
    )
    assert missing(cast)
    held.finished_on = date(2025, 6, 1)
    assert not missing(cast)


def test_what_is_asked_for_is_said_in_words(wanted: CoursePrerequisite) -> None:
    wanted.evidence, wanted.max_age_months = EvidenceGroup.PROVED, 24
    assert description(wanted).in_language("en") == (
        "English at level B1 or above, proved by a test or certificate,"
        " at most 24 months old when the course starts"
    )
    assert "nachgewiesen durch Test oder Zertifikat" in description(wanted).in_language("de")


def test_others_learn_nothing_of_what_is_voluntary(cast: Cast, wanted: CoursePrerequisite) -> None:
    a_holding(cast.employee, "eng", "B1", basis=Basis.CONSENT, evidence=Evidence.SELF_ASSESSMENT)
    assert not missing(cast)
    own = missing_prerequisites([cast.employee.id], cast.advanced, START, voluntary=False)
    (found,) = own[cast.employee.id]
    assert found.standing is None


def test_the_way_there_is_the_course_that_gives_it_with_its_next_free_date(
    cast: Cast, wanted: CoursePrerequisite
) -> None:
    person = cast.employee.id
    (way,) = ways_there([wanted], person)[wanted.id]
    assert (way.course_id, way.prepares) == (cast.english.id, False)
    assert way.next_free == clock.local_day(cast.english_offering.meetings[0].starts_at)
    full = cast.english_offering
    full.max_places = 1
    an_enrolment(cast.outsider, full)
    assert ways_there([wanted], person)[wanted.id][0].next_free is None
    kept = an_offering(cast.english, places=1, starts_on=date(2026, 4, 20))
    a_quota(kept, 1, unit=cast.unit_23)
    later = an_offering(cast.english, starts_on=date(2026, 5, 4))
    assert ways_there([wanted], person)[wanted.id][0].next_free == date(2026, 5, 4)
    assert ways_there([wanted], cast.coordinator.id)[wanted.id][0].next_free == date(2026, 4, 20)
    assert later.id


def test_a_course_does_not_prove_a_level_but_prepares_for_it(
    cast: Cast, wanted: CoursePrerequisite
) -> None:
    wanted.evidence = EvidenceGroup.PROVED
    assert ways_there([wanted], cast.employee.id)[wanted.id][0].prepares


def test_only_courses_that_reach_the_level_lead_there_and_the_queries_stay(
    cast: Cast, wanted: CoursePrerequisite, count_queries: CountQueries
) -> None:
    a_course("T-A2", "Englisch A2", gives=("eng", "A2"))
    a_course("T-FR", "Französisch B1", gives=("fra", "B1"))
    high = a_course("T-C1", "Englisch C1", gives=("eng", "C1"))
    french, a1 = competence_at("fra", "A1")
    cast.advanced.prerequisites.append(CoursePrerequisite(competence_id=french.id, level_id=a1.id))
    db.session.flush()
    both = list(cast.advanced.prerequisites)
    assert [each.level.rank for each in both if each.level]
    person_id = cast.employee.id
    with count_queries() as counted:
        ways = ways_there(both, person_id)
    assert {way.course_id for way in ways[wanted.id]} == {cast.english.id, high.id}
    assert [way.title.de for way in ways[both[1].id]] == ["Französisch B1"]
    assert counted.number <= 4
