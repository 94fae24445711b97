"""An account for somebody who has none."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from trainingtracker import clock
from trainingtracker.accounts import administration
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Person
from trainingtracker.organisation.leadership import unit_of
from trainingtracker.web.access import ADMIN, access
from trainingtracker.web.forms import PageForm, TextField, at_most, required
from trainingtracker.web.requests import leadership

BLUEPRINT = Blueprint("new_account", __name__)
Answer = str | tuple[str, int] | Response


class NewAccountForm(PageForm):
    login = TextField(_l("User name"), [required(), at_most(250)])


@BLUEPRINT.route("/accounts/new/<int:person_id>", methods=["GET", "POST"])
@access(ADMIN)
def create(person_id: int) -> Answer:
    person = _person(person_id)
    form = NewAccountForm(data={"login": administration.suggested_login(person)})
    if not form.is_submitted():
        return _page(form, person)
    if not form.validate():
        return _page(form, person), 422
    try:
        account = administration.create_for(person, form.login.data or "")
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        return _page(form, _person(person_id)), violation.status_code
    db.session.commit()
    flash(_("The account is created. Now make a one-time link for it."), "success")
    return redirect(url_for("accounts.show", account_id=account.id), 303)


def _person(person_id: int) -> Person:
    return db.session.get(Person, person_id) or abort(404)


def _page(form: NewAccountForm, person: Person) -> str:
    unit = leadership().tree.get(unit_of(person.id, clock.today()))
    return render_template("accounts/new.html", form=form, person=person, unit=unit)
