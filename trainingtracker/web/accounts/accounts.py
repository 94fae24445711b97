"""Accounts for administrators: search, one account, lock and open, one-time links."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from trainingtracker import clock
from trainingtracker.accounts import administration, invitation, listing
from trainingtracker.accounts.listing import AccountState
from trainingtracker.extensions import db
from trainingtracker.models import Account
from trainingtracker.notify.outbox import link
from trainingtracker.organisation.leadership import unit_of
from trainingtracker.privacy import log_access
from trainingtracker.vocabulary import AccessKind
from trainingtracker.web import arguments
from trainingtracker.web.access import ADMIN, access
from trainingtracker.web.accounts.grant_form import GrantForm
from trainingtracker.web.paging import Page
from trainingtracker.web.requests import current_actor, leadership

BLUEPRINT = Blueprint("accounts", __name__, url_prefix="/accounts")

_STATES = {
    AccountState.OPEN: _l("Can sign in"),
    AccountState.NEW: _l("Never signed in"),
    AccountState.WITH_ROLE: _l("With a role"),
    AccountState.LOCKED: _l("Locked"),
    AccountState.LEFT: _l("Has left"),
    AccountState.NONE: _l("People without an account"),
}


@BLUEPRINT.get("")
@access(ADMIN)
def search() -> str:
    text, state = arguments.words("q"), arguments.member("state", AccountState)
    window = arguments.window()
    rows, total = listing.search(
        text,
        state,
        leadership().tree,
        clock.today(),
        limit=window.limit,
        offset=window.offset,
    )
    log_access(
        AccessKind.PERSON_SEARCH,
        actor_id=current_actor().person_id,
        row_count=len(rows),
        filters={"page": request.path, "searched": bool(text), "state": state},
    )
    return render_template(
        "accounts/search.html",
        page=Page(rows, total, window.number),
        text=text,
        state=state,
        state_choices=[(state.value, label) for state, label in _STATES.items()],
    )


@BLUEPRINT.get("/<int:account_id>")
@access(ADMIN)
def show(account_id: int) -> str:
    return account_page(account(account_id), GrantForm.empty())


@BLUEPRINT.post("/<int:account_id>/activation")
@access(ADMIN)
def activation(account_id: int) -> Response:
    changed = account(account_id)
    active = request.form.get("active") == "1"
    administration.set_active(changed, active)
    db.session.commit()
    if active:
        flash(_("%(name)s can sign in again.", name=changed.person.full_name), "success")
    else:
        flash(_("The account is locked and signed out everywhere."), "success")
    return redirect(url_for("accounts.show", account_id=account_id), 303)


@BLUEPRINT.post("/<int:account_id>/link")
@access(ADMIN)
def one_time_link(account_id: int) -> str:
    """The link is shown in this answer and never again."""
    of = account(account_id)
    token = invitation.invite(of)
    db.session.commit()
    return account_page(
        of, GrantForm.empty(), new_link=link(url_for("invitation.show", token=token))
    )


def account(account_id: int) -> Account:
    """The account with its person, or 404."""
    options = [joinedload(Account.person)]
    return db.session.get(Account, account_id, options=options) or abort(404)


def account_page(
    of: Account,
    form: GrantForm,
    new_link: str | None = None,
    ends: dict[int, str] | None = None,
) -> str:
    """The page of an account; `ends` are last days of grants that were typed and refused."""
    today, tree = clock.today(), leadership().tree
    form.offer_units()
    return render_template(
        "accounts/show.html",
        account=of,
        unit=tree.get(unit_of(of.person_id, today)),
        employed=of.person.employed_on(today),
        grants=listing.grants_of(of.id, tree),
        form=form,
        today=today,
        now=clock.now(),
        new_link=new_link,
        ends=ends or {},
        own=of.person_id == current_actor().person_id,
    )
