"""Copying an offering to new dates: what moves, what is suggested, what is warned about."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from tests.cast import Cast
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.catalogue import offerings
from trainingtracker.catalogue.offering_copy import concerns, copied, suggested_day
from trainingtracker.catalogue.offering_facts import MeetingFacts, OfferingFacts
from trainingtracker.models import Offering

TUESDAY = date(2026, 3, 10)  # the clocks go forward on 29 March 2026


def at(day: date, hour: int = 0, minute: int = 0) -> datetime:
    return clock.at(day, time(hour, minute))


def facts(**changes: object) -> OfferingFacts:
    basis = OfferingFacts(
        course_id=1,
        max_places=12,
        min_places=4,
        enrolment_opens=at(date(2026, 1, 12)),
        enrolment_closes=at(date(2026, 3, 1)),
        withdrawal_deadline=at(date(2026, 3, 6), 12),
        note_de="Bitte mitbringen",
        meetings=(
            MeetingFacts(at(TUESDAY, 9), at(TUESDAY, 12, 30), "Raum 3", "", 41),
            MeetingFacts(
                at(TUESDAY + timedelta(2), 14), at(TUESDAY + timedelta(2), 16), "", "", 42
            ),
        ),
        trainer_ids=(7,),
    )
    return replace(basis, **changes)  # type: ignore[arg-type]


def test_all_meetings_move_by_the_same_days_and_keep_their_times_in_summer() -> None:
    moved = copied(facts(), date(2026, 4, 7))
    assert [clock.local(m.starts_at).replace(tzinfo=None) for m in moved.meetings] == [
        datetime(2026, 4, 7, 9),
        datetime(2026, 4, 9, 14),
    ]
    assert clock.local(moved.meetings[0].ends_at).time() == time(12, 30)
    assert moved.meetings[0].starts_at - facts().meetings[0].starts_at == timedelta(
        days=28, hours=-1
    )


def test_deadlines_move_alike_and_keep_their_times() -> None:
    moved = copied(facts(), date(2026, 4, 7))
    assert moved.enrolment_opens == at(date(2026, 2, 9))
    assert moved.enrolment_closes == at(date(2026, 3, 29))
    assert moved.withdrawal_deadline == at(date(2026, 4, 3), 12)


def test_an_open_deadline_stays_open() -> None:
    moved = copied(facts(enrolment_opens=None, withdrawal_deadline=None), date(2026, 4, 7))
    assert (moved.enrolment_opens, moved.withdrawal_deadline) == (None, None)


def test_places_venue_trainers_and_notes_are_taken_over_and_the_meetings_are_new() -> None:
    moved = copied(facts(), date(2027, 4, 6))
    assert (moved.min_places, moved.max_places, moved.trainer_ids) == (4, 12, (7,))
    assert moved.note_de == "Bitte mitbringen"
    assert [m.venue for m in moved.meetings] == ["Raum 3", ""]
    assert [m.id for m in moved.meetings] == [None, None]


def test_dates_can_also_move_back() -> None:
    assert clock.local_day(copied(facts(), TUESDAY - timedelta(7)).meetings[1].starts_at) == (
        date(2026, 3, 5)
    )


def test_an_offering_without_meetings_has_nothing_to_move() -> None:
    with pytest.raises(ValueError, match="without meetings"):
        copied(facts(meetings=()), TUESDAY)


def test_the_suggestion_is_the_same_weekday_while_people_can_still_enrol(
    frozen: FrozenClock, cast: Cast
) -> None:
    frozen.move_to(datetime(2026, 9, 2, 9, tzinfo=clock.LOCAL_ZONE))  # a Wednesday
    day = suggested_day(facts(trainer_ids=()))
    # Nine days pass between the end of enrolment and the first meeting.
    assert day == date(2026, 9, 15)


def test_the_suggestion_leaves_out_days_on_which_the_venue_is_taken(
    frozen: FrozenClock, cast: Cast
) -> None:
    first = clock.today() + timedelta(40)
    original = _stored(cast, first, venue="Raum 3")
    _stored(cast, first + timedelta(7), venue="Raum 3")
    assert suggested_day(offerings.facts_of(original)) == first + timedelta(14)


def test_the_suggestion_leaves_out_days_on_which_the_trainer_is_taken(
    frozen: FrozenClock, cast: Cast
) -> None:
    first = clock.today() + timedelta(40)
    original = _stored(cast, first, trainer=cast.trainer.id)
    _stored(cast, first + timedelta(7), trainer=cast.trainer.id, begins=11)
    assert suggested_day(offerings.facts_of(original)) == first + timedelta(14)


def test_weekends_past_days_and_taken_rooms_are_warned_about(
    frozen: FrozenClock, cast: Cast
) -> None:
    saturday = clock.today() + timedelta((5 - clock.today().weekday()) % 7 + 21)
    other = _stored(cast, saturday, venue="Raum 3")
    wanted = facts(
        trainer_ids=(),
        meetings=(
            MeetingFacts(at(saturday, 9), at(saturday, 12), "Raum 3"),
            MeetingFacts(at(date(2020, 1, 7), 9), at(date(2020, 1, 7), 12), "Raum 3"),
        ),
    )
    told = [concern.in_language("en") for concern in concerns(wanted)]
    assert len(told) == 3
    assert told[0] == "7 January 2020 is in the past."
    assert told[1].endswith("is on a weekend.")
    assert told[2].endswith(f"{other.number} is in Raum 3 at that time.")


def test_nothing_speaks_against_a_free_weekday(cast: Cast) -> None:
    day = clock.today() + timedelta(60)
    day += timedelta(days=-day.weekday())
    assert concerns(facts(meetings=(MeetingFacts(at(day, 7), at(day, 8), "Raum 99"),))) == []


def _stored(
    cast: Cast, day: date, *, venue: str = "", trainer: int | None = None, begins: int = 9
) -> Offering:
    return offerings.create(
        OfferingFacts(
            course_id=cast.english.id,
            max_places=12,
            meetings=(MeetingFacts(at(day, begins), at(day, 12), venue),),
            trainer_ids=(trainer,) if trainer else (),
        )
    )
