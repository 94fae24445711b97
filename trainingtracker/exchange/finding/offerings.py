"""Which offering on record a cell of a list means: by its number."""

from sqlalchemy import select

from trainingtracker.exchange.meaning.cells import CellError, text
from trainingtracker.exchange.meaning.headings import Field
from trainingtracker.exchange.reading.sheets import Cell
from trainingtracker.extensions import db
from trainingtracker.models import Offering
from trainingtracker.text import mark

OFFERING = Field(
    "offering",
    mark("Offering number"),
    (
        "Veranstaltungsnummer", "Veranstaltungs-Nr.", "Veranstaltung", "Offering", "VA-Nr.",
        "Offering number", "Offering no.", "Nr. der Veranstaltung", "Terminnummer", "Seminarnummer",
    ),
    required=True,
)  # fmt: skip

_UNKNOWN = mark("There is no offering “%(value)s”. Load the offerings first or correct it.")


class OfferingFinder:
    """The offerings, in one query."""

    def __init__(self) -> None:
        rows = db.session.execute(select(Offering.id, Offering.number)).all()
        self._by_number = {number.casefold(): offering_id for offering_id, number in rows}
        self.number_of = dict(rows)

    def find(self, cell: Cell) -> int | None:
        """The offering; None for an empty cell."""
        number = text(cell, 60)
        if not number:
            return None
        # "EN-1-2026-01 Englisch am Telefon", as lists for people to read have it.
        first = number.split(" ")[0].rstrip(":,;")
        found = self._by_number.get(number.casefold()) or self._by_number.get(first.casefold())
        if found is None:
            raise CellError(_UNKNOWN, value=number)
        return found
