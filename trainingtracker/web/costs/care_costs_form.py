"""Stating the costs of care on the page of an enrolment."""

from typing import NamedTuple

from flask_babel import lazy_gettext as _l

from trainingtracker.enrolment.presence import care_costs
from trainingtracker.models import CareCostClaim, Enrolment
from trainingtracker.web.fields.euro_field import EuroField
from trainingtracker.web.forms import PageForm


class CareCostsForm(PageForm):
    amount = EuroField(_l("Amount in euros"))


class Claim(NamedTuple):
    """Whether costs can be stated, and what is stated already."""

    possible: bool
    claim: CareCostClaim | None


def offered_claim(enrolment: Enrolment) -> Claim:
    """No query where nobody takes part."""
    possible = care_costs.can_state(enrolment)
    return Claim(possible, care_costs.claim_of(enrolment.id) if possible else None)
