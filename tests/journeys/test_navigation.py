"""The navigation of somebody with many roles stays one row."""

from collections.abc import Callable

import pytest

from tests.cast import Cast, granted
from tests.journeys.conftest import Visitor
from trainingtracker.extensions import db
from trainingtracker.vocabulary import Role

# What a page looks like does not depend on the database.
pytestmark = pytest.mark.parametrize("database_engine", ["sqlite"])

_LINES = """[...document.querySelectorAll('.nav-row li')]
    .map((entry) => Math.round(entry.getBoundingClientRect().top))"""


def test_entries_of_three_roles_do_not_wrap_and_fold_where_there_is_no_room(
    cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    for role in (Role.HR, Role.ADMIN):
        granted(cast.manager, role)
    db.session.commit()
    manager = visitor("de")
    manager.sign_in("marek.lindner")
    manager.go("/")
    lines = manager.page.evaluate(_LINES)
    assert len(lines) > 10
    assert len(set(lines)) == 1
    manager.page.set_viewport_size({"width": 1100, "height": 900})
    manager.page.get_by_text("Menü", exact=True).click()
    menu = manager.page.get_by_role("navigation", name=manager.says("Main navigation"))
    menu.get_by_role("link", name=manager.says("Planning")).click()
    manager.page.get_by_role("heading", level=1, name=manager.says("Planning")).wait_for()
    assert manager.page.evaluate("document.documentElement.scrollWidth") <= 1100
