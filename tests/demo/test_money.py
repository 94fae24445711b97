"""Budgets and costs in the example city."""

from flask import Flask

from trainingtracker import clock
from trainingtracker.costs import budgets, listing
from trainingtracker.costs.listing import CostFilter, Open


def test_three_years_have_budgets_and_one_topic_has_spent_too_much(city: Flask) -> None:
    this_year = clock.today().year
    years = {year: budgets.of_year(year) for year in range(this_year - 1, this_year + 2)}
    for found in years.values():
        assert all(row.budget for row in found.rows)
    assert [bool(row.exceeded_by) for row in years[this_year].rows].count(True) == 1
    assert not any(row.exceeded_by for row in years[this_year - 1].rows)
    assert years[this_year].total.sums.committed
    assert years[this_year].total.sums.spent


def test_contracts_and_invoices_are_still_to_come_somewhere(city: Flask) -> None:
    years = (clock.today().year, clock.today().year + 1)
    for todo in Open:
        assert sum(listing.costs(CostFilter(year, open=todo)).total for year in years)
