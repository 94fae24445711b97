"""Looking for letters in the texts of people who are in order, without a database."""

from itertools import product

import pytest

from trainingtracker.collation import search_words
from trainingtracker.organisation.people_in_order import PeopleInOrder

# More than are looked through together.
_TEXTS = [
    f"{first} {last} {number:08}"
    for number, (first, last) in enumerate(
        product(("anna", "bo", "дмитрий", "erna"), (f"berg{n} oezil ozil" for n in range(40)))
    )
]
_PEOPLE = PeopleInOrder.of(range(1000, 1000 + len(_TEXTS)), _TEXTS)


@pytest.mark.parametrize(
    "typed", ["anna", "rna", "ÖZIL bo", "n 39 a", "berg7 00000007", "Дм", "0000013", "xy", "g3 e g"]
)
def test_whoever_has_every_word_somewhere_in_their_text_is_found_in_order(typed: str) -> None:
    assert list(_PEOPLE.searched_for(typed)) == [
        1000 + place
        for place, text in enumerate(_TEXTS)
        if all(word in text for word in search_words(typed))
    ]


@pytest.mark.parametrize(
    ("typed", "found"), [("000000000007", 1), ("0000000000070", 1), ("00000000000", 0)]
)
def test_a_number_with_zeros_too_many_is_that_number_alone(typed: str, found: int) -> None:
    assert len(_PEOPLE.searched_for(typed)) == found


def test_no_words_are_everybody() -> None:
    assert list(_PEOPLE.searched_for("  ")) == list(_PEOPLE.ids)
