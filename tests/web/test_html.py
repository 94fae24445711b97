"""Valid HTML on every page: what a parser refuses, and what readers stumble over."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from lxml.html import HtmlElement

from tests.cast import Cast
from tests.conftest import SignIn
from tests.support.every_page import visits
from trainingtracker.accounts import first_administrator
from trainingtracker.extensions import db

_REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "for", "list")
_FIELDS = "//input[not(@type='hidden') and not(@hidden)] | //select | //textarea"


@pytest.mark.parametrize(("database_engine", "language"), [("sqlite", "de"), ("postgresql", "en")])
def test_every_page_is_valid_html_that_explains_itself(
    language: str, app: Flask, cast: Cast, client: FlaskClient, sign_in: SignIn
) -> None:
    problems = []
    pages = visits(app, cast)
    for person in {visit.person for visit in pages if visit.person}:
        person.language = language
    db.session.commit()
    for visit in pages:
        browser = sign_in(visit.person) if visit.person else client
        answer = browser.get(visit.path, headers={"Accept-Language": language})
        found = list(findings(answer.text, language))
        if answer.status_code != visit.status:
            found.append(f"answered {answer.status}")
        problems += [f"{visit.role} {visit.path}: {finding}" for finding in found]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(("database_engine", "language"), [("sqlite", "de"), ("postgresql", "en")])
def test_so_is_the_page_for_the_first_administrator(
    language: str, app_context: Flask, client: FlaskClient
) -> None:
    link = f"/first-administrator/{first_administrator.new_token()}"
    db.session.commit()
    spoken = {"Accept-Language": language}
    assert list(findings(client.get(link, headers=spoken).text, language)) == []
    refused = client.post(link, headers=spoken)
    assert refused.status_code == 422
    assert list(findings(refused.text, language)) == []


def findings(page: str, language: str) -> Iterator[str]:
    """What is wrong with a page."""
    try:
        html5lib.HTMLParser(strict=True).parse(page)
    except html5lib.html5parser.ParseError as error:
        yield f"not valid: {error}"
    tree = html.document_fromstring(page)
    if tree.get("lang") != language:
        yield f"in the language {tree.get('lang')}"
    yield from _ids(tree)
    yield from _headings(tree)
    yield from _names(tree)
    yield from _tables(tree)
    yield from _nesting(tree)


def _ids(tree: HtmlElement) -> Iterator[str]:
    known = Counter(tree.xpath("//@id"))
    yield from (f"id {name} {times} times" for name, times in known.items() if times > 1)
    for attribute in _REFERENCES:
        for value in tree.xpath(f"//@{attribute}"):
            yield from (f"{attribute} to no {one}" for one in value.split() if one not in known)
    for target in tree.xpath("//a[starts-with(@href, '#')]/@href"):
        if target[1:] not in known:
            yield f"link to no {target}"


def _headings(tree: HtmlElement) -> Iterator[str]:
    levels = [int(element.tag[1]) for element in tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    if levels.count(1) != 1 or levels[:1] != [1]:
        yield f"headings begin with {levels[:3]}"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"heading {after} after {before}"
    empty = [element.tag for element in tree.xpath("//h1|//h2|//h3") if not _text(element)]
    yield from (f"{tag} without text" for tag in empty)


def _names(tree: HtmlElement) -> Iterator[str]:
    labelled = set(tree.xpath("//label/@for"))
    for field in tree.xpath(_FIELDS):
        named = (
            field.get("id") in labelled
            or field.get("aria-label")
            or field.get("aria-labelledby")
            or field.xpath("ancestor::label")
        )
        if not named:
            yield f"{field.tag} {field.get('name')} without a label"
    for target in labelled:
        if not tree.xpath("//input[@id=$i] | //select[@id=$i] | //textarea[@id=$i]", i=target):
            yield f"label for {target}, which is no field"
    for element in tree.xpath("//a[@href] | //button | //summary"):
        if not _text(element) and not element.xpath("descendant-or-self::*/@aria-label"):
            yield f"{element.tag} without a name"
    yield from ("img without alt" for _ in tree.xpath("//img[not(@alt)]"))


def _tables(tree: HtmlElement) -> Iterator[str]:
    for table in tree.xpath("//table"):
        if not table.xpath("./caption[normalize-space()]"):
            yield "table without a caption"
        if table.xpath(".//th[not(@scope)]"):
            yield "th without scope"
        widths = {
            sum(int(cell.get("colspan", 1)) for cell in row.xpath("./th|./td"))
            for row in table.xpath("./tbody/tr")
        }
        if len(widths) > 1:
            yield f"rows of {sorted(widths)} cells"


def _nesting(tree: HtmlElement) -> Iterator[str]:
    for inner in tree.xpath("//a//a | //a//button | //button//a | //label//label | //form//form"):
        yield f"{inner.tag} inside another control"
    for inner in tree.xpath("//ul/*[not(self::li)] | //ol/*[not(self::li)]"):
        yield f"{inner.tag} straight inside a list"
    for inner in tree.xpath("//dl/*[not(self::dt or self::dd or self::div)]"):
        yield f"{inner.tag} straight inside a dl"
    for inner in tree.xpath("//p//div | //p//ul | //span//div | //span//p | //button//div"):
        yield f"{inner.tag} inside {inner.getparent().tag}"


def _text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())
