"""Which status group a cell of a list means: by key or name, whomever its ending means."""

from sqlalchemy import select

from trainingtracker.exchange.meaning.cells import CellError, shown, text
from trainingtracker.exchange.meaning.words import NOT_KNOWN, stem
from trainingtracker.exchange.reading.sheets import Cell
from trainingtracker.extensions import db
from trainingtracker.models import StatusGroup
from trainingtracker.text import Bilingual, Listed


class StatusGroups:
    """The status groups on record; HR edits them."""

    def __init__(self) -> None:
        groups = db.session.scalars(select(StatusGroup).order_by(StatusGroup.id)).all()
        self.names = {group.id: Bilingual(group.name_de, group.name_en) for group in groups}
        self._by_word = {
            stem(word): group.id
            for group in groups
            for word in (group.key, group.name_de, group.name_en)
        }

    def find(self, cell: Cell) -> int | None:
        """The id of the group (Beamter, Beamtin and Beamt*innen are one); None for empty."""
        value = text(cell)
        if not value:
            return None
        if stem(value) not in self._by_word:
            raise CellError(NOT_KNOWN, value=shown(cell), known=Listed(tuple(self.names.values())))
        return self._by_word[stem(value)]
