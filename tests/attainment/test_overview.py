"""The key figures on a day, in all and by topic."""

from datetime import date, timedelta

import pytest

from tests.cast import Cast, a_course, a_person, an_enrolment, an_offering, assigned
from tests.conftest import CountQueries
from trainingtracker.attainment.overview import Counts, overview
from trainingtracker.attainment.scope import EVERYONE, Scope
from trainingtracker.extensions import db
from trainingtracker.models import Course, ImportedParticipation, Person
from trainingtracker.vocabulary import Gender, Result, Status

DAY = date(2026, 6, 30)


def took_part(person: Person, course: Course, day: date, result: Result = Result.PASSED) -> None:
    db.session.add(
        ImportedParticipation(person_id=person.id, course_id=course.id, held_on=day, result=result)
    )
    db.session.flush()


def completed(person: Person, course: Course, day: date) -> None:
    an_enrolment(person, an_offering(course, starts_on=day), Status.COMPLETED, finished_on=day)


def total(as_of: date = DAY, scope: Scope = EVERYONE) -> Counts:
    return overview(as_of, scope).total


def test_completed_enrolments_and_passed_imports_are_participations(cast: Cast) -> None:
    completed(cast.employee, cast.english, DAY)
    took_part(cast.colleague, cast.english, DAY)
    counts = total()
    assert (counts.participations, counts.imported, counts.reached) == (2, 1, 2)


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.COMPLETED])
def test_an_enrolment_that_is_not_completed_is_none(cast: Cast, status: Status) -> None:
    an_enrolment(cast.employee, cast.english_offering, status, finished_on=DAY)
    assert total().participations == 0


def test_a_failed_import_is_none(cast: Cast) -> None:
    took_part(cast.employee, cast.english, DAY, Result.FAILED)
    assert total().participations == 0


def test_a_participation_counts_from_its_day_on(cast: Cast) -> None:
    completed(cast.employee, cast.english, DAY)
    took_part(cast.colleague, cast.english, DAY)
    assert total(DAY - timedelta(days=1)).participations == 0
    assert total(DAY).participations == 2


def test_guests_have_a_line_of_their_own(cast: Cast) -> None:
    took_part(cast.guest, cast.english, DAY)
    figures = overview(DAY, EVERYONE)
    assert (figures.guest_participations, figures.guests) == (1, 1)
    assert (figures.total.participations, figures.total.reached) == (0, 0)


def test_one_person_in_two_topics_is_one_person_reached(cast: Cast) -> None:
    took_part(cast.employee, cast.english, DAY)
    took_part(cast.employee, cast.funding, DAY)
    figures = overview(DAY, EVERYONE)
    reached = {topic.title.en: topic.counts.reached for topic in figures.topics}
    assert sorted(reached.values()) == [0, 1, 1]
    assert figures.total.reached == 1
    assert figures.total.participations == 2


def test_one_topic_alone_can_be_asked_for(cast: Cast) -> None:
    took_part(cast.employee, cast.english, DAY)
    took_part(cast.employee, cast.funding, DAY)
    figures = overview(DAY, EVERYONE, cast.funding.topic_id)
    assert [topic.topic_id for topic in figures.topics] == [cast.funding.topic_id]
    assert figures.total.participations == 1


def test_those_who_have_left_took_part_but_are_not_reached(cast: Cast) -> None:
    left = a_person("Lea", "Fort", exit=date(2026, 3, 31), gender=Gender.FEMALE)
    took_part(left, cast.english, date(2026, 3, 1))
    counts = total()
    assert (counts.participations, counts.reached) == (1, 0)
    assert total(date(2026, 3, 31)).reached == 1


def test_the_rate_of_nobody_is_no_number(cast: Cast) -> None:
    assert total(scope=Scope.team([])).rate.value is None
    assert total(scope=Scope.team([cast.employee.id])).rate.value == 0


def test_the_womens_share_is_over_recorded_genders(cast: Cast) -> None:
    took_part(cast.colleague, cast.english, DAY)  # a woman
    took_part(cast.employee, cast.english, DAY)  # a man
    took_part(a_person("Sascha", "Ohne"), cast.english, DAY)
    took_part(a_person("Kim", "Divers", gender=Gender.DIVERSE), cast.english, DAY)
    assert total().women.value == pytest.approx(1 / 3)
    assert total().women_reached.value == pytest.approx(1 / 3)


def test_a_move_takes_the_participations_along(cast: Cast) -> None:
    mover = a_person("Mo", "Wechsel")
    assigned(mover, cast.unit_1523, until=date(2026, 7, 1))
    assigned(mover, cast.unit_23, since=date(2026, 7, 1))
    took_part(mover, cast.english, date(2026, 2, 1))
    before, after = (Scope(unit_ids=frozenset({u.id})) for u in (cast.unit_1523, cast.unit_23))
    assert (total(DAY, before).participations, total(DAY, after).participations) == (1, 0)
    july = date(2026, 7, 1)
    assert (total(july, before).participations, total(july, after).participations) == (0, 1)


def test_the_number_of_queries_does_not_grow(cast: Cast, count_queries: CountQueries) -> None:
    with count_queries() as few:
        overview(DAY, EVERYONE)
    course = a_course("T-X", "Mehr davon", topic="intercultural")
    for number in range(20):
        took_part(a_person("Person", f"Nummer {number}", account=False), course, DAY)
    with count_queries() as many:
        overview(DAY, EVERYONE)
    assert many.number == few.number == 5
