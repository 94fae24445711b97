"""The German catalogue is complete and carries nothing that is no longer said."""

import re

from tests.support.translations import findings, german

_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def test_every_text_has_its_german_and_every_german_its_text() -> None:
    assert findings() == []


def texts(value: str | tuple[str, ...] | list[str]) -> list[str]:
    """The one text, or the singular and plural."""
    return [value] if isinstance(value, str) else list(value)


def placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))


def test_a_translation_fills_in_the_same_values() -> None:
    # Only the last form is compared: a singular may do without its number.
    pairs = [(texts(m.id)[-1], texts(m.string)[-1]) for m in german() if m.id]
    assert [pair for pair in pairs if placeholders(pair[0]) != placeholders(pair[1])] == []


def test_german_addresses_people_formally() -> None:
    informal = re.compile(r"\b([Dd]u|[Dd]ein(e[mnrs]?)?|[Dd]ich|[Dd]ir|[Ee]uch|[Ee]uer)\b")
    every = [text for message in german() for text in texts(message.string)]
    assert [text for text in every if informal.search(text)] == []
