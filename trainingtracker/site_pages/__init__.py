"""The pages about the site itself, which every administration words for itself.

Default texts lie beside this file; what is stored takes their place. Who changed what and when is
told by the audit.
"""

from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select

from trainingtracker.errors import RuleViolation, StaleVersion
from trainingtracker.extensions import db
from trainingtracker.models import SitePage
from trainingtracker.text import Bilingual, mark

_DEFAULTS = Path(__file__).parent / "defaults"


class PageKey(StrEnum):
    """The pages that there are; their addresses end with these words."""

    ACCESSIBILITY = "accessibility"
    PRIVACY = "privacy"
    IMPRINT = "imprint"


class PageText(NamedTuple):
    """What a page says now; version 0 is the default that nobody has edited."""

    key: PageKey
    text: Bilingual
    version: int


def read(key: PageKey) -> PageText:
    """The text in force."""
    stored = _stored(key)
    if stored is None:
        return PageText(key, default(key), 0)
    return PageText(key, stored.text, stored.version)


def edited() -> set[PageKey]:
    """The pages that no longer have their default text."""
    return {PageKey(key) for key in db.session.scalars(select(SitePage.key))}


def default(key: PageKey) -> Bilingual:
    """The text that the program comes with."""
    german, english = (
        (_DEFAULTS / f"{key.value}.{language}.txt").read_text(encoding="utf-8")
        for language in ("de", "en")
    )
    return Bilingual(german, english)


def save(key: PageKey, text: Bilingual, seen: int) -> SitePage:
    """Store a new text; StaleVersion where somebody else has saved since version `seen`."""
    stored = _stored(key, for_update=True)
    if (stored.version if stored else 0) != seen:
        raise StaleVersion(
            mark(
                "Somebody else has saved changes in the meantime. What you typed is kept:"
                " compare it with what is stored now and save again."
            )
        )
    if not text.de.strip() or not text.en.strip():
        raise RuleViolation(mark("The page needs a text in German and in English."))
    if stored is None:
        stored = SitePage(key=key.value, version=0)
        db.session.add(stored)
    stored.text_de, stored.text_en = text
    stored.version += 1
    db.session.flush()
    return stored


def _stored(key: PageKey, *, for_update: bool = False) -> SitePage | None:
    query = select(SitePage).where(SitePage.key == key.value)
    return db.session.scalar(query.with_for_update() if for_update else query)
