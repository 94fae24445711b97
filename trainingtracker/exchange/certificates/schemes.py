"""Which level a language certificate proves: the tables of the schemes, each in its versions."""

from collections import defaultdict
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from sqlalchemy import select

from trainingtracker.exchange.meaning.cells import CellError
from trainingtracker.exchange.meaning.headings import normalised
from trainingtracker.extensions import db
from trainingtracker.models import CertificateScheme, Competence, Level
from trainingtracker.text import Listed, mark
from trainingtracker.vocabulary import CompetenceKind

_UNKNOWN = mark("The certificate “%(value)s” is not known here. Known are: %(known)s.")
_WHICH_LANGUAGE = mark("“%(scheme)s” is there for several languages: the row has to name one.")
_OTHER_LANGUAGE = mark("“%(scheme)s” is no certificate of this language.")
_NO_RESULT = mark("“%(scheme)s” needs a result. Known are: %(known)s.")
_TOO_LOW = mark("“%(score)s” proves no level: “%(scheme)s” begins with %(least)s.")

# The result of an exam that is passed or not.
_PASSED = "pass"


class SchemeRow(NamedTuple):
    id: int
    name: str
    version: str
    language_id: int | None
    minimum: str
    level_id: int
    rank: int


class Proof(NamedTuple):
    """What a certificate proves, by which row of its scheme's table."""

    scheme_id: int
    competence_id: int
    level_id: int
    score: str


class Schemes:
    """All tables, in two queries."""

    def __init__(self) -> None:
        query = (
            select(CertificateScheme, Level.rank)
            .join(Level, Level.id == CertificateScheme.level_id)
            .order_by(CertificateScheme.name, Level.rank)
        )
        self._rows: dict[str, list[SchemeRow]] = defaultdict(list)
        for row, rank in db.session.execute(query):
            self._rows[normalised(row.name)].append(
                SchemeRow(
                    row.id, row.name, row.version, row.language_id, row.minimum, row.level_id, rank
                )
            )
        languages = select(Competence).where(Competence.kind == CompetenceKind.LANGUAGE)
        self._competences = {row.language_id: row.id for row in db.session.scalars(languages)}

    def named(self, words: str) -> tuple[str, str]:
        """The key of a scheme, and what a cell such as "Goethe-Zertifikat B2" says beside it."""
        key = normalised(words)
        if key in self._rows:
            return key, ""
        parts = words.split(" ")
        for end in range(len(parts) - 1, 0, -1):
            key = normalised(" ".join(parts[:end]))
            if key in self._rows:
                return key, " ".join(parts[end:])
        known = tuple(dict.fromkeys(rows[0].name for rows in self._rows.values()))
        raise CellError(_UNKNOWN, value=words, known=Listed(known))

    def name(self, key: str) -> str:
        """What the scheme is called."""
        return self._rows[key][0].name

    def proof(self, key: str, language_id: int | None, score: str, on: date) -> Proof:
        """The highest level that the result reaches by the table of the day of the exam."""
        rows = self._table(key, on)
        name = rows[0].name
        if language_id is None:
            own = {row.language_id for row in rows}
            if len(own) > 1 or None in own:
                raise CellError(_WHICH_LANGUAGE, scheme=name)
            language_id = rows[0].language_id
        rows = [row for row in rows if row.language_id in (None, language_id)]
        if not rows or language_id not in self._competences:
            raise CellError(_OTHER_LANGUAGE, scheme=name)
        found = _reached(rows, score)
        return Proof(found.id, self._competences[language_id], found.level_id, score)

    def _table(self, key: str, on: date) -> list[SchemeRow]:
        """The version of the year of the exam, else the latest before, else the first."""
        rows = self._rows[key]
        versions = sorted({row.version for row in rows})
        until_then = [version for version in versions if version <= str(on.year)]
        version = (until_then or versions[:1])[-1]
        return [row for row in rows if row.version == version]


def _reached(rows: list[SchemeRow], score: str) -> SchemeRow:
    by_word = {normalised(row.minimum): row for row in rows}
    if _PASSED in by_word and len(rows) == 1:
        return rows[0]
    if normalised(score) in by_word:
        return by_word[normalised(score)]
    reached, known = _number(score), Listed(tuple(row.minimum for row in rows))
    least = [(limit, row) for row in rows if (limit := _number(row.minimum)) is not None]
    if reached is None or not least:
        raise CellError(_NO_RESULT, scheme=rows[0].name, known=known)
    enough = [(limit, row) for limit, row in least if limit <= reached]
    if not enough:
        raise CellError(_TOO_LOW, score=score, scheme=rows[0].name, least=rows[0].minimum)
    return max(enough)[1]


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", ".").strip())
    except InvalidOperation:
        return None
