"""E-mail and language of a person, corrected by hand; all else comes with the list of people."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice

from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Person
from trainingtracker.organisation.contact import correct_contact
from trainingtracker.web.access import HR, access
from trainingtracker.web.conflicts import Change, VersionedForm
from trainingtracker.web.forms import TextField, at_most
from trainingtracker.web.people.people import log_record, person_administered

BLUEPRINT = Blueprint("person_contact", __name__, url_prefix="/people")
Answer = str | tuple[str, int] | Response


class ContactForm(VersionedForm):
    email = TextField(_l("E-mail"), [at_most(250)])
    language = RadioField(
        _l("Language of messages"),
        choices=[
            SelectChoice("", _l("Not known")),
            SelectChoice("de", "Deutsch"),
            SelectChoice("en", "English"),
        ],
    )


@BLUEPRINT.route("/<int:person_id>/contact", methods=["GET", "POST"])
@access(HR)
def correct(person_id: int) -> Answer:
    person = person_administered(person_id)
    form = _stored_contact(person)
    if not form.is_submitted():
        return _contact_page(person, form)
    form = ContactForm()
    if not form.validate():
        return _contact_page(person, form), 422
    try:
        correct_contact(
            person_id, form.email.data or "", form.language.data or None, form.seen_version
        )
    except RuleViolation as violation:
        changes = form.not_saved(violation, lambda: _stored_contact(person_administered(person_id)))
        return _contact_page(person_administered(person_id), form, changes), violation.status_code
    db.session.commit()
    flash(_("The contact data are saved."), "success")
    return redirect(url_for("people.show", person_id=person_id), 303)


def _stored_contact(person: Person) -> ContactForm:
    form = ContactForm(None, data={"email": person.email, "language": person.language or ""})
    return form.of_version(person.version)


def _contact_page(person: Person, form: ContactForm, changes: list[Change] | None = None) -> str:
    log_record(person)
    return render_template("people/contact.html", person=person, form=form, changes=changes or [])
