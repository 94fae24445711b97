"""What is stated about the costs of an offering. Amounts are in euro cents."""

from dataclasses import dataclass
from datetime import date

from trainingtracker.vocabulary import ContractState, CostKind


@dataclass(frozen=True)
class CostLine:
    """One cost; `actual` is what was invoiced, None as long as nothing was."""

    kind: CostKind
    note: str = ""
    planned: int = 0
    actual: int | None = None
    invoice_number: str = ""
    id: int | None = None


@dataclass(frozen=True)
class Contract:
    trainer_id: int
    number: str = ""
    dated: date | None = None
    state: ContractState = ContractState.DRAFTED
    id: int | None = None


@dataclass(frozen=True)
class CostFacts:
    """Everything of one offering: where it is booked, what it costs, who is under contract."""

    budget_year: int
    product: str = ""
    account: str = ""
    cost_centre: str = ""
    procurement_number: str = ""
    programme_id: int | None = None
    funding: int = 0
    lines: tuple[CostLine, ...] = ()
    contracts: tuple[Contract, ...] = ()
