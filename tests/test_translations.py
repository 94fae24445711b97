"""Every text has its German: none is missing, none is unsure, and all placeholders are there."""

import re

from tests.support.translations import extracted, findings, german

_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


def test_every_text_of_code_and_templates_has_a_german_one() -> None:
    assert findings() == []


def test_no_translation_is_unsure() -> None:
    assert [message.id for message in german() if message.fuzzy and message.id] == []


def test_a_german_text_has_the_placeholders_of_the_english_one() -> None:
    have = german()
    different = []
    for wanted in extracted():
        ids = wanted.id if isinstance(wanted.id, (tuple, list)) else (wanted.id,)
        message = have.get(ids[0]) if ids[0] else None
        if message is None:
            continue
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        # A singular may leave out the number that the plural names.
        allowed = set(_PLACEHOLDER.findall(" ".join(ids)))
        needed = set(_PLACEHOLDER.findall(ids[-1]))
        if set(_PLACEHOLDER.findall(forms[-1])) != needed or not all(
            set(_PLACEHOLDER.findall(form)) <= allowed for form in forms
        ):
            different.append(ids[0])
    assert different == []


def test_a_percent_sign_is_written_twice_where_values_are_filled_in() -> None:
    filled = [
        text
        for message in german()
        for text in (message.string if isinstance(message.string, tuple) else (message.string,))
        if message.id and _PLACEHOLDER.search(text)
    ]
    assert [text for text in filled if re.search(r"%(?!\(|%)", text.replace("%%", ""))] == []
