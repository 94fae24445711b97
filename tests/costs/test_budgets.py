"""Budgets, costs and what they come to, compared with plain SQL."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from tests.cast import Cast, an_offering
from tests.external.acting import asked
from trainingtracker import clock
from trainingtracker.catalogue import topics
from trainingtracker.costs import budgets, listing, rules, sheets
from trainingtracker.costs.facts import Contract, CostFacts, CostLine
from trainingtracker.costs.listing import CostFilter, Open
from trainingtracker.costs.sums import Sums
from trainingtracker.errors import RuleViolation, StaleVersion
from trainingtracker.extensions import db
from trainingtracker.models import Offering
from trainingtracker.vocabulary import ContractState, CostKind, ExternalStatus, OfferingStatus

YEAR = 2026
FEE = CostLine(CostKind.FEE, planned=120_050, actual=118_037, invoice_number="R-17")
ROOM = CostLine(CostKind.ROOM, planned=30_001)
CARE = CostLine(CostKind.CARE, actual=4_599)


def spend(offering: Offering, *lines: CostLine, year: int = YEAR, **more: object) -> None:
    facts = replace(CostFacts(year, lines=lines), **more)  # type: ignore[arg-type]
    sheets.save(offering.id, facts, 0)


def by_hand(year: int) -> list[tuple[int, int, int, int]]:
    """Topic, planned, committed and spent, asked in a way of its own."""
    rows = db.session.execute(
        text("""
        SELECT c.topic_id,
          SUM(CASE WHEN o.status <> 'cancelled' THEN i.planned ELSE 0 END),
          SUM(CASE WHEN o.status <> 'cancelled' AND i.actual IS NULL THEN i.planned ELSE 0 END),
          SUM(COALESCE(i.actual, 0))
        FROM cost_item i, cost_sheet s, offering o, course c
        WHERE s.id = i.sheet_id AND o.id = s.offering_id AND c.id = o.course_id
          AND s.budget_year = :year
        GROUP BY c.topic_id ORDER BY c.topic_id"""),
        {"year": year},
    )
    return [(topic, int(planned), int(due), int(spent)) for topic, planned, due, spent in rows]


def test_sums_of_a_year_are_those_of_plain_sql(cast: Cast) -> None:
    programme = sheets.programmes()[0]
    spend(cast.english_offering, FEE, ROOM, CARE, programme_id=programme.id, funding=50_000)
    spend(cast.advanced_offering, replace(FEE, planned=99), ROOM)
    spend(cast.funding_offering, ROOM, programme_id=programme.id, funding=1)
    spend(an_offering(cast.english), FEE, year=YEAR + 1)
    gone = an_offering(cast.english, status=OfferingStatus.CANCELLED)
    spend(gone, FEE, ROOM, programme_id=programme.id, funding=700)
    languages = cast.english.topic_id
    budgets.put(YEAR, languages, 400_000, 0)
    found = budgets.of_year(YEAR)
    assert [
        (row.topic_id, row.sums.planned, row.sums.committed, row.sums.spent)
        for row in sorted(found.rows, key=lambda row: row.topic_id or 0)
        if row.sums.used
    ] == by_hand(YEAR)
    standing = budgets.standing(YEAR, languages)
    assert standing.sums == Sums(
        planned=120_050 + 30_001 + 99 + 30_001,
        committed=30_001 * 2,
        spent=118_037 * 3 + 4_599,
        funding=50_000,
    )
    assert (standing.left, standing.exceeded_by) == (400_000 - 418_712, 18_712)
    assert found.total.budget == 400_000
    assert found.total.sums.committed == 30_001 * 3
    assert [(row.code, row.offerings, row.amount) for row in found.funding] == [
        (programme.code, 2, 50_001)
    ]
    assert sum(row.committed + row.spent for row in found.booked) == found.total.sums.used
    listed = listing.costs(CostFilter(YEAR))
    assert listed.total == 4
    assert sum((row.sums for row in listed.rows), Sums()) == found.total.sums
    assert replace(listed.sums, funding=50_001) == found.total.sums
    items = listing.items(CostFilter(YEAR))
    assert len(items) == 8
    assert sum(row.actual or 0 for row in items) == found.total.sums.spent


def test_trainings_outside_the_catalogue_are_a_line_of_their_own(cast: Cast) -> None:
    spend(cast.english_offering, ROOM, FEE)
    costs = dict.fromkeys(
        (
            ExternalStatus.REQUESTED,
            ExternalStatus.APPROVED,
            ExternalStatus.RETURNED,
            ExternalStatus.CONFIRMED,
        ),
        0,
    )
    for number, status in enumerate(costs):
        training = asked(cast, status=status, title=f"Tagung {number}")
        training.cost = costs[status] = 10_000 + number
        training.starts_on = training.ends_on = date(YEAR, 12, 31)
    other = asked(cast, status=ExternalStatus.APPROVED, title="Nächstes Jahr")
    other.starts_on = other.ends_on = date(YEAR + 1, 1, 1)
    db.session.flush()
    found = budgets.of_year(YEAR)
    due = costs[ExternalStatus.APPROVED] + costs[ExternalStatus.RETURNED]
    assert (found.external.sums.committed, found.external.sums.spent) == (
        due,
        costs[ExternalStatus.CONFIRMED],
    )
    assert found.altogether.sums == found.total.sums + found.external.sums


def test_the_list_knows_what_is_still_to_do(cast: Cast) -> None:
    drafted = Contract(cast.trainer.id, "V-1")
    signed = replace(drafted, dated=date(2026, 3, 3), state=ContractState.SIGNED)
    spend(cast.english_offering, FEE, contracts=(drafted,))
    spend(cast.funding_offering, FEE, ROOM, contracts=(signed,))
    db.session.flush()

    def found(**filters: object) -> set[str]:
        rows = listing.costs(CostFilter(YEAR, **filters)).rows  # type: ignore[arg-type]
        return {row.number for row in rows}

    assert found(open=Open.SIGNATURE) == {cast.english_offering.number}
    assert found(open=Open.INVOICE) == {cast.funding_offering.number}
    assert found(topic_id=cast.funding.topic_id) == {cast.funding_offering.number}
    assert found() == {cast.english_offering.number, cast.funding_offering.number}


def test_a_copy_takes_what_is_planned_and_nothing_of_what_was_spent(cast: Cast) -> None:
    programme = sheets.programmes()[0]
    spend(
        cast.english_offering,
        FEE,
        ROOM,
        CARE,
        product="111.22",
        account="5291 0000",
        cost_centre="18140",
        procurement_number="VG-7",
        programme_id=programme.id,
        funding=50_000,
        contracts=(Contract(cast.trainer.id, "V-1"),),
    )
    copy = an_offering(cast.english, starts_on=date(clock.today().year + 1, 3, 1))
    sheet = sheets.copy_planned(cast.english_offering.id, copy)
    assert sheet is not None
    assert sheets.facts_of(sheet) == CostFacts(
        budget_year=clock.today().year + 1,
        product="111.22",
        account="5291 0000",
        cost_centre="18140",
        programme_id=programme.id,
        funding=50_000,
        lines=(
            CostLine(CostKind.FEE, planned=120_050, id=sheet.items[0].id),
            CostLine(CostKind.ROOM, planned=30_001, id=sheet.items[1].id),
        ),
    )
    assert sheets.copy_planned(cast.funding_offering.id, copy) is None


def test_rows_keep_their_identity_and_the_same_twice_is_no_change(cast: Cast) -> None:
    spend(cast.english_offering, FEE, ROOM)
    sheet = sheets.sheet_of(cast.english_offering.id)
    assert sheet is not None
    ids = [item.id for item in sheet.items]
    facts = sheets.facts_of(sheet)
    assert sheets.save(cast.english_offering.id, CostFacts(YEAR, lines=(FEE, ROOM)), 0) is sheet
    assert sheet.version == 1
    kept = replace(facts, lines=(facts.lines[1], CARE))
    sheets.save(cast.english_offering.id, kept, 1)
    assert sheet.version == 2
    assert sheet.items[0].id == ids[1]
    assert [item.kind for item in sheet.items] == [CostKind.ROOM, CostKind.CARE]
    with pytest.raises(StaleVersion):
        sheets.save(cast.english_offering.id, facts, 1)


def test_a_new_sheet_is_booked_where_the_topic_was_booked_last(cast: Cast) -> None:
    spend(cast.english_offering, product="111.22", account="5291", cost_centre="18140")
    spend(cast.funding_offering, product="571.01")
    facts = sheets.proposed(cast.advanced_offering)
    assert (facts.product, facts.account, facts.cost_centre) == ("111.22", "5291", "18140")
    start = cast.advanced_offering.starts_at
    assert start is not None
    assert facts.budget_year == clock.local(start).year


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (CostFacts(1999), "no budget year"),
        (CostFacts(YEAR, lines=(CostLine(CostKind.FEE, planned=-1),)), "below zero"),
        (CostFacts(YEAR, lines=(CostLine(CostKind.FEE, planned=rules.MOST + 1),)), "too high"),
        (CostFacts(YEAR, lines=(CostLine(CostKind.FEE, invoice_number="R"),)), "actual amount"),
        (CostFacts(YEAR, contracts=(Contract(1, "V", state=ContractState.SIGNED),)), "a date"),
        (CostFacts(YEAR, contracts=(Contract(1, state=ContractState.SIGNED),)), "a number"),
        (CostFacts(YEAR, funding=5), "programme that pays"),
    ],
)
def test_costs_that_cannot_be_are_refused(facts: CostFacts, why: str) -> None:
    with pytest.raises(RuleViolation, match=why):
        rules.check(facts)


def test_a_budget_is_set_changed_and_taken_away(cast: Cast) -> None:
    topic = topics.in_order()[0].id
    budgets.put(YEAR, topic, 1_000, 0)
    budgets.put(YEAR, topic, 1_000, 0)
    with pytest.raises(StaleVersion):
        budgets.put(YEAR, topic, 2_000, 0)
    budgets.put(YEAR, topic, 2_000, 1)
    with pytest.raises(StaleVersion):
        budgets.put(YEAR, topic, None, 1)
    budgets.put(YEAR, topic, None, 2)
    assert budgets.standing(YEAR, topic).budget is None
