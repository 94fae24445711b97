"""Addresses that come from outside: only paths of this site are followed."""

from urllib.parse import urlsplit

from flask import url_for


def own_address(asked: str | None) -> str:
    """The path asked for where it is one of this site, else the start page."""
    home = url_for("my_training.home")
    if not asked or not asked.startswith("/") or asked.startswith(("//", "/\\")):
        return home
    if any(ord(character) <= 0x20 or character == "\\" for character in asked):
        return home
    parts = urlsplit(asked)
    return home if parts.scheme or parts.netloc else asked
