"""Who may get a place, changed while people enrol: reserved places, audiences, placement tests."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.catalogue.audience import is_addressed
from trainingtracker.catalogue.offering_facts import QuotaFacts
from trainingtracker.catalogue.offerings import facts_of
from trainingtracker.enrolment import places, reserved_places
from trainingtracker.enrolment.changes.offering_changes import change_offering
from trainingtracker.enrolment.grouping import group_forming, placement
from trainingtracker.enrolment.rules import has_level
from trainingtracker.enrolment.waiting import moving_on
from trainingtracker.extensions import db
from trainingtracker.models import CourseAudience, Enrolment, Offering
from trainingtracker.organisation.belonging import belongings

# HR places somebody past the list, or a place changes hands: what is reserved does not bind these.
UNBOUND = ("place_directly", "hand_over", "change_and_move_on", "change_offering")


class Conditions(RuleBasedStateMachine):
    """The first two offerings are of one course, the third begins with a placement test."""

    hr: Actor
    people: list[int]
    units: list[int]
    offerings: list[Offering]
    attempt: Callable[..., None]

    @rule(which=st.integers(0, 1), unit=st.integers(-1, 1), days=st.integers(3, 90))
    def hr_reserves(self, which: int, unit: int, days: int) -> None:
        """One place for one of the units, or none (-1)."""
        last_day = clock.today() + timedelta(days=days)
        kept = () if unit < 0 else (QuotaFacts(1, last_day, unit_id=self.units[unit]),)
        self.attempt(self.change_and_move_on, self.offerings[which], kept)

    @rule(unit=st.integers(-1, 1))
    def hr_addresses(self, unit: int) -> None:
        """The course is for one of the units from now on, or for everybody (-1)."""
        self.attempt(self.address_and_move_on, unit)

    @rule(who=st.integers(0, 3), grouped=st.booleans())
    def hr_enters_a_result(self, who: int, grouped: bool) -> None:
        """Somebody is a beginner, and is put into the group with all who wait for one."""
        self.attempt(self.test, self.people[who])
        if grouped:
            waiting = [each.id for each in group_forming.without_group()]
            self.attempt(group_forming.form_group, self.offerings[2].id, waiting, self.hr)

    def change_and_move_on(self, offering: Offering, kept: tuple[QuotaFacts, ...]) -> None:
        facts = facts_of(offering)
        # Where there is one place only, there is none for anybody else.
        places = max(facts.max_places, len(kept) + 1)
        changed = replace(facts, quotas=kept, max_places=places)
        change_offering(offering.id, changed, offering.version)
        move_on()

    def address_and_move_on(self, unit: int) -> None:
        course = self.offerings[0].course
        course.audiences = [CourseAudience(unit_id=self.units[unit])] if unit >= 0 else []
        db.session.flush()
        move_on()

    def test(self, person_id: int) -> None:
        asked = placement.ask(self.offerings[2].course_id, person_id, Actor(person_id))
        placement.enter_result(asked.id, None, clock.today(), asked.version, self.hr)

    def time_moves_lists_on(self) -> None:
        """What the worker does: nothing is kept after its last day."""
        for offering_id in reserved_places.due(clock.today()):
            self.attempt(reserved_places.open_to_all, offering_id, clock.today())


def move_on() -> None:
    """What the worker does for those who can take a place since something else has changed."""
    for offering_id in moving_on.due():
        moving_on.move_on(offering_id)


def taken_from_others(offerings: list[Offering]) -> dict[int, int]:
    """Offering id -> how many of its reserved places those have for whom they are not."""
    missing = {}
    for offering_id, opening in places.openings(offerings, []).items():
        kept = sum(quota.places - opening.taken(quota) for quota in opening.quotas)
        missing[offering_id] = max(0, kept - opening.free)
    return missing


def check_reserved(before: dict[int, int], offerings: list[Offering], operation: Any) -> None:
    """Nobody has got a place that is kept for others."""
    if getattr(operation, "__name__", "") in UNBOUND:
        return
    for offering_id, missing in taken_from_others(offerings).items():
        assert missing <= before.get(offering_id, missing), "a place that is kept for others"


def check_newcomers(known: set[int], offerings: list[Offering]) -> None:
    """Whoever is new is addressed by the course, and has been tested where that comes first."""
    for offering in offerings:
        for each in offering_enrolments(offering):
            course = offering.course
            if each.id not in known and course.audiences:
                where = belongings([each.person_id], clock.today())[each.person_id]
                assert is_addressed(course, where), "somebody who is not addressed"
            if course.placement_competence_id is not None:
                tested = has_level(each.person_id, course.placement_competence_id, own=False)
                assert tested, "somebody without the placement test"


def open_to(offering: Offering, person_ids: list[int]) -> set[int]:
    """To whom of these a place is open."""
    opening = places.opening(offering, person_ids)
    return {each for each in person_ids if opening.open_to(each)}


def same_claim(offering: Offering, one: int, other: int) -> bool:
    """Whether the same places are kept for both."""
    opening = places.opening(offering, [one, other])
    return all(opening.may_use(one, q) == opening.may_use(other, q) for q in opening.quotas)


def offering_enrolments(offering: Offering) -> list[Enrolment]:
    return list(
        db.session.scalars(
            db.select(Enrolment).where(Enrolment.offering_id == offering.id).order_by(Enrolment.id)
        )
    )
