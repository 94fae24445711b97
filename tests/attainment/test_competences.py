"""Holders by competence and level on a day."""

from datetime import date, timedelta

from tests.cast import Cast, a_holding, a_person
from tests.conftest import CountQueries
from trainingtracker import clock
from trainingtracker.attainment.competences import ByCompetence, LevelCounts, by_competence
from trainingtracker.attainment.holdings import HoldingState, state_of
from trainingtracker.attainment.scope import EVERYONE, Scope
from trainingtracker.extensions import db
from trainingtracker.vocabulary import Activity, Basis, Evidence

DAY = date(2026, 6, 30)


def counted(scope: Scope = EVERYONE) -> ByCompetence:
    return by_competence(DAY, scope)


def level(code: str, activity: Activity | None = None, name: str = "English") -> LevelCounts:
    return next(
        row
        for row in counted().levels
        if (row.name.en, row.level_code, row.activity) == (name, code, activity)
    )


def test_a_holder_is_counted_at_the_highest_level_and_below_it(cast: Cast) -> None:
    a_holding(cast.employee, "eng", "B1")
    a_holding(cast.employee, "eng", "B2")
    a_holding(cast.colleague, "eng", "B1")
    assert (level("B1").exactly, level("B1").at_least) == (1, 2)
    assert (level("B1+").exactly, level("B1+").at_least) == (0, 1)
    assert (level("B2").exactly, level("B2").at_least) == (1, 1)
    assert counted().holders == 2


def test_two_holdings_of_one_level_are_one_holder_with_the_better_evidence(cast: Cast) -> None:
    a_holding(cast.employee, "eng", "B1", evidence=Evidence.COURSE)
    a_holding(cast.employee, "eng", "B1", evidence=Evidence.CERTIFICATE)
    a_holding(cast.colleague, "eng", "B1", evidence=Evidence.COURSE)
    row = level("B1")
    assert (row.exactly, row.proved, row.confirmed, row.self_declared) == (2, 1, 1, 0)


def test_an_expired_certificate_does_not_prove_what_a_course_confirms(cast: Cast) -> None:
    a_holding(cast.employee, "eng", "B1", evidence=Evidence.COURSE)
    a_holding(cast.employee, "eng", "B1", evidence=Evidence.CERTIFICATE, until=DAY)
    row = level("B1")
    assert (row.proved, row.confirmed, row.expired) == (0, 1, 0)


def test_until_is_the_first_day_on_which_a_holding_is_over(cast: Cast) -> None:
    a_holding(cast.employee, "eng", "B1", until=DAY)
    a_holding(cast.colleague, "eng", "B1", until=DAY + timedelta(days=1))
    row = level("B1")
    assert (row.exactly, row.expiring, row.expired) == (1, 1, 1)


def test_expiring_is_within_ninety_days() -> None:
    horizon = DAY + timedelta(days=90)
    assert state_of(None, DAY, horizon) is HoldingState.VALID
    assert state_of(DAY + timedelta(days=91), DAY, horizon) is HoldingState.VALID
    assert state_of(DAY + timedelta(days=90), DAY, horizon) is HoldingState.EXPIRING
    assert state_of(DAY, DAY, horizon) is HoldingState.EXPIRED


def test_one_that_lasts_keeps_a_holder_from_expiring(cast: Cast) -> None:
    a_holding(cast.employee, "eng", "B1", until=DAY + timedelta(days=10))
    a_holding(cast.employee, "eng", "B1", evidence=Evidence.COURSE)
    assert level("B1").expiring == 0
    assert counted().holdings[HoldingState.EXPIRING] == 1


def test_a_holding_that_begins_later_is_not_there_yet(cast: Cast) -> None:
    a_holding(cast.employee, "eng", "B1", since=DAY + timedelta(days=1))
    assert counted().levels == ()


def test_what_people_entered_of_their_own_accord_is_left_out(cast: Cast) -> None:
    a_holding(cast.employee, "eng", "C1", basis=Basis.CONSENT, evidence=Evidence.SELF_ASSESSMENT)
    assert counted().levels == ()


def test_a_corrected_holding_is_counted_as_it_is_known_now(cast: Cast) -> None:
    wrong = a_holding(cast.employee, "eng", "C1")
    wrong.superseded_at = clock.now()
    a_holding(cast.employee, "eng", "B1")
    assert [row.level_code for row in counted().levels] == ["B1"]


def test_guests_and_those_who_have_left_are_no_holders(cast: Cast) -> None:
    a_holding(cast.guest, "eng", "B1")
    a_holding(a_person("Lea", "Fort", exit=date(2026, 6, 29)), "eng", "B1")
    assert counted().holders == 0


def test_a_single_activity_is_a_ladder_of_its_own(cast: Cast) -> None:
    a_holding(cast.employee, "eng", "B1")
    a_holding(cast.employee, "eng", "C1").activity = Activity.READING
    db.session.flush()
    assert level("B1").exactly == 1
    assert level("C1", Activity.READING).exactly == 1
    assert counted().holders == 1


def test_a_team_sees_its_own_members_only(cast: Cast) -> None:
    a_holding(cast.employee, "eng", "B1")
    a_holding(cast.outsider, "eng", "B1")
    assert counted(Scope.team([cast.employee.id])).holders == 1


def test_the_number_of_queries_does_not_grow(cast: Cast, count_queries: CountQueries) -> None:
    a_holding(cast.employee, "eng", "B1")
    with count_queries() as few:
        counted()
    for number in range(10):
        a_holding(a_person("Person", f"Nummer {number}", account=False), "fra", "B1")
    with count_queries() as many:
        counted()
    assert many.number == few.number
