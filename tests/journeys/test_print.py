"""What is printed is dark on white, also by somebody who looks at dark pages."""

from collections.abc import Callable

import pytest

from tests.cast import Cast, a_holding, a_person, an_enrolment
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


def test_a_roster_is_printed_as_a_table_that_begins_below_its_heading(
    cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    for number in range(40):
        person = a_person(f"Person {number}", "Neu", cast.unit_23, account=False)
        an_enrolment(person, cast.funding_offering)
    db.session.commit()
    hr = visitor("de", width=700)
    hr.sign_in("hanna.rieck")
    hr.go(f"/offerings/{cast.funding_offering.id}")
    page = hr.page
    page.emulate_media(media="print")
    table = "#participants-list .table-wrap"
    looks = "s => getComputedStyle(document.querySelector(s))"
    assert page.evaluate(f"({looks})('{table}').breakInside") == "auto"
    assert page.evaluate(f"({looks})('{table} tr').breakInside") == "avoid"
    assert page.evaluate(f"({looks})('{table} td').display") == "table-cell"
    assert page.locator("main .btn").first.is_hidden()
    assert page.locator("#add-person").is_hidden()


def test_a_list_of_many_columns_lies_across_the_sheet_and_breaks_no_name(
    cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    a_person("Schwarzenberg-Hinterhuber", "Maximiliane", cast.unit_23, account=False)
    db.session.commit()
    hr = visitor("de", width=1280)
    hr.sign_in("hanna.rieck")
    page = hr.page
    hr.go("/offerings")
    # A4 in points, wider than high.
    assert b"/MediaBox [0 0 84" in page.pdf(prefer_css_page_size=True)
    hr.go("/people")
    assert b"/MediaBox [0 0 841.9" not in page.pdf(prefer_css_page_size=True)
    page.set_viewport_size({"width": 703, "height": 1000})
    page.emulate_media(media="print")
    lines = page.evaluate(
        """[...document.querySelectorAll('.list tbody th')]
        .map(th => th.offsetHeight / parseFloat(getComputedStyle(th).lineHeight))"""
    )
    assert max(lines) < 5
