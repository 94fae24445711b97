"""What browsers are told so that nobody can make our pages do something else."""

import secrets
from collections.abc import Iterator

from flask import Flask, abort, g, request
from werkzeug.wrappers import Response

_POLICY = (
    "default-src 'self'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


def csp_nonce() -> str:
    """The word that marks the scripts of this response as ours."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(18)
    nonce: str = g.csp_nonce
    return nonce


def _texts() -> Iterator[str]:
    """Everything that a request says in words."""
    yield request.path
    for values in (request.args, request.form):
        for name, value in values.items(multi=True):
            yield from (name, value)
    for name, file in request.files.items(multi=True):
        yield from (name, file.filename or "")


def prepare(app: Flask) -> None:
    """Send the security headers with every response."""
    app.jinja_env.globals["csp_nonce"] = csp_nonce
    secure = app.config["SESSION_COOKIE_SECURE"]

    @app.before_request
    def refuse_null_characters() -> None:
        """No text has one, and PostgreSQL stores none; what files contain is another matter."""
        if any("\0" in text for text in _texts()):
            abort(400)

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        # What other people have sent us goes out with a stricter one.
        response.headers.setdefault("Content-Security-Policy", _POLICY.format(nonce=csp_nonce()))
        if secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        if not (request.endpoint or "").endswith("static"):
            # Shared computers in day-care centres and fire stations: nothing stays in the cache,
            # whatever sending a file has said before.
            response.headers["Cache-Control"] = "no-store"
        return response
