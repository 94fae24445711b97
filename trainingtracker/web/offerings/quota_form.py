"""The rows of an offering's form that reserve places."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, FieldList, Form, HiddenField, IntegerField
from wtforms.validators import StopValidation, ValidationError

from trainingtracker import clock
from trainingtracker.catalogue.offering_facts import QuotaFacts
from trainingtracker.organisation.groups import Group
from trainingtracker.web.arguments import whole
from trainingtracker.web.fields.day_field import DayField
from trainingtracker.web.fields.whom_field import WhomField, offer_groups, whom_value
from trainingtracker.web.forms import PartForm, required, whole_number


def _with_whom(form: Form, field: Field) -> None:
    """Needed as soon as it is said for whom places are reserved."""
    if form["whom"].data:
        required()(form, field)
    elif not field.data:
        field.errors[:] = []
        raise StopValidation


class QuotaForm(PartForm):
    """One row: so many places for a group until a day; an empty row says nothing."""

    id = HiddenField()
    whom = WhomField(_l("Reserved for"))
    places = IntegerField(_l("Number of places"), [_with_whom, whole_number(1, 10_000)])
    last_day = DayField(_l("Reserved until"), [_with_whom])

    def validate_whom(self, field: WhomField) -> None:
        if not field.data and (self.places.data or self.last_day.data):
            raise ValidationError(_("Choose for whom the places are reserved."))

    def facts(self) -> QuotaFacts:
        group: Group = self.whom.group
        return QuotaFacts(
            self.places.data,
            self.last_day.data,
            group.unit_id,
            group.status_group_id,
            whole(self.id.data),
        )


def fill_choices(rows: FieldList, stored: tuple[QuotaFacts, ...]) -> None:
    """Every row offers the same groups; call it again after adding a row."""
    if not len(rows):
        return
    offer_groups((row.form.whom for row in rows), {_group(quota) for quota in stored})


def quotas_of(rows: FieldList) -> tuple[QuotaFacts, ...]:
    """What the rows say; empty ones are left out."""
    return tuple(row.form.facts() for row in rows if row.form.whom.data)


def fit(rows: FieldList, places: int | None, start: date | None) -> bool:
    """Whether the rows suit each other and the offering; what does not is said at its field."""
    seen: set[str] = set()
    reserved = 0
    today = clock.today()
    for row in rows:
        form = row.form
        if not form.whom.data:
            continue
        if form.whom.data in seen:
            _refuse(form.whom, _("Places are reserved for this group already. Make it one row."))
        seen.add(form.whom.data)
        if start and form.last_day.data >= start:
            _refuse(
                form.last_day,
                _("Reserved places have to be open to everybody before the first meeting."),
            )
        if form.last_day.data >= today:
            reserved += form.places.data
        if places is not None and reserved > places:
            _refuse(
                form.places,
                _(
                    "More places are reserved (%(reserved)s) than there are (%(maximum)s).",
                    reserved=reserved,
                    maximum=places,
                ),
            )
    rows.errors = [row.form.errors for row in rows if row.form.errors]
    return not rows.errors


def _refuse(field: Field, sentence: str) -> None:
    field.errors = [*field.errors, sentence]


def shown_quotas(quotas: tuple[QuotaFacts, ...]) -> list[dict[str, Any]]:
    """The reservations as the rows show them."""
    return [
        {
            "id": str(quota.id or ""),
            "whom": whom_value(_group(quota)),
            "places": quota.places,
            "last_day": quota.last_day,
        }
        for quota in quotas
    ]


def _group(quota: QuotaFacts) -> Group:
    return Group(quota.unit_id, quota.status_group_id)
