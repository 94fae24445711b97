"""What cells of lists refer to: topics, languages, competences with a level, courses."""

import re
from collections import defaultdict
from typing import NamedTuple

from sqlalchemy import select

from trainingtracker.exchange.meaning.cells import CellError, shown, text
from trainingtracker.exchange.meaning.headings import normalised
from trainingtracker.exchange.meaning.words import NOT_KNOWN
from trainingtracker.exchange.reading.sheets import Cell
from trainingtracker.extensions import db
from trainingtracker.models import Competence, Language, Level, Topic
from trainingtracker.text import Bilingual, Listed, mark

_SEPARATORS = re.compile(r"[;,\n|]")
_NO_COMPETENCE = mark("“%(value)s” is neither a course nor a competence that is known here.")
_NO_LEVEL = mark("“%(value)s” names no level. Possible are: %(known)s.")
_TWICE = mark("“%(value)s” is named twice.")


class CompetenceAt(NamedTuple):
    """A competence at a level."""

    competence_id: int
    level_id: int


class CompetenceRow(NamedTuple):
    id: int
    scale_id: int
    language_id: int | None


class CourseTerms:
    """The lists of the catalogue that a course list refers to, in four queries."""

    def __init__(self) -> None:
        topics = db.session.scalars(select(Topic).order_by(Topic.position)).all()
        self.topics = {topic.id: Bilingual(topic.title_de, topic.title_en) for topic in topics}
        self._topic_words = {
            normalised(word): topic.id
            for topic in topics
            for word in (topic.key, topic.title_de, topic.title_en)
        }
        languages = db.session.scalars(select(Language)).all()
        self.languages = {row.id: Bilingual(row.name_de, row.name_en) for row in languages}
        self._language_words = {
            normalised(word): row.id
            for row in languages
            for word in (row.iso639_3, row.iso639_1, row.name_de, row.name_en)
            if word
        }
        self._competences: dict[str, CompetenceRow] = {}
        self._codes: dict[int, str] = {}
        for row in db.session.scalars(select(Competence)):
            found = CompetenceRow(row.id, row.scale_id, row.language_id)
            self._codes[row.id] = row.key
            for word in (row.key, row.name_de, row.name_en):
                self._competences.setdefault(word.casefold(), found)
        self._levels: dict[int, dict[str, int]] = defaultdict(dict)
        self._level_codes: dict[int, str] = {}
        for level in db.session.scalars(select(Level).order_by(Level.rank)):
            self._levels[level.scale_id][level.code.casefold()] = level.id
            self._level_codes[level.id] = level.code
        self.language_of = {row.id: row.language_id for row in self._competences.values()}

    def topic(self, cell: Cell) -> int | None:
        return self._one_of(cell, self._topic_words, tuple(self.topics.values()))

    def language(self, cell: Cell) -> int | None:
        first = tuple(self.languages.values())[:8]
        return self._one_of(cell, self._language_words, first)

    def german(self) -> int | None:
        """What courses are held in unless something else is said."""
        return self._language_words.get("deu")

    def _one_of(
        self, cell: Cell, by_word: dict[str, int], known: tuple[Bilingual, ...]
    ) -> int | None:
        value = text(cell)
        if value and normalised(value) not in by_word:
            raise CellError(NOT_KNOWN, value=shown(cell), known=Listed(known))
        return by_word[normalised(value)] if value else None

    def competences(self, cell: Cell) -> tuple[CompetenceAt, ...]:
        """All competences of the cell; each at most once."""
        return _once(cell, [self.competence(term) for term in terms(cell)])

    def competence(self, term: str) -> CompetenceAt:
        """`eng:B1`, `eu:budget:2`, "Englisch B1", or `ic:foundations` where there is one level."""
        whole = self._competences.get(term.casefold())
        if whole:
            levels = self._levels[whole.scale_id]
            if len(levels) == 1:
                return CompetenceAt(whole.id, next(iter(levels.values())))
            raise self._no_level(term, whole)
        name, _, code = re.sub(r"[\s:]+(?=[^\s:]+$)", "\0", term.strip()).partition("\0")
        found = self._competences.get(name.casefold().strip())
        if not found:
            raise CellError(_NO_COMPETENCE, value=term)
        level_id = self._levels[found.scale_id].get(code.casefold())
        if level_id is None:
            raise self._no_level(term, found)
        return CompetenceAt(found.id, level_id)

    def code(self, competence: CompetenceAt) -> str:
        """As a list writes it: eng:B1."""
        code = self._codes[competence.competence_id]
        return f"{code}:{self._level_codes[competence.level_id]}"

    def _no_level(self, term: str, competence: CompetenceRow) -> CellError:
        codes = [self._level_codes[level] for level in self._levels[competence.scale_id].values()]
        return CellError(_NO_LEVEL, value=term, known=Listed(tuple(codes)))


def terms(cell: Cell) -> list[str]:
    """The parts of a cell that names several things."""
    # Before blanks are tidied, for a line break separates as well.
    raw = cell if isinstance(cell, str) else shown(cell)
    return [value for part in _SEPARATORS.split(raw) if (value := text(part))]


def _once(cell: Cell, found: list[CompetenceAt]) -> tuple[CompetenceAt, ...]:
    if len({competence.competence_id for competence in found}) < len(found):
        raise CellError(_TWICE, value=shown(cell))
    return tuple(found)
