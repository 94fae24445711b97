"""Which places of offerings are reserved for whom, in words; places.py decides who gets them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from trainingtracker import clock
from trainingtracker.enrolment.places import Opening, group_of, openings
from trainingtracker.models import Offering
from trainingtracker.organisation.groups import group_names
from trainingtracker.text import Bilingual


@dataclass(frozen=True)
class ReservedPlaces:
    """Places kept for a group until a day, included; `taken` of them are used up."""

    places: int
    taken: int
    whom: Bilingual
    last_day: date
    for_whom: frozenset[int]

    @property
    def left(self) -> int:
        """How many are still kept."""
        return self.places - self.taken


@dataclass(frozen=True)
class Reservations:
    """What is reserved in one offering today, and to whom its free places are open."""

    rows: tuple[ReservedPlaces, ...]
    opening: Opening

    @property
    def last_day(self) -> date:
        """The last day on which any place is kept."""
        return max(row.last_day for row in self.rows)

    def all_kept_from(self, person_id: int) -> bool:
        """Whether places are free, but none of them is open to the person."""
        return bool(self.opening.free) and not self.opening.open_to(person_id)


def reservations(
    offerings: Iterable[Offering], person_ids: Collection[int]
) -> dict[int, Reservations]:
    """Offering id -> its reservations, where there are any today, as they are for these persons.

    One query where nothing is reserved, eight however many offerings have reservations.
    """
    found = openings(offerings, person_ids)
    if not found:
        return {}
    names = group_names(
        (group_of(quota) for each in found.values() for quota in each.quotas), clock.today()
    )
    return {
        offering_id: Reservations(
            tuple(
                ReservedPlaces(
                    quota.places,
                    opening.taken(quota),
                    names[group_of(quota)],
                    quota.last_day,
                    frozenset(each for each in person_ids if opening.may_use(each, quota)),
                )
                for quota in opening.quotas
            ),
            opening,
        )
        for offering_id, opening in found.items()
    }
