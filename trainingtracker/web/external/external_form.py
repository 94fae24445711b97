"""The forms of trainings outside the catalogue."""

import re
import secrets
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import ValidationError

from trainingtracker.competence.certificate_schemes import scheme_choices
from trainingtracker.competence.level_choices import level_choices
from trainingtracker.errors import RuleViolation
from trainingtracker.external.certificates import EVIDENCE, Proved
from trainingtracker.external.refusals import Wrong
from trainingtracker.external.requests import Facts
from trainingtracker.vocabulary import Evidence
from trainingtracker.web.courses.course_form import level_groups
from trainingtracker.web.exchange.upload import UploadField
from trainingtracker.web.fields.day_field import DayField
from trainingtracker.web.fields.euro_field import EuroField
from trainingtracker.web.filters import label, local
from trainingtracker.web.forms import PageForm, TextField, at_most, optional, required, stripped

_NO_COMPETENCE = "none"


class RefusableForm(PageForm):
    """A form that shows a refusal beside the field that it is about."""

    def refused(self, violation: RuleViolation) -> None:
        field = self[violation.field] if isinstance(violation, Wrong) else None
        self.refuse(violation, field)


class RequestForm(RefusableForm):
    """Asking for a training; `submission` makes one request of a form that is sent twice."""

    submission = HiddenField()
    title = TextField(_l("Title of the training"), [required(), at_most(250)])
    provider = TextField(_l("Training provider"), [required(), at_most(250)])
    starts_on = DayField(_l("First day"), [required()])
    ends_on = DayField(_l("Last day"), [required()])
    cost = EuroField(_l("Cost in euros"), [required()])
    purpose = TextAreaField(_l("What it is for"), [required(), at_most(2000)], filters=[stripped])
    attachment = UploadField(_l("Attachment"))
    without_attachment = BooleanField(_l("Do without this file"))
    no_leave = BooleanField(_l("I do not take educational leave (Bildungsurlaub) for it"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not re.fullmatch(r"[0-9a-f]{32}", self.submission.data or ""):
            self.submission.data = secrets.token_hex(16)
        if not self.is_submitted():
            # Nobody overlooks an empty field; a zero looks like an answer.
            self.cost.raw_data = [""]

    def validate_ends_on(self, field: DayField) -> None:
        first = self.starts_on.data
        if first is not None and field.data is not None and field.data < first:
            raise ValidationError(_("The last day cannot be before the first day."))

    def validate_no_leave(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(
                _(
                    "Educational leave is not asked for here: it is your own right, outside this"
                    " program, and neither recorded nor counted. Please turn to your personnel"
                    " office. If you do not take it, tick the box."
                )
            )

    def facts(self) -> Facts:
        return Facts(
            title=self.title.data or "",
            provider=self.provider.data or "",
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            cost=self.cost.data or 0,
            purpose=self.purpose.data or "",
        )


class ReasonForm(RefusableForm):
    """A reason that the person reads."""

    reason = TextAreaField(_l("Reason"), [required(), at_most(1000)], filters=[stripped])


class SendBackForm(ReasonForm):
    document = HiddenField()


class CertificateForm(RefusableForm):
    file = UploadField(_l("The certificate"))

    def validate_file(self, field: UploadField) -> None:
        if field.sent is None:
            raise ValidationError(_("Please choose the file with the certificate."))


class CheckForm(RefusableForm):
    """What HR reads in a certificate."""

    document = HiddenField()
    level = SelectField(_l("Competence and level"), [required()])
    evidence = SelectField(_l("Kind of evidence"), [required()])
    scheme = SelectField(
        _l("Known language certificate"), coerce=lambda value: int(value) if value else None
    )
    score = TextField(_l("Result"), [at_most(20)])
    since = DayField(_l("Held since"), [optional()])
    last_day = DayField(_l("Valid until"), [optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.level.choices = [
            SelectChoice("", ""),
            SelectChoice(_NO_COMPETENCE, _("None of our list: record the training alone")),
            *level_groups(level_choices()),
        ]
        self.evidence.choices = [SelectChoice(one.value, label(one)) for one in EVIDENCE]

        self.scheme.choices = [
            SelectChoice("", _("none of these")),
            *(
                SelectChoice(
                    one.id,
                    f"{one.name} ({one.minimum}): {one.level_code}",
                    optgroup=local(one.language) if one.language else _("Any language"),
                )
                for one in scheme_choices()
            ),
        ]

    def validate_since(self, field: DayField) -> None:
        if field.data is None and self.level.data != _NO_COMPETENCE:
            raise ValidationError(_("Please fill in this field."))

    def proved(self) -> Proved | None:
        if self.level.data == _NO_COMPETENCE:
            return None
        _kind, competence_id, level_id = self.level.data.split(":")
        return Proved(
            int(competence_id),
            int(level_id),
            Evidence(self.evidence.data),
            self.since.data,
            self.last_day.data,
            self.score.data or "",
            self.scheme.data,
        )
