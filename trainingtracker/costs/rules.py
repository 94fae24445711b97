"""What must be true of costs and budgets before they are stored."""

from trainingtracker.costs.facts import Contract, CostFacts, CostLine
from trainingtracker.errors import RuleViolation
from trainingtracker.text import mark
from trainingtracker.vocabulary import ContractState

FIRST_YEAR, LAST_YEAR = 2000, 2100
# In cents; what is above is a typing error, and more than a column of the database can hold.
MOST = 1_000_000_000

NO_INVOICE_WITHOUT_AMOUNT = mark("An invoice has an amount: please fill in the actual amount.")
SIGNED_WITH_NUMBER = mark("A signed contract has a number.")
SIGNED_WITH_DATE = mark("A signed contract has a date.")
FUNDED_BY_A_PROGRAMME = mark("Please choose the programme that pays.")
NOT_BELOW_ZERO = mark("An amount cannot be below zero.")


def check(facts: CostFacts) -> None:
    """Raise the first rule that the facts break."""
    check_year(facts.budget_year)
    check_amount(facts.funding)
    if facts.funding and facts.programme_id is None:
        raise RuleViolation(FUNDED_BY_A_PROGRAMME)
    for line in facts.lines:
        _check_line(line)
    for contract in facts.contracts:
        _check_contract(contract)


def check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RuleViolation(mark("This is no budget year."))


def check_amount(cents: int) -> None:
    if cents < 0:
        raise RuleViolation(NOT_BELOW_ZERO)
    if cents > MOST:
        raise RuleViolation(mark("This amount is too high."))


def _check_line(line: CostLine) -> None:
    check_amount(line.planned)
    check_amount(line.actual or 0)
    if line.invoice_number and line.actual is None:
        raise RuleViolation(NO_INVOICE_WITHOUT_AMOUNT)


def _check_contract(contract: Contract) -> None:
    if contract.state is ContractState.SIGNED:
        if not contract.number:
            raise RuleViolation(SIGNED_WITH_NUMBER)
        if contract.dated is None:
            raise RuleViolation(SIGNED_WITH_DATE)
