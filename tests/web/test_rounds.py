"""The pages of a round: criteria, proposal, adjusting, hearings, release."""

import re
from datetime import timedelta

import pytest

from tests.cast import Cast, a_person, an_enrolment, an_offering
from tests.conftest import CountQueries, SignIn
from tests.enrolment.acting import as_actor
from tests.support.pages import errors_of, form_with, rows_of
from tests.support.rounds import a_collected_round, a_round_being_heard
from trainingtracker import clock
from trainingtracker.enrolment.rounds.hearing import hearing_rule, reply, send
from trainingtracker.enrolment.rounds.proposal import propose
from trainingtracker.extensions import db
from trainingtracker.models import Hearing, Offering, RoundEntry
from trainingtracker.vocabulary import Allocation, HearingBody, HearingReply, Status


@pytest.fixture
def heard(cast: Cast) -> Hearing:
    """A round of two places and four requests, sent to the staff council."""
    found = a_round_being_heard(cast)
    db.session.commit()
    return found


def address(hearing: Hearing, rest: str = "") -> str:
    return f"/offerings/{hearing.round.offering_id}/round{rest}"


def sent_by(page: str, field: str) -> dict[str, str]:
    """What the form of the page that has this field would send."""
    return form_with(page, field).to_dict()


def an_open_round(cast: Cast) -> Offering:
    made = an_offering(cast.funding, places=2)
    made.allocation = Allocation.ROUND
    db.session.commit()
    return made


def test_the_offering_form_asks_for_the_last_day_of_a_round(cast: Cast, sign_in: SignIn) -> None:
    client, path = sign_in(cast.hr), f"/offerings/{cast.funding_offering.id}/edit"
    meeting = cast.funding_offering.meetings[0]
    day = clock.local_day(meeting.starts_at).isoformat()
    sent = {
        "course_id": str(cast.funding.id), "max_places": "3", "min_places": "1", "version": "1",
        "meetings-0-id": str(meeting.id), "meetings-0-day": day, "meetings-0-begins": "09:00",
        "meetings-0-ends": "12:00", "meetings-0-venue": "Saal", "allocation": "round", "closes": "",
        "moving_up": "at_once",
    }  # fmt: skip
    refused = client.post(path, data=sent)
    assert refused.status_code == 422
    assert "In einer Runde werden Anfragen bis zu diesem Tag gesammelt." in errors_of(refused.text)
    assert 'value="Saal"' in refused.text
    closes = (clock.local_day(meeting.starts_at) - timedelta(20)).isoformat()
    assert client.post(path, data=sent | {"closes": closes}).status_code == 303
    assert cast.funding_offering.allocation is Allocation.ROUND


def test_criteria_are_published_and_fixed_by_the_first_request(cast: Cast, sign_in: SignIn) -> None:
    offering, client = an_open_round(cast), sign_in(cast.hr)
    path = f"/offerings/{offering.id}/round/criteria"
    sent = {"version": "1", "not_yet_trained": "topic", "unit_shares": "y",
            "groups-0-group": f"unit-{cast.unit_23.id}"}  # fmt: skip
    more = client.post(path, data=sent | {"add": "groups"})
    assert more.status_code == 200
    assert "groups-1-group" in more.text
    empty = client.post(path, data=sent | {"groups-1-group": ""})
    assert empty.status_code == 422
    assert "Gruppe 2, Vorranggruppe" in errors_of(empty.text)
    assert re.search(rf'selected value="unit-{cast.unit_23.id}"', empty.text)
    nonsense = client.post(path, data=sent | {"not_yet_trained": "never"})
    assert nonsense.status_code == 422
    assert client.post(path, data=sent).status_code == 303
    stale = client.post(path, data=sent | {"not_yet_trained": "off"})
    assert stale.status_code == 409
    for reader in (cast.employee, cast.hr):
        page = sign_in(reader).get(f"/courses/{offering.course_id}").text
        assert "Vorranggruppe 1: 23 Wirtschaft" in page
        assert "Anfragen werden bis" in page
    asked = sign_in(cast.employee).post(f"/offerings/{offering.id}/enrolments")
    assert "Anfrage liegt vor" in sign_in(cast.employee).get(asked.location).text
    assert "Anfrage liegt vor" in sign_in(cast.employee).get("/").text
    late = client.post(path, data=sent | {"version": "2", "not_yet_trained": "off"})
    assert late.status_code == 422
    assert "Kriterien bleiben" in errors_of(late.text)


def test_the_proposal_is_made_once_requests_are_collected(cast: Cast, sign_in: SignIn) -> None:
    offering, client = an_open_round(cast), sign_in(cast.hr)
    path = f"/offerings/{offering.id}/round"
    assert "Anfragen werden gesammelt" in client.get(path).text
    early = client.post(f"{path}/proposal", follow_redirects=True)
    assert "Danach kann der Vorschlag erstellt werden." in early.text
    offering.enrolment_opens, offering.enrolment_closes = None, clock.now() - timedelta(hours=1)
    db.session.commit()
    assert "Niemand hat angefragt." in client.get(path).text
    an_enrolment(cast.employee, offering, Status.REQUESTED)
    db.session.commit()
    made = client.post(f"{path}/proposal", follow_redirects=True)
    assert "Der Vorschlag ist nach den Kriterien erstellt." in made.text
    assert any(row.startswith("1 Sommer, Erik") for row in rows_of(made.text))


def test_adjusting_keeps_what_was_typed_and_shows_what_others_saved(
    heard: Hearing, cast: Cast, sign_in: SignIn
) -> None:
    entry = db.session.query(RoundEntry).order_by(RoundEntry.rank.desc()).first()
    assert entry is not None
    client, path = sign_in(cast.hr), address(heard, f"/requests/{entry.enrolment_id}")
    sent = sent_by(client.get(path).text, "reason")
    unsaid = client.post(path, data=sent | {"outcome": "place", "reason": " "})
    assert unsaid.status_code == 422
    assert 'href="#reason"' in unsaid.text
    assert re.search(r'checked[^>]* value="place"', unsaid.text)
    nonsense = client.post(path, data=sent | {"outcome": "perhaps", "reason": "Weil"})
    assert nonsense.status_code == 422
    assert "Weil</textarea>" in nonsense.text
    saved = client.post(path, data=sent | {"outcome": "place", "reason": "Leitet es"})
    assert saved.status_code == 303
    assert "Vom Personalbereich angepasst: Leitet es" in client.get(saved.location).text
    stale = client.post(path, data=sent | {"outcome": "decline", "reason": "Anders"})
    assert stale.status_code == 409
    assert "Leitet es" in stale.text
    assert "Anders</textarea>" in stale.text
    assert client.get(address(heard, "/requests/999")).status_code == 404


def test_an_offering_without_a_round_has_no_such_pages(cast: Cast, sign_in: SignIn) -> None:
    path = f"/offerings/{cast.funding_offering.id}/round"
    assert sign_in(cast.hr).get(path).status_code == 404
    assert sign_in(cast.manager).get(path).status_code == 403


def test_a_body_reads_its_own_lists_only_and_replies_once(
    heard: Hearing, cast: Cast, sign_in: SignIn
) -> None:
    council, path = sign_in(cast.staff_council), f"/hearings/{heard.id}"
    assert "Bitte antworten" in council.get("/hearings").text
    page = council.get(path).text
    assert "Sommer, Erik" in page
    assert "erik.sommer" not in page
    assert cast.employee.personnel_number not in page
    unsaid = council.post(f"{path}/reply", data={"reply": "objects", "text": ""})
    assert unsaid.status_code == 422
    assert 'href="#text"' in unsaid.text
    nothing = council.post(f"{path}/reply", data={"text": "Hm"})
    assert nothing.status_code == 422
    assert "Hm</textarea>" in nothing.text
    assert sign_in(cast.equality).get(path).status_code == 404
    answered = {"reply": "objects", "text": "Zu wenige"}
    assert sign_in(cast.equality).post(f"{path}/reply", data=answered).status_code == 404
    council = sign_in(cast.staff_council)
    assert council.post(f"{path}/reply", data=answered).status_code == 303
    again = council.post(f"{path}/reply", data=answered)
    assert again.status_code == 422
    assert "schon am" in errors_of(again.text)
    assert "Zu wenige" in sign_in(cast.hr).get(address(heard)).text


def test_the_release_says_what_happens_and_names_the_field(
    heard: Hearing, cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.hr)
    sent = client.post(address(heard, "/hearings"), data={"body": "all"}, follow_redirects=True)
    assert "gesendet: Gleichstellungsbeauftragte, Schwerbehindertenvertretung" in sent.text
    twice = client.post(
        address(heard, "/hearings"), data={"body": "equality"}, follow_redirects=True
    )
    assert "seitdem hat sich nichts geändert" in twice.text
    assert "längstens bis" in twice.text
    assert client.post(address(heard, "/hearings"), data={"body": "mayor"}).status_code == 404
    early = client.post(address(heard, "/release"))
    assert early.status_code == 422
    assert "wartet auf die Antwort von: Personalrat" in errors_of(early.text)
    people = (cast.staff_council, cast.equality, cast.disability_representation)
    for hearing, person in zip(db.session.query(Hearing).order_by(Hearing.id), people, strict=True):
        objects = hearing.body is HearingBody.STAFF_COUNCIL
        answer = HearingReply.OBJECTS if objects else HearingReply.AGREES
        reply(hearing.id, answer, "Bedenken" if objects else "", as_actor(person))
    db.session.commit()
    page = client.get(address(heard)).text
    assert "3 E-Mails werden gesendet, 1 Brief wird zum Drucken bereitgelegt" in page
    seen = sent_by(page, "seen")
    unsaid = client.post(address(heard, "/release"), data=seen)
    assert unsaid.status_code == 422
    assert 'href="#note"' in unsaid.text
    old = client.post(address(heard, "/release"), data={"seen": "1:place", "note": "Besprochen"})
    assert old.status_code == 409
    assert "Besprochen</textarea>" in old.text
    done = client.post(address(heard, "/release"), data=seen | {"note": "Besprochen"})
    assert done.status_code == 303
    assert "Freigegeben: 2 Plätze, 2 auf der Warteliste, 0 ohne Platz." in (
        client.get(done.location).text
    )
    released = client.get(address(heard)).text
    assert "Was freigegeben wurde" in released
    assert "Besprochen" in released
    assert len([row for row in rows_of(released) if "Warteliste" in row]) == 2
    twice = client.post(
        address(heard, "/release"), data=seen | {"note": "Noch einmal"}, follow_redirects=True
    )
    assert "daran ändert sich nichts mehr" in twice.text
    after = sign_in(cast.staff_council).get(f"/hearings/{heard.id}").text
    assert "Sommer" not in after
    assert "Die Namen werden hier nicht mehr gezeigt." in after


def test_hr_is_told_where_nobody_can_be_heard(heard: Hearing, cast: Cast, sign_in: SignIn) -> None:
    cast.equality.exit = clock.today() - timedelta(days=1)
    db.session.commit()
    sent = sign_in(cast.hr).post(
        address(heard, "/hearings"), data={"body": "equality"}, follow_redirects=True
    )
    assert "Niemand hat hier die Rolle „Gleichstellungsbeauftragte“" in sent.text


def test_who_is_heard_is_set_by_hr(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    sent = {"bodies": ["equality"], "days": "0"}
    refused = client.post("/planning/hearings", data=sent)
    assert refused.status_code == 422
    assert "Arbeitstage" in errors_of(refused.text)
    assert client.post("/planning/hearings", data=sent | {"days": "7"}).status_code == 303
    rule = hearing_rule()
    assert (rule.bodies, rule.days, rule.waits) == ((HearingBody.EQUALITY,), 7, False)


def test_the_desk_names_rounds_to_go_on_with(heard: Hearing, cast: Cast, sign_in: SignIn) -> None:
    second = a_collected_round(cast)
    db.session.commit()
    page = sign_in(cast.hr).get("/planning").text
    assert f'href="/offerings/{second.id}/round"' in page
    assert "Vorschlag fehlt" in page
    assert "Vorgeschlagen" in page
    assert "Runden" not in sign_in(cast.coordinator).get("/planning").text


@pytest.mark.parametrize("more", [1, 12])
def test_the_lists_take_the_same_queries_however_long_they_are(
    more: int, cast: Cast, sign_in: SignIn, count_queries: CountQueries
) -> None:
    offering = a_collected_round(cast)
    for number in range(more):
        person = a_person("Nora", f"Neu{number}", cast.unit_1523)
        an_enrolment(person, offering, Status.REQUESTED)
    propose(offering.id, as_actor(cast.hr))
    sent = send(offering.id, HearingBody.EQUALITY, as_actor(cast.hr))
    db.session.commit()
    with count_queries() as counted:
        assert sign_in(cast.equality).get(f"/hearings/{sent.id}").status_code == 200
    assert counted.number <= 26
    client = sign_in(cast.hr)
    with count_queries() as counted:
        assert client.get(f"/offerings/{offering.id}/round").status_code == 200
    assert counted.number <= 23


def test_a_reply_on_paper_is_recorded_and_shown_as_such(cast: Cast, sign_in: SignIn) -> None:
    hearing = a_round_being_heard(cast)
    db.session.commit()
    hr, page = sign_in(cast.hr), f"/planning/hearings/{hearing.id}/paper"
    round_page = f"/offerings/{hearing.round.offering_id}/round"
    assert page in hr.get(round_page).text
    sent = {"dated": clock.today().isoformat(), "sender": "Rosa Vorsitz", "reply": "objects"}
    for wrong in ({"dated": "gestern"}, {"sender": ""}, {"reply": ""}, {"text": ""}):
        refused = hr.post(page, data=sent | wrong)
        assert refused.status_code == 422
        assert f'href="#{next(iter(wrong))}' in refused.text
    assert hr.post(page, data=sent | {"text": "Zu wenige"}).status_code == 303
    for reader, where in (
        (hr, round_page),
        (sign_in(cast.staff_council), f"/hearings/{hearing.id}"),
    ):
        shown = reader.get(where).text
        assert "Rosa Vorsitz" in shown
        assert "Vom Personalbereich eingetragen" in shown
    assert page not in hr.get(round_page).text
    assert hr.post(page, data=sent | {"text": "Zu wenige"}).status_code == 422


def test_a_round_that_leaves_no_time_to_hear_anybody_is_warned_of(
    cast: Cast, sign_in: SignIn
) -> None:
    hr, today = sign_in(cast.hr), clock.today()
    made = an_offering(cast.funding, starts_on=today + timedelta(40))
    db.session.commit()
    page = f"/offerings/{made.id}/edit"
    sent = dict(form_with(hr.get(page).text, "max_places")) | {"allocation": "round"}
    warning = "Die Antworten kämen zu spät"
    for closes_in, warned in ((10, False), (38, True)):
        sent["closes"] = (today + timedelta(closes_in)).isoformat()
        sent["version"] = dict(form_with(hr.get(page).text, "max_places"))["version"]
        answer = hr.post(page, data=sent, follow_redirects=True).text
        assert (warning in answer) is warned
        assert (warning in hr.get(f"/offerings/{made.id}/round").text) is warned
