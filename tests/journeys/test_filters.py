"""Lists follow their filters while somebody types, and the address follows the list."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.cast import Cast
from tests.journeys.conftest import Visitor
from trainingtracker.extensions import db

# What a page looks like does not depend on the database.
pytestmark = pytest.mark.parametrize("database_engine", ["sqlite"])


def test_the_list_and_the_address_follow_what_is_typed(
    cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    db.session.commit()
    hr = visitor("de")
    hr.sign_in("hanna.rieck")
    hr.go("/people?sort=-name")
    page = hr.page
    page.focus("#filter-q")
    page.keyboard.type("somm")
    rows = page.locator("main tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Sommer, Erik")
    assert page.url.endswith("/people?q=somm&status=active&sort=-name")
    assert page.evaluate("document.activeElement.id") == "filter-q"
    expect(page.locator("main > p.visually-hidden[role=status]")).to_have_text("1 Ergebnis")

    # What was found is what somebody else sees at this address, and can go back from.
    page.reload()
    expect(rows).to_have_count(1)
    assert page.input_value("#filter-q") == "somm"


def test_choosing_filters_at_once_and_nothing_found_is_said(
    cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    db.session.commit()
    hr = visitor("en")
    hr.sign_in("hanna.rieck")
    hr.go("/people")
    page = hr.page
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.select_option("#filter-status", "left")
    expect(page.locator("main .empty")).to_be_visible()
    assert "status=left" in page.url
    expect(page.locator("main > p.visually-hidden[role=status]")).not_to_be_empty()
    # The icon of the empty list was not among those of the page before.
    assert page.locator(".icon-sprite symbol#icon-person-x").count() == 1
    hr.check_accessibility()
    assert complaints == []


def test_enter_keeps_the_focus_where_it_is(cast: Cast, visitor: Callable[..., Visitor]) -> None:
    db.session.commit()
    employee = visitor("de")
    employee.sign_in("erik.sommer")
    employee.go("/courses")
    page = employee.page
    page.fill("#filter-q", "no such course")
    page.keyboard.press("Enter")
    expect(page.locator("main .empty")).to_be_visible()
    assert page.evaluate("document.activeElement.id") == "filter-q"
    page.fill("#filter-q", "")
    expect(page.locator("main .card-item")).not_to_have_count(0)
    assert page.url.endswith("/courses?sort=title")


def test_a_day_typed_for_the_workbook_outlasts_a_filter(
    cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    db.session.commit()
    manager = visitor("de")
    manager.sign_in("marek.lindner")
    manager.go("/team")
    page = manager.page
    page.fill("#workbook-as-of", "2024-06-30")
    page.select_option("#filter-topic", index=1)
    expect(page.locator("#workbook-topic")).to_have_value(page.input_value("#filter-topic"))
    assert page.input_value("#workbook-as-of") == "2024-06-30"
