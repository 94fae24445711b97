"""Whatever people do, in whatever order: what everybody relies on stays true."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import combinations, product
from random import Random
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from tests.cast import Cast, a_course, a_person, an_offering, competence_at
from tests.enrolment.acting import as_actor
from tests.enrolment.conditions import (
    Conditions,
    check_newcomers,
    check_reserved,
    offering_enrolments,
    open_to,
    same_claim,
    taken_from_others,
)
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.catalogue.offerings import facts_of
from trainingtracker.enrolment import operations, results
from trainingtracker.enrolment.approval import nominations
from trainingtracker.enrolment.changes.cancellation import cancel_offering
from trainingtracker.enrolment.changes.hand_over import hand_over
from trainingtracker.enrolment.changes.offering_changes import change_offering
from trainingtracker.enrolment.changes.transfer import transfer
from trainingtracker.enrolment.presence.attendance import Entry, record
from trainingtracker.enrolment.presence.closing import close_offering
from trainingtracker.enrolment.states import GIVEN_UP, HOLDING_A_PLACE, TRANSITIONS
from trainingtracker.enrolment.waiting import offers
from trainingtracker.enrolment.waiting.waiting_list import could_take_part, takes_waiters, waiting
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, EnrolmentEvent, Holding, Meeting, Offering
from trainingtracker.organisation.leadership import LeadershipMap
from trainingtracker.vocabulary import Action, MovingUp, Presence, Status, WithdrawalReason

# Evenly distributed choices: the numbers of hypothesis itself are small ones mostly.
CHANCES = st.randoms(use_true_random=True)
ACTS_A_DAY = 4
# How often something is tried, where it is possible; whoever has no enrolment asks for a place.
POSSIBLE = {
    Status.REQUESTED: ("approve", "approve", "approve", "decline", "withdraw"),
    Status.WAITLISTED: ("wait again", "withdraw", "place"),
    Status.OFFERED: ("accept", "accept", "accept", "refuse", "withdraw"),
    Status.CONFIRMED: ("withdraw", "withdraw", "hand over", "change the date", "change the date"),
    Status.COMPLETED: ("correct",),
    Status.NOT_COMPLETED: ("correct",),
    Status.NO_SHOW: ("correct",),
}


@dataclass
class World:
    """Who and what there is, at the moment at which every sequence begins."""

    clock: FrozenClock
    start: datetime
    hr: Actor
    manager: Actor
    people: list[int]
    units: list[int]
    offerings: list[Offering]


class Enrolling(Conditions):
    def __init__(self, world: World) -> None:
        super().__init__()
        self.clock, self.hr, self.manager = world.clock, world.hr, world.manager
        self.people, self.units, self.offerings = world.people, world.units, world.offerings
        self.clock.move_to(world.start)
        self.savepoint = db.session.begin_nested()
        self.lists: dict[int, list[tuple[int, bool]]] = {}
        self.steps = 0
        self.broken = False

    def teardown(self) -> None:
        try:
            if not self.broken:
                self.everything_ends()
        finally:
            self.savepoint.rollback()
            db.session.expire_all()

    def everything_ends(self) -> None:
        """Whatever has happened: places are passed on, courses take place, results change."""
        self.who_has_a_place_leaves(1, answered=False)
        for which in range(2):
            self.takes_place(which, present=True, corrected=True)

    def attempt(self, operation: Callable[..., Any], *arguments: Any) -> None:
        """What is refused has changed nothing."""
        self.lists = {
            each.id: [(e.id, could_take_part(e)) for e in waiting(each.id)]
            for each in self.offerings
        }
        kept = taken_from_others(self.offerings)
        known = {e.id for offering in self.offerings for e in offering_enrolments(offering)}
        self.steps += 1
        self.broken = True
        tried = db.session.begin_nested()
        try:
            operation(*arguments)
        except RuleViolation:
            tried.rollback()
        else:
            tried.commit()
        self.check_order()
        check_reserved(kept, self.offerings, operation)
        check_newcomers(known, self.offerings)
        self.check_everything()
        self.broken = False

    @initialize(chance=CHANCES)
    def everybody_asks(self, chance: Random) -> None:
        for person in chance.sample(self.people, 3):
            self.test(person)
        if chance.random() < 0.5:
            self.hr_reserves(0, chance.randrange(2), 60)
        asking = list(product(self.people, self.offerings))
        chance.shuffle(asking)
        for person, offering in asking:
            self.attempt(operations.request_place, offering.id, person, Actor(person))

    @rule(chance=CHANCES)
    def a_day_passes(self, chance: Random) -> None:
        for _ in range(ACTS_A_DAY):
            self.somebody_acts(chance)

    def somebody_acts(self, chance: Random) -> None:
        possible = [
            (person, offering.id, enrolment_id, act)
            for person in self.people
            for offering in self.offerings
            for enrolment_id, acts in [possible_acts(person, offering.id)]
            for act in acts
        ]
        person, offering_id, enrolment_id, act = chance.choice(possible)
        self.attempt(*self.verbs(chance, act, offering_id, person, enrolment_id))

    def verbs(
        self, chance: Random, act: str, offering_id: int, person: int, enrolment_id: int | None
    ) -> tuple[Any, ...]:
        """The operation of an act, with its arguments."""
        own, hr = Actor(person), self.hr
        verbs: dict[str, tuple[Any, ...]] = {
            "ask": (operations.request_place, offering_id, person, own),
            "nominate": (self.nominate, offering_id, person),
            "approve": (operations.approve, enrolment_id, hr),
            "decline": (operations.decline, enrolment_id, hr, "Keine Vertretung"),
            "withdraw": (operations.withdraw, enrolment_id, hr, WithdrawalReason.PERSONAL),
            "place": (offers.place_directly, enrolment_id, hr, "Dringend gebraucht"),
            "accept": (offers.accept_offer, enrolment_id, own),
            "refuse": (offers.refuse_offer, enrolment_id, own),
            "wait again": (offers.resume_waiting, enrolment_id, own),
            "hand over": (hand_over, enrolment_id, chance.choice(self.people), hr),
            "change the date": (transfer, enrolment_id, chance.choice(self.offerings[:2]).id, hr),
            "correct": (results.correct, enrolment_id, hr, "Falsch eingetragen"),
        }
        return verbs[act]

    @rule(first=st.integers(0, 1), answered=st.booleans())
    def who_has_a_place_leaves(self, first: int, answered: bool) -> None:
        """From one of the dates that overlap, then from the other; offers are taken, or lapse."""
        for offering in (self.offerings[first], self.offerings[1 - first]):
            for each in self.in_status(Status.CONFIRMED, offering):
                self.attempt(operations.withdraw, each, self.hr, WithdrawalReason.PERSONAL)
        if not answered:
            self.time_passes(7)
        for each in self.in_status(Status.OFFERED, *self.offerings[:2]):
            self.attempt(offers.accept_offer, each, self.hr)

    @rule(who=st.integers(0, 3))
    def somebody_leaves_everything(self, who: int) -> None:
        for offering in self.offerings:
            for each in offering_enrolments(offering):
                if each.person_id == self.people[who] and each.status is Status.CONFIRMED:
                    why = WithdrawalReason.PERSONAL
                    self.attempt(operations.withdraw, each.id, self.hr, why)

    @rule(which=st.integers(0, 2), days=st.integers(-1, 1), places=st.integers(1, 2))
    def hr_changes_an_offering(self, which: int, days: int, places: int) -> None:
        offering, shift = self.offerings[which], timedelta(days=days)
        facts = facts_of(offering)
        meetings = tuple(
            replace(m, starts_at=m.starts_at + shift, ends_at=m.ends_at + shift)
            for m in facts.meetings
        )
        changed = replace(facts, meetings=meetings, max_places=places)
        self.attempt(change_offering, offering.id, changed, offering.version)

    @rule(days=st.sampled_from([1, 7, 14]))
    def days_pass(self, days: int) -> None:
        self.time_passes(days)

    def time_passes(self, days: int) -> None:
        self.clock.move_to(clock.now() + timedelta(days=days))
        for enrolment_id in offers.lapsed(clock.now()):
            self.attempt(offers.lapse_offer, enrolment_id, clock.now())
        self.time_moves_lists_on()

    # Afterwards nothing much can happen any more.
    @precondition(lambda self: self.steps > 30)
    @rule(which=st.integers(0, 2), present=st.booleans(), corrected=st.booleans())
    def takes_place(self, which: int, present: bool, corrected: bool) -> None:
        held = self.offerings[which]
        assert held.ends_at is not None
        self.clock.move_to(max(clock.now(), held.ends_at + timedelta(days=1)))
        self.attempt(self.close, held, Presence.PRESENT if present else Presence.UNEXCUSED)
        for each in self.in_status(Status.COMPLETED, held) if corrected else ():
            self.attempt(results.correct, each, self.hr, "Falsch eingetragen")

    @precondition(lambda self: self.steps > 30)
    @rule(which=st.integers(0, 2), carried=st.booleans())
    def hr_cancels(self, which: int, carried: bool) -> None:
        offering, other = self.offerings[which], self.offerings[(which + 1) % 2]
        carry_to = other.id if carried else None
        self.attempt(partial(cancel_offering, offering.id, self.hr, "Krankheit", carry_to=carry_to))

    def nominate(self, offering_id: int, person_id: int) -> None:
        leadership = LeadershipMap.load(clock.today())
        nominations.nominate(offering_id, person_id, self.manager, leadership)

    def close(self, offering: Offering, presence: Presence) -> None:
        confirmed = db.session.scalars(
            select(Enrolment.id).where(
                Enrolment.offering_id == offering.id, Enrolment.status == Status.CONFIRMED
            )
        ).all()
        for meeting in offering.meetings:
            record(meeting.id, dict.fromkeys(confirmed, Entry(presence)), self.hr)
        close_offering(offering.id, self.hr)

    def in_status(self, status: Status, *offerings: Offering) -> list[int]:
        return [e.id for each in offerings for e in offering_enrolments(each) if e.status is status]

    def check_order(self) -> None:
        """The system moves nobody up past an active waiter who could take part."""
        for before in self.lists.values():
            for index, (enrolment_id, _) in enumerate(before):
                if last_move(enrolment_id) in ((None, Action.GRANT), (None, Action.OFFER)):
                    for ahead, could in before[:index]:
                        passed = db.session.get_one(Enrolment, ahead)
                        waits = passed.status is Status.WAITLISTED and not passed.paused
                        waits = waits and same_claim(
                            passed.offering, passed.person_id, person_of(enrolment_id)
                        )
                        assert not (waits and could and could_take_part(passed))

    def check_everything(self) -> None:
        every = {each.id: offering_enrolments(each) for each in self.offerings}
        for offering in self.offerings:
            here = every[offering.id]
            check_places(offering, here)
            live = [e.person_id for e in here if e.status not in GIVEN_UP]
            assert len(live) == len(set(live)), "two live enrolments of one person"
            if sum(e.place is not None for e in here) < offering.max_places:
                line = waiting(offering.id)
                open_now = open_to(offering, [e.person_id for e in line])
                could = [e for e in line if e.person_id in open_now and could_take_part(e)]
                assert not could or not takes_waiters(offering), "a waiter and a free place"
        for one, other in combinations(self.offerings, 2):
            if any(overlap(a, b) for a in one.meetings for b in other.meetings):
                assert not confirmed(every[one.id]) & confirmed(every[other.id])
        check_history([e for here in every.values() for e in here])
        # The third offering gives nothing.
        completed = {
            e.id
            for offering in self.offerings[:2]
            for e in every[offering.id]
            if e.status is Status.COMPLETED
        }
        assert completed == given()


def test_any_sequence_of_operations_keeps_the_rules(frozen: FrozenClock, cast: Cast) -> None:
    units = [cast.unit_23, cast.unit_15]
    people = [a_person(f"Z{n}", "Zufall", units[n == 2], account=False).id for n in range(4)]
    free = a_course("Z-1", "Ohne Zustimmung", needs_approval=False, gives=("eng", "B1"))
    asking = a_course("Z-2", "Mit Zustimmung in zwei Stufen", needs_approval=True)
    asking.needs_hr_approval = True
    asking.placement_competence = competence_at("fra", "A1")[0]
    day = clock.today() + timedelta(days=120)
    offerings = [
        an_offering(free, places=1, starts_on=day),
        # Overlaps with the first, and passes its places on by offers, as does the third.
        an_offering(free, places=1, starts_on=day, meetings=2),
        an_offering(asking, places=1, starts_on=day + timedelta(days=1)),
    ]
    for each in offerings[1:]:
        each.moving_up = MovingUp.OFFER
    db.session.flush()
    hr, manager = as_actor(cast.hr), as_actor(cast.other_manager)
    units_of = [unit.id for unit in units]
    world = World(frozen, clock.now(), hr, manager, people, units_of, offerings)

    run_state_machine_as_test(
        lambda: Enrolling(world),  # type: ignore[arg-type]  # a factory will do
        settings=settings(
            max_examples=7,
            stateful_step_count=10,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def possible_acts(person_id: int, offering_id: int) -> tuple[int | None, tuple[str, ...]]:
    """The newest enrolment of somebody in an offering, and what can be tried with it."""
    newest = db.session.execute(
        select(Enrolment.id, Enrolment.status)
        .where(Enrolment.person_id == person_id, Enrolment.offering_id == offering_id)
        .order_by(Enrolment.id.desc())
        .limit(1)
    ).first()
    if newest is None or newest.status in GIVEN_UP:
        return None, ("ask", "ask", "nominate")
    return newest.id, POSSIBLE[newest.status]


def person_of(enrolment_id: int) -> int:
    return db.session.get_one(Enrolment, enrolment_id).person_id


def check_places(offering: Offering, here: list[Enrolment]) -> None:
    """As many places as there are, numbered, and nobody has one whose status holds none."""
    places = [e.place for e in here if e.status in HOLDING_A_PLACE]
    assert len(places) <= offering.max_places
    assert set(places) <= set(range(1, offering.max_places + 1))
    assert all(e.place is None for e in here if e.status not in HOLDING_A_PLACE)


def check_history(every: list[Enrolment]) -> None:
    """Every status is what its events lead to, and nobody who is paused is moved up."""
    reached: dict[int, Status] = {}
    paused: set[int] = set()
    for event in db.session.scalars(select(EnrolmentEvent).order_by(EnrolmentEvent.id)):
        each = event.enrolment_id
        assert event.from_status == reached.get(each)
        assert event.to_status is TRANSITIONS[event.from_status, event.action]
        assert event.actor_id is not None or each not in paused, "moved up while paused"
        reached[each] = event.to_status
        paused.add(each) if event.action is Action.LAPSE else paused.discard(each)
    assert all(e.status is reached[e.id] for e in every)
    assert {e.id for e in every if e.paused} == paused


def given() -> set[int | None]:
    """The enrolments that have given a holding which still counts."""
    return set(
        db.session.scalars(
            select(Holding.enrolment_id).where(
                Holding.enrolment_id.is_not(None), Holding.superseded_at.is_(None)
            )
        )
    )


def last_move(enrolment_id: int) -> tuple[int | None, Action]:
    """Who made the last move of an enrolment, and which."""
    actor_id, action = db.session.execute(
        select(EnrolmentEvent.actor_id, EnrolmentEvent.action)
        .where(EnrolmentEvent.enrolment_id == enrolment_id)
        .order_by(EnrolmentEvent.id.desc())
        .limit(1)
    ).one()
    return actor_id, action


def confirmed(here: list[Enrolment]) -> set[int]:
    return {e.person_id for e in here if e.status is Status.CONFIRMED}


def overlap(one: Meeting, other: Meeting) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
