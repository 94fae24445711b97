"""What all forms share: the sentences of their validators and how a rule's refusal is shown."""

from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, Form, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from trainingtracker import text
from trainingtracker.errors import RuleViolation
from trainingtracker.web.requests import reader_language


def prepare(app: Flask) -> None:
    """Give the field macro what it asks for."""
    app.jinja_env.globals["input_attributes"] = input_attributes


def input_attributes(field: Field, described: str, more: dict[str, Any]) -> dict[str, Any]:
    """The attributes that tie an input to its help and its errors."""
    attributes = {name.replace("_", "-"): value for name, value in more.items()}
    ids = [f"{field.id}-help"] if described else []
    if field.errors:
        ids.append(f"{field.id}-error")
        attributes["aria-invalid"] = "true"
    if ids:
        attributes["aria-describedby"] = " ".join(ids)
    return attributes


class Required(InputRequired):
    """The field has to be filled in; nothing but blanks is nothing."""

    def __call__(self, form: Form, field: Field) -> None:
        if isinstance(field.data, str) and not field.data.strip():
            field.errors[:] = []
            raise StopValidation(self.message)
        super().__call__(form, field)


def required() -> Required:
    """The field has to be filled in; the macro says so in words."""
    return Required(_l("Please fill in this field."))


def at_most(characters: int) -> Length:
    return Length(
        max=characters,
        message=_l("This is too long: please use at most %(max)d characters.", max=characters),
    )


class WholeNumber(NumberRange):
    """A whole number of a range, with one sentence for whatever else was typed."""

    def __call__(self, form: Form, field: Field) -> None:
        field.errors[:] = []
        super().__call__(form, field)


def whole_number(lowest: int, highest: int) -> WholeNumber:
    return WholeNumber(
        lowest,
        highest,
        _l("Please give a number from %(lowest)s to %(highest)s.", lowest=lowest, highest=highest),
    )


def optional() -> Optional:
    return Optional(strip_whitespace=True)


def stripped(value: Any) -> Any:
    """A filter for text fields: without blanks around, no-break spaces included."""
    return value.strip() if isinstance(value, str) else value


class TextField(StringField):
    """A line of text without blanks around it."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("filters", [stripped])
        super().__init__(label, validators, **kwargs)


class SelectMultipleCheckboxField(SelectMultipleField):
    """Several of a list, each with its own checkbox."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def said(violation: RuleViolation) -> str:
    """What a rule says, in the reader's language."""
    return text.sentence(violation.message, reader_language(), **violation.values)


class PartForm(Form):
    """Fields that a form has as a part or a row; what the library says is in the reader's language.

    The whole form is what is protected against forgery.
    """

    class Meta(FlaskForm.Meta):
        csrf = False


class PageForm(FlaskForm):
    """A form of a page, protected against forgery, that can show why a rule refused it."""

    def refuse(self, violation: RuleViolation, at: Field | None = None) -> None:
        """Put the refusal into the error summary in the reader's language, and `at` its field."""
        sentence = said(violation)
        if at is None:
            self.form_errors.append(sentence)
        else:
            at.errors = [*at.errors, sentence]
