"""What is printed is dark on white, also by somebody who looks at dark pages."""

from collections.abc import Callable

import pytest

from tests.cast import Cast, a_holding
from tests.journeys.conftest import Visitor
from trainingtracker.extensions import db

# What a page looks like does not depend on the database.
pytestmark = pytest.mark.parametrize("database_engine", ["sqlite"])

_LOOK = """selector => {
  const look = getComputedStyle(document.querySelector(selector));
  return [look.color, look.backgroundColor];
}"""


def test_a_page_is_printed_dark_on_white(cast: Cast, visitor: Callable[..., Visitor]) -> None:
    a_holding(cast.employee, "eng", "B2")
    db.session.commit()
    manager = visitor("de", colours="dark")
    manager.sign_in("marek.lindner")
    manager.go("/team")
    page = manager.page
    assert page.evaluate(_LOOK, ".table-wrap")[1] != "rgb(255, 255, 255)"
    page.emulate_media(media="print")
    assert page.evaluate(_LOOK, "body") == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert page.evaluate(_LOOK, ".table-wrap")[1] == "rgb(255, 255, 255)"
    assert page.locator(".site-header").is_hidden()
    assert page.locator("form.filters").is_hidden()
    assert page.locator("#workbook").is_hidden()
