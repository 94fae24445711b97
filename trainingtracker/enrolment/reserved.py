"""Places kept for some: who uses them up, and how many of the free ones are open to whom.

Whoever holds a place and belongs to a group that places are kept for uses up one of these. Of
somebody who belongs to several groups it is taken that they use the one that leaves most to
others, so that nobody is refused a place because of the order in which people came.
"""

from collections.abc import Iterable, Mapping

# The groups with reserved places that somebody belongs to, by the id of the reservation.
Kind = frozenset[int]


class Reserved:
    """Reservations of one offering with those who hold its places."""

    def __init__(self, places: Mapping[int, int], holders: Iterable[Kind] = ()) -> None:
        self._places = dict(places)
        self._slots: dict[int, list[Kind]] = {each: [] for each in places}
        for kind in holders:
            self.take(kind)

    @property
    def kept(self) -> int:
        """How many places are still kept for somebody."""
        return sum(self._places.values()) - sum(map(len, self._slots.values()))

    def taken(self, reservation_id: int) -> int:
        """How many places of a reservation are used up."""
        return len(self._slots[reservation_id])

    def take(self, kind: Kind) -> bool:
        """Somebody gets a place; whether it was one that had been kept for them."""
        return self._take(kind, set())

    def _take(self, kind: Kind, tried: set[int]) -> bool:
        for each in sorted(kind - tried):
            tried.add(each)
            slots = self._slots[each]
            if len(slots) < self._places[each]:
                slots.append(kind)
                return True
            for index, other in enumerate(slots):
                # Somebody of several groups makes room by using another one's place.
                if self._take(other, tried):
                    slots[index] = kind
                    return True
        return False

    def open_to(self, kind: Kind, free: int) -> int:
        """How many of so many free places people of this kind could get, one after the other."""
        trial = Reserved(self._places)
        trial._slots = {each: list(slots) for each, slots in self._slots.items()}
        number = 0
        while number < free and (trial.take(kind) or free - number > trial.kept):
            number += 1
        return number
