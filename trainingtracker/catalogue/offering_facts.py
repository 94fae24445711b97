"""What can be stated about an offering, as forms hand it in."""

from dataclasses import dataclass
from datetime import date, datetime

from trainingtracker.vocabulary import Allocation, MovingUp


@dataclass(frozen=True)
class MeetingFacts:
    """One date of an offering; `id` where it is on record already."""

    starts_at: datetime
    ends_at: datetime
    venue: str = ""
    link: str = ""
    id: int | None = None


@dataclass(frozen=True)
class QuotaFacts:
    """Places kept for a unit with its sub-units or a status group, `last_day` included."""

    places: int
    last_day: date
    unit_id: int | None = None
    status_group_id: int | None = None
    id: int | None = None


@dataclass(frozen=True)
class OfferingFacts:
    """Everything that can be stated about an offering.

    By the end of `decide_on` it is decided whether it takes place with fewer than `min_places`.
    Without `enrolment_opens` enrolment is open as soon as it is published, without
    `enrolment_closes` until the first meeting, without `withdrawal_deadline` likewise. In a
    round (`allocation`) requests are collected until `enrolment_closes`. `offer_days`
    are working days for the answer to an offer, `moving_up_stops` working days before the start
    (none: as the administration has set it). With `self_check_in` participants record that they are
    present by a code; the three after it are said to whoever looks for a date.
    """

    course_id: int
    max_places: int
    min_places: int = 1
    decide_on: date | None = None
    enrolment_opens: datetime | None = None
    enrolment_closes: datetime | None = None
    withdrawal_deadline: datetime | None = None
    allocation: Allocation = Allocation.FIRST_COME
    moving_up: MovingUp = MovingUp.AT_ONCE
    offer_days: int = 3
    moving_up_stops: int | None = None
    self_check_in: bool = False
    accessible_room: bool = False
    part_time_friendly: bool = False
    child_care: bool = False
    note_de: str = ""
    note_en: str = ""
    meetings: tuple[MeetingFacts, ...] = ()
    trainer_ids: tuple[int, ...] = ()
    quotas: tuple[QuotaFacts, ...] = ()

    @property
    def starts_at(self) -> datetime | None:
        return min((m.starts_at for m in self.meetings), default=None)

    @property
    def ends_at(self) -> datetime | None:
        return max((m.ends_at for m in self.meetings), default=None)
