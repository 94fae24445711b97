"""Creating, editing and publishing offerings."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from tests.cast import Cast, an_enrolment
from trainingtracker import clock
from trainingtracker.catalogue import courses, offerings
from trainingtracker.catalogue.offering_facts import MeetingFacts, OfferingFacts
from trainingtracker.errors import RuleViolation, StaleVersion
from trainingtracker.extensions import db
from trainingtracker.models import Attendance
from trainingtracker.vocabulary import OfferingStatus, Presence

FIRST = date(2027, 3, 2)


def at(hour: int, day: date = FIRST) -> datetime:
    return clock.at(day, time(hour))


def meeting(day: date = FIRST, start: int = 9, end: int = 12) -> MeetingFacts:
    return MeetingFacts(at(start, day), at(end, day), venue=" Raum 3 ")


def facts(cast: Cast, **changes: object) -> OfferingFacts:
    basis = OfferingFacts(
        course_id=cast.english.id,
        max_places=12,
        min_places=4,
        enrolment_opens=at(0, date(2027, 1, 1)),
        enrolment_closes=at(0, date(2027, 2, 20)),
        withdrawal_deadline=at(0, date(2027, 2, 25)),
        meetings=(meeting(FIRST + timedelta(7)), meeting()),
        trainer_ids=(cast.trainer.id,),
    )
    return replace(basis, **changes)  # type: ignore[arg-type]


def test_a_new_offering_is_a_draft_with_a_number_and_its_first_and_last_instant(
    cast: Cast,
) -> None:
    offering = offerings.create(facts(cast))
    assert offering.status is OfferingStatus.DRAFT
    assert offering.number == "T-ENG-2027-01"
    assert offering.starts_at == at(9)
    assert offering.ends_at == at(12, FIRST + timedelta(7))
    assert [m.venue for m in offering.meetings] == ["Raum 3", "Raum 3"]
    assert [t.person_id for t in offering.trainers] == [cast.trainer.id]


def test_the_next_offering_of_a_course_and_year_gets_the_next_number(cast: Cast) -> None:
    offerings.create(facts(cast))
    assert offerings.create(facts(cast)).number == "T-ENG-2027-02"
    other = facts(cast, course_id=cast.funding.id)
    assert offerings.create(other).number == "T-EU-2027-01"


def test_an_offering_without_dates_is_numbered_by_this_year(cast: Cast, frozen: object) -> None:
    assert offerings.create(facts(cast, meetings=())).number == "T-ENG-2026-01"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"max_places": 0, "min_places": 0}, "at least one place"),
        ({"min_places": 13}, "cannot be above the 12 places"),
        ({"meetings": (meeting(start=12, end=9),)}, "ends after it starts"),
        ({"meetings": (meeting(), meeting(start=11, end=14))}, "at the same time"),
        ({"enrolment_opens": at(0, date(2027, 2, 20))}, "has to open before it closes"),
        ({"enrolment_closes": at(10)}, "has to close before the first meeting"),
        (
            {"enrolment_opens": at(10), "enrolment_closes": None},
            "has to open before the first meeting",
        ),
        ({"withdrawal_deadline": at(10)}, "withdrawal deadline cannot be later"),
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, changes: dict[str, object], refusal: str) -> None:
    with pytest.raises(RuleViolation, match=refusal):
        offerings.create(facts(cast, **changes))


def test_meetings_may_follow_each_other_without_a_break(cast: Cast) -> None:
    offering = offerings.create(facts(cast, meetings=(meeting(), meeting(start=12, end=15))))
    assert len(offering.meetings) == 2


def test_an_edit_keeps_the_meetings_that_stay(cast: Cast) -> None:
    offering = offerings.create(facts(cast))
    first, second = offering.meetings
    kept = MeetingFacts(at(14), at(16), "Aula", id=first.id)
    changed = offerings.edit(offering.id, facts(cast, meetings=(kept,)), version=1)
    assert [(m.id, m.venue) for m in changed.meetings] == [(first.id, "Aula")]
    assert changed.starts_at == at(14)
    assert second not in changed.meetings


def test_a_meeting_with_attendance_stays(cast: Cast) -> None:
    offering = cast.english_offering
    enrolment = an_enrolment(cast.employee, offering)
    db.session.add(
        Attendance(
            enrolment_id=enrolment.id,
            meeting_id=offering.meetings[0].id,
            presence=Presence.PRESENT,
        )
    )
    db.session.flush()
    fewer = offerings.facts_of(offering)
    with pytest.raises(RuleViolation, match="attendance has been recorded"):
        offerings.edit(offering.id, replace(fewer, meetings=fewer.meetings[1:]), version=1)


def test_the_maximum_cannot_fall_below_the_places_held(cast: Cast) -> None:
    for person in (cast.employee, cast.colleague):
        an_enrolment(person, cast.funding_offering)
    smaller = replace(offerings.facts_of(cast.funding_offering), max_places=1)
    with pytest.raises(RuleViolation, match="already hold 2 places"):
        offerings.edit(cast.funding_offering.id, smaller, version=1)


def test_an_edit_of_an_older_copy_is_refused(cast: Cast) -> None:
    seen = offerings.facts_of(cast.english_offering)
    offerings.edit(cast.english_offering.id, replace(seen, max_places=20), 1)
    with pytest.raises(StaleVersion):
        offerings.edit(cast.english_offering.id, seen, 1)


def test_saving_what_is_stored_makes_no_copy_old(cast: Cast) -> None:
    seen = offerings.facts_of(cast.english_offering)
    assert offerings.edit(cast.english_offering.id, seen, 1).version == 1


def test_the_course_changes_only_while_it_is_a_draft(cast: Cast) -> None:
    draft = offerings.create(facts(cast))
    other = facts(cast, course_id=cast.funding.id)
    assert offerings.edit(draft.id, other, version=1).course is cast.funding
    offerings.publish(draft.id)
    with pytest.raises(RuleViolation, match="cannot be changed"):
        offerings.edit(draft.id, facts(cast), version=3)


def test_trainers_are_replaced(cast: Cast) -> None:
    changed = replace(
        offerings.facts_of(cast.english_offering), trainer_ids=(cast.hr.id, cast.hr.id)
    )
    offering = offerings.edit(cast.english_offering.id, changed, version=1)
    assert [t.person_id for t in offering.trainers] == [cast.hr.id]


def test_a_draft_with_meetings_is_published_once(cast: Cast) -> None:
    offering = offerings.create(facts(cast))
    assert offerings.publish(offering.id).status is OfferingStatus.PUBLISHED
    with pytest.raises(RuleViolation, match="already published"):
        offerings.publish(offering.id)


def test_an_offering_without_dates_is_not_published(cast: Cast) -> None:
    offering = offerings.create(facts(cast, meetings=()))
    with pytest.raises(RuleViolation, match="Add at least one meeting"):
        offerings.publish(offering.id)


def test_a_published_offering_keeps_a_meeting(cast: Cast) -> None:
    empty = replace(offerings.facts_of(cast.english_offering), meetings=())
    with pytest.raises(RuleViolation, match="Add at least one meeting"):
        offerings.edit(cast.english_offering.id, empty, version=1)


def test_an_offering_of_a_draft_course_is_not_published(cast: Cast) -> None:
    offering = offerings.create(facts(cast, course_id=cast.draft.id))
    with pytest.raises(RuleViolation, match="Publish the course first"):
        offerings.publish(offering.id)
    courses.publish(cast.draft.id)
    offerings.publish(offering.id)


def test_a_closed_offering_stays_as_it_is(cast: Cast) -> None:
    cast.english_offering.status = OfferingStatus.CLOSED
    bigger = replace(offerings.facts_of(cast.english_offering), max_places=20)
    with pytest.raises(RuleViolation, match="closed"):
        offerings.edit(cast.english_offering.id, bigger, version=1)
