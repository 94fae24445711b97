"""Tokens of links that work once: handed out in full, kept as a digest."""

import hashlib
import secrets
from typing import NamedTuple


class OneTimeToken(NamedTuple):
    """What goes into the link, and what is stored instead of it."""

    token: str
    digest: str


def new() -> OneTimeToken:
    token = secrets.token_urlsafe(32)
    return OneTimeToken(token, digest(token))


def digest(token: str) -> str:
    """A token is random and long, so that a plain hash of it tells nothing."""
    return hashlib.sha256(token.encode()).hexdigest()
