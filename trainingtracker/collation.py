"""How names sort and how words are found, the same on both databases.

Databases disagree (bytewise order puts Öztürk after Zimmer, SQLite finds no "özil"), so the order
and the searched text are stored beside the names.
"""

import re
import unicodedata

_TRANSLITERATED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa"})
_BASE_LETTERS = str.maketrans(
    {"ß": "ss", "ı": "i", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"}
)


def fold(text: str) -> str:
    """Lower case without accents: "Özil" and "OZIL" are both "ozil"."""
    if text.isascii():
        return " ".join(text.lower().split())
    lowered = text.casefold().translate(_BASE_LETTERS)
    decomposed = unicodedata.normalize("NFKD", lowered)
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def sort_key(*parts: str | None) -> str:
    """The stored key to sort by, after DIN 5007-1 (ä sorts as a); earlier parts weigh more."""
    # U+0001 sorts before every letter, so that "Berg, Z" precedes "Berger, A".
    return "\u0001".join(re.sub(r"[^\w\s]", "", fold(part or "")) for part in parts)[:500]


def search_text(*parts: str | None) -> str:
    """The stored text to search in: every word without accents, and as ae, oe, ue besides."""
    words: dict[str, None] = {}
    for part in parts:
        for word in (part or "").casefold().split():
            words[fold(word)] = None
            if not word.isascii():
                words[fold(word.translate(_TRANSLITERATED))] = None
    return " ".join(words)


def search_words(query: str, limit: int = 8) -> list[str]:
    """The words of a search, folded like the searched text; at most `limit` of them."""
    return fold(query).split()[:limit]


def like_pattern(word: str) -> str:
    r"""The LIKE pattern (escape character \) that finds the word anywhere."""
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
