"""After how many working days a decision is reminded of, as HR sets it."""

import pytest

from tests.cast import Cast
from tests.conftest import SignIn
from tests.support.pages import errors_of, form_with
from trainingtracker import settings
from trainingtracker.extensions import db

PAGE = "/planning/reminders"


def stored() -> tuple[int, int]:
    db.session.rollback()
    found = settings.several("reminder_days", "escalation_days")
    return found["reminder_days"], found["escalation_days"]


def test_hr_sets_the_days(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    assert PAGE in client.get("/approvals").text
    form = form_with(client.get(PAGE).text, "reminder").to_dict()
    assert (form["reminder"], form["escalation"]) == ("3", "6")
    answer = client.post(PAGE, data=form | {"reminder": "2", "escalation": "4"})
    assert "gespeichert" in client.get(answer.location).text
    assert stored() == (2, 4)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"reminder": ""}, "Arbeitstage bis zur Erinnerung: Bitte"),
        ({"reminder": "0"}, "1 bis 60"),
        ({"escalation": "61"}, "1 bis 60"),
        ({"escalation": "drei"}, "Arbeitstage bis zum Weiterreichen"),
        ({"reminder": "6"}, "nach der Erinnerung"),
    ],
)
def test_what_is_wrong_is_said_and_kept(
    typed: dict[str, str], told: str, cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.hr)
    form = form_with(client.get(PAGE).text, "reminder").to_dict() | typed
    refused = client.post(PAGE, data=form)
    assert refused.status_code == 422
    assert told in errors_of(refused.text)
    kept = form_with(refused.text, "reminder").to_dict()
    assert all(kept[name] == value for name, value in typed.items())
    assert stored() == (3, 6)


def test_two_who_change_it_see_each_other(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    form = form_with(client.get(PAGE).text, "reminder").to_dict()
    client.post(PAGE, data=form | {"reminder": "2"})
    late = client.post(PAGE, data=form | {"reminder": "5"})
    assert late.status_code == 409
    assert "Jetzt gespeichert" in late.text
    again = form_with(late.text, "reminder").to_dict()
    assert again["reminder"] == "5"
    assert client.post(PAGE, data=again).status_code == 303
    assert stored() == (5, 6)


@pytest.mark.parametrize("who", ["employee", "manager", "coordinator", "admin"])
def test_the_days_are_hrs(who: str, cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(getattr(cast, who)).get(PAGE).status_code == 403
