"""What can be an e-mail address, wherever one is typed or brought in."""

import re
from email.errors import MessageError
from email.headerregistry import Address

# What separates, groups or quotes addresses in a message has no place in a single one.
_FORBIDDEN = re.compile(r'[\s,:;<>()\[\]"\\]')
# Nearly all of them: the parser of the standard library takes its time.
_USUAL = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9.-]+")
_DOMAIN = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}")
_LONGEST = 254


def is_address(text: str) -> bool:
    """Whether mail can be addressed to the text; whether it arrives, only the mail server knows."""
    if len(text) > _LONGEST or not (text.isascii() and text.isprintable()):
        return False
    if _USUAL.fullmatch(text):
        return _DOMAIN.fullmatch(text.partition("@")[2]) is not None
    if _FORBIDDEN.search(text):
        return False
    try:
        domain = Address(addr_spec=text).domain
    # The parser of the standard library gives up on damaged addresses in several ways.
    except (MessageError, ValueError, IndexError, AttributeError):
        return False
    return _DOMAIN.fullmatch(domain) is not None
