"""The calendar: a month of meetings by day and by room."""

from datetime import date, time

import pytest
from lxml import html

from tests.cast import Cast, an_offering
from tests.conftest import CountQueries, SignIn
from tests.support.frozen import FrozenClock
from tests.support.pages import rows_of
from trainingtracker.extensions import db
from trainingtracker.vocabulary import OfferingStatus


def days_of(page: str) -> dict[str, str]:
    """The cells of the month that have something, by their day in full."""
    cells = html.fromstring(page).xpath("//table[@class='calendar']//td[.//li]")
    return {
        cell.xpath("string(.//*[@class='calendar-long'])"): " ".join(cell.text_content().split())
        for cell in cells
    }


def test_a_month_shows_its_meetings_on_their_days(
    frozen: FrozenClock, cast: Cast, sign_in: SignIn
) -> None:
    offering = an_offering(cast.english, starts_on=date(2026, 5, 28), meetings=2)
    an_offering(cast.funding, starts_on=date(2026, 5, 29), status=OfferingStatus.DRAFT)
    an_offering(cast.funding, starts_on=date(2026, 5, 29), status=OfferingStatus.CANCELLED)
    db.session.commit()
    client = sign_in(cast.hr)
    page = client.get("/planning/calendar?month=2026-05").text
    assert "Kalender Mai 2026" in page
    days = days_of(page)
    assert list(days) == ["Do, 28. Mai 2026", "Fr, 29. Mai 2026"]
    assert "09:00–12:30" in days["Do, 28. Mai 2026"]
    assert "Raum 214" in days["Do, 28. Mai 2026"]
    assert days["Fr, 29. Mai 2026"].count("T-EU") == 1
    assert "Entwurf" in days["Fr, 29. Mai 2026"]
    assert f'href="/offerings/{offering.id}"' in page
    assert page.count("Feiertag") == 3
    following = html.fromstring(page).xpath("//a[@rel='next']/@href")[0]
    assert list(days_of(client.get(following).text)) == ["Do, 4. Juni 2026"]


def test_rooms_are_filtered_and_two_at_once_are_told(
    frozen: FrozenClock, cast: Cast, sign_in: SignIn
) -> None:
    day = date(2026, 5, 28)
    an_offering(cast.english, starts_on=day)
    an_offering(cast.funding, starts_on=day, begins=time(12), ends=time(14))
    elsewhere = an_offering(cast.advanced, starts_on=day)
    elsewhere.meetings[0].venue = "Saal 2"
    db.session.commit()
    client = sign_in(cast.hr)
    by_room = rows_of(client.get("/planning/calendar?month=2026-05&view=rooms").text)
    assert [row.split(" Englisch")[0][:10] for row in by_room] == ["Raum 214 2", "Saal 2 1 V"]
    assert by_room[0].count("Raum doppelt belegt") == 2
    assert "doppelt" not in by_room[1]
    one = client.get("/planning/calendar?month=2026-05&venue=Saal+2").text
    assert "Verhandeln auf Englisch" in one
    assert "Englisch für die Verwaltung" not in one


@pytest.mark.parametrize(
    "query", ["", "month=x", "month=2026-13", "month=9999-12", "venue=Nirgendwo"]
)
def test_what_makes_no_sense_is_this_month_and_every_room(
    query: str, frozen: FrozenClock, cast: Cast, sign_in: SignIn
) -> None:
    page = sign_in(cast.hr).get(f"/planning/calendar?{query}")
    assert page.status_code == 200
    assert "Kalender März 2026" in page.text


def test_the_calendar_is_hrs_and_linked_from_the_desk(cast: Cast, sign_in: SignIn) -> None:
    assert 'href="/planning/calendar"' in sign_in(cast.hr).get("/planning").text
    for person in (cast.coordinator, cast.manager, cast.trainer):
        assert sign_in(person).get("/planning/calendar").status_code == 403


def test_more_meetings_need_no_more_queries(
    frozen: FrozenClock, cast: Cast, sign_in: SignIn, count_queries: CountQueries
) -> None:
    client = sign_in(cast.hr)
    numbers = []
    for _ in range(2):
        with count_queries() as counted:
            assert client.get("/planning/calendar?month=2026-05").status_code == 200
        numbers.append(counted.number)
        for day in range(4, 9):
            an_offering(cast.english, starts_on=date(2026, 5, day))
        db.session.commit()
    assert numbers[0] == numbers[1]


def test_a_crowded_day_shows_some_of_its_meetings_and_leads_to_all(
    frozen: FrozenClock, cast: Cast, sign_in: SignIn
) -> None:
    for hour in range(7, 13):
        an_offering(
            cast.english, starts_on=date(2026, 5, 28), begins=time(hour), ends=time(hour, 45)
        )
    # Two at once are told of, however late they are.
    for place in ("Saal 2", "Saal 2"):
        late = an_offering(
            cast.funding, starts_on=date(2026, 5, 28), begins=time(15), ends=time(16)
        )
        late.meetings[0].venue = place
    db.session.commit()
    client = sign_in(cast.hr)
    page = client.get("/planning/calendar?month=2026-05").text
    (shown,) = days_of(page).values()
    assert shown.count("Englisch für die Verwaltung") == 1
    assert shown.count("Raum doppelt belegt") == 2
    assert "und 5 weitere Termine" in shown
    (address,) = html.fromstring(page).xpath("//a[contains(., 'weitere Termine')]/@href")
    day = client.get(address).text
    assert day.count("Englisch für die Verwaltung") == 6
    assert "8 Kurstage" in day
