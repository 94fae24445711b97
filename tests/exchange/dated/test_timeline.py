"""Dated facts in memory: supersede, shorten, add, and change nothing a second time."""

from datetime import date

from trainingtracker.exchange.dated.timeline import Period, end_on, state_from

TODAY = date(2026, 3, 3)
JULY = date(2024, 7, 1)
OLD = Period(1, date(2020, 1, 1), None, "15")


def test_the_first_statement_is_added() -> None:
    rewrite = state_from([], "15", date(2020, 1, 1), TODAY)
    assert rewrite is not None
    assert rewrite.added == [(date(2020, 1, 1), None, "15")]


def test_what_is_so_already_changes_nothing() -> None:
    assert state_from([OLD], "15", TODAY, TODAY) is None
    assert state_from([OLD], "15", JULY, TODAY) is None


def test_a_change_ends_the_old_row_by_writing_it_anew() -> None:
    rewrite = state_from([OLD], "23", JULY, TODAY)
    assert rewrite is not None
    assert rewrite.superseded == [1]
    assert rewrite.added == [(OLD.since, JULY, "15"), (JULY, None, "23")]


def test_what_came_between_the_date_and_today_gives_way() -> None:
    periods = [
        Period(1, date(2020, 1, 1), date(2025, 1, 1), "15"),
        Period(2, date(2025, 1, 1), None, "18"),
    ]
    rewrite = state_from(periods, "23", JULY, TODAY)
    assert rewrite is not None
    assert rewrite.superseded == [1, 2]
    assert rewrite.added == [(date(2020, 1, 1), JULY, "15"), (JULY, None, "23")]


def test_what_is_planned_for_later_stays_planned() -> None:
    planned = Period(2, date(2027, 1, 1), None, "37")
    current = Period(1, date(2020, 1, 1), date(2027, 1, 1), "15")
    rewrite = state_from([current, planned], "18", TODAY, TODAY)
    assert rewrite is not None
    assert rewrite.superseded == [1]
    assert rewrite.added == [(current.since, TODAY, "15"), (TODAY, date(2027, 1, 1), "18")]


def test_a_fact_that_goes_on_stays_one_row() -> None:
    periods = [
        Period(1, date(2020, 1, 1), date(2025, 1, 1), "15"),
        Period(2, date(2025, 1, 1), None, "18"),
    ]
    rewrite = state_from(periods, "15", JULY, TODAY)
    assert rewrite is not None
    assert rewrite.added == [(date(2020, 1, 1), None, "15")]


def test_an_end_drops_what_is_to_come_and_leaves_the_past() -> None:
    past = Period(1, date(2018, 1, 1), date(2019, 1, 1), None)
    running = Period(2, date(2026, 1, 1), None, None)
    planned = Period(3, date(2027, 1, 1), None, None)
    rewrite = end_on([past, running, planned], TODAY)
    assert rewrite is not None
    assert rewrite.superseded == [2, 3]
    assert rewrite.added == [(date(2026, 1, 1), TODAY, None)]
    assert end_on([past], TODAY) is None
