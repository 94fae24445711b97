"""My account: roles, language, colours, password."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import login_user
from werkzeug.wrappers import Response
from wtforms import PasswordField, RadioField, SelectChoice
from wtforms.validators import EqualTo

from trainingtracker import clock
from trainingtracker.accounts import listing
from trainingtracker.accounts.passwords import MINIMUM_LENGTH, change_password
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db, limiter
from trainingtracker.web.access import SIGNED_IN, access
from trainingtracker.web.fields.password_field import long_enough
from trainingtracker.web.forms import PageForm, at_most, required
from trainingtracker.web.requests import SignedIn, current_account, leadership, reader_language
from trainingtracker.web.shell import COLOUR_COOKIE, colour_scheme

BLUEPRINT = Blueprint("account", __name__)
_YEAR = 365 * 24 * 3600


class DisplayForm(PageForm):
    language = RadioField(
        _l("Language"), choices=[SelectChoice("de", "Deutsch"), SelectChoice("en", "English")]
    )
    colours = RadioField(
        _l("Colours"),
        choices=[
            SelectChoice("auto", _l("As the device is set")),
            SelectChoice("light", _l("Light")),
            SelectChoice("dark", _l("Dark")),
        ],
    )


class PasswordForm(PageForm):
    current = PasswordField(_l("Current password"), [required(), at_most(1000)])
    new = PasswordField(_l("New password"), [required(), at_most(1000), long_enough()])
    again = PasswordField(
        _l("New password again"),
        [required(), EqualTo("new", _l("The two new passwords are not the same."))],
    )


@BLUEPRINT.get("/account")
@access(SIGNED_IN)
def show() -> str:
    return _page(DisplayForm(None), PasswordForm(None))


@BLUEPRINT.post("/account/display")
@access(SIGNED_IN)
def save_display() -> Response | tuple[str, int]:
    form = DisplayForm()
    if not form.validate():
        return _page(form, PasswordForm(None)), 422
    account = current_account()
    assert account is not None
    account.person.language = session["language"] = form.language.data
    db.session.commit()
    with force_locale(form.language.data):
        flash(_("Your settings are saved."), "success")
    response = redirect(url_for("account.show"), 303)
    response.set_cookie(
        COLOUR_COOKIE,
        form.colours.data,
        max_age=_YEAR,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )
    return response


@BLUEPRINT.post("/account/password")
@access(SIGNED_IN)
@limiter.limit("10 per minute; 60 per hour")
def save_password() -> Response | tuple[str, int]:
    form = PasswordForm()
    if not form.validate():
        return _page(DisplayForm(None), form), 422
    account = current_account()
    assert account is not None
    try:
        change_password(account, form.current.data or "", form.new.data or "")
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation, form.current)
        return _page(DisplayForm(None), form), 422
    db.session.commit()
    # The change has signed out every session of the account; this one goes on.
    login_user(SignedIn(account))
    flash(_("Your password is changed. Other devices have been signed out."), "success")
    return redirect(url_for("account.show"), 303)


def _page(display: DisplayForm, password: PasswordForm) -> str:
    if not display.is_submitted() or not display.errors:
        display.language.data = reader_language()
        display.colours.data = colour_scheme()
    account, today = current_account(), clock.today()
    assert account is not None
    grants = listing.grants_of(account.id, leadership().tree)
    return render_template(
        "account/show.html",
        form=password if password.errors else display,
        display=display,
        password=password,
        account=account,
        grants=[grant for grant in grants if grant.state(today) != "over"],
        led=listing.led_by(account.person_id, leadership().tree, today),
        minimum_length=MINIMUM_LENGTH,
    )
