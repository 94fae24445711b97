"""The addresses that templates write into rows are those of the routes."""

import pytest
from flask import Flask, render_template_string, url_for

pytestmark = pytest.mark.parametrize("database_engine", ["sqlite"])
_ROW = "{{ url_for('participants.show', offering_id=one, enrolment_id=other) }}"


@pytest.mark.parametrize("root", ["", "/training"])
def test_every_row_gets_its_own_address(app: Flask, root: str) -> None:
    with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": root}):
        for one, other in ((1, 2), (2, 1), (17, 17)):
            asked = url_for("participants.show", offering_id=one, enrolment_id=other)
            assert asked.startswith(f"{root}/offerings/{one}/")
            assert render_template_string(_ROW, one=one, other=other) == asked


def test_numbers_in_the_query_are_filled_as_well(app: Flask) -> None:
    with app.test_request_context("/"):
        page = "{{ url_for('people.listing', page=number, q=text) }}"
        assert render_template_string(page, number=3, text="") == "/people?page=3&amp;q="
        page = "{{ url_for('people.listing', page=number) }}"
        assert render_template_string(page, number=3) == "/people?page=3"
