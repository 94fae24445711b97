"""Too few people: until when it is decided whether an offering takes place, and the decision."""

from sqlalchemy import ColumnElement, and_, or_, select

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.roles import holders
from trainingtracker.catalogue.availability import of_offering, places_held
from trainingtracker.catalogue.offering_list import in_stage
from trainingtracker.enrolment import rules
from trainingtracker.enrolment.locking import lock_offering
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Offering
from trainingtracker.notify import change_messages
from trainingtracker.text import mark
from trainingtracker.vocabulary import OfferingStage, Role


def below_minimum() -> ColumnElement[bool]:
    """Offerings to come with fewer people than planned, which nobody has decided to hold.

    A round has given no place before its release, however many have asked.
    """
    return and_(
        in_stage(OfferingStage.UPCOMING),
        places_held() < Offering.min_places,
        ~Offering.in_round,
        Offering.holds_anyway.is_(False),
    )


def decision_due() -> ColumnElement[bool]:
    """Of these, the ones whose day of decision has come."""
    return and_(below_minimum(), Offering.decide_on <= clock.today())


def not_yet_due() -> ColumnElement[bool]:
    """The day of decision is to come, or none is set."""
    return or_(Offering.decide_on.is_(None), Offering.decide_on > clock.today())


def hold(offering_id: int, actor: Actor) -> Offering:
    """Decide that an offering takes place although it is below its minimum."""
    if not actor.is_hr:
        raise NotAllowed(mark("Only HR decides whether an offering takes place."))
    offering = lock_offering(offering_id)
    rules.check_not_over(offering)
    if not of_offering(offering_id).below_minimum:
        raise RuleViolation(mark("Enough people have come together; nothing has to be decided."))
    offering.holds_anyway = True
    return offering


def to_warn_of() -> list[int]:
    """Offerings whose decision is due and of which HR has not been told since the day was set."""
    untold = or_(Offering.warned_on.is_(None), Offering.warned_on < Offering.decide_on)
    return list(
        db.session.scalars(select(Offering.id).where(decision_due(), untold).order_by(Offering.id))
    )


def warn(offering_id: int) -> None:
    """Tell HR that the decision is due."""
    offering = lock_offering(offering_id)
    held = of_offering(offering_id).held
    for person in holders(Role.HR, clock.today()):
        change_messages.decision_due(offering, person, held)
    offering.warned_on = clock.today()
