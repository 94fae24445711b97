"""Which language a page is shown in: the person's setting, the choice made, the browser's."""

from flask import Blueprint, abort, flash, g, redirect, request, session
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingtracker.extensions import db
from trainingtracker.text import DEFAULT_LANGUAGE, LANGUAGES
from trainingtracker.web.access import PUBLIC, access
from trainingtracker.web.addresses import own_address
from trainingtracker.web.requests import current_account

BLUEPRINT = Blueprint("language", __name__)


def choose_language() -> str:
    """The language of this request: "de" or "en"."""
    account = None if g.get("offline") else current_account()
    if account and account.person.language in LANGUAGES:
        return account.person.language
    if session.get("language") in LANGUAGES:
        return str(session["language"])
    return request.accept_languages.best_match(LANGUAGES) or DEFAULT_LANGUAGE


@BLUEPRINT.post("/language")
@access(PUBLIC)
def switch() -> Response:
    """Show everything in the other language from now on; mails follow for who is signed in."""
    language = request.form.get("language", "")
    if language not in LANGUAGES:
        abort(400)
    session["language"] = language
    account = current_account()
    if account:
        account.person.language = language
        db.session.commit()
    with force_locale(language):
        flash(_("This page is now in English."), "success")
    return redirect(own_address(request.form.get("next")), 303)
