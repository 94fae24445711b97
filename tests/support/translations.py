"""The German catalogue against the texts in code and templates.

`python -m tests.support.translations` brings the catalogue up to date; with `--check` it only
says which texts have no German, and which German belongs to no text any more.
"""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
GERMAN = ROOT / "trainingtracker/translations/de/LC_MESSAGES/messages.po"
_KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "mark": None,
    "mark_plural": (1, 2),
}


def extracted() -> Catalog:
    """Every marked text."""
    found = Catalog()
    for folder in ("trainingtracker", "templates"):
        for _file, _line, message, _comments, _context in extract_from_dir(
            ROOT / folder,
            method_map=[("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")],
            options_map={"**.html": {"silent": "false"}, "**.txt": {"silent": "false"}},
            keywords=_KEYWORDS,
        ):
            found.add(message)
    return found


def german() -> Catalog:
    with GERMAN.open("rb") as file:
        return read_po(file, locale="de")


def findings() -> list[str]:
    """A line for each text without German and each German without a text."""
    wanted, have = extracted(), german()
    missing = [m.id for m in wanted if m.id and not _translated(have.get(_first(m.id)))]
    unused = [m.id for m in have if m.id and wanted.get(_first(m.id)) is None]
    # A catalogue that says of itself to be unsure is not compiled.
    unsure = ["the header is marked as fuzzy"] if have.fuzzy else []
    return (
        unsure
        + [f"no German for: {_first(text)!r}" for text in missing]
        + [f"belongs to no text: {_first(text)!r}" for text in unused]
    )


def _first(message_id: str | tuple[str, ...] | list[str]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def _translated(message: object) -> bool:
    texts = getattr(message, "string", "")
    return all(texts) if isinstance(texts, tuple | list) else bool(texts)


def update() -> None:
    """Add texts without German, empty, and drop those that nobody says any more."""
    catalogue = german()
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    catalogue.header_comment = "# German texts of Training Tracker."
    catalogue.project, catalogue.version = "trainingtracker", ""
    catalogue.msgid_bugs_address = catalogue.last_translator = catalogue.language_team = ""
    buffer = BytesIO()
    write_po(buffer, catalogue, sort_output=True, width=100, no_location=True, ignore_obsolete=True)
    GERMAN.write_bytes(buffer.getvalue())


def main() -> None:
    if "--check" not in sys.argv:
        update()
    found = findings()
    print("\n".join(found) or "Every text has its German.")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
