"""Error pages: what happened, why and what to do, in the layout of all pages."""

import errno
import math

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from werkzeug.exceptions import HTTPException, ServiceUnavailable

from trainingtracker import clock, text
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db, limiter, login_manager
from trainingtracker.web.requests import reader_language

# What happens more rarely is told with the page of its neighbour.
_PAGES = {400, 403, 404, 409, 413, 422, 429, 500, 503}
_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_TRY_AGAIN_AFTER = 30


def prepare(app: Flask) -> None:
    """Show every error in the layout, in the reader's language."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(CSRFError, _expired_form)
    app.register_error_handler(RuleViolation, _refusal)
    app.register_error_handler(DBAPIError, _database_error)
    app.register_error_handler(NoConnectionFree, _unavailable)
    app.register_error_handler(OSError, _os_error)


def _http_error(error: HTTPException) -> Response:
    code = error.code or 500
    if 300 <= code < 400:
        return make_response(error.get_response())
    if code >= 500:
        # Nothing may be asked of the database any more: it may be what has failed.
        g.offline = True
        login_manager._update_request_context_with_user()
    else:
        db.session.rollback()
    shown = code if code in _PAGES else (500 if code >= 500 else 400)
    wait = _until_allowed() if code == 429 else None
    response = make_response(render_template(f"errors/{shown}.html", wait=wait), code)
    if wait:
        response.headers["Retry-After"] = str(wait)
    for name, value in error.get_headers(request.environ):
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _until_allowed() -> int | None:
    """Seconds until the limit that has been reached lets the reader try again."""
    reached = limiter.current_limit
    if reached is None:
        return None
    return max(1, math.ceil(reached.reset_at - clock.now().timestamp()))


def _expired_form(_error: CSRFError) -> Response:
    db.session.rollback()
    reason = _("This form has expired. Go back, load the page again and repeat the entry.")
    return make_response(render_template("errors/400.html", reason=reason), 400)


def _refusal(violation: RuleViolation) -> Response:
    """A rule said no and the view had no form to show it in."""
    db.session.rollback()
    reason = text.sentence(violation.message, reader_language(), **violation.values)
    code = violation.status_code
    return make_response(render_template(f"errors/{code}.html", reason=reason), code)


def _database_error(error: DBAPIError) -> Response:
    """The database is gone, full or busy for too long; anything else is a defect of ours."""
    if isinstance(error, OperationalError) or error.connection_invalidated:
        return _unavailable(error)
    raise error


def _os_error(error: OSError) -> Response:
    """No room to write a file; anything else is a defect of ours."""
    if error.errno in _NO_SPACE:
        return _unavailable(error)
    raise error


def _unavailable(error: Exception) -> Response:
    """Nothing was saved and nothing is broken: the next request may find everything well."""
    # Not the statement with its values, which may be about somebody.
    reason = " ".join(str(getattr(error, "orig", None) or error).split())
    current_app.logger.error("%s %s: %s", request.method, request.path, reason)
    db.session.rollback()
    return _http_error(ServiceUnavailable(retry_after=_TRY_AGAIN_AFTER))
