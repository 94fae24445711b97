"""The rounds of the example city: one at each stage, consistent with what was promised."""

from flask import Flask
from sqlalchemy import select

from trainingtracker.enrolment.queries.rounds import details, heard_by, on_the_desk
from trainingtracker.enrolment.waiting.waiting_list import positions
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering
from trainingtracker.vocabulary import Allocation, HearingBody, RoundStage, Status


def rounds() -> dict[RoundStage, Offering]:
    found = db.session.scalars(select(Offering).where(Offering.allocation == Allocation.ROUND))
    return {details(offering).stage: offering for offering in found}


def test_there_is_a_round_at_each_stage(city: Flask) -> None:
    assert set(rounds()) == {
        RoundStage.COLLECTING, RoundStage.PROPOSED, RoundStage.HEARING, RoundStage.RELEASED,
    }  # fmt: skip
    assert {row.stage for row in on_the_desk()} == {RoundStage.PROPOSED, RoundStage.HEARING}
    for body in (HearingBody.STAFF_COUNCIL, HearingBody.DISABILITY_REPRESENTATION):
        assert any(each.open for each in heard_by([body]))


def test_who_waits_since_the_release_stands_in_its_order(city: Flask) -> None:
    released = rounds()[RoundStage.RELEASED]
    waiting = db.session.scalars(
        select(Enrolment).where(
            Enrolment.offering_id == released.id, Enrolment.status == Status.WAITLISTED
        )
    ).all()
    assert waiting
    assert {each.waiting_since for each in waiting} == {released.round_released_at}
    order = positions([released.id])
    assert [order[e.id] for e in sorted(waiting, key=lambda e: e.waiting_rank)] == [
        *range(1, len(waiting) + 1)
    ]
