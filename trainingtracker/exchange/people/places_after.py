"""People who leave and still have a place, or wait for one, after their last day.

They stay enrolled unless whoever brings the list in says that they shall be withdrawn: from
offerings that begin after their last day. What runs on across that day is decided on its page.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.enrolment import operations
from trainingtracker.enrolment.locking import lock_offerings
from trainingtracker.enrolment.states import UNDER_WAY
from trainingtracker.exchange.preview import NOWHERE, Change, ChangeOf, FieldChange, Preview
from trainingtracker.extensions import db
from trainingtracker.labels import labelled
from trainingtracker.models import Enrolment, Offering, Person
from trainingtracker.portions import portions
from trainingtracker.text import LANGUAGES, Bilingual, Listed, Message, mark
from trainingtracker.vocabulary import Status, WithdrawalReason

_EXAMPLES = 5

_STAY = mark(
    "They leave and are enrolled beyond their last day, which stays until you withdraw them:"
    " %(number)s (for example %(names)s)."
)
_WITHDRAWN = mark(
    "They leave and are withdrawn from offerings that begin after their last day: %(number)s (for"
    " example %(names)s). Free places go to the waiting list."
)
_RUNS_ON = mark(
    "They leave while an offering is running, and stay enrolled in it until you withdraw them:"
    " %(number)s (for example %(names)s)."
)


class Beyond(NamedTuple):
    """An enrolment in an offering that ends after the person's last day."""

    enrolment: Enrolment
    last_day: date

    @property
    def runs_on(self) -> bool:
        """The offering has begun by then: the person can still be there for a while."""
        starts_at = self.enrolment.offering.starts_at
        return starts_at is not None and clock.local_day(starts_at) <= self.last_day


@dataclass(frozen=True)
class Withdrawals:
    """Enrolments to withdraw, by the operation of pages."""

    enrolments: Sequence[Enrolment]
    actor: Actor

    def lock(self) -> None:
        """Before anything else is written: persons and offerings are locked in one order."""
        persons = {each.person_id for each in self.enrolments}
        lock_offerings({e.offering_id for e in self.enrolments}, persons, with_waits_of=persons)

    def write(self) -> None:
        """What is over by now needs no withdrawal. The people have to have their last day."""
        for portion in portions([each.id for each in self.enrolments]):
            alive = Enrolment.id.in_(portion), Enrolment.status.in_(UNDER_WAY)
            query = select(Enrolment.id).where(*alive).order_by(Enrolment.id)
            for enrolment_id in db.session.scalars(query).all():
                operations.withdraw(enrolment_id, self.actor, WithdrawalReason.OFFICIAL)


def tell(last_days: Mapping[int, date], preview: Preview) -> Withdrawals | None:
    """Tell the preview who of these people (id -> last day) is enrolled beyond; who is withdrawn.

    None where nobody is to be withdrawn.
    """
    withdrawn, stay = list[Beyond](), list[Beyond]()
    for each in _beyond(last_days):
        ends = preview.choices.withdraw and not each.runs_on
        (withdrawn if ends else stay).append(each)
        preview.enrolled.append(_change(each, withdrawn=ends))
    for message, some in (
        (_WITHDRAWN, withdrawn),
        (_RUNS_ON if preview.choices.withdraw else _STAY, stay),
    ):
        names = list(dict.fromkeys(each.enrolment.person.full_name for each in some))
        if names:
            values = {"number": len(names), "names": Listed(tuple(names[:_EXAMPLES]))}
            preview.notes.append(Message(message, values))
    if not withdrawn:
        return None
    assert preview.actor is not None, "people are withdrawn by somebody"
    return Withdrawals([each.enrolment for each in withdrawn], preview.actor)


def _beyond(last_days: Mapping[int, date]) -> Iterator[Beyond]:
    for portion in portions(list(last_days)):
        rows = db.session.scalars(
            select(Enrolment)
            .join(Enrolment.person)
            .join(Enrolment.offering)
            .options(
                contains_eager(Enrolment.person),
                contains_eager(Enrolment.offering).joinedload(Offering.course),
            )
            .where(
                Person.id.in_(portion),
                Enrolment.status.in_(UNDER_WAY),
                Offering.ends_at.is_not(None),
            )
            .order_by(Person.sort_key, Person.id, Offering.starts_at)
        )
        for enrolment in rows:
            last_day, ends_at = last_days[enrolment.person_id], enrolment.offering.ends_at
            if ends_at and clock.local_day(ends_at) > last_day:
                yield Beyond(enrolment, last_day)


def _change(each: Beyond, *, withdrawn: bool) -> Change:
    person, offering = each.enrolment.person, each.enrolment.offering
    starts_at = offering.starts_at
    title, status = offering.course.title, each.enrolment.status
    named = (f"{offering.number} {title.in_language(language)}" for language in LANGUAGES)
    fields = (
        FieldChange(mark("Last day"), None, each.last_day),
        FieldChange(mark("Offering"), None, Bilingual(*named)),
        FieldChange(mark("Begins on"), None, starts_at and clock.local_day(starts_at)),
        FieldChange(
            mark("Status"),
            labelled(status) if withdrawn else None,
            labelled(Status.WITHDRAWN if withdrawn else status),
        ),
    )
    kind = ChangeOf.CHANGED if withdrawn else ChangeOf.UNCHANGED
    return Change(kind, NOWHERE, f"{person.last_name}, {person.first_name}", fields)
