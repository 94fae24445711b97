"""What browsers are told and what requests may not bring, whichever page it is."""

from io import BytesIO

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


@pytest.mark.parametrize(
    ("method", "address", "data"),
    [
        ("GET", "/people?q=a%00b", {}),
        ("GET", "/people?%00=a", {}),
        ("GET", "/courses?q=%00", {}),
        ("GET", "/invitation/a%00b", {}),
        ("GET", "/sites/%00", {}),
        ("POST", "/sign-in", {"login": "a\0b", "password": "x"}),
        ("POST", "/language", {"language": "en", "next\0": "/"}),
    ],
)
def test_a_null_character_is_refused_with_a_page(
    method: str, address: str, data: dict[str, str], cast: Cast, sign_in: SignIn
) -> None:
    answer = sign_in(cast.hr).open(address, method=method, data=data)
    assert answer.status_code == 400
    assert "war nicht verständlich" in answer.text


def test_a_null_character_in_the_name_of_a_file_is_refused_and_one_in_the_file_is_not(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.hr)
    for name, content, status in (("a\0.csv", b"x", 400), ("a.csv", b"a\0b", 303)):
        answer = client.post(
            "/imports/new/people",
            data={"file": (BytesIO(content), name)},
            content_type="multipart/form-data",
        )
        assert answer.status_code == status
