"""What a request carries: its transaction, its actor, its reader's language."""

from flask import Flask, g, request
from flask_babel import get_locale
from flask_login import UserMixin, current_user

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor, actor_for
from trainingtracker.accounts.sign_in import load_account
from trainingtracker.extensions import begin, db, login_manager
from trainingtracker.kept import as_of_now
from trainingtracker.models import Account
from trainingtracker.organisation.leadership import LeadershipMap
from trainingtracker.text import supported

_SAFE = {"GET", "HEAD", "OPTIONS"}
# Answers machines, also while the database does not: nobody is looked up.
_WITHOUT_READER = {"health.healthz"}


class SignedIn(UserMixin):
    """The account of this request, as Flask-Login wants to see it."""

    def __init__(self, account: Account) -> None:
        self.account = account

    def get_id(self) -> str:
        return f"{self.account.id}.{self.account.session_key}"


@login_manager.user_loader
def _load(session_id: str) -> SignedIn | None:
    account = load_account(session_id)
    return SignedIn(account) if account else None


def prepare(app: Flask) -> None:
    """Begin the right kind of transaction and name the actor, before anything is queried."""

    @app.before_request
    def begin_transaction() -> None:
        if request.method not in _SAFE:
            begin("write")
        if request.args.get("figures") == "now":
            as_of_now()

    @app.before_request
    def name_actor() -> None:
        endpoint = request.endpoint
        if endpoint and not endpoint.endswith("static") and endpoint not in _WITHOUT_READER:
            actor = actor_or_none()
            db.session.info["actor"] = actor.person_id if actor else None


def current_account() -> Account | None:
    """The account that is signed in, if any."""
    return current_user.account if current_user.is_authenticated else None


def actor_or_none() -> Actor | None:
    """Who makes this request; None for somebody who is not signed in."""
    if "actor" not in g:
        account = current_account()
        g.actor = actor_for(account) if account else None
    found: Actor | None = g.actor
    return found


def current_actor() -> Actor:
    """Who makes this request, on routes that only signed-in people reach."""
    actor = actor_or_none()
    if actor is None:
        raise LookupError("this route is open to people who are not signed in")
    return actor


def leadership() -> LeadershipMap:
    """Who leads what today, read once a request."""
    if "leadership" not in g:
        g.leadership = LeadershipMap.load(clock.today())
    found: LeadershipMap = g.leadership
    return found


def reader_language() -> str:
    """The language of the page: "de" or "en". Every word of a long list asks for it."""
    try:
        found: str = g.language
    except AttributeError:
        locale = get_locale()
        found = g.language = supported(locale.language if locale else None)
    except RuntimeError:
        # Outside of the application there is no reader.
        return supported(None)
    return found
