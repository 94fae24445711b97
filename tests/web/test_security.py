"""What browsers are told and what requests may not bring, whichever page it is."""

import pytest
from flask import Flask

from tests.cast import Cast
from tests.conftest import SignIn
from tests.support.addresses import fill, things


def test_no_download_stays_in_the_cache_of_a_shared_computer(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    values, browsers = things(cast), [sign_in(cast.hr), sign_in(cast.manager), sign_in(cast.admin)]
    downloads = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if ("xlsx" in rule.rule or "csv" in rule.rule) and "GET" in (rule.methods or ())
    ]
    assert len(downloads) >= 5
    for route in downloads:
        answers = [client.get(fill(route, values), buffered=True) for client in browsers]
        assert 200 in {answer.status_code for answer in answers}, route
        assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}, route
