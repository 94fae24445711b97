"""Rounds among whatever else people do: what everybody relies on stays true."""

from datetime import timedelta
from random import Random

from hypothesis import HealthCheck, settings
from hypothesis.stateful import initialize, run_state_machine_as_test

from tests.cast import Cast, a_course, a_person, an_offering, competence_at
from tests.enrolment.acting import as_actor
from tests.enrolment.test_any_sequence import CHANCES, Enrolling, World
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker import settings as administration
from trainingtracker.enrolment.rounds.adjusting import adjust
from trainingtracker.enrolment.rounds.proposal import propose
from trainingtracker.enrolment.rounds.release import release
from trainingtracker.enrolment.rounds.standing import standings
from trainingtracker.extensions import db
from trainingtracker.vocabulary import Allocation, MovingUp, RoundOutcome


class InRounds(Enrolling):
    """The first offering is a round; everything is checked after each step as elsewhere."""

    @initialize(chance=CHANCES)
    def everybody_asks(self, chance: Random) -> None:
        super().everybody_asks(chance)
        self.clock.move_to(clock.now() + timedelta(days=1))

    def somebody_acts(self, chance: Random) -> None:
        if self.offerings[0].in_round and chance.random() < 0.3:
            self.the_round_goes_on(chance)
        else:
            super().somebody_acts(chance)

    def the_round_goes_on(self, chance: Random) -> None:
        offering = self.offerings[0]
        self.attempt(propose, offering.id, self.hr)
        for line in standings(offering).lines:
            outcome = chance.choice([None, None, *RoundOutcome])
            self.attempt(
                adjust, line.entry.id, outcome, "Wegen des Projekts", line.entry.version, self.hr
            )
        if chance.random() < 0.3:
            self.attempt(release, offering.id, self.hr)


def test_any_sequence_with_a_round_keeps_the_rules(frozen: FrozenClock, cast: Cast) -> None:
    administration.put("hearing_bodies", [])
    people = [a_person(f"Z{n}", "Zufall", cast.unit_23, account=False).id for n in range(4)]
    free = a_course("Z-1", "Ohne Zustimmung", needs_approval=False, gives=("eng", "B1"))
    day = clock.today() + timedelta(days=120)
    closes = clock.today()
    third = a_course("Z-2", "Ohne Zustimmung", needs_approval=False)
    third.placement_competence = competence_at("fra", "A1")[0]
    offerings = [
        an_offering(free, places=1, starts_on=day, closes_on=closes),
        # Overlaps with the first.
        an_offering(free, places=1, starts_on=day, meetings=2),
        an_offering(third, places=2, starts_on=day + timedelta(days=1)),
    ]
    offerings[0].allocation = Allocation.ROUND
    offerings[0].moving_up = MovingUp.OFFER
    db.session.flush()
    hr, manager = as_actor(cast.hr), as_actor(cast.other_manager)
    units = [cast.unit_23.id, cast.unit_15.id]
    world = World(frozen, clock.now(), hr, manager, people, units, offerings)
    run_state_machine_as_test(
        lambda: InRounds(world),  # type: ignore[arg-type]  # a factory will do
        settings=settings(
            max_examples=3,
            stateful_step_count=8,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
