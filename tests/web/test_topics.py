"""HR adds and renames topics."""

import pytest

from tests.cast import Cast
from tests.conftest import SignIn
from tests.support.pages import errors_of, form_with
from trainingtracker.catalogue import topics
from trainingtracker.extensions import db

LIST = "/planning/topics"


def test_a_topic_is_added_and_listed(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    answer = client.post(LIST, data={"title_de": "Digitales", "title_en": "Digital skills"})
    assert answer.status_code == 303
    assert "Digital skills" in client.get(LIST).text


def test_a_topic_needs_both_titles(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.hr).post(LIST, data={"title_de": "Digitales"})
    assert answer.status_code == 422
    assert "Titel auf Englisch" in errors_of(answer.text)


def test_a_title_that_exists_is_refused(cast: Cast, sign_in: SignIn) -> None:
    title = topics.in_order()[0].title_de
    answer = sign_in(cast.hr).post(LIST, data={"title_de": title, "title_en": "New"})
    assert answer.status_code == 422
    assert "Es gibt schon ein Themenfeld" in errors_of(answer.text)


def test_a_topic_is_renamed(cast: Cast, sign_in: SignIn) -> None:
    topic = topics.in_order()[0]
    client = sign_in(cast.hr)
    assert topic.title_de in client.get(f"{LIST}/{topic.id}").text
    form = form_with(client.get(f"{LIST}/{topic.id}").text, "title_de")
    form["title_de"] = form["title_en"] = ""
    assert client.post(f"{LIST}/{topic.id}", data=form).status_code == 422
    form["title_de"], form["title_en"] = topics.in_order()[1].title_de, "x"
    assert client.post(f"{LIST}/{topic.id}", data=form).status_code == 422
    form["title_de"], form["title_en"] = "Europa", "Europe"
    answer = client.post(f"{LIST}/{topic.id}", data=form)
    assert answer.status_code == 303
    db.session.refresh(topic)
    assert topic.title_en == "Europe"


def test_who_renames_at_the_same_time_sees_both_titles(cast: Cast, sign_in: SignIn) -> None:
    address = f"{LIST}/{topics.in_order()[0].id}"
    client = sign_in(cast.hr)
    first = form_with(client.get(address).text, "title_de")
    second = first.copy()
    first["title_en"], second["title_en"] = "Europe", "European Union"
    assert client.post(address, data=first).status_code == 303
    refused = client.post(address, data=second)
    assert refused.status_code == 409
    assert "In der Zwischenzeit geändert" in refused.text
    assert "Europe</span>" in refused.text
    again = form_with(refused.text, "title_de")
    assert again["title_en"] == "European Union"
    assert client.post(address, data=again).status_code == 303
    assert topics.in_order()[0].title_en == "European Union"


def test_an_unknown_topic_is_not_found(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.hr).get(f"{LIST}/999").status_code == 404


@pytest.mark.parametrize("address", [LIST, f"{LIST}/1"])
def test_topics_are_hrs(cast: Cast, sign_in: SignIn, address: str) -> None:
    assert sign_in(cast.manager).get(address).status_code == 403
    assert sign_in(cast.manager).post(address, data={}).status_code == 403
