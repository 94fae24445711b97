"""The page behind the one-time link that a start without any account prints."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import PasswordField
from wtforms.validators import EqualTo, Regexp

from trainingtracker.accounts import first_administrator as operations
from trainingtracker.accounts.passwords import MINIMUM_LENGTH
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db, limiter
from trainingtracker.web.access import PUBLIC, access
from trainingtracker.web.fields.password_field import long_enough
from trainingtracker.web.forms import PageForm, TextField, at_most, required
from trainingtracker.web.requests import reader_language

BLUEPRINT = Blueprint("first_administrator", __name__)


class FirstAdministratorForm(PageForm):
    first_name = TextField(_l("First name"), [at_most(250)])
    last_name = TextField(_l("Last name"), [required(), at_most(250)])
    email = TextField(_l("E-mail"), [at_most(250)])
    personnel_number = TextField(_l("Personnel number"), [at_most(60)])
    login = TextField(
        _l("User name"),
        [required(), at_most(250), Regexp(r"\S*$", message=_l("A user name has no blanks."))],
    )
    password = PasswordField(_l("Password"), [required(), at_most(1000), long_enough()])
    again = PasswordField(
        _l("Password again"),
        [required(), EqualTo("password", _l("The two passwords are not the same."))],
    )


@BLUEPRINT.get("/first-administrator/<token>")
@access(PUBLIC)
def show(token: str) -> str:
    operations.check_token(token)
    return _page(FirstAdministratorForm())


@BLUEPRINT.post("/first-administrator/<token>")
@access(PUBLIC)
@limiter.limit(lambda: current_app.config["SIGN_IN_LIMIT"])
def create(token: str) -> Response | tuple[str, int]:
    operations.check_token(token)
    form = FirstAdministratorForm()
    if not form.validate():
        return _page(form), 422
    try:
        operations.create(token, _newcomer(form))
    except NotAllowed:
        raise
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation, form.email)
        return _page(form), 422
    db.session.commit()
    flash(_("Your account is ready. Sign in with it now."), "success")
    return redirect(url_for("sign_in.sign_in"), 303)


def _newcomer(form: FirstAdministratorForm) -> operations.Newcomer:
    return operations.Newcomer(
        first_name=form.first_name.data or "",
        last_name=form.last_name.data or "",
        email=form.email.data or "",
        personnel_number=form.personnel_number.data or "",
        login=form.login.data or "",
        password=form.password.data or "",
        language=reader_language(),
    )


def _page(form: FirstAdministratorForm) -> str:
    return render_template(
        "first_administrator/show.html", form=form, minimum_length=MINIMUM_LENGTH
    )
