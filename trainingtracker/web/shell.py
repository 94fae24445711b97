"""What every page shows around its content: name, navigation, account, colour scheme."""

from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from flask import Flask, g, request

from trainingtracker import settings
from trainingtracker.kept import outdated
from trainingtracker.text import Bilingual
from trainingtracker.web.navigation import Entry, begun_by, visible_groups
from trainingtracker.web.requests import actor_or_none, current_account, reader_language

COLOUR_SCHEMES = ("auto", "light", "dark")
COLOUR_COOKIE = "colour_scheme"


@dataclass(frozen=True)
class Shell:
    """The frame of one page."""

    language: str
    administration: Bilingual
    person_name: str | None
    navigation: list[list[Entry]]
    example_data: bool
    colour_scheme: str
    version: str

    @property
    def signed_in(self) -> bool:
        return self.person_name is not None

    def is_current(self, entry: Entry, trail: str) -> bool:
        """Whether the page with this trail of links above it belongs to the entry."""
        begun = begun_by(self.navigation, trail)
        return entry == begun if begun else entry.current

    @property
    def other_language(self) -> str:
        return "en" if self.language == "de" else "de"


def prepare(app: Flask) -> None:
    """Give every template its `shell`, made once a request."""

    @app.context_processor
    def add_shell() -> dict[str, Any]:
        if "shell" not in g or g.get("offline"):
            g.shell = _bare_shell() if g.get("offline") else _full_shell()
        return {"shell": g.shell, "outdated_figures": outdated}


def colour_scheme() -> str:
    """The reader's choice, kept in a cookie of this browser; "auto" follows the system."""
    chosen = request.cookies.get(COLOUR_COOKIE, "")
    return chosen if chosen in COLOUR_SCHEMES else "auto"


def _full_shell() -> Shell:
    account, actor = current_account(), actor_or_none()
    stored = settings.several("administration_name_de", "administration_name_en", "example_data")
    return Shell(
        language=reader_language(),
        administration=Bilingual(
            stored["administration_name_de"], stored["administration_name_en"]
        ),
        person_name=account.person.full_name if account else None,
        navigation=list(visible_groups(actor)) if actor else [],
        example_data=stored["example_data"],
        colour_scheme=colour_scheme(),
        version=version("trainingtracker"),
    )


def _bare_shell() -> Shell:
    """The frame without anything that is read from the database."""
    return Shell(
        language=reader_language(),
        administration=Bilingual(
            settings.DEFAULTS["administration_name_de"],
            settings.DEFAULTS["administration_name_en"],
        ),
        person_name=None,
        navigation=[],
        example_data=False,
        colour_scheme=colour_scheme(),
        version=version("trainingtracker"),
    )
