"""Free places in lists: how many are open to one reader, how many are kept for some."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, select

from trainingtracker import clock
from trainingtracker.catalogue import availability
from trainingtracker.enrolment.places import Opening, openings
from trainingtracker.extensions import db
from trainingtracker.models import Offering, OfferingQuota
from trainingtracker.vocabulary import OfferingStatus


def open_to(person_id: int, offering_ids: Iterable[int]) -> dict[int, int]:
    """Offering id -> how many places the person could get, where some are reserved today."""
    found = _reserving(person_id, Offering.id.in_(list(offering_ids)))
    return {offering_id: opening.open_to(person_id) for offering_id, opening in found.items()}


def kept(offering_ids: Iterable[int]) -> dict[int, int]:
    """Offering id -> how many of the free places are kept for some today."""
    found = _reserving(None, Offering.id.in_(list(offering_ids)))
    return {offering_id: opening.kept for offering_id, opening in found.items() if opening.kept}


def all_kept_from(person_id: int) -> frozenset[int]:
    """The offerings to come with free places, none of which is open to the person."""
    found = _reserving(
        person_id,
        Offering.status == OfferingStatus.PUBLISHED,
        Offering.starts_at > clock.now(),
        availability.places_held() < Offering.max_places,
    )
    return frozenset(each for each, opening in found.items() if not opening.open_to(person_id))


def _reserving(person_id: int | None, *conditions: ColumnElement[bool]) -> dict[int, Opening]:
    """The openings of offerings with places that are reserved today; one query where none are."""
    reserving = select(OfferingQuota.offering_id).where(OfferingQuota.last_day >= clock.today())
    offerings = db.session.scalars(
        select(Offering).where(Offering.id.in_(reserving), *conditions)
    ).all()
    return openings(offerings, [] if person_id is None else [person_id]) if offerings else {}
