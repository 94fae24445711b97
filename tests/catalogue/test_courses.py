"""Creating, editing, publishing and archiving courses."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.cast import Cast, an_offering, competence_at
from trainingtracker.catalogue import courses, topics
from trainingtracker.catalogue.course_facts import CourseFacts, Outcome, Prerequisite
from trainingtracker.errors import RuleViolation, StaleVersion
from trainingtracker.extensions import db
from trainingtracker.models import AuditEntry, Course
from trainingtracker.vocabulary import CourseFormat, CourseStatus, OfferingStatus


def facts(**changes: object) -> CourseFacts:
    basis = CourseFacts(
        code="T-POL",
        topic_id=topics.in_order()[0].id,
        title_de="Ölpest auf Polnisch",
        title_en="Polish",
        format=CourseFormat.IN_PERSON,
        teaching_units=12,
    )
    return replace(basis, **changes)  # type: ignore[arg-type]


def test_a_new_course_is_a_draft_that_sorts_and_is_found_as_people_type(cast: Cast) -> None:
    course = courses.create(facts(title_de="  Ölpest auf Polnisch "))
    assert course.status is CourseStatus.DRAFT
    assert course.title_de == "Ölpest auf Polnisch"
    assert course.sort_key.startswith("olpest")
    assert "oelpest" in course.search_text
    assert "t-pol" in course.search_text


def test_an_edit_replaces_what_was_stated(cast: Cast) -> None:
    english, b2 = competence_at("eng", "B2")
    course = courses.create(facts())
    wanted = facts(
        title_de="Polnisch",
        outcomes=(Outcome(english.id, b2.id, 24),),
        prerequisites=(Prerequisite(required_course_id=cast.english.id),),
    )
    courses.edit(course.id, wanted, version=1)
    assert courses.facts_of(course) == wanted
    assert course.version == 2


def test_an_unchanged_prerequisite_is_not_written_again(cast: Cast) -> None:
    before = cast.advanced.prerequisites[0].id
    courses.edit(
        cast.advanced.id, replace(courses.facts_of(cast.advanced), teaching_units=9), version=1
    )
    assert [p.id for p in cast.advanced.prerequisites] == [before]


def test_an_edit_of_an_older_copy_is_refused(cast: Cast) -> None:
    courses.edit(cast.english.id, facts(), version=1)
    with pytest.raises(StaleVersion):
        courses.edit(cast.english.id, facts(), version=1)


def test_saving_what_is_stored_makes_no_copy_old(cast: Cast) -> None:
    assert courses.edit(cast.advanced.id, courses.facts_of(cast.advanced), 1).version == 1


def test_a_code_names_one_course_only_whatever_its_case(cast: Cast) -> None:
    with pytest.raises(RuleViolation, match="There is already a course with the code t-eng"):
        courses.create(facts(code=" t-eng "))


def test_a_course_keeps_its_own_code(cast: Cast) -> None:
    courses.edit(cast.english.id, courses.facts_of(cast.english), version=1)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"code": " "}, "needs a code and a German title"),
        ({"title_de": ""}, "needs a code and a German title"),
        ({"teaching_units": 0}, "at least one teaching unit"),
        ({"attendance_threshold": 101}, "between 0 and 100 percent"),
        ({"cost_per_place": -1}, "cannot be negative"),
        ({"topic_id": 9999}, "topic does not exist"),
        ({"prerequisites": (Prerequisite(),)}, "either a course or a competence"),
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, changes: dict[str, object], refusal: str) -> None:
    with pytest.raises(RuleViolation, match=refusal):
        courses.create(facts(**changes))


def test_a_level_of_another_scale_is_refused(cast: Cast) -> None:
    english, _ = competence_at("eng", "B2")
    _, first = competence_at("eu:call_search", "1")
    with pytest.raises(RuleViolation, match="level of the scale"):
        courses.create(facts(outcomes=(Outcome(english.id, first.id),)))


def test_a_competence_is_given_once(cast: Cast) -> None:
    english, b1 = competence_at("eng", "B1")
    _, b2 = competence_at("eng", "B2")
    with pytest.raises(RuleViolation, match="named twice"):
        courses.create(facts(outcomes=(Outcome(english.id, b1.id), Outcome(english.id, b2.id))))


def test_a_validity_of_no_month_is_refused(cast: Cast) -> None:
    english, b1 = competence_at("eng", "B1")
    with pytest.raises(RuleViolation, match="at least one month"):
        courses.create(facts(outcomes=(Outcome(english.id, b1.id, 0),)))


def test_a_course_cannot_need_itself_even_through_another(cast: Cast) -> None:
    needs_english = courses.create(
        facts(prerequisites=(Prerequisite(required_course_id=cast.english.id),))
    )
    circular = replace(
        courses.facts_of(cast.english),
        prerequisites=(Prerequisite(required_course_id=needs_english.id),),
    )
    with pytest.raises(RuleViolation, match="Nobody could ever take this course"):
        courses.edit(cast.english.id, circular, version=1)


def test_a_draft_is_published_once(cast: Cast) -> None:
    assert courses.publish(cast.draft.id).status is CourseStatus.PUBLISHED
    with pytest.raises(RuleViolation, match="already published"):
        courses.publish(cast.draft.id)


def test_an_archived_course_can_come_back(cast: Cast) -> None:
    courses.archive(cast.draft.id)
    assert courses.publish(cast.draft.id).status is CourseStatus.PUBLISHED


def test_a_course_with_an_open_offering_is_not_archived(cast: Cast) -> None:
    with pytest.raises(RuleViolation, match="not closed: 1"):
        courses.archive(cast.english.id)
    cast.english_offering.status = OfferingStatus.CLOSED
    assert courses.archive(cast.english.id).status is CourseStatus.ARCHIVED


def test_a_draft_offering_does_not_hold_the_course_back(cast: Cast) -> None:
    an_offering(cast.draft, status=OfferingStatus.DRAFT)
    assert courses.archive(cast.draft.id).status is CourseStatus.ARCHIVED


def test_publishing_is_in_the_audit(cast: Cast) -> None:
    courses.publish(cast.draft.id)
    entry = db.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.table_name == Course.__tablename__)
        .order_by(AuditEntry.id.desc())
    ).first()
    assert entry is not None
    assert entry.changes == {"status": ["draft", "published"]}
