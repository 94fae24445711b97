"""The tables in the documents are those of the code."""

import re

from tests.support.documents import DOCUMENTS, ROOT, TABLES, outdated


def test_every_table_says_what_the_code_says() -> None:
    assert outdated() == [], "run `make docs`"


def test_every_table_stands_in_a_document() -> None:
    text = "".join((ROOT / name).read_text(encoding="utf-8") for name in DOCUMENTS)
    for name in TABLES:
        assert re.search(rf"<!-- {name} -->\n[^<]*\| ", text)
