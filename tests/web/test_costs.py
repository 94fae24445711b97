"""The costs of an offering, and the budgets of a year, as HR sees and edits them."""

from decimal import Decimal

from sqlalchemy import select

from tests.cast import Cast, an_offering
from tests.conftest import CountQueries, SignIn
from tests.reports.reading import opened, records
from tests.support.pages import errors_of, form_with, rows_of
from trainingtracker.costs import budgets, sheets
from trainingtracker.costs.facts import Contract, CostFacts, CostLine
from trainingtracker.extensions import db
from trainingtracker.models import CostSheet, Offering, Topic
from trainingtracker.vocabulary import ContractState, CostKind, OfferingStatus

LIST, COSTS = "/planning/budgets", "/planning/costs"
YEAR = 2031


def address(offering: Offering) -> str:
    return f"/offerings/{offering.id}/costs"


def sent(page: str, field: str) -> dict[str, str]:
    """What the form with this field would send."""
    return form_with(page, field).to_dict()


def stored(offering: Offering) -> CostFacts:
    db.session.rollback()
    sheet = sheets.sheet_of(offering.id)
    assert sheet is not None
    return sheets.facts_of(sheet)


def spend(offering: Offering, *lines: CostLine, contracts: tuple[Contract, ...] = ()) -> None:
    facts = CostFacts(YEAR, product="111.22", lines=lines, contracts=contracts)
    sheets.save(offering.id, facts, 0)
    db.session.commit()


def test_costs_contract_and_funding_are_entered_on_one_page(cast: Cast, sign_in: SignIn) -> None:
    client, page = sign_in(cast.hr), address(cast.english_offering)
    form = sent(client.get(page).text, "lines-0-planned")
    assert [form[f"lines-{n}-kind"] for n in range(4)] == ["fee", "travel", "room", "care"]
    added = client.post(page, data=form | {"add": "contracts"})
    form = sent(added.text, "contracts-0-number")
    assert form["contracts-0-trainer"] == str(cast.trainer.id)
    form |= {
        "budget_year": str(YEAR),
        "product": "111.22",
        "account": "5291 0000",
        "cost_centre": "18140",
        "procurement_number": "VG-2031/7",
        "lines-0-planned": "1.234,56",
        "lines-0-actual": "1234.50",
        "lines-0-invoice_number": "R-17",
        "lines-2-planned": "1,200.00",
        "contracts-0-number": "V-9",
        "contracts-0-dated": "2031-03-03",
        "contracts-0-state": "signed",
        "programme_id": str(sheets.programmes()[0].id),
        "funding": "500",
    }
    for _double_click in range(2):
        assert client.post(page, data=form).status_code == 303
    facts = stored(cast.english_offering)
    assert [(line.kind, line.planned, line.actual) for line in facts.lines] == [
        (CostKind.FEE, 123_456, 123_450),
        (CostKind.ROOM, 120_000, None),
    ]
    assert facts.lines[0].invoice_number == "R-17"
    assert (facts.product, facts.account, facts.cost_centre) == ("111.22", "5291 0000", "18140")
    assert facts.procurement_number == "VG-2031/7"
    assert facts.funding == 50_000
    (contract,) = facts.contracts
    assert (contract.trainer_id, contract.state) == (cast.trainer.id, ContractState.SIGNED)
    again = client.get(page)
    assert sent(again.text, "lines-0-planned")["lines-0-planned"] == "1.234,56"
    assert "1.200,00\xa0€" in again.text


def test_english_readers_see_their_own_notation(cast: Cast, sign_in: SignIn) -> None:
    spend(cast.english_offering, CostLine(CostKind.FEE, planned=123_456))
    client = sign_in(cast.hr)
    client.post("/language", data={"language": "en"})
    page = client.get(address(cast.english_offering)).text
    form = sent(page, "lines-0-planned")
    assert form["lines-0-planned"] == "1,234.56"
    assert client.post(address(cast.english_offering), data=form).status_code == 303
    assert stored(cast.english_offering).lines[0].planned == 123_456


WRONG = (
    ("lines-0-planned", "1,234", "Plan in Euro"),
    ("lines-0-planned", "-5", "Plan in Euro"),
    ("lines-0-actual", "viel", "Ist in Euro"),
    ("lines-0-actual", "99999999999999999999", "Ist in Euro"),
    ("lines-0-invoice_number", "R-17", "Ist in Euro"),
    ("lines-0-kind", "bribe", "Kostenart"),
    ("budget_year", "26", "Haushaltsjahr"),
    ("funding", "5", "Förderprogramm"),
    ("product", "x" * 61, "Produkt"),
    (
        "contracts-0-state",
        "signed",
        "Vertrag hat eine Nummer. Vertrag 1, Vertragsdatum: Ein",
    ),
    ("contracts-0-trainer", "999999", "Kursleitung"),
    ("contracts-0-dated", "2031-02-30", "Vertragsdatum"),
)


def test_what_cannot_be_is_named_and_everything_typed_is_kept(cast: Cast, sign_in: SignIn) -> None:
    client, page = sign_in(cast.hr), address(cast.english_offering)
    form = sent(client.get(page).text, "lines-0-planned")
    form = sent(client.post(page, data=form | {"add": "contracts"}).text, "lines-0-planned")
    form |= {"lines-1-note": "Bahnfahrt", "cost_centre": "18140"}
    for field, typed, named in WRONG:
        answer = client.post(page, data=form | {field: typed})
        assert answer.status_code == 422, field
        assert named in errors_of(answer.text)
        kept = sent(answer.text, "lines-0-planned")
        assert (kept["lines-1-note"], kept["cost_centre"]) == ("Bahnfahrt", "18140")
        if not field.endswith(("-kind", "-trainer")):
            assert kept[field] == typed
    assert db.session.scalars(select(CostSheet)).all() == []


def test_two_who_enter_costs_at_the_same_time_see_both(cast: Cast, sign_in: SignIn) -> None:
    spend(cast.english_offering, CostLine(CostKind.FEE, planned=100))
    client, page = sign_in(cast.hr), address(cast.english_offering)
    first = sent(client.get(page).text, "lines-0-planned")
    second = first.copy()
    first["lines-0-planned"], first["account"] = "2,00", "5291"
    second["lines-0-planned"] = "3,00"
    assert client.post(page, data=first).status_code == 303
    refused = client.post(page, data=second)
    assert refused.status_code == 409
    assert "In der Zwischenzeit geändert" in refused.text
    again = sent(refused.text, "lines-0-planned")
    assert (again["lines-0-planned"], again["account"]) == ("3,00", "5291")
    assert stored(cast.english_offering).lines[0].planned == 200
    assert client.post(page, data=again).status_code == 303
    facts = stored(cast.english_offering)
    assert (facts.lines[0].planned, facts.account) == (300, "5291")


def test_a_first_sheet_is_not_overwritten_by_who_saw_none(cast: Cast, sign_in: SignIn) -> None:
    client, page = sign_in(cast.hr), address(cast.english_offering)
    form = sent(client.get(page).text, "lines-0-planned")
    client.post(page, data=form | {"lines-0-planned": "2"})
    assert client.post(page, data=form | {"lines-0-planned": "3"}).status_code == 409
    assert stored(cast.english_offering).lines[0].planned == 200


def test_an_exceeded_budget_is_a_warning_and_no_obstacle(cast: Cast, sign_in: SignIn) -> None:
    client, page = sign_in(cast.hr), address(cast.english_offering)
    budget = f"{LIST}/{YEAR}/{cast.english.topic_id}"
    form = sent(client.get(budget).text, "amount")
    assert client.post(budget, data=form | {"amount": "1.000"}).status_code == 303
    costs = sent(client.get(page).text, "lines-0-planned") | {"budget_year": str(YEAR)}
    answer = client.post(page, data=costs | {"lines-0-planned": "1.000,50"})
    assert answer.status_code == 303
    shown = client.get(answer.location).text
    assert "um 0,50\xa0€ überschritten" in shown
    assert "-0,50\xa0€" in shown
    listed = client.get(f"{LIST}?year={YEAR}").text
    assert any("1.000,00" in row and "überschritten" in row for row in rows_of(listed))
    # A budget that is set too low warns as well.
    form = sent(client.get(budget).text, "amount")
    answer = client.post(budget, data=form | {"amount": "900"})
    assert "um 100,50\xa0€ überschritten" in client.get(answer.location).text


def test_a_budget_is_set_emptied_and_not_overwritten(cast: Cast, sign_in: SignIn) -> None:
    client, page = sign_in(cast.hr), f"{LIST}/{YEAR}/{cast.english.topic_id}"
    form = sent(client.get(page).text, "amount")
    assert form["amount"] == ""
    for wrong in ("viel", "-1", "1,234", "20.000.000"):
        answer = client.post(page, data=form | {"amount": wrong})
        assert answer.status_code == 422
        assert "Budget in Euro" in errors_of(answer.text)
        assert sent(answer.text, "amount")["amount"] == wrong
    assert client.post(page, data=form | {"amount": "12.000,50"}).status_code == 303
    stale = client.post(page, data=form | {"amount": "13.000"})
    assert stale.status_code == 409
    assert "12.000,50" in stale.text
    again = sent(stale.text, "amount")
    assert again["amount"] == "13.000"
    assert client.post(page, data=again | {"amount": ""}).status_code == 303
    db.session.rollback()
    assert budgets.budget_of(YEAR, cast.english.topic_id) is None


def test_workbooks_are_exact_to_the_cent(cast: Cast, sign_in: SignIn) -> None:
    spend(
        cast.english_offering,
        CostLine(CostKind.FEE, "=1+1", 1_000_001, 33, "R-1"),
        CostLine(CostKind.ROOM, planned=10),
        contracts=(Contract(cast.trainer.id, "V-9"),),
    )
    spend(cast.funding_offering, CostLine(CostKind.FEE, planned=7))
    budgets.put(YEAR, cast.english.topic_id, 5_000_010, 0)
    db.session.commit()
    client = sign_in(cast.hr)
    answer = client.get(f"{LIST}/list.xlsx?year={YEAR}", buffered=True)
    assert "Budgets_2031.xlsx" in answer.headers["Content-Disposition"]
    rows = {row["Themenfeld"]: row for row in records(opened(answer.data)["Budgets"])}
    exact = {
        name: Decimal(str(value))
        for name, value in rows[local_title(cast)].items()
        if isinstance(value, int | float)
    }
    assert exact == {
        "Budget": Decimal("50000.1"),
        "Plan": Decimal("10000.11"),
        "Gebunden": Decimal("0.1"),
        "Ausgegeben": Decimal("0.33"),
        "Verfügbar": Decimal("49999.67"),
        "Drittmittel": 0,
    }
    assert rows["Alle Themenfelder"]["Gebunden"] == 0.17
    filtered = f"{COSTS}/list.xlsx?year={YEAR}&topic={cast.english.topic_id}"
    costs = records(opened(client.get(filtered, buffered=True).data)["Kosten"])
    assert [(row["Plan"], row["Ist"], row["Rechnungsnummer"]) for row in costs] == [
        (10_000.01, 0.33, "R-1"), (0.1, None, None)
    ]  # fmt: skip
    assert costs[0]["Hinweis"] == "=1+1"
    assert costs[0]["Verträge"] == "Adler, Tom, V-9, entworfen"


def local_title(cast: Cast) -> str:
    return db.session.get_one(Topic, cast.english.topic_id).title_de


def test_the_list_of_costs_is_filtered_and_added_up(cast: Cast, sign_in: SignIn) -> None:
    spend(cast.english_offering, CostLine(CostKind.FEE, planned=1_050))
    spend(
        cast.funding_offering,
        CostLine(CostKind.FEE, actual=20),
        contracts=(Contract(cast.trainer.id),),
    )
    gone = an_offering(cast.english, status=OfferingStatus.CANCELLED)
    spend(gone, CostLine(CostKind.ROOM, planned=99))
    client = sign_in(cast.hr)

    def numbers(query: str) -> list[str]:
        page = client.get(f"{COSTS}?{query}&year={YEAR}").text
        found = (cast.english_offering, cast.funding_offering, gone)
        return [one.number for one in found if any(one.number in row for row in rows_of(page))]

    assert len(numbers("")) == 3
    assert numbers("open=invoice") == [cast.english_offering.number]
    assert numbers("open=signature") == [cast.funding_offering.number]
    assert numbers(f"topic={cast.funding.topic_id}") == [cast.funding_offering.number]
    assert len(numbers("open=nonsense&topic=x&sort=nonsense")) == 3
    assert numbers(f"q={cast.funding_offering.number}") == [cast.funding_offering.number]
    assert numbers("q=förderung") == [cast.funding_offering.number]
    for sort, first in (("-planned", cast.english_offering), ("-spent", cast.funding_offering)):
        page = client.get(f"{COSTS}?year={YEAR}&sort={sort}").text
        assert first.number in rows_of(page)[0]
    assert numbers("year=1900") == []


def test_a_copy_begins_with_what_was_planned(cast: Cast, sign_in: SignIn) -> None:
    spend(
        cast.english_offering,
        CostLine(CostKind.FEE, planned=100, actual=90, invoice_number="R"),
        contracts=(Contract(cast.trainer.id, "V-1"),),
    )
    client, page = sign_in(cast.hr), f"/offerings/{cast.english_offering.id}/copy"
    form = sent(client.get(page).text, "max_places")
    answer = client.post(page, data=form)
    assert answer.status_code == 303
    copied = db.session.get_one(Offering, int(answer.location.rsplit("/", 1)[1]))
    facts = stored(copied)
    assert [(line.planned, line.actual, line.invoice_number) for line in facts.lines] == [
        (100, None, "")
    ]
    assert facts.contracts == ()


def test_money_is_hrs(cast: Cast, sign_in: SignIn) -> None:
    pages = (
        address(cast.english_offering),
        LIST,
        f"{LIST}/list.xlsx",
        f"{LIST}/{YEAR}/1",
        COSTS,
        f"{COSTS}/list.xlsx",
    )
    for person in (cast.manager, cast.employee, cast.trainer, cast.coordinator):
        client = sign_in(person)
        assert [client.get(page).status_code for page in pages] == [403] * len(pages)
        assert client.post(pages[0], data={"lines-0-planned": "1"}).status_code == 403
        assert client.post(pages[3], data={"amount": "1"}).status_code == 403
    assert "Kosten und Verträge" not in sign_in(cast.trainer).get(
        f"/offerings/{cast.english_offering.id}"
    ).text  # fmt: skip
    hr = sign_in(cast.hr)
    for unknown in ("/offerings/99999/costs", f"{LIST}/{YEAR}/99999", f"{LIST}/99999999/1"):
        assert hr.get(unknown).status_code == 404


def test_more_costs_need_no_more_queries(
    cast: Cast, sign_in: SignIn, count_queries: CountQueries
) -> None:
    spend(
        cast.english_offering,
        CostLine(CostKind.FEE, planned=100),
        contracts=(Contract(cast.trainer.id),),
    )
    hr = sign_in(cast.hr)
    pages = [f"{LIST}?year={YEAR}", f"{COSTS}?year={YEAR}", address(cast.english_offering)]

    def queries() -> list[int]:
        counted = []
        for page in pages:
            with count_queries() as found:
                assert hr.get(page).status_code == 200
            counted.append(found.number)
        return counted

    few = queries()
    for _number in range(5):
        spend(
            an_offering(cast.english, trainer=cast.trainer),
            CostLine(CostKind.ROOM, planned=100),
            contracts=(Contract(cast.trainer.id), Contract(cast.hr.id)),
        )
    assert queries() == few


def test_a_form_that_is_full_says_so(cast: Cast, sign_in: SignIn) -> None:
    client, page = sign_in(cast.hr), address(cast.english_offering)
    form = sent(client.get(page).text, "lines-0-planned")
    form |= {f"lines-{number}-kind": "fee" for number in range(100)}
    answer = client.post(page, data=form | {"add": "lines"})
    assert answer.status_code == 200
    assert "Mehr als 100 Zeilen" in answer.text
    assert "lines-100-kind" not in answer.text
