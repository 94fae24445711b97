"""Targets as HR sets them, and where they are seen: the report and at a glance."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.cast import Cast, a_person, an_enrolment
from tests.conftest import CountQueries, SignIn
from tests.support.pages import errors_of, form_with
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import Target
from trainingtracker.strategy import targets
from trainingtracker.strategy.targets import Aim
from trainingtracker.vocabulary import Status, TargetMeasure

pytestmark = pytest.mark.parametrize("database_engine", ["sqlite"])
LIST = "/planning/targets"
DUE = clock.today() + timedelta(days=400)


@pytest.fixture
def hr(cast: Cast, sign_in: SignIn) -> FlaskClient:
    """Two of 15.23 took part in a language course."""
    for person in (cast.employee, cast.colleague):
        an_enrolment(person, cast.english_offering, Status.COMPLETED, finished_on=clock.today())
    db.session.commit()
    return sign_in(cast.hr)


def sent(page: str, field: str) -> dict[str, str]:
    """What the form of the page sends back as it is."""
    return form_with(page, field).to_dict()


def a_target(cast: Cast, amount: int = 4, unit_id: int | None = None) -> Target:
    aim = Aim(TargetMeasure.PERSONS, amount, DUE, clock.today())
    found = targets.set_target(cast.english.topic_id, unit_id, aim, cast.hr.id)
    db.session.commit()
    return found


def test_a_target_is_set_seen_changed_and_withdrawn(hr: FlaskClient, cast: Cast) -> None:
    assert "Noch ist kein Zielwert gesetzt" in hr.get(LIST).text
    form = sent(hr.get(f"{LIST}/new").text, "amount")
    typed = form | {
        "topic": str(cast.english.topic_id),
        "unit": str(cast.unit_15.id),
        "amount": "4",
        "measure": "persons",
        "due": DUE.isoformat(),
        "note_de": "<b>Zweck</b>",
    }
    for field, wrong, label in (
        ("amount", "viele", "Zielwert"),
        ("amount", "0", "Zielwert"),
        ("due", "morgen", "Zu erreichen bis"),
        ("unit", "4711", "Organisationseinheit"),
    ):
        answer = hr.post(f"{LIST}/new", data=typed | {field: wrong})
        assert answer.status_code == 422
        assert label in errors_of(answer.text)
        assert sent(answer.text, "amount")["note_de"] == "<b>Zweck</b>"
    late = hr.post(f"{LIST}/new", data=typed | {"due": clock.today().isoformat()})
    assert late.status_code == 422
    assert "erst nach dem Tag zu erreichen" in late.text
    assert hr.post(f"{LIST}/new", data=typed).status_code == 303
    # Sent twice it is one target; another one for the same is refused.
    assert hr.post(f"{LIST}/new", data=typed).status_code == 303
    assert hr.post(f"{LIST}/new", data=typed | {"amount": "5"}).status_code == 422
    page = hr.get(LIST).text
    assert "Noch 2 Personen bis zum" in page
    assert "&lt;b&gt;Zweck" in page
    (target,) = db.session.scalars(db.select(Target)).all()
    edit = f"{LIST}/{target.id}"
    form = sent(hr.get(edit).text, "amount")
    assert hr.post(edit, data=form | {"amount": "2"}).status_code == 303
    assert "Erreicht" in hr.get(LIST).text
    stale = hr.post(edit, data=form | {"amount": "7"})
    assert stale.status_code == 409
    assert "In der Zwischenzeit geändert" in stale.text
    again = sent(stale.text, "amount")
    assert again["amount"] == "7"
    assert hr.post(edit, data=again).status_code == 303
    db.session.rollback()
    now = targets.current(cast.english.topic_id, cast.unit_15.id)
    assert now
    assert hr.post(f"{edit}/withdrawal").status_code == 409
    for _twice in range(2):
        assert hr.post(f"{LIST}/{now.id}/withdrawal").status_code == 303
    assert "Noch ist kein Zielwert gesetzt" in hr.get(LIST).text
    assert hr.get(edit).status_code == 404
    assert hr.get(f"{LIST}/4711").status_code == 404


def test_the_report_says_how_far_each_unit_is_and_whose_target_it_has(
    hr: FlaskClient, cast: Cast
) -> None:
    share = Aim(TargetMeasure.SHARE, 50, DUE, clock.today())
    targets.set_target(cast.english.topic_id, None, share, cast.hr.id)
    a_target(cast, 4, cast.unit_15.id)
    report = hr.get("/reports/attainment.json?topic=languages").get_json()
    tables = {table["key"]: table["rows"] for table in report["tables"]}
    rows = {row["unit_number"]: row for row in tables["units"]}
    assert rows["15"]["target_set_for"] == "15"
    assert (rows["15"]["target_persons"], rows["15"]["gap"]) == (4, 2)
    assert rows["15"]["gap_in_words"].startswith("Noch 2 Personen")
    below = rows["15.23"]
    assert below["target_set_for"] == "alle Einheiten"
    assert below["target_persons"] == -(-below["headcount"] // 2)
    assert below["gap"] == below["target_persons"] - below["persons_reached"]
    everybody = tables["units"][-1]
    assert [row["gap"] for row in tables["targets"]] == [everybody["gap"], 2]
    # Without a topic other targets are meant, and there are none.
    report = hr.get("/reports/attainment.json").get_json()
    (units,) = (table["rows"] for table in report["tables"] if table["key"] == "units")
    assert {row["gap"] for row in units} == {None}


def test_the_number_of_queries_does_not_grow(
    hr: FlaskClient, cast: Cast, count_queries: CountQueries
) -> None:
    a_target(cast)
    hr.get(LIST)
    with count_queries() as few:
        assert hr.get(LIST).status_code == 200
    for unit in (cast.unit_15, cast.unit_1523, cast.unit_23):
        a_target(cast, 3, unit.id)
    an_enrolment(a_person("Neu", "Hier", cast.unit_23, account=False), cast.english_offering)
    db.session.commit()
    hr.get(LIST)
    with count_queries() as many:
        hr.get(LIST)
    assert len(many) == len(few)
