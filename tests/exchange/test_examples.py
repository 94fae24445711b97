"""The example of every list goes in as it is, in both languages."""

import pytest
from flask import Flask

from tests.cast import a_person
from tests.exchange.lists import applied, counts
from trainingtracker.accounts.actor import Actor
from trainingtracker.exchange.examples import fields, file_name, other_names, workbook
from trainingtracker.exchange.kinds import KINDS
from trainingtracker.extensions import db
from trainingtracker.text import sentence
from trainingtracker.vocabulary import ListKind, Role


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_examples_go_in_one_after_the_other(app_context: Flask, language: str) -> None:
    person = a_person("Hanna", "Rieck", account=False)
    db.session.commit()
    hr = Actor(person.id, {Role.HR: None})
    for kind in ListKind:
        content = workbook(kind, language, "Hanna Rieck")
        preview = applied(kind, content, name=file_name(kind, language), actor=hr)
        new, changed, unchanged, left_out = counts(preview)
        assert new > 0, kind
        assert (changed, unchanged, left_out) == (0, 0, 0)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("kind", ListKind)
def test_what_pages_call_a_column_is_a_heading_of_it(kind: ListKind, language: str) -> None:
    vocabulary = KINDS[kind].vocabulary
    names = tuple(sentence(field.label, language) for field in vocabulary.fields.values())
    found = vocabulary.match(1, names)
    assert list(found.columns) == list(vocabulary.fields)
    assert found.unknown == ()
    assert found.twice == {}


def test_required_columns_come_first_and_other_names_are_other_ones() -> None:
    columns = fields(ListKind.PEOPLE)
    assert [column.required for column in columns[:3]] == [True, True, False]
    assert "Personalnummer" not in other_names(columns[0], "de")
