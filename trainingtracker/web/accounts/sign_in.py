"""Signing in and out."""

import hashlib

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask import Response as FlaskResponse
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response
from wtforms import PasswordField

from trainingtracker import settings
from trainingtracker.accounts import sign_in as operations
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import begin, db, limiter
from trainingtracker.models import Account
from trainingtracker.web.access import PUBLIC, access
from trainingtracker.web.addresses import own_address
from trainingtracker.web.forms import PageForm, TextField, at_most, required
from trainingtracker.web.requests import SignedIn, current_account

BLUEPRINT = Blueprint("sign_in", __name__)


class SignInForm(PageForm):
    login = TextField(_l("User name"), [required(), at_most(250)])
    password = PasswordField(_l("Password"), [required(), at_most(1000)])


def _login_key() -> str:
    """One counter a user name, whether or not it exists; names are not kept where it counts."""
    login = request.form.get("login", "").strip().casefold()
    return f"login:{hashlib.sha256(login.encode()).hexdigest()}"


def _failed(response: FlaskResponse) -> bool:
    return response.status_code == 422


@BLUEPRINT.route("/sign-in", methods=["GET", "POST"])
@access(PUBLIC)
@limiter.limit(lambda: current_app.config["SIGN_IN_LIMIT"], methods=["POST"])
@limiter.limit(
    lambda: current_app.config["SIGN_IN_LIMIT_PER_LOGIN"],
    key_func=_login_key,
    methods=["POST"],
    deduct_when=_failed,
)
def sign_in() -> Response | tuple[str, int] | str:
    target = own_address(request.args.get("next"))
    if current_account():
        return redirect(target, 303)
    form = SignInForm()
    if request.method == "GET":
        return _page(form)
    if not form.validate():
        return _page(form), 422
    password = form.password.data or ""
    db.session.rollback()
    begin("read")
    try:
        account_id = operations.sign_in(form.login.data or "", password).id
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        return _page(form), 422
    db.session.rollback()
    begin("write")
    _start_session(operations.record_sign_in(account_id, password))
    db.session.commit()
    return redirect(target, 303)


@BLUEPRINT.post("/sign-out")
@access(PUBLIC)
def sign_out() -> Response:
    if account := current_account():
        operations.sign_out(account)
        db.session.commit()
    logout_user()
    _fresh_session()
    flash(
        _("You have signed out. Other browsers and devices have been signed out as well."),
        "success",
    )
    return redirect(url_for("sign_in.sign_in"), 303)


def _start_session(account: Account) -> None:
    """Sign in under a new session: nothing that was planted before survives, but the language."""
    _fresh_session()
    if account.person.language:
        session["language"] = account.person.language
    session.permanent = True
    login_user(SignedIn(account))


def _fresh_session() -> None:
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language


def _page(form: SignInForm) -> str:
    return render_template("sign_in/sign_in.html", form=form, demo_accounts=_demo_accounts())


def _demo_accounts() -> list[object]:
    """The accounts of the example city, named on the page only where all data is an example."""
    if not settings.get("example_data"):
        return []
    from trainingtracker.demo.accounts import ACCOUNTS

    return list(ACCOUNTS)
