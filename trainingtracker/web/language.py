"""Which language a page is shown in: the person's setting, the choice made, the browser's."""

from flask import request, session

from trainingtracker.text import DEFAULT_LANGUAGE, LANGUAGES
from trainingtracker.web.requests import current_account


def choose_language() -> str:
    """The language of this request: "de" or "en"."""
    account = current_account()
    if account and account.person.language in LANGUAGES:
        return account.person.language
    if session.get("language") in LANGUAGES:
        return str(session["language"])
    return request.accept_languages.best_match(LANGUAGES) or DEFAULT_LANGUAGE
