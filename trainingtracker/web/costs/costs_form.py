"""The form of an offering's costs: from what HR types to the facts, and back."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    Field,
    FieldList,
    Form,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
)
from wtforms.validators import ValidationError

from trainingtracker import clock
from trainingtracker.accounts.trainers import possible_trainers
from trainingtracker.costs import rules, sheets
from trainingtracker.costs.facts import Contract, CostFacts, CostLine
from trainingtracker.models import Offering
from trainingtracker.vocabulary import ContractState, CostKind
from trainingtracker.web.arguments import whole
from trainingtracker.web.conflicts import VersionedForm
from trainingtracker.web.fields.day_field import DayField
from trainingtracker.web.fields.euro_field import EuroField
from trainingtracker.web.filters import label
from trainingtracker.web.forms import (
    PartForm,
    TextField,
    at_most,
    optional,
    required,
    whole_number,
)
from trainingtracker.web.rows import RowsField


class NotBelowZero:
    """An amount of money that somebody is to pay."""

    def __call__(self, _form: Form, field: Field) -> None:
        if field.data is not None and field.data < 0:
            raise ValidationError(_(rules.NOT_BELOW_ZERO))


class LineForm(PartForm):
    """One row: a cost. A row without anything typed says nothing."""

    id = HiddenField()
    kind = SelectField(_l("Kind of cost"))
    note = TextField(_l("Note"), [at_most(250)])
    planned = EuroField(_l("Planned, in euros"), [NotBelowZero()], or_nothing=True)
    actual = EuroField(_l("Actual, in euros"), [NotBelowZero()], or_nothing=True)
    invoice_number = TextField(_l("Invoice number"), [at_most(60)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [SelectChoice(kind.value, label(kind)) for kind in CostKind]

    def validate_actual(self, field: EuroField) -> None:
        if self.invoice_number.data and field.data is None and not field.process_errors:
            raise ValidationError(_(rules.NO_INVOICE_WITHOUT_AMOUNT))

    @property
    def says_something(self) -> bool:
        amounts = (self.planned.data, self.actual.data)
        return any(amount is not None for amount in amounts) or bool(self.note.data)

    def line(self) -> CostLine:
        return CostLine(
            kind=CostKind(self.kind.data),
            note=self.note.data or "",
            planned=self.planned.data or 0,
            actual=self.actual.data,
            invoice_number=self.invoice_number.data or "",
            id=whole(self.id.data),
        )


class ContractForm(PartForm):
    """One row: the contract with a trainer."""

    id = HiddenField()
    trainer = SelectField(_l("Trainer"), coerce=lambda value: int(value or 0))
    number = TextField(_l("Contract number"), [at_most(60)])
    dated = DayField(_l("Date of the contract"), [optional()])
    state = SelectField(_l("Signature"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state.choices = [SelectChoice(state.value, label(state)) for state in ContractState]

    def validate_number(self, field: TextField) -> None:
        if self._signed and not field.data:
            raise ValidationError(_(rules.SIGNED_WITH_NUMBER))

    def validate(self, extra_validators: Any = None) -> bool:
        valid: bool = super().validate(extra_validators)
        # A field that may be empty asks nothing more of an empty one: it is told here.
        if self._signed and self.dated.data is None and not self.dated.errors:
            self.dated.errors = [_(rules.SIGNED_WITH_DATE)]
            return False
        return valid

    @property
    def _signed(self) -> bool:
        return bool(self.state.data == ContractState.SIGNED)

    def contract(self) -> Contract:
        return Contract(
            trainer_id=self.trainer.data,
            number=self.number.data or "",
            dated=self.dated.data,
            state=ContractState(self.state.data),
            id=whole(self.id.data),
        )


class CostsForm(VersionedForm):
    budget_year = IntegerField(
        _l("Budget year"), [required(), whole_number(rules.FIRST_YEAR, rules.LAST_YEAR)]
    )
    product = TextField(_l("Budget product"), [at_most(60)])
    account = TextField(_l("Budget account"), [at_most(60)])
    cost_centre = TextField(_l("Cost centre"), [at_most(60)])
    procurement_number = TextField(_l("Procurement number"), [at_most(60)])
    lines = RowsField(LineForm, _l("Costs"), _l("Cost %(number)s"), 100)
    contracts = RowsField(
        ContractForm, _l("Contracts with trainers"), _l("Contract %(number)s"), 50
    )
    programme_id = SelectField(
        _l("Programme that pays"), coerce=lambda value: int(value) if value else None
    )
    funding = EuroField(_l("Third-party funding, in euros"), [NotBelowZero()], or_nothing=True)

    def __init__(self, *args: Any, offering: Offering, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme_id.choices = [
            SelectChoice("", _("No third-party funding")),
            *(SelectChoice(one.id, one.name) for one in sheets.programmes()),
        ]
        self._leading = [trainer.person_id for trainer in offering.trainers]
        self._fill_rows()

    def _fill_rows(self) -> None:
        """Every contract offers the same trainers, those of the offering first."""
        chosen = {row.form.trainer.data for row in self.contracts} - {None, 0}
        known = possible_trainers(clock.today(), {*self._leading, *chosen})
        in_order = sorted(known, key=lambda choice: choice.person_id not in self._leading)
        for row in self.contracts:
            row.form.trainer.choices = [
                SelectChoice(choice.person_id, choice.listed_name) for choice in in_order
            ]

    def add_row(self, rows: FieldList) -> None:
        """A new row; of a contract, one with the first trainer who has none here yet."""
        if rows is self.lines:
            rows.append_entry({"kind": CostKind.OTHER.value})
            return
        taken = {row.form.trainer.data for row in self.contracts}
        free = [person_id for person_id in self._leading if person_id not in taken]
        rows.append_entry({"trainer": free[0] if free else None})
        self._fill_rows()

    def validate_programme_id(self, field: SelectField) -> None:
        if self.funding.data and field.data is None:
            raise ValidationError(_(rules.FUNDED_BY_A_PROGRAMME))

    def facts(self) -> CostFacts:
        """What was typed, for the operation; rows that say nothing are left out."""
        return CostFacts(
            budget_year=self.budget_year.data,
            product=self.product.data or "",
            account=self.account.data or "",
            cost_centre=self.cost_centre.data or "",
            procurement_number=self.procurement_number.data or "",
            programme_id=self.programme_id.data,
            funding=self.funding.data or 0,
            lines=tuple(row.form.line() for row in self.lines if row.form.says_something),
            contracts=tuple(row.form.contract() for row in self.contracts),
        )


def shown(facts: CostFacts) -> dict[str, Any]:
    """The facts as the fields of the form show them."""
    return {
        "budget_year": facts.budget_year,
        "product": facts.product,
        "account": facts.account,
        "cost_centre": facts.cost_centre,
        "procurement_number": facts.procurement_number,
        "programme_id": facts.programme_id or "",
        "funding": facts.funding or None,
        "lines": [
            {
                "id": str(line.id or ""),
                "kind": line.kind.value,
                "note": line.note,
                # Nothing is planned where nothing was ever typed.
                "planned": line.planned or (0 if line.actual is not None else None),
                "actual": line.actual,
                "invoice_number": line.invoice_number,
            }
            for line in facts.lines
        ],
        "contracts": [
            {
                "id": str(contract.id or ""),
                "trainer": contract.trainer_id,
                "number": contract.number,
                "dated": contract.dated,
                "state": contract.state.value,
            }
            for contract in facts.contracts
        ],
    }
