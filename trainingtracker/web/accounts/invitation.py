"""The page behind a one-time link: somebody chooses the password of their account."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import logout_user
from werkzeug.wrappers import Response
from wtforms import PasswordField
from wtforms.validators import EqualTo

from trainingtracker.accounts import invitation
from trainingtracker.accounts.passwords import MINIMUM_LENGTH
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db, limiter
from trainingtracker.models import Account
from trainingtracker.web.access import PUBLIC, access
from trainingtracker.web.fields.password_field import long_enough
from trainingtracker.web.forms import PageForm, at_most, required

BLUEPRINT = Blueprint("invitation", __name__)


class InvitationForm(PageForm):
    password = PasswordField(_l("Password"), [required(), at_most(1000), long_enough()])
    again = PasswordField(
        _l("Password again"),
        [required(), EqualTo("password", _l("The two passwords are not the same."))],
    )


@BLUEPRINT.get("/invitation/<token>")
@access(PUBLIC)
def show(token: str) -> str:
    return _page(InvitationForm(), invitation.invited(token))


@BLUEPRINT.post("/invitation/<token>")
@access(PUBLIC)
@limiter.limit(lambda: current_app.config["SIGN_IN_LIMIT"])
def accept(token: str) -> Response | tuple[str, int]:
    account, form = invitation.invited(token), InvitationForm()
    if not form.validate():
        return _page(form, account), 422
    try:
        invitation.accept(token, form.password.data or "")
    except NotAllowed:
        raise
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        return _page(form, invitation.invited(token)), violation.status_code
    logout_user()
    db.session.commit()
    flash(_("Your password is set. Sign in with it now."), "success")
    return redirect(url_for("sign_in.sign_in"), 303)


def _page(form: InvitationForm, account: Account) -> str:
    return render_template(
        "invitation/show.html", form=form, account=account, minimum_length=MINIMUM_LENGTH
    )
