"""Who is heard before the answers of a round are released: sending the list, and the reply."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from trainingtracker import clock, settings
from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.roles import holders
from trainingtracker.enrolment.locking import lock_offering
from trainingtracker.enrolment.rounds.collecting import check_collected
from trainingtracker.enrolment.rounds.criteria import check_hr, check_in_round
from trainingtracker.enrolment.rounds.standing import Standings, standings
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Hearing, Offering, Person
from trainingtracker.notify import round_messages
from trainingtracker.text import Message, mark
from trainingtracker.vocabulary import HearingBody, HearingReply
from trainingtracker.working_days import WorkingDays

MOST_DAYS = 60


@dataclass(frozen=True)
class HearingRule:
    """Who is heard, for how many working days, and whether the release waits for the replies."""

    bodies: tuple[HearingBody, ...]
    days: int
    waits: bool
    state: str

    def deadline(self, today: date) -> datetime:
        """The end of the last day for a reply to a list sent today."""
        return clock.end_of(WorkingDays(self.state).after(today, self.days))


@dataclass(frozen=True)
class Paper:
    """What a reply on paper bears: its date, and who has signed it."""

    dated: date
    sender: str


def hearing_rule() -> HearingRule:
    """As the administration has set it; one query."""
    found = settings.several(
        "hearing_bodies", "hearing_days", "hearing_release_waits", "federal_state"
    )
    return HearingRule(
        tuple(body for body in HearingBody if body.value in found["hearing_bodies"]),
        found["hearing_days"],
        found["hearing_release_waits"],
        found["federal_state"],
    )


def closes_too_late(offering: Offering) -> Message | None:
    """Where enrolment in a round closes too late to hear everybody before the start: what to do.

    The list goes out on the working day after the last day of enrolment; the answers are sent on
    the working day before the start at the latest.
    """
    closes, starts_at = offering.enrolment_closes, offering.starts_at
    rule = hearing_rule()
    if not (offering.in_round and closes and starts_at and rule.bodies and rule.waits):
        return None
    days, start = WorkingDays(rule.state), clock.local_day(starts_at)
    last_day = clock.last_day(closes)
    if days.after(last_day, 1 + rule.days) < start:
        return None
    return Message(
        mark(
            "The round: enrolment closes on %(closes)s, and whoever is heard has %(days)s working"
            " days to reply. The answers would come too late for the start on %(start)s. Let"
            " enrolment close by %(by)s, move the start, or shorten the time for the hearing."
        ),
        {
            "closes": last_day,
            "days": rule.days,
            "start": start,
            "by": days.before(start, rule.days + 2),
        },
    )


def change_rule(bodies: tuple[HearingBody, ...], days: int, *, waits: bool, actor: Actor) -> None:
    """Set who is heard about rounds from now on; lists that are out keep their deadline."""
    check_hr(actor)
    if not 1 <= days <= MOST_DAYS:
        raise RuleViolation(mark("Please give a number from 1 to %(most)s."), most=MOST_DAYS)
    settings.put("hearing_bodies", [body.value for body in bodies])
    settings.put("hearing_days", days)
    settings.put("hearing_release_waits", waits)


def latest(round_id: int | None) -> dict[HearingBody, Hearing]:
    """The latest hearing of each body of a round."""
    found = db.session.scalars(
        select(Hearing).where(Hearing.round_id == round_id).order_by(Hearing.id)
    )
    return {each.body: each for each in found}


def send(offering_id: int, body: HearingBody, actor: Actor) -> Hearing:
    """Send the list to a body, which is told; sent again, the earlier reply is history.

    While a list is out that still says what stands now, it is not sent again.
    """
    check_hr(actor)
    offering = lock_offering(offering_id)
    check_in_round(offering)
    check_collected(offering)
    now = standings(offering)
    found = check_proposed(now)
    last = latest(found).get(body)
    if last is not None and last.outcomes == now.outcomes:
        raise RuleViolation(mark("This list has been sent already; nothing has changed since."))
    hearing = Hearing(
        round_id=found,
        body=body,
        sent_at=clock.now(),
        sent_by_id=actor.person_id,
        deadline=hearing_rule().deadline(clock.today()),
        outcomes=now.outcomes,
    )
    db.session.add(hearing)
    db.session.flush()
    for person in holders(body.role, clock.today()):
        round_messages.to_be_heard(offering, person, hearing)
    return hearing


def reply(hearing_id: int, answer: HearingReply, words: str, actor: Actor) -> Hearing:
    """Record what the body says: it agrees, or objects and says why. HR is told.

    A reply can be given once; after the release it changes nothing any more.
    """
    hearing = db.session.get(Hearing, hearing_id)
    if hearing is None or not actor.has(hearing.body.role):
        raise NotAllowed(mark("Only the body that is heard replies."))
    return _recorded(hearing, answer, words, actor)


def record_paper(
    hearing_id: int, answer: HearingReply, words: str, paper: Paper, actor: Actor
) -> Hearing:
    """HR records a reply that came on paper; the body is told, and whoever sent the list."""
    check_hr(actor)
    hearing = db.session.get_one(Hearing, hearing_id)
    if not paper.sender.strip():
        raise RuleViolation(mark("Please say who has replied."))
    if not clock.local_day(hearing.sent_at) <= paper.dated <= clock.today():
        raise RuleViolation(
            mark("The reply is dated between the day on which the list was sent and today.")
        )
    hearing = _recorded(hearing, answer, words, actor)
    hearing.paper_dated, hearing.paper_from = paper.dated, paper.sender.strip()
    db.session.flush()
    for person in holders(hearing.body.role, clock.today()):
        round_messages.recorded_from_paper(hearing.round.offering, hearing, person)
    return hearing


def _recorded(hearing: Hearing, answer: HearingReply, words: str, actor: Actor) -> Hearing:
    """The reply on record, checked while nobody else can give one."""
    offering = lock_offering(hearing.round.offering_id)
    hearing = db.session.get_one(Hearing, hearing.id, populate_existing=True)
    check_in_round(offering)
    check_open(hearing)
    words = words.strip()
    if answer is HearingReply.OBJECTS and not words:
        raise RuleViolation(mark("Please say what you object to, so that HR can respond to it."))
    hearing.reply, hearing.reply_text = answer, words
    hearing.replied_at, hearing.replied_by_id = clock.now(), actor.person_id
    db.session.flush()
    if hearing.sent_by_id != actor.person_id:
        round_messages.replied(offering, hearing, db.session.get_one(Person, hearing.sent_by_id))
    return hearing


def check_open(hearing: Hearing) -> None:
    """Nobody has replied, and no later list has taken the place of this one."""
    if latest(hearing.round_id)[hearing.body].id != hearing.id:
        raise RuleViolation(mark("A later list has been sent to you. Please reply to that one."))
    if hearing.replied_at is not None:
        raise RuleViolation(
            mark("A reply was recorded on %(moment)s already."), moment=hearing.replied_at
        )


def check_proposed(now: Standings) -> int:
    """The id of the round, whose proposal is made and covers everybody who asks."""
    if now.round is None or now.round.proposed_at is None or not now.lines:
        raise RuleViolation(mark("The proposal is not made yet."))
    if now.unranked:
        raise RuleViolation(
            mark("Somebody has asked since the proposal was made. Compute it once more.")
        )
    return now.round.id


def to_wait_for(
    rule: HearingRule, hearings: dict[HearingBody, Hearing]
) -> tuple[list[HearingBody], list[Hearing]]:
    """Who has still to be sent the list, and whose reply is still to be waited for."""
    unsent = [body for body in rule.bodies if body not in hearings]
    now = clock.now()
    open_ones = [
        hearings[body]
        for body in rule.bodies
        if body in hearings
        and rule.waits
        and hearings[body].replied_at is None
        and hearings[body].deadline > now
    ]
    return unsent, open_ones


def objections(hearings: dict[HearingBody, Hearing]) -> list[Hearing]:
    return [each for each in hearings.values() if each.reply is HearingReply.OBJECTS]
