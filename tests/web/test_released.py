"""The published numbers: HR publishes them, everybody reads them."""

from tests.cast import Cast
from tests.conftest import SignIn
from trainingtracker import clock
from trainingtracker.attainment.released import releases
from trainingtracker.attainment.trend import quarter_ends
from trainingtracker.models import Release


def test_hr_publishes_once_and_everybody_reads(cast: Cast, sign_in: SignIn) -> None:
    last = quarter_ends(clock.today())[-1].isoformat()
    hr = sign_in(cast.hr)
    assert "noch nichts veröffentlicht" in hr.get("/released").text
    answer = hr.post("/released", data={"as_of": last}, follow_redirects=True)
    assert "Die Zahlen sind veröffentlicht." in answer.text
    again = hr.post("/released", data={"as_of": last})
    assert again.status_code == 422
    assert "schon veröffentlicht" in again.text
    assert [type(each) for each in releases()] == [Release]
    page = sign_in(cast.employee).get(f"/released?as_of={last}").text
    assert "Die gesamte Verwaltung" in page
    assert "Für alle veröffentlichen" not in page


def test_what_is_no_end_of_a_quarter_is_refused(cast: Cast, sign_in: SignIn) -> None:
    hr = sign_in(cast.hr)
    for sent in ("gestern", "2026-01-01", ""):
        assert hr.post("/released", data={"as_of": sent}).status_code == 422
    hr.post("/released", data={"as_of": quarter_ends(clock.today())[-1].isoformat()})
    assert hr.get("/released?as_of=2020-01-01").status_code == 404


def test_of_several_published_quarters_each_can_be_opened(cast: Cast, sign_in: SignIn) -> None:
    hr = sign_in(cast.hr)
    days = [day.isoformat() for day in quarter_ends(clock.today())[-2:]]
    for day in days:
        hr.post("/released", data={"as_of": day})
    page = hr.get(f"/released?as_of={days[0]}").text
    assert [f'href="/released?as_of={day}"' in page for day in days] == [True, True]
